// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/chars.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"

namespace picket::kql {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

// WhiteSpace and LineTerminator of ECMAScript.
constexpr auto kTrimmable = std::to_array<std::string_view>({
    "\t",           "\n",           "\v",           "\f",           "\r",           " ",
    "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
    "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89",
    "\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80",
    "\xef\xbb\xbf",
});

}  // namespace

std::size_t blank_length(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return 0;
  const char c = text[offset];
  if (c == ' ' || c == '\t' || c == '\r' || c == '\n') return 1;
  return text.substr(offset).starts_with(kNoBreakSpace) ? kNoBreakSpace.size() : 0;
}

std::size_t skip_blanks(std::string_view text, std::size_t offset) {
  while (const std::size_t length = blank_length(text, offset)) offset += length;
  return offset;
}

bool is_line_break(char c) {
  return c == '\n' || c == '\r';
}

bool has_word_at(std::string_view text, std::size_t offset, std::string_view word) {
  return offset < text.size() && equals_ignoring_case(text.substr(offset, word.size()), word);
}

std::size_t keyword_length(std::string_view text, std::size_t offset, std::string_view word) {
  return has_word_at(text, offset, word) && blank_length(text, offset + word.size()) > 0 ? word.size() : 0;
}

std::size_t trimmable_prefix(std::string_view text) {
  std::size_t length = 0;
  const auto starts = [&](std::string_view blank) { return text.substr(length).starts_with(blank); };
  for (;;) {
    const auto* found = std::ranges::find_if(kTrimmable, starts);
    if (found == kTrimmable.end()) return length;
    length += found->size();
  }
}

std::size_t trimmable_suffix(std::string_view text) {
  std::size_t length = 0;
  const auto ends = [&](std::string_view blank) { return text.substr(0, text.size() - length).ends_with(blank); };
  for (;;) {
    const auto* found = std::ranges::find_if(kTrimmable, ends);
    if (found == kTrimmable.end()) return length;
    length += found->size();
  }
}

std::size_t code_point_length(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return 0;
  return decode_utf8(text, offset).length;
}

}  // namespace picket::kql
