// SPDX-License-Identifier: Apache-2.0
// Values of TOML that stand without quotes: numbers, true and false, dates and times.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace picket::rule {

// A date or time stays the text that it is.
using TomlWord = std::variant<bool, std::int64_t, double, std::string>;

// The error says what is wrong with the word.
std::expected<TomlWord, std::string> parse_toml_word(std::string_view word);

// Hexadecimal digits and nothing else.
std::optional<std::uint32_t> parse_hex(std::string_view digits);

}  // namespace picket::rule
