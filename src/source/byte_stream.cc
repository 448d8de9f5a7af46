// SPDX-License-Identifier: Apache-2.0
#include "source/byte_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace picket::source {
namespace {

StreamFault system_fault(int error) {
  return {Reason::unreadable_file, std::generic_category().message(error)};
}

}  // namespace

FileStream::FileStream(int descriptor, bool owned, std::uint64_t& stored)
    : descriptor_(descriptor), owned_(owned), stored_(stored) {}

FileStream::~FileStream() {
  if (owned_) ::close(descriptor_);
}

Result<std::unique_ptr<FileStream>, StreamFault> FileStream::open(const std::string& path, std::uint64_t& stored) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return std::unexpected(system_fault(errno));
  // Advice only: pipes refuse it and lose nothing.
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::unique_ptr<FileStream>(new FileStream(descriptor, true, stored));
}

std::unique_ptr<FileStream> FileStream::standard_input(std::uint64_t& stored) {
  return std::unique_ptr<FileStream>(new FileStream(STDIN_FILENO, false, stored));
}

Result<std::size_t, StreamFault> FileStream::read(std::span<char> buffer) {
  while (true) {
    const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
    if (got >= 0) {
      stored_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
    if (errno != EINTR) return std::unexpected(system_fault(errno));
  }
}

std::optional<std::uint64_t> FileStream::seek(std::uint64_t offset) {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) < 0) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

Result<std::size_t, StreamFault> MemoryStream::read(std::span<char> buffer) {
  const std::size_t count = std::min({buffer.size(), bytes_.size(), step_});
  if (count > 0) std::memcpy(buffer.data(), bytes_.data(), count);
  bytes_.remove_prefix(count);
  return count;
}

std::string_view PeekStream::peek(std::size_t count) {
  while (head_.size() - taken_ < count && !ended_ && !fault_) {
    const std::size_t filled = head_.size();
    head_.resize(filled + count);
    const auto got = inner_->read({head_.data() + filled, count});
    head_.resize(filled + got.value_or(0));
    if (!got) fault_ = got.error();
    ended_ = got && *got == 0;
  }
  return std::string_view(head_).substr(taken_, count);
}

Result<std::size_t, StreamFault> PeekStream::read(std::span<char> buffer) {
  if (taken_ < head_.size()) {
    const std::size_t count = std::min(buffer.size(), head_.size() - taken_);
    std::memcpy(buffer.data(), head_.data() + taken_, count);
    taken_ += count;
    return count;
  }
  if (fault_) return std::unexpected(*fault_);
  if (ended_) return std::size_t{0};
  return inner_->read(buffer);
}

std::optional<std::uint64_t> PeekStream::seek(std::uint64_t offset) {
  const auto size = inner_->seek(offset);
  if (size) {
    head_.clear();
    taken_ = 0;
    ended_ = false;
    fault_.reset();
  }
  return size;
}

}  // namespace picket::source
