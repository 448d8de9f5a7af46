// SPDX-License-Identifier: Apache-2.0
// Date math of Elasticsearch and Kibana: an anchor (`now` or a date followed by `||`, or a bare date) and steps: `+1h`,
// `-7d`, `/d`. Units y M w d h H m s; weeks start on Monday; everything is UTC. A parsed expression is immutable.
#pragma once

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

  // nullopt when the text is not date math: unknown unit, no unit after `/`, number after `/`, not a date.
  static std::optional<DateMath> parse(std::string_view text);

  // True when the value depends on `now`.
  bool is_relative() const { return !anchor_.has_value(); }

  // With Rounding::up, `/d` is the last millisecond of the day, and an anchor such as "2024-03" the last of the month.
  Timestamp evaluate(Timestamp now, Rounding rounding = Rounding::down) const;

 private:
  struct Step {
    enum class Kind : std::uint8_t { add, round } kind = Kind::add;
    char unit = 's';
    std::int64_t amount = 0;
  };
  struct Anchor {
    Timestamp down;
    Timestamp up;
  };
  std::optional<Anchor> anchor_;
  std::vector<Step> steps_;
};

}  // namespace picket
