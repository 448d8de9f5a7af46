// SPDX-License-Identifier: Apache-2.0
// Between texts and how a query writes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "lang/lucene/ast.h"

namespace picket::lucene {

struct EscapeError {
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
};
// A backslash makes the character after it plain; `\u` and four hexadecimal digits are a UTF-16 unit.
std::expected<std::string, EscapeError> unescape(std::string_view text);

// The parts of a term with wildcards. A backslash makes the character after it plain; there is no `\u` here.
std::vector<Wildcard::Part> split_wildcards(std::string_view text);

// Each reads back to the text, where such a token may stand. A bound is never empty.
std::string escaped_term(std::string_view text);
std::string quoted_phrase(std::string_view text);
std::string quoted_bound(std::string_view text);

// What stands after the `~` of a fuzzy term; nullopt: not a fuzziness. Nothing is AUTO: none for terms of up to two
// characters, one for up to five, then two.
std::optional<std::uint8_t> read_fuzziness(std::string_view text, std::string_view term);
// What stands after the `~` of a phrase; anything that is no number is 0. nullopt: negative.
std::optional<std::uint32_t> read_slop(std::string_view text);

}  // namespace picket::lucene
