// SPDX-License-Identifier: Apache-2.0
// Where bytes come from. Streams stack: a file, its decompression, its conversion to UTF-8. A fault ends a stream; what
// was read before it stays valid, so that a damaged file still gives its sound part. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "source/reason.h"

namespace picket::source {

struct StreamFault {
  Reason reason = Reason::unreadable_file;
  std::string detail;
};

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // At least one byte, unless the stream has ended: then 0, again and again. `buffer` is not empty.
  virtual Result<std::size_t, StreamFault> read(std::span<char> buffer) = 0;
  // Moves to an absolute offset, where the stream can do that, and returns its size; nullopt where it cannot.
  virtual std::optional<std::uint64_t> seek(std::uint64_t offset) {
    static_cast<void>(offset);
    return std::nullopt;
  }
};

// A file by its path, or stdin. `stored` grows by what is read.
class FileStream final : public ByteStream {
 public:
  static Result<std::unique_ptr<FileStream>, StreamFault> open(const std::string& path, std::uint64_t& stored);
  static std::unique_ptr<FileStream> standard_input(std::uint64_t& stored);
  ~FileStream() override;
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  Result<std::size_t, StreamFault> read(std::span<char> buffer) override;
  std::optional<std::uint64_t> seek(std::uint64_t offset) override;

 private:
  FileStream(int descriptor, bool owned, std::uint64_t& stored);
  int descriptor_;
  bool owned_;
  std::uint64_t& stored_;
};

// Bytes in memory, handed out `step` at a time. The bytes must outlive the stream.
class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes, std::size_t step = SIZE_MAX) : bytes_(bytes), step_(step) {}
  Result<std::size_t, StreamFault> read(std::span<char> buffer) override;

 private:
  std::string_view bytes_;
  std::size_t step_;
};

// Looks at the first bytes of a stream without taking them.
class PeekStream final : public ByteStream {
 public:
  explicit PeekStream(std::unique_ptr<ByteStream> inner) : inner_(std::move(inner)) {}
  // The next `count` bytes; fewer only where the stream ends or fails before. Valid until the next call.
  std::string_view peek(std::size_t count);
  Result<std::size_t, StreamFault> read(std::span<char> buffer) override;
  // Forgets what was peeked. Only the stream's own reader may do this, before it reads.
  std::optional<std::uint64_t> seek(std::uint64_t offset) override;

 private:
  std::unique_ptr<ByteStream> inner_;
  std::string head_;
  std::size_t taken_ = 0;
  bool ended_ = false;
  std::optional<StreamFault> fault_;
};

}  // namespace picket::source
