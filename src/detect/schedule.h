// SPDX-License-Identifier: Apache-2.0
// When a rule runs and what it looks at. Executions lie on the epoch grid: at multiples of the rule's interval. Each
// looks at the window [from, to] (both inclusive), which its date math gives with the execution's time as `now`, in UTC
// and without rounding up. As the bounds never move backwards from one execution to the next, the executions that see a
// moment are one run of the grid. Immutable; safe to share between threads.
#pragma once

#include <optional>

#include "base/date_math.h"
#include "base/time.h"
#include "rule/rule.h"

namespace picket::detect {

struct Window {
  Timestamp from;
  Timestamp to;
  bool contains(Timestamp time) const { return from <= time && time <= to; }
};

// A run of executions on the grid, both ends included.
struct Executions {
  Timestamp first;
  Timestamp last;
};

class Schedule {
 public:
  explicit Schedule(const rule::Rule& rule);

  Duration interval() const { return interval_; }
  Window window(Timestamp execution) const;

  // The executions whose window contains `time`; nullopt when it falls between windows (a look-back shorter than the
  // interval) or when `strict` and it only ever lies on the lower bound. With `strict`, the lower bound itself does not
  // count: from < time. A window that never leaves the time behind (an absolute `from`) is cut at kHorizon executions.
  std::optional<Executions> seen_by(Timestamp time, bool strict = false) const;

  // How far back an execution looks when that is the same for all executions: now - from, and now - to.
  std::optional<Duration> fixed_from() const { return fixed_from_; }
  std::optional<Duration> fixed_to() const { return fixed_to_; }

  static constexpr std::int64_t kHorizon = 1 << 20;  // executions searched after a moment; ten years at five minutes

 private:
  Timestamp grid(std::int64_t k) const { return Timestamp(interval_ * k); }

  Duration interval_;
  DateMath from_;
  DateMath to_;
  std::optional<Duration> fixed_from_;
  std::optional<Duration> fixed_to_;
};

}  // namespace picket::detect
