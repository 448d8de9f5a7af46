// SPDX-License-Identifier: Apache-2.0
// Small text helpers that every room needs. All take UTF-8 and none depends on the locale.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace picket {

std::string_view trim_ascii(std::string_view text);                 // space, tab, CR, LF, VT, FF
std::string to_lower_ascii(std::string_view text);                  // A-Z only
std::string to_upper_ascii(std::string_view text);                  // a-z only
bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);

// `*` stands for any run of bytes (also empty), every other byte for itself; anchored at both ends. Linear time.
bool glob_match(std::string_view pattern, std::string_view text);

// Edits (insert, delete, replace, swap of neighbors) that turn `a` into `b`, where no part is edited twice.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate with the smallest edit distance to `name`, if it is near enough to be a likely misspelling
// (at most a third of the name's length, and at least distance 1 is allowed). A swap of neighbors is one edit, and so
// is the wrong case of any number of letters. Ties: the first in order.
std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> candidates);

// True when the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool is_valid_utf8(std::string_view text);
// Ill-formed sequences become U+FFFD.
std::string to_valid_utf8(std::string_view text);
void append_utf8(std::string& out, char32_t code_point);
// Lone surrogates and half a unit at the end become U+FFFD. A byte order mark is the caller's to remove.
std::string utf16_to_utf8(std::span<const std::byte> bytes, bool big_endian);

// Text that came from a log, made safe for a terminal: C0/C1 controls, DEL, line and paragraph separators and
// bidirectional controls, and characters that show nothing are shown as escapes such as \x1b or \u202e. Tabs and line
// breaks are escaped as well, and so is each byte of ill-formed UTF-8.
std::string printable(std::string_view text);

// Columns that the text takes on a terminal: wide East Asian characters count two, combining marks none.
std::size_t display_width(std::string_view text);

}  // namespace picket
