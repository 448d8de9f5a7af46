// SPDX-License-Identifier: Apache-2.0
// Why an event of a rule test raised no alert of its own where alerts stand for groups: it was counted by a threshold
// rule's alert, its group is below the threshold, or it was suppressed into another alert. Found from the definitions
// among the test's own events and alerts, not asked of the detectors. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "detect/schedule.h"
#include "engine/prepare.h"
#include "engine/test_run.h"
#include "engine/test_timeline.h"

namespace picket::engine {

// The alert's group, one value for each field: a text, a number, a boolean, null where events lack the field, or a list
// of values. Empty for alerts that stand for no group, and for those of threshold rules without fields.
json::Array group_of(const alert::Alert& alert);

class GroupExplainer {
 public:
  // All must outlive it. `by_term`: for each term of the run the records that have it, the earliest first.
  GroupExplainer(const TestTimeline& timeline, const PreparedRule& prepared, const TestRun& run,
                 const std::vector<std::vector<std::size_t>>& by_term);

  // The threshold alert that counted the record, an index into TestRun::alerts.
  std::optional<std::size_t> counted_by(std::size_t record) const;
  // Of a record that a threshold rule's query selected and that no alert counted: what its groups lack. Empty where
  // they lack nothing.
  std::string below_threshold(std::size_t record) const;
  // The alert that stands for a record's; `document` is the record's. Empty: none.
  std::string suppressed_into(std::size_t record, const json::Object& document) const;

 private:
  std::optional<std::uint32_t> term_of(const alert::Alert& alert) const;
  std::string below_threshold(std::size_t record, std::uint32_t term) const;
  std::size_t distinct_values(std::uint32_t term, Timestamp after, const detect::Window& window) const;

  const TestTimeline& timeline_;
  const PreparedRule& prepared_;
  const TestRun& run_;
  const std::vector<std::vector<std::size_t>>& by_term_;
  detect::Schedule schedule_;
  std::vector<std::optional<std::uint32_t>> alert_terms_;  // by alert of a threshold rule: index into TestRun::terms
};

}  // namespace picket::engine
