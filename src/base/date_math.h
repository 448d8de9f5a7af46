// SPDX-License-Identifier: Apache-2.0
// Date math of Elasticsearch and Kibana: an anchor (`now`, a date followed by `||`, or a bare date) and steps: `+1h`,
// `-7d`, `/d`. Units y M w d h H m s; weeks start on Monday; everything is UTC; years and months are calendar steps
// that keep the day of the month or take the month's last. Dates are ISO 8601 or epoch milliseconds (base/time.h). A
// number may be left out before a unit (`now+d`) and means 1, which is also the only number that rounding allows. A
// parsed expression is immutable and may be shared between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace picket {

class DateMath {
 public:
  enum class Rounding : std::uint8_t { down, up };  // what `/unit` and a date of less than millisecond precision give

  // More steps than any person writes; keeps the work for a hostile text bounded.
  static constexpr std::size_t kMaxSteps = 64;
  // As in Elasticsearch, where a step's number is a 32-bit integer.
  static constexpr std::int64_t kMaxAmount = 2'147'483'647;

  // nullopt when the text is not date math: unknown unit, no unit, a number other than 1 after `/`, not a date.
  static std::optional<DateMath> parse(std::string_view text);

  // True when the value depends on `now`.
  bool is_relative() const { return !anchor_.has_value(); }

  // How far before `now` the value always lies: "now-9m" gives nine minutes. None where it depends on more than that:
  // an anchor, a rounding, or a calendar unit.
  std::optional<Duration> fixed_offset() const;

  // With Rounding::up, `/d` is the last millisecond of the day, and a bare date such as "2024-03" the last of the
  // month; a date before `||` is always its first millisecond, as in Elasticsearch. Results beyond some 290 million
  // years stop there.
  Timestamp evaluate(Timestamp now, Rounding rounding = Rounding::down) const;

 private:
  struct Step {
    enum class Kind : std::uint8_t { add, round } kind = Kind::add;
    char unit = 's';
    std::int64_t amount = 0;
  };
  bool parse_steps(std::string_view text);

  std::optional<TimeInterval> anchor_;
  std::vector<Step> steps_;
};

}  // namespace picket
