// SPDX-License-Identifier: Apache-2.0
#include "source/encoding.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace picket::source {
namespace {

constexpr std::size_t kReadBytes = std::size_t{64} << 10;
constexpr char32_t kReplacement = 0xFFFD;

bool is_high_surrogate(char32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(char32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

class Utf16Stream final : public ByteStream {
 public:
  Utf16Stream(std::unique_ptr<ByteStream> inner, bool big_endian) : inner_(std::move(inner)), big_endian_(big_endian) {}

  Result<std::size_t, StreamFault> read(std::span<char> buffer) override {
    while (taken_ == text_.size()) {
      if (ended_) return finish();
      text_.clear();
      taken_ = 0;
      const auto got = inner_->read(std::span(units_).subspan(held_));
      if (!got) return std::unexpected(got.error());
      ended_ = *got == 0;
      convert(held_ + *got);
    }
    const std::size_t count = text_.copy(buffer.data(), buffer.size(), taken_);
    taken_ += count;
    return count;
  }

 private:
  // `size` bytes are in units_; an odd last one is held for the next read.
  void convert(std::size_t size) {
    for (std::size_t at = 0; at + 1 < size; at += 2) take(unit_at(at));
    held_ = size % 2;
    if (held_ == 1) units_[0] = units_[size - 1];
    if (ended_ && high_ != 0) append_utf8(text_, kReplacement);
  }

  char32_t unit_at(std::size_t at) const {
    const auto first = static_cast<unsigned char>(units_[at]);
    const auto second = static_cast<unsigned char>(units_[at + 1]);
    return big_endian_ ? static_cast<char32_t>(first << 8 | second) : static_cast<char32_t>(second << 8 | first);
  }

  void take(char32_t unit) {
    if (unit < 0x80 && high_ == 0) {
      text_ += static_cast<char>(unit);
      return;
    }
    if (high_ != 0 && is_low_surrogate(unit)) {
      append_utf8(text_, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
      high_ = 0;
      return;
    }
    if (high_ != 0) append_utf8(text_, kReplacement);
    high_ = is_high_surrogate(unit) ? unit : 0;
    if (high_ == 0) append_utf8(text_, is_low_surrogate(unit) ? kReplacement : unit);
  }

  Result<std::size_t, StreamFault> finish() {
    if (held_ == 0) return std::size_t{0};
    held_ = 0;
    return std::unexpected(StreamFault{Reason::bad_encoding, "UTF-16 text with an odd number of bytes"});
  }

  std::unique_ptr<ByteStream> inner_;
  const bool big_endian_;
  std::array<char, kReadBytes> units_{};
  std::size_t held_ = 0;
  char32_t high_ = 0;  // a high surrogate that waits for its low one
  std::string text_;
  std::size_t taken_ = 0;
  bool ended_ = false;
};

class FailingStream final : public ByteStream {
 public:
  explicit FailingStream(StreamFault fault) : fault_(std::move(fault)) {}
  Result<std::size_t, StreamFault> read(std::span<char>) override { return std::unexpected(fault_); }

 private:
  StreamFault fault_;
};

}  // namespace

// Text of logs begins with ASCII characters, of which UTF-16 makes every second byte zero.
Encoding find_encoding(std::string_view head) {
  const auto byte = [&](std::size_t i) { return i < head.size() ? static_cast<unsigned char>(head[i]) : 0xFFU; };
  using namespace std::string_view_literals;
  if (head.starts_with("\xFF\xFE\0\0"sv) || head.starts_with("\0\0\xFE\xFF"sv)) return Encoding::utf32;
  if (head.starts_with("\xFF\xFE"sv)) return Encoding::utf16_little;
  if (head.starts_with("\xFE\xFF"sv)) return Encoding::utf16_big;
  const auto ascii = [&](std::size_t i) { return byte(i) > 0 && byte(i) < 0x80; };
  if (ascii(0) && byte(1) == 0 && byte(2) == 0 && byte(3) == 0) return Encoding::utf32;
  if (byte(0) == 0 && byte(1) == 0 && byte(2) == 0 && ascii(3)) return Encoding::utf32;
  if (ascii(0) && byte(1) == 0 && ascii(2) && byte(3) == 0) return Encoding::utf16_little;
  if (byte(0) == 0 && ascii(1) && byte(2) == 0 && ascii(3)) return Encoding::utf16_big;
  return Encoding::utf8;
}

std::unique_ptr<ByteStream> as_utf8(std::unique_ptr<ByteStream> stream, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return stream;
    case Encoding::utf16_little:
    case Encoding::utf16_big:
      return std::make_unique<Utf16Stream>(std::move(stream), encoding == Encoding::utf16_big);
    case Encoding::utf32:
      break;
  }
  return std::make_unique<FailingStream>(StreamFault{Reason::bad_encoding, "UTF-32"});
}

}  // namespace picket::source
