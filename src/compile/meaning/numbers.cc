// SPDX-License-Identifier: Apache-2.0
// Numbers and booleans: comparisons become intervals.
#include <cmath>
#include <limits>
#include <optional>

#include "compile/codes.h"
#include "compile/meaning/readings.h"

namespace picket::compile::readings {

using event::FieldMapping;
using event::FieldType;
using Kind = Condition::Kind;

namespace {

double step_double(double value, bool up) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return std::nextafter(value, up ? kInfinity : -kInfinity);
}

// The comparison with a bound that has a fraction is one with a whole number next to it: n > 1.5 is n >= 2.
std::vector<Interval<std::int64_t>> compared_whole(Comparison comparison, const Whole& bound) {
  using Limits = std::numeric_limits<std::int64_t>;
  const bool upward = comparison == Comparison::gt || comparison == Comparison::gte;
  if (bound.range != Whole::Range::inside) {
    const bool all = (bound.range == Whole::Range::below) == upward;
    if (!all) return {};
    return {{Limits::min(), Limits::max()}};
  }
  if (!bound.has_fraction) return compared(comparison, bound.key, Limits::min(), Limits::max(), step_whole);
  // The key was cut towards zero.
  if (upward)
    return compared(bound.negative ? Comparison::gte : Comparison::gt, bound.key, Limits::min(), Limits::max(),
                    step_whole);
  return compared(bound.negative ? Comparison::lt : Comparison::lte, bound.key, Limits::min(), Limits::max(),
                  step_whole);
}

Outcome whole_range(const Condition& condition, bool is_unsigned) {
  using Limits = std::numeric_limits<std::int64_t>;
  Wholes wholes{is_unsigned, {{Limits::min(), Limits::max()}}};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<Whole> bound = parse_whole(text, is_unsigned);
    if (!bound) return expected(codes::kNotANumber, "a number", text);
    wholes.intervals = intersection(wholes.intervals, compared_whole(comparison, *bound));
  }
  return wholes.intervals.empty() ? nothing() : matching(std::move(wholes));
}

Outcome real_range(const Condition& condition, bool is_single) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Reals reals{is_single, {{-kInfinity, kInfinity}}};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<double> bound = is_single ? parse_single(text) : parse_double(text);
    if (!bound) return expected(codes::kNotANumber, "a number", text);
    reals.intervals = intersection(reals.intervals, compared(comparison, *bound, -kInfinity, kInfinity, step_double));
  }
  return reals.intervals.empty() ? nothing() : matching(std::move(reals));
}

// nullopt: an error.
std::optional<bool> parse_boolean(std::string_view text) {
  if (text != "true" && text != "false") return std::nullopt;
  return text == "true";
}
Outcome no_boolean(std::string_view text) {
  return expected(codes::kNotABoolean, "true or false", text, "booleans are written in lower case");
}

Outcome boolean_range(const Condition& condition) {
  Booleans accepted{true, true};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<bool> bound = parse_boolean(text);
    if (!bound) return no_boolean(text);
    accepted.accepts_false = accepted.accepts_false && holds(comparison, false <=> *bound);
    accepted.accepts_true = accepted.accepts_true && holds(comparison, true <=> *bound);
  }
  return accepted.accepts_false || accepted.accepts_true ? matching(accepted) : nothing();
}

}  // namespace

Outcome on_whole(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  const bool is_unsigned = mapping.type == FieldType::unsigned_long;
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) return no_patterns(condition);
  if (condition.kind == Kind::range) return whole_range(condition, is_unsigned);
  const std::optional<Whole> number = parse_whole(condition.text, is_unsigned);
  if (!number) return expected(codes::kNotANumber, "a number", condition.text);
  if (number->has_fraction || number->range != Whole::Range::inside) return nothing();
  return matching(Wholes{is_unsigned, {{number->key, number->key}}});
}

Outcome on_real(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  const bool is_single = mapping.type == FieldType::single;
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) return no_patterns(condition);
  if (condition.kind == Kind::range) return real_range(condition, is_single);
  const std::optional<double> number = is_single ? parse_single(condition.text) : parse_double(condition.text);
  if (!number) return expected(codes::kNotANumber, "a number", condition.text);
  return matching(Reals{is_single, {{*number, *number}}});
}

Outcome on_boolean(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) return no_patterns(condition);
  if (condition.kind == Kind::range) return boolean_range(condition);
  const std::optional<bool> value = parse_boolean(condition.text);
  return value ? matching(Booleans{!*value, *value}) : no_boolean(condition.text);
}

}  // namespace picket::compile::readings
