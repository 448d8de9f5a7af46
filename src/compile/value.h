// SPDX-License-Identifier: Apache-2.0
// How Elasticsearch indexes one value of a document under a type, and the orders of those types. What a type cannot
// read is no value (`ignore_malformed`): a bad record never stops anything. Pure functions, no allocation.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "event/columns.h"

namespace picket::compile {

// A decimal number as text: digits with optional sign, point and exponent; nothing else (no blanks, no hexadecimal).
bool is_number(std::string_view text);

// A whole number, ordered as 64-bit integers are. Unsigned numbers are shifted so that their order is that of int64.
struct Whole {
  enum class Range : std::uint8_t { inside, below, above };
  std::int64_t key = 0;
  bool has_fraction = false;    // digits after the point, which the key does not hold: it is cut towards zero
  bool negative = false;        // also when the key is zero: -0.5
  Range range = Range::inside;  // of 64 bits; the key is the nearest when outside
};
// nullopt when the text is no number.
std::optional<Whole> parse_whole(std::string_view text, bool is_unsigned);

// nullopt when the text is no number or too large for a double.
std::optional<double> parse_double(std::string_view text);
// Rounded to 32 bits; nullopt also when too large for those.
std::optional<double> parse_single(std::string_view text);

// A number whose type is only known from the data: whole numbers of 64 bits are compared exactly.
struct Number {
  bool is_whole = false;
  std::int64_t whole = 0;
  double real = 0;
};
std::optional<Number> parse_number(std::string_view text);
std::partial_ordering compare(const Number& a, const Number& b);

// What a document's value is under a type; nullopt: nothing that the type can hold.
std::optional<std::int64_t> read_whole(const event::Scalar& value, bool is_unsigned);  // fractions are cut
std::optional<double> read_double(const event::Scalar& value, bool is_single);
std::optional<bool> read_boolean(const event::Scalar& value);  // "" is false
// Milliseconds since the epoch, or nanoseconds.
std::optional<std::int64_t> read_date(const event::Scalar& value, bool nanos);

// The part of a date's text below milliseconds, in nanoseconds: 456700 for "...:30.1234567Z".
std::int64_t sub_millisecond_nanos(std::string_view date_text);
// Saturates.
std::int64_t to_nanos(Timestamp time, std::int64_t sub_millisecond);

// The order of the `version` type: semantic versions first, by number, pre-releases before their release; then all
// other texts by their bytes.
std::strong_ordering compare_versions(std::string_view a, std::string_view b);

}  // namespace picket::compile
