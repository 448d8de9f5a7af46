// SPDX-License-Identifier: Apache-2.0
// The mistakes in which a special character was meant as part of a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lang/kql/mistakes.h"

namespace picket::kql {

// A colon, or a range operator, after a complete operand; nullopt for any other token.
std::optional<Repair> colon_in_value(const Situation& situation, Report& report);
std::optional<Repair> range_in_value(const Situation& situation, Report& report);

// The found token is a bad escape in the value that begins at `value_begin`.
Repair explain_bad_escape(const Situation& situation, std::uint32_t value_begin, Report& report);
// A colon, where an operand should begin, that begins an IPv6 address; nullopt for any other token.
std::optional<Repair> colon_before_value(const Situation& situation, Report& report);
// The found token is an unclosed quote.
Repair explain_unclosed_quote(const Situation& situation, Report& report);
// In `text`, which begins with a quote: the offset of a backslash that was meant to be the last character before the
// closing quote, as in "C:\" and more; npos when there is none. And what to say of it, `begin` being the offset of the
// text in the query.
std::size_t backslash_before_end(std::string_view text);
Repair explain_backslash_before_quote(std::string_view text, std::uint32_t begin, std::size_t backslash,
                                      Report& report);

// Going on after the operand that begins at `offset`, whatever it is.
Repair after_operand(std::string_view query, std::uint32_t offset);

}  // namespace picket::kql
