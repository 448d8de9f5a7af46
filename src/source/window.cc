// SPDX-License-Identifier: Apache-2.0
#include "source/window.h"

#include <cstring>
#include <limits>
#include <utility>

#include "base/check.h"
#include "source/byte_block.h"
#include "source/record.h"

namespace picket::source {
namespace {
constexpr std::size_t kLargeWindow = 8;  // blocks
}

std::uint64_t count_newlines(const char* bytes, std::size_t size) {
  std::uint64_t count = 0;
  std::size_t i = 0;
  for (; i + kBlock <= size; i += kBlock) {
    for (std::uint64_t breaks = newline_mask(bytes + i); breaks != 0; breaks &= breaks - 1) ++count;
  }
  for (; i < size; ++i) count += bytes[i] == '\n' ? 1 : 0;
  return count;
}

Window::Window(ByteStream& stream, std::size_t block_bytes, std::function<bool()> before_read)
    : stream_(stream), block_bytes_(std::max(block_bytes, kPadding)), before_read_(std::move(before_read)) {}

// Room for a block behind the bytes that are kept. A window that holds a large record doubles, so that the record is
// not moved once per block, and gives the memory back afterwards.
void Window::make_room() {
  const std::uint64_t keep = std::clamp(keep_, begin_, end_);
  const auto used = static_cast<std::size_t>(end_ - begin_);
  const auto kept = static_cast<std::size_t>(end_ - keep);
  const bool outgrown = capacity_ > kLargeWindow * block_bytes_ && kept <= block_bytes_;
  if (capacity_ - used >= block_bytes_ / 4 && capacity_ > used && !outgrown) return;
  if (keep > begin_) {
    count_to(keep);
    std::memmove(bytes_.get(), at(keep), kept);
    begin_ = keep;
  }
  if (outgrown) {
    resize(2 * block_bytes_);
  } else if (capacity_ - kept < block_bytes_) {
    resize(std::max(capacity_ * 2, kept + block_bytes_));
  }
}

void Window::resize(std::size_t capacity) {
  char* const resized = static_cast<char*>(std::realloc(bytes_.get(), capacity + kPadding));
  PICKET_CHECK(resized != nullptr, "out of memory");
  // The old pointer is no longer this object's to free.
  [[maybe_unused]] const char* const moved = bytes_.release();
  bytes_.reset(resized);
  capacity_ = capacity;
}

void Window::read_until(std::uint64_t end) {
  while (end_ < end && !ended_) {
    if (!before_read_()) {
      ended_ = true;
      break;
    }
    make_room();
    const auto used = static_cast<std::size_t>(end_ - begin_);
    // A block at most: what is never touched of a large window is not in memory.
    const auto got = stream_.read({bytes_.get() + used, std::min(block_bytes_, capacity_ - used)});
    if (!got) fault_ = got.error();
    ended_ = got.value_or(0) == 0;
    end_ += got.value_or(0);
    std::memset(bytes_.get() + (end_ - begin_), ' ', kPadding);
  }
}

void Window::count_to(std::uint64_t offset) {
  if (offset <= counted_) return;
  line_ += count_newlines(at(counted_), static_cast<std::size_t>(offset - counted_));
  counted_ = offset;
}

std::uint32_t Window::line_at(std::uint64_t offset) {
  count_to(std::min(offset, end_));
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(line_, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace picket::source
