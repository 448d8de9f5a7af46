// SPDX-License-Identifier: Apache-2.0
#include "source/json_line.h"

#include <algorithm>
#include <bit>

#include "source/byte_block.h"

namespace picket::source {
namespace {

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

// The last character before `at` that is no blank; '\0' at the line's beginning.
char text_before(const char* bytes, std::size_t at) {
  while (at > 0 && is_blank(bytes[at - 1])) --at;
  return at > 0 ? bytes[at - 1] : '\0';
}

// An opening brace in one record follows a colon. After a bracket or comma it may be an element of an envelope, also as
// the text of a string, after a closing brace another value. Inside strings anything goes, and costs a closer look at
// worst.
bool brace_is_plain(const char* bytes, std::size_t at) {
  while (at > 0 && is_blank(bytes[at - 1])) --at;
  char before = at > 0 ? bytes[at - 1] : '\0';
  if (before == '"') before = text_before(bytes, at - 1);
  return before != '[' && before != ',' && before != '}' && before != ']';
}

// `"records":[` and the like may be an envelope without elements: its array is never seen by its elements' braces.
bool bracket_is_plain(const char* bytes, std::size_t at, std::size_t size) {
  std::size_t next = at + 1;
  while (next < size && is_blank(bytes[next])) ++next;
  if (next == size || bytes[next] != ']') return true;
  while (at > 0 && (is_blank(bytes[at - 1]) || bytes[at - 1] == ':')) --at;
  if (at < 3 || bytes[at - 1] != '"') return true;
  // records, value, rows
  return (bytes[at - 2] | 0x20) != 's' && (bytes[at - 2] | 0x20) != 'e';
}

std::uint64_t bits_below(std::size_t count) {
  return count < kBlock ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
}

}  // namespace

LineLook look_at_line(const char* bytes, std::size_t size, std::uint32_t max_depth) {
  LineLook look;
  std::size_t opened = 0;
  std::size_t closed = 0;
  std::size_t brackets = 0;
  bool plain = true;
  for (std::size_t begin = 0; begin < size && !look.ended; begin += kBlock) {
    if (!has_line_marks(bytes + begin)) {
      look.size = std::min(begin + kBlock, size);
      continue;
    }
    const LineMasks masks = line_masks(bytes + begin);
    std::size_t within = std::min(kBlock, size - begin);
    const auto line_break = static_cast<std::size_t>(std::countr_zero(masks.newline));
    look.ended = line_break < within;
    within = std::min(within, line_break);
    look.size = begin + within;
    const std::uint64_t line = bits_below(within);
    // Brackets are few: clearing them bit by bit beats a count of bits on processors without an instruction for it.
    for (std::uint64_t braces = masks.close_brace & line; braces != 0; braces &= braces - 1) ++closed;
    for (std::uint64_t braces = masks.open_brace & line; braces != 0; braces &= braces - 1) {
      plain = brace_is_plain(bytes, begin + static_cast<std::size_t>(std::countr_zero(braces))) && plain;
      ++opened;
    }
    for (std::uint64_t opening = masks.open_bracket & line; opening != 0; opening &= opening - 1) {
      plain = bracket_is_plain(bytes, begin + static_cast<std::size_t>(std::countr_zero(opening)), size) && plain;
      ++brackets;
    }
  }
  look.plain = plain && opened == closed && opened + brackets <= max_depth;
  return look;
}

}  // namespace picket::source
