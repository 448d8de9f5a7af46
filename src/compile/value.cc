// SPDX-License-Identifier: Apache-2.0
#include "compile/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/time.h"

namespace picket::compile {
namespace {

constexpr std::int64_t kSignBit = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kNanosPerMillisecond = 1'000'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  return digits;
}

// The parts of a decimal number.
struct Decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;  // clamped; far beyond what digits can make up for
};
constexpr std::int64_t kMaxExponent = 1'000'000;

bool take_exponent(std::string_view& text, std::int64_t& exponent) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return true;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view digits = take_digits(text);
  if (digits.empty()) return false;
  for (const char digit : digits) exponent = std::min(exponent * 10 + (digit - '0'), kMaxExponent);
  if (negative) exponent = -exponent;
  return true;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal out;
  out.negative = text.starts_with('-');
  if (out.negative || text.starts_with('+')) text.remove_prefix(1);
  out.whole = take_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    out.fraction = take_digits(text);
  }
  if (out.whole.empty() && out.fraction.empty()) return std::nullopt;
  if (!take_exponent(text, out.exponent) || !text.empty()) return std::nullopt;
  return out;
}

std::size_t digit_count(const Decimal& decimal) {
  return decimal.whole.size() + decimal.fraction.size();
}

// Zeros follow the digits that were written.
char digit(const Decimal& decimal, std::size_t i) {
  if (i < decimal.whole.size()) return decimal.whole[i];
  i -= decimal.whole.size();
  return i < decimal.fraction.size() ? decimal.fraction[i] : '0';
}

// How many of the digits stand before the decimal point, once the exponent has moved it.
std::size_t whole_digits(const Decimal& decimal) {
  return static_cast<std::size_t>(
      std::max<std::int64_t>(static_cast<std::int64_t>(decimal.whole.size()) + decimal.exponent, 0));
}

bool has_fraction(const Decimal& decimal) {
  for (std::size_t i = whole_digits(decimal); i < digit_count(decimal); ++i) {
    if (digit(decimal, i) != '0') return true;
  }
  return false;
}

// The magnitude of the whole part; false when it takes more than 64 bits.
bool magnitude_of(const Decimal& decimal, std::uint64_t& magnitude) {
  magnitude = 0;
  for (std::size_t i = 0; i < whole_digits(decimal); ++i) {
    if (i >= digit_count(decimal) && magnitude == 0) return true;  // 0e999999
    if (__builtin_mul_overflow(magnitude, std::uint64_t{10}, &magnitude)) return false;
    if (__builtin_add_overflow(magnitude, static_cast<std::uint64_t>(digit(decimal, i) - '0'), &magnitude))
      return false;
  }
  return true;
}

Whole clamp_signed(const Decimal& decimal, std::uint64_t magnitude, bool fits) {
  Whole out;
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::uint64_t limit = decimal.negative ? kMax + 1 : kMax;
  if (!fits || magnitude > limit) {
    out.range = decimal.negative ? Whole::Range::below : Whole::Range::above;
    magnitude = limit;
  }
  out.key = decimal.negative ? static_cast<std::int64_t>(0 - magnitude) : static_cast<std::int64_t>(magnitude);
  return out;
}

Whole clamp_unsigned(const Decimal& decimal, std::uint64_t magnitude, bool fits) {
  Whole out;
  if (decimal.negative && (!fits || magnitude > 0)) {
    out.range = Whole::Range::below;
    magnitude = 0;
  } else if (!fits) {
    out.range = Whole::Range::above;
    magnitude = std::numeric_limits<std::uint64_t>::max();
  }
  out.key = static_cast<std::int64_t>(magnitude) ^ kSignBit;
  return out;
}

struct Version {
  std::string_view numbers;
  std::string_view pre_release;  // with its '-', empty when there is none
  std::string_view build;        // with its '+'
};

bool is_identifier(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

// Dotted, non-empty parts whose characters all satisfy `allowed`.
template <class Allowed>
bool is_dotted(std::string_view text, const Allowed& allowed) {
  bool in_part = false;
  for (const char c : text) {
    if (c == '.' ? !in_part : !allowed(c)) return false;
    in_part = c != '.';
  }
  return in_part;
}

std::optional<Version> parse_version(std::string_view text) {
  Version out;
  const std::size_t plus = std::min(text.find('+'), text.size());
  out.build = text.substr(plus);
  text = text.substr(0, plus);
  const std::size_t minus = std::min(text.find('-'), text.size());
  out.pre_release = text.substr(minus);
  out.numbers = text.substr(0, minus);
  if (!is_dotted(out.numbers, is_digit)) return std::nullopt;
  if (!out.pre_release.empty() && !is_dotted(out.pre_release.substr(1), is_identifier)) return std::nullopt;
  if (!out.build.empty() && !is_dotted(out.build.substr(1), is_identifier)) return std::nullopt;
  return out;
}

std::strong_ordering compare_digits(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a <=> b;
}

std::strong_ordering compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_number = std::ranges::all_of(a, is_digit);
  const bool b_number = std::ranges::all_of(b, is_digit);
  if (a_number != b_number) return a_number ? std::strong_ordering::less : std::strong_ordering::greater;
  return a_number ? compare_digits(a, b) : a <=> b;
}

std::string_view take_part(std::string_view& dotted) {
  const std::size_t dot = dotted.find('.');
  const std::string_view part = dotted.substr(0, dot);
  dotted.remove_prefix(dot == std::string_view::npos ? dotted.size() : dot + 1);
  return part;
}

// Part by part; where one ends first it comes first.
template <class Compare>
std::strong_ordering compare_dotted(std::string_view a, std::string_view b, const Compare& compare_parts) {
  while (!a.empty() && !b.empty()) {
    if (const auto order = compare_parts(take_part(a), take_part(b)); order != 0) return order;
  }
  return !a.empty() <=> !b.empty();
}

}  // namespace

bool is_number(std::string_view text) {
  return parse_decimal(text).has_value();
}

std::optional<Whole> parse_whole(std::string_view text, bool is_unsigned) {
  if (!is_unsigned) {
    Whole plain;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, plain.key);
    if (error == std::errc{} && stop == end) {
      plain.negative = text.front() == '-';
      return plain;
    }
  }
  const std::optional<Decimal> decimal = parse_decimal(text);
  if (!decimal) return std::nullopt;
  std::uint64_t magnitude = 0;
  const bool fits = magnitude_of(*decimal, magnitude);
  Whole out = is_unsigned ? clamp_unsigned(*decimal, magnitude, fits) : clamp_signed(*decimal, magnitude, fits);
  out.has_fraction = has_fraction(*decimal);
  out.negative = decimal->negative;
  return out;
}

std::optional<double> parse_double(std::string_view text) {
  if (!is_number(text)) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    // Too small is zero. from_chars does not say which it was; a text that is no larger than 1 has a negative exponent.
    const std::size_t e = text.find_first_of("eE");
    const bool small = e != std::string_view::npos ? text.substr(e + 1).starts_with('-')
                                                   : text.find_first_of("123456789") > text.find('.');
    return small ? std::optional(0.0) : std::nullopt;
  }
  return value;
}

std::optional<double> parse_single(std::string_view text) {
  const std::optional<double> value = parse_double(text);
  if (!value) return std::nullopt;
  const auto rounded = static_cast<float>(*value);
  if (!std::isfinite(rounded)) return std::nullopt;
  return static_cast<double>(rounded);
}

std::optional<Number> parse_number(std::string_view text) {
  const std::optional<Whole> whole = parse_whole(text, false);
  if (!whole) return std::nullopt;
  if (!whole->has_fraction && whole->range == Whole::Range::inside) {
    return Number{true, whole->key, static_cast<double>(whole->key)};
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return Number{false, 0, parse_double(text).value_or(whole->negative ? -kInfinity : kInfinity)};
}

std::partial_ordering compare(const Number& a, const Number& b) {
  if (a.is_whole && b.is_whole) return a.whole <=> b.whole;
  return a.real <=> b.real;
}

std::optional<std::int64_t> read_whole(const event::Scalar& value, bool is_unsigned) {
  if (value.kind == event::Scalar::Kind::boolean) return std::nullopt;
  const std::optional<Whole> whole = parse_whole(value.text, is_unsigned);
  if (!whole || whole->range != Whole::Range::inside) return std::nullopt;
  return whole->key;
}

std::optional<double> read_double(const event::Scalar& value, bool is_single) {
  if (value.kind == event::Scalar::Kind::boolean) return std::nullopt;
  return is_single ? parse_single(value.text) : parse_double(value.text);
}

std::optional<bool> read_boolean(const event::Scalar& value) {
  if (value.kind == event::Scalar::Kind::number) return std::nullopt;
  if (value.text == "true") return true;
  if (value.text == "false" || value.text.empty()) return false;
  return std::nullopt;
}

std::optional<std::int64_t> read_date(const event::Scalar& value, bool nanos) {
  if (value.kind == event::Scalar::Kind::boolean) return std::nullopt;
  const std::optional<Timestamp> time = parse_date(value.text);
  if (!time) return std::nullopt;
  if (!nanos) return time->time_since_epoch().count();
  return to_nanos(*time, sub_millisecond_nanos(value.text));
}

std::int64_t sub_millisecond_nanos(std::string_view date_text) {
  const std::size_t point = date_text.find_first_of(".,");
  if (point == std::string_view::npos) return 0;
  // After a time the fraction is one of seconds, after plain digits it is one of milliseconds.
  std::string_view digits = date_text.substr(point + 1);
  digits = take_digits(digits);
  if (date_text.find(':') != std::string_view::npos) digits.remove_prefix(std::min<std::size_t>(3, digits.size()));
  std::int64_t nanos = 0;
  for (std::size_t i = 0; i < 6; ++i) nanos = nanos * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return nanos;
}

std::int64_t to_nanos(Timestamp time, std::int64_t sub_millisecond) {
  const std::int64_t milliseconds = time.time_since_epoch().count();
  std::int64_t nanos = 0;
  if (__builtin_mul_overflow(milliseconds, kNanosPerMillisecond, &nanos) ||
      __builtin_add_overflow(nanos, sub_millisecond, &nanos)) {
    return milliseconds < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
  }
  return nanos;
}

std::strong_ordering compare_versions(std::string_view a, std::string_view b) {
  const std::optional<Version> left = parse_version(a);
  const std::optional<Version> right = parse_version(b);
  if (!left || !right) return left ? std::strong_ordering::less : right ? std::strong_ordering::greater : a <=> b;
  if (const auto order = compare_dotted(left->numbers, right->numbers, compare_digits); order != 0) return order;
  if (left->pre_release.empty() != right->pre_release.empty()) {
    return left->pre_release.empty() ? std::strong_ordering::greater : std::strong_ordering::less;
  }
  if (!left->pre_release.empty()) {
    const auto order = compare_dotted(left->pre_release.substr(1), right->pre_release.substr(1), compare_identifiers);
    if (order != 0) return order;
  }
  return left->build <=> right->build;
}

}  // namespace picket::compile
