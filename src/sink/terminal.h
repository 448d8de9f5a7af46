// SPDX-License-Identifier: Apache-2.0
// ANSI colors, used only where Style::color is set. Meaning is never in the color alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rule/rule.h"

namespace picket::sink {

std::string paint(std::string_view text, std::string_view code, bool color);  // code: "1", "31", "1;35"
std::string_view severity_color(rule::Severity severity);

// 1234567 -> "1,234,567"
std::string with_thousands(std::uint64_t number);
// 1536 -> "1.5 KB"; decimal units
std::string human_bytes(double bytes);

// Breaks text into lines of at most `width` columns, after blanks, slashes, dashes and dots where there are any.
std::vector<std::string> wrap_cell(std::string_view text, std::size_t width);

}  // namespace picket::sink
