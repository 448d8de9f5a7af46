// SPDX-License-Identifier: Apache-2.0
#include "rule/toml_word.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <system_error>

#include "base/text.h"

namespace picket::rule {
namespace {

using Word = std::expected<TomlWord, std::string>;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes `count` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count || !std::ranges::all_of(text.substr(0, count), is_digit)) return std::nullopt;
  int value = 0;
  std::from_chars(text.data(), text.data() + count, value);
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

bool take_any(std::string_view& text, std::string_view choices) {
  if (text.empty() || choices.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// YYYY-MM-DD
bool take_date(std::string_view& text) {
  const std::optional<int> year = take_digits(text, 4);
  if (!year.has_value() || !take(text, "-")) return false;
  const std::optional<int> month = take_digits(text, 2);
  if (!month.has_value() || !take(text, "-")) return false;
  const std::optional<int> day = take_digits(text, 2);
  if (!day.has_value()) return false;
  return std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

// hh:mm
bool take_hour_and_minute(std::string_view& text) {
  const std::optional<int> hour = take_digits(text, 2);
  if (!hour.has_value() || *hour > 23 || !take(text, ":")) return false;
  const std::optional<int> minute = take_digits(text, 2);
  return minute.has_value() && *minute <= 59;
}

// hh:mm:ss with an optional fraction; 60 is a leap second.
bool take_time(std::string_view& text) {
  if (!take_hour_and_minute(text) || !take(text, ":")) return false;
  const std::optional<int> second = take_digits(text, 2);
  if (!second.has_value() || *second > 60) return false;
  if (!take(text, ".")) return true;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(digits);
  return digits > 0;
}

bool is_date_or_time(std::string_view text) {
  std::string_view time = text;
  if (take_time(time)) return time.empty();
  if (!take_date(text)) return false;
  if (text.empty()) return true;
  if (!take_any(text, "Tt ") || !take_time(text)) return false;
  if (text.empty()) return true;
  if (take_any(text, "Zz")) return text.empty();
  return take_any(text, "+-") && take_hour_and_minute(text) && text.empty();
}

bool looks_like_date_or_time(std::string_view word) {
  return word.size() > 4 && std::ranges::all_of(word.substr(0, 2), is_digit) && (word[4] == '-' || word[2] == ':');
}

// Digits with single underscores between them, which are left out of `out`.
bool take_number_part(std::string_view& text, std::string& out) {
  bool after_digit = false;
  while (!text.empty() && (is_digit(text.front()) || (text.front() == '_' && after_digit))) {
    after_digit = is_digit(text.front());
    if (after_digit) out += text.front();
    text.remove_prefix(1);
  }
  return after_digit;
}

Word too_large(std::string_view word) {
  return std::unexpected(fmt::format("{} is too large a number", word));
}

Word no_value(std::string_view word) {
  return std::unexpected(fmt::format("`{}` is no value", printable(word)));
}

Word parse_radix(std::string_view word, int base) {
  std::string digits;
  bool after_digit = false;
  for (const char c : word.substr(2)) {
    if (c == '_' && !after_digit) return no_value(word);
    after_digit = c != '_';
    if (after_digit) digits += c;
  }
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (failure == std::errc::result_out_of_range) return too_large(word);
  if (!after_digit || failure != std::errc() || end != digits.data() + digits.size()) return no_value(word);
  return value;
}

Word parse_number(std::string_view word) {
  std::string_view rest = word;
  std::string digits;
  if (take(rest, "-")) {
    digits += '-';
  } else {
    take(rest, "+");
  }
  const std::size_t first = digits.size();
  if (!take_number_part(rest, digits)) return no_value(word);
  if (digits[first] == '0' && digits.size() > first + 1) return no_value(word);
  const bool is_integer = rest.empty();
  if (take(rest, ".")) {
    digits += '.';
    if (!take_number_part(rest, digits)) return no_value(word);
  }
  if (take_any(rest, "eE")) {
    digits += 'e';
    if (rest.starts_with('-')) digits += '-';
    take_any(rest, "+-");
    if (!take_number_part(rest, digits)) return no_value(word);
  }
  if (!rest.empty()) return no_value(word);
  const char* const end = digits.data() + digits.size();
  if (is_integer) {
    std::int64_t value = 0;
    if (std::from_chars(digits.data(), end, value).ec != std::errc()) return too_large(word);
    return value;
  }
  double value = 0;
  if (std::from_chars(digits.data(), end, value).ec != std::errc()) return too_large(word);
  return value;
}

struct Radix {
  std::string_view prefix;
  int base;
};
constexpr std::array kRadixes = {Radix{"0x", 16}, Radix{"0o", 8}, Radix{"0b", 2}};

}  // namespace

std::optional<std::uint32_t> parse_hex(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Word parse_toml_word(std::string_view word) {
  if (word == "true" || word == "false") return word == "true";
  std::string_view unsigned_word = word;
  take_any(unsigned_word, "+-");
  if (unsigned_word == "inf" || unsigned_word == "nan") {
    return std::unexpected(fmt::format("{} is a number that JSON cannot express, and no rule needs", word));
  }
  for (const Radix& radix : kRadixes) {
    if (word.starts_with(radix.prefix)) return parse_radix(word, radix.base);
  }
  if (!looks_like_date_or_time(word)) return parse_number(word);
  if (is_date_or_time(word)) return std::string(word);
  return std::unexpected(fmt::format("{} is no date or time", word));
}

}  // namespace picket::rule
