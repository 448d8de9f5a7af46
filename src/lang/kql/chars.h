// SPDX-License-Identifier: Apache-2.0
// The character classes of KQL, over UTF-8 text. Offsets past the end are allowed and belong to no class.
#pragma once

#include <cstddef>
#include <string_view>

namespace picket::kql {

// Must be escaped in an unquoted literal, and can be.
inline constexpr std::string_view kSpecialCharacters = "\\():<>\"*{}";

// The bytes of the white-space character at `offset` (space, tab, CR, LF, U+00A0), 0 when there is none.
std::size_t blank_length(std::string_view text, std::size_t offset);
// The offset of the first character at or after `offset` that is no white space.
std::size_t skip_blanks(std::string_view text, std::size_t offset);
bool is_line_break(char c);

// True when `word` (lower case) stands at `offset`, in any case.
bool has_word_at(std::string_view text, std::size_t offset, std::string_view word);
// The length of `word` if it stands at `offset` and white space follows, else 0.
std::size_t keyword_length(std::string_view text, std::size_t offset, std::string_view word);

// The bytes that JavaScript's trim() would take at the start or the end: more than the grammar's white space.
std::size_t trimmable_prefix(std::string_view text);
std::size_t trimmable_suffix(std::string_view text);

// Bytes of the code point at `offset` (1 for a stray byte, never past the end).
std::size_t code_point_length(std::string_view text, std::size_t offset);

}  // namespace picket::kql
