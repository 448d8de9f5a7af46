// SPDX-License-Identifier: Apache-2.0
#include "sink/terminal.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace picket::sink {
namespace {

std::size_t code_point_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80U ? 1 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
  return std::min(length, text.size());
}

}  // namespace

std::string paint(std::string_view text, std::string_view code, bool color) {
  return color && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string_view severity_color(rule::Severity severity) {
  constexpr std::string_view kColors[] = {"32", "33", "35", "1;31"};  // low, medium, high, critical
  return kColors[static_cast<std::size_t>(severity)];
}

std::string with_thousands(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string human_bytes(double bytes) {
  constexpr std::string_view kUnits[] = {"B", "KB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < std::size(kUnits)) {
    bytes /= 1000;
    ++unit;
  }
  return unit == 0 || bytes >= 100 ? fmt::format("{:.0f} {}", bytes, kUnits[unit])
                                   : fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

std::vector<std::string> wrap_cell(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::size_t taken = 0;
    std::size_t columns = 0;
    std::size_t good_break = 0;  // after a blank or a separator
    while (taken < text.size()) {
      const std::size_t length = code_point_length(text.substr(taken));
      const std::size_t wide = display_width(text.substr(taken, length));
      if (columns + wide > width && taken > 0) break;
      columns += wide;
      taken += length;
      if (std::string_view(" /-.").find(text[taken - 1]) != std::string_view::npos) good_break = taken;
    }
    if (taken < text.size() && good_break > taken / 2) taken = good_break;
    std::string_view line = text.substr(0, taken);
    text.remove_prefix(taken);
    while (line.ends_with(' ')) line.remove_suffix(1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    lines.emplace_back(line);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace picket::sink
