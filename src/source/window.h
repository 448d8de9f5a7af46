// SPDX-License-Identifier: Apache-2.0
// A sliding view of a stream: contiguous bytes, addressed by their offset in the stream. It grows as far as its user
// keeps bytes and moves its bytes when it reads, so pointers live until the next call of available(); offsets stay.
// kPadding spaces always follow the last byte. Counts lines on the way. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "source/byte_stream.h"

namespace picket::source {

class Window {
 public:
  // `before_read` runs before bytes move and before the stream may block; when it says false the stream ends there.
  Window(ByteStream& stream, std::size_t block_bytes, std::function<bool()> before_read);

  // Bytes at hand from `offset` on, after reading until there are `wanted` of them or the stream has ended.
  std::size_t available(std::uint64_t offset, std::size_t wanted) {
    if (offset + wanted > end_) read_until(offset + wanted);
    return offset < end_ ? static_cast<std::size_t>(end_ - offset) : 0;
  }
  // Requires an offset between begin() and the last byte's, or the one after it.
  const char* at(std::uint64_t offset) const { return bytes_.get() + (offset - begin_); }
  std::string_view view(std::uint64_t from, std::uint64_t to) const {
    return {at(from), static_cast<std::size_t>(to - from)};
  }
  // Bytes before `offset` may go with the next read. Never moves backward.
  void keep_from(std::uint64_t offset) { keep_ = std::max(keep_, offset); }
  std::uint64_t begin() const { return begin_; }
  std::uint64_t end() const { return end_; }

  // The line, from 1, that the byte at `offset` stands in. Offsets must not decrease from call to call.
  std::uint32_t line_at(std::uint64_t offset);
  // For callers that know that exactly one line break lies between the last offset asked for and this one.
  void next_line_at(std::uint64_t offset) {
    counted_ = offset;
    ++line_;
  }

  // Why the stream ended, if not by its end.
  const std::optional<StreamFault>& fault() const { return fault_; }

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };
  void read_until(std::uint64_t end);
  void make_room();
  void resize(std::size_t capacity);
  void count_to(std::uint64_t offset);

  ByteStream& stream_;
  const std::size_t block_bytes_;
  const std::function<bool()> before_read_;
  std::unique_ptr<char, Free> bytes_;  // malloc: growing a large buffer moves pages instead of copying
  std::size_t capacity_ = 0;
  std::uint64_t begin_ = 0;  // offset of bytes_[0]
  std::uint64_t end_ = 0;
  std::uint64_t keep_ = 0;
  std::uint64_t counted_ = 0;  // line_ - 1 line breaks lie before this offset
  std::uint64_t line_ = 1;
  bool ended_ = false;
  std::optional<StreamFault> fault_;
};

}  // namespace picket::source
