// SPDX-License-Identifier: Apache-2.0
// What the messages about a query have in common: names for tokens, and guesses about what a text was meant to be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "lang/kql/tokens.h"

namespace picket::kql {

std::string_view slice(std::string_view query, Span span);
std::string_view slice(std::string_view query, std::uint32_t begin, std::uint32_t end);

// 'text' in single quotes, cut when long.
std::string quoted(std::string_view text);
// "the end of the query", "the value 'x'", "'('".
std::string name_of(std::string_view query, const Token& token);

// Where a value that begins at `offset` was meant to end, if its special characters are text: at white space (or, where
// values have blanks, at a line break, a keyword), at a quote, or at a bracket that was not opened in it.
enum class Blanks : std::uint8_t { end_value, belong_to_value };
std::uint32_t meant_end(std::string_view query, std::uint32_t offset, Blanks blanks);
// Where an unquoted value with a mistake in it ends for certain, so that one mistake is not reported twice.
std::uint32_t after_value(std::string_view query, std::uint32_t offset, const Token& mistake);
// The offset after the bracket or brace that closes the one at `offset`, or the end of the query.
std::uint32_t skip_brackets(std::string_view query, std::uint32_t offset);

// The value as it should have been written: quoted, or with escapes when it has wildcards. Empty when it would be too
// long for a hint. In a path a backslash before a star is meant as itself.
std::string rewritten(std::string_view meant);
// `hint` with the rewritten value behind it, or alone.
std::string with_rewritten(std::string_view hint, std::string_view meant);

bool is_ip_or_cidr(std::string_view text);
// With a drive, a registry hive or a host in front; or with a part of some letters after a backslash.
bool is_rooted_path(std::string_view text);
bool begins_path_part(std::string_view text, std::size_t backslash);
bool is_windows_path(std::string_view text);
// Letters, digits, and what else field names are made of, a letter first.
bool is_field_name(std::string_view text);
// A short text as it is, a long or empty one as `otherwise`.
std::string_view short_or(std::string_view text, std::string_view otherwise);
// The offset of the last word of a text, after its last white space.
std::size_t last_word(std::string_view text);

}  // namespace picket::kql
