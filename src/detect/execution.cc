// SPDX-License-Identifier: Apache-2.0
#include "detect/execution.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace picket::detect {
bool older(const Candidate& a, const Candidate& b) {
  return a.event_time != b.event_time ? a.event_time < b.event_time : a.event < b.event;
}

Finding Executed::finding(const Taken& one) const {
  const Candidate& candidate = candidates[one.candidate];
  Finding finding;
  finding.execution = one.execution;
  finding.event_time = candidate.event_time;
  finding.event = candidate.event;
  finding.handle = candidate.handle;
  finding.carried_over = one.carried_over;
  return finding;
}

Executed run_executions(const rule::Rule& rule, const Schedule& schedule, std::vector<Candidate> candidates,
                        const TakenBefore& taken_before) {
  Executed result;
  const bool carry_over = rule.overflow == rule::Overflow::carry_over;
  const auto cap = static_cast<std::size_t>(rule.max_signals);
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return a.seen.first != b.seen.first ? a.seen.first < b.seen.first : older(a, b);
  });

  std::deque<std::size_t> waiting;  // candidates: what the execution before left over, in its order
  std::size_t next = 0;
  Timestamp execution{};
  while (next < candidates.size() || !waiting.empty()) {
    execution = waiting.empty() ? candidates[next].seen.first : execution + schedule.interval();
    const std::size_t left_over = waiting.size();
    for (; next < candidates.size() && candidates[next].seen.first <= execution; ++next) {
      waiting.push_back(next);
    }
    if (waiting.size() > cap) {
      // What was carried over goes first; what Kibana would have dropped competes again with what is new.
      const auto unordered = waiting.begin() + (carry_over ? static_cast<std::ptrdiff_t>(left_over) : 0);
      std::stable_sort(unordered, waiting.end(), [&](std::size_t a, std::size_t b) {
        return taken_before(candidates[a], candidates[b], execution);
      });
    }
    const std::size_t found = waiting.size();
    const std::size_t taken = std::min(cap, found);
    for (std::size_t i = 0; i < taken; ++i) {
      const bool carried_over = carry_over && candidates[waiting[i]].seen.first < execution;
      result.taken.push_back({waiting[i], execution, carried_over});
    }
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(taken));
    if (waiting.empty()) continue;
    result.overflows.push_back({execution, found, waiting.size(), !carry_over});
    if (!carry_over) std::erase_if(waiting, [&](std::size_t one) { return candidates[one].seen.last <= execution; });
  }
  result.candidates = std::move(candidates);
  return result;
}

}  // namespace picket::detect
