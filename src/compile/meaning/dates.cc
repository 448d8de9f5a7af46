// SPDX-License-Identifier: Apache-2.0
// Dates: a date of a query is an interval, and date math rounds its ends.
#include <fmt/format.h>

#include <limits>
#include <optional>

#include "base/date_math.h"
#include "compile/codes.h"
#include "compile/meaning/readings.h"

namespace picket::compile::readings {

using event::FieldMapping;
using event::FieldType;
using Kind = Condition::Kind;

namespace {

// A date of a query, and the first and last instant that it stands for, in the unit of the type.
struct DateValue {
  Interval<std::int64_t> instants;
  bool is_relative = false;
};

// A date that says where it was: then its zone is not what the condition says.
bool names_zone(std::string_view text) {
  const std::string_view date = text.substr(0, text.find("||"));
  const std::size_t time = date.find('T');
  const bool milliseconds = date.size() > 4 && date.find_first_not_of("-0123456789.") == std::string_view::npos &&
                            date.find('-', 1) == std::string_view::npos;
  return milliseconds || (time != std::string_view::npos && date.find_first_of("Z+-", time) != std::string_view::npos);
}

// Stays at the ends of time.
Timestamp shifted(Timestamp time, Duration by) {
  std::int64_t out = 0;
  if (!__builtin_add_overflow(time.time_since_epoch().count(), by.count(), &out)) return Timestamp(Duration(out));
  return by < Duration{} ? Timestamp::min() : Timestamp::max();
}

std::optional<DateValue> date_value(const std::string& text, Duration zone, Timestamp now, bool nanos) {
  const std::optional<DateMath> math = DateMath::parse(text);
  // The reader of logs takes a blank for the T; queries are read as Elasticsearch reads them.
  if (!math || text.find(' ') != std::string::npos) return std::nullopt;
  // Local time is computed as if it were UTC.
  const Duration ahead = names_zone(text) ? Duration{} : zone;
  const Timestamp down = shifted(math->evaluate(shifted(now, ahead), DateMath::Rounding::down), -ahead);
  const Timestamp up = shifted(math->evaluate(shifted(now, ahead), DateMath::Rounding::up), -ahead);
  if (!nanos) return DateValue{{down.time_since_epoch().count(), up.time_since_epoch().count()}, math->is_relative()};
  constexpr std::int64_t kLastNanos = 999'999;
  const bool plain = !math->is_relative() && text.find("||") == std::string_view::npos;
  const std::int64_t below = plain ? sub_millisecond_nanos(text) : 0;
  return DateValue{{to_nanos(down, below), to_nanos(up, up == down ? below : kLastNanos)}, math->is_relative()};
}

Outcome no_date(std::string_view text) {
  return expected(codes::kNotADate, "a date", text,
                  "dates are written 2024-03-15, 2024-03-15T10:20:30Z, now-1d/d or in milliseconds since 1970");
}

Outcome date_range(const Condition& condition, Timestamp now, bool nanos) {
  using Limits = std::numeric_limits<std::int64_t>;
  Dates dates{nanos, {{Limits::min(), Limits::max()}}};
  bool is_relative = false;
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<DateValue> value = date_value(text, condition.zone, now, nanos);
    if (!value) return no_date(text);
    is_relative = is_relative || value->is_relative;
    const bool rounds_down = comparison == Comparison::gte || comparison == Comparison::lt;
    const std::int64_t bound = rounds_down ? value->instants.first : value->instants.last;
    dates.intervals =
        intersection(dates.intervals, compared(comparison, bound, Limits::min(), Limits::max(), step_whole));
  }
  if (dates.intervals.empty()) return Meaning{std::nullopt, is_relative};
  return Meaning{Predicate(std::move(dates)), is_relative};
}

}  // namespace

Outcome on_date(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  const bool nanos = mapping.type == FieldType::date_nanos;
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) {
    return misfit(codes::kPatternOnType, fmt::format("a date cannot be matched by the pattern '{}'", shown(condition)),
                  "write a part of a date, which is all of it: 2024-03 is the whole month");
  }
  if (condition.kind == Kind::range) return date_range(condition, now, nanos);
  const std::optional<DateValue> value = date_value(condition.text, condition.zone, now, nanos);
  if (!value) return no_date(condition.text);
  return Meaning{Predicate(Dates{nanos, {value->instants}}), value->is_relative};
}

}  // namespace picket::compile::readings
