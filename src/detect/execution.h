// SPDX-License-Identifier: Apache-2.0
// The cap: what executions make of candidates. Each execution takes at most max_signals new alerts, in the order in
// which Kibana takes the candidates of that rule type. The rest is a partial failure; it is carried over to the next
// execution, or, with max_signals_overflow = "drop", stays only as long as later executions still see it.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "detect/detector.h"
#include "detect/schedule.h"

namespace picket::detect {

// Something that executions [seen.first, seen.last] find, and that becomes one alert.
struct Candidate {
  Executions seen;
  Timestamp event_time;
  EventKey event;
  EventHandle handle = 0;
  std::uint32_t item = 0;  // the detector's own
};

// Whether `a` is taken before `b` at an execution; asked only where there are more candidates than the cap allows.
using TakenBefore = std::function<bool(const Candidate& a, const Candidate& b, Timestamp execution)>;
// By time, then by event id.
bool older(const Candidate& a, const Candidate& b);

struct Taken {
  std::size_t candidate = 0;  // index into Executed::candidates
  Timestamp execution;
  bool carried_over = false;
};
struct Executed {
  std::vector<Candidate> candidates;  // what was given, in another order
  std::vector<Taken> taken;
  std::vector<Overflowed> overflows;
  // The finding of one taken candidate, without what only the rule type knows.
  Finding finding(const Taken& one) const;
};

// `candidates` in any order; each is taken at most once.
Executed run_executions(const rule::Rule& rule, const Schedule& schedule, std::vector<Candidate> candidates,
                        const TakenBefore& taken_before);

}  // namespace picket::detect
