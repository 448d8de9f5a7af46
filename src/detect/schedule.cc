// SPDX-License-Identifier: Apache-2.0
#include "detect/schedule.h"

#include <cstdint>

#include "base/check.h"

namespace picket::detect {
namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return quotient * b > a ? quotient - 1 : quotient;
}

// The smallest k in [low, high] for which `holds` is true, given that it is false up to some k and true from there on.
// high when it holds nowhere below.
template <class Predicate>
std::int64_t first_true(std::int64_t low, std::int64_t high, Predicate holds) {
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

Schedule::Schedule(const rule::Rule& rule)
    : interval_(rule.interval),
      from_(rule.from.value()),
      to_(rule.to.value()),
      fixed_from_(from_.fixed_offset()),
      fixed_to_(to_.fixed_offset()) {
  PICKET_CHECK(interval_.count() > 0, "a rule's interval is checked when it is loaded");
}

Window Schedule::window(Timestamp execution) const {
  return {fixed_from_ ? execution - *fixed_from_ : from_.evaluate(execution),
          fixed_to_ ? execution - *fixed_to_ : to_.evaluate(execution)};
}

std::optional<Executions> Schedule::seen_by(Timestamp time, bool strict) const {
  const std::int64_t near = floor_div(time.time_since_epoch().count(), interval_.count());
  const auto reaches = [&](std::int64_t k) { return window(grid(k)).to >= time; };
  const auto has_left = [&](std::int64_t k) {
    const Timestamp from = window(grid(k)).from;
    return strict ? from >= time : from > time;
  };
  // Rounding may put `to` after `now`, so the first execution can lie before the moment; it gallops to both sides.
  std::int64_t low = near;
  for (std::int64_t step = 1; reaches(low) && step < kHorizon; step *= 2) low = near - step;
  std::int64_t high = near + 1;
  for (std::int64_t step = 1; !reaches(high) && step < kHorizon; step *= 2) high = near + step;
  const std::int64_t first = first_true(low, high, reaches);
  if (!reaches(first) || has_left(first)) return std::nullopt;
  high = first + 1;
  for (std::int64_t step = 1; !has_left(high) && step < kHorizon; step *= 2) high = first + step;
  const std::int64_t last = first_true(first, high, has_left) - 1;
  return Executions{grid(first), grid(last)};
}

}  // namespace picket::detect
