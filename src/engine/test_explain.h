// SPDX-License-Identifier: Apache-2.0
// Why an event of a rule test alerted or kept silent, for the person who wrote the rule. What made a term old is found
// from the definition of a first-seen rule among the test's own events, not asked of the detector. Lives shorter than
// what it is made of. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "compile/bound.h"
#include "decode/decoder.h"
#include "detect/schedule.h"
#include "engine/explain_group.h"
#include "engine/prepare.h"
#include "engine/test_run.h"
#include "engine/test_timeline.h"
#include "event/columns.h"

namespace picket::engine {

struct Silence {
  std::string text;
  std::set<std::size_t> seen_in;  // the events that had its term, or that it repeats
};

class TestExplainer {
 public:
  TestExplainer(TestTimeline& timeline, const PreparedRule& prepared, const compile::Bound& query, const TestRun& run);

  // Whether an alert stands for the record: one of its own, or one that counted it.
  bool is_counted(std::size_t record) const { return groups_.counted_by(record).has_value(); }
  // Of a record without an alert of its own.
  Silence why_silent(std::size_t record);
  // Of an alert: why its term counts as new. Empty for other rules.
  std::string why_new(const RaisedAlert& raised) const;

 private:
  std::string why_not_selected(std::size_t record);
  Silence why_old(std::size_t record) const;
  std::string why_no_term() const;
  Silence why_ungrouped(std::size_t record);
  std::string why_no_threat(std::size_t record);
  std::string why_not_taken() const;
  bool comes_before(std::size_t a, std::size_t b) const;
  Timestamp history_start(Timestamp execution) const;
  std::string place_of(std::size_t record) const;

  TestTimeline& timeline_;
  const PreparedRule& prepared_;
  const compile::Bound& query_;
  const TestRun& run_;
  detect::Schedule schedule_;
  event::FieldTable no_fields_;
  decode::Decoder decoder_{no_fields_, {}};
  std::vector<std::vector<std::size_t>> by_term_;  // by term: the records that have it, the earliest first
  GroupExplainer groups_;
};

}  // namespace picket::engine
