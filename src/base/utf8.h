// SPDX-License-Identifier: Apache-2.0
// The UTF-8 decoder that every loop over code points uses: one step at a time, no allocation, ill-formed input is data
// and never an error. Rules: Unicode 15, table 3-7 (well-formed byte sequences) and the practice of section 3.9 that
// each maximal subpart of an ill-formed sequence counts as one replacement character.
#pragma once

#include <cstddef>
#include <string_view>

namespace picket {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

struct DecodedCodePoint {
  char32_t value = kReplacementCharacter;  // U+FFFD when not valid
  std::size_t length = 0;                  // bytes taken, at least 1
  bool valid = false;
};

// Requires position < text.size().
DecodedCodePoint decode_utf8(std::string_view text, std::size_t position);

// Code points, each maximal ill-formed subpart counting as one.
std::size_t count_code_points(std::string_view text);
// UTF-16 code units that the text takes in a language such as JavaScript or Java.
std::size_t count_utf16_units(std::string_view text);

}  // namespace picket
