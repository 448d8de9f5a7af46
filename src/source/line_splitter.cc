// SPDX-License-Identifier: Apache-2.0
#include "source/line_splitter.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "source/json_text.h"

namespace picket::source {
namespace {

constexpr std::size_t kFirstLook = 4096;

}  // namespace

void LineSplitter::run() {
  while (!output_.stopped()) {
    window_.keep_from(position_);
    std::size_t wanted = 1;
    std::size_t have = window_.available(position_, wanted);
    if (have == 0) return;
    std::size_t size = std::string_view(window_.at(position_), have).find('\n');
    while (size == std::string_view::npos && have >= wanted && have <= limit_) {
      wanted = std::max(kFirstLook, have * 2);
      have = window_.available(position_, wanted);
      size = std::string_view(window_.at(position_), have).find('\n');
    }
    take(size == std::string_view::npos ? have : size + 1);
  }
}

void LineSplitter::take(std::size_t size) {
  std::string_view line(window_.at(position_), size);
  const std::uint32_t number = window_.line_at(position_);
  const std::size_t begin = skip_blanks(line);
  line.remove_prefix(begin);
  while (!line.empty() && static_cast<unsigned char>(line.back()) <= ' ') line.remove_suffix(1);
  if (line.size() > limit_) {
    output_.refuse(Reason::record_too_large, position_, number, fmt::format("a line of more than {} bytes", limit_));
  } else if (!line.empty()) {
    const std::uint64_t offset = position_ + begin;
    output_.add({.bytes = output_.store(line), .offset = offset, .line = number, .container = Container::line});
  }
  position_ += size;
}

}  // namespace picket::source
