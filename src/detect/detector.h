// SPDX-License-Identifier: Apache-2.0
// One rule's detector: takes the events that the rule's query selected, in any order, and says at the end which alerts
// the rule's scheduled executions would have raised. The result depends on the set of events only, not on their order,
// their batches or repeated deliveries. One file per rule type; detector.cc is the table of them.
//
// A detector is owned by one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "detect/hit.h"
#include "detect/schedule.h"
#include "detect/term.h"
#include "detect/threat_join.h"
#include "event/field.h"
#include "rule/rule.h"

namespace picket::detect {

// How much history a first-seen rule had when it called something new, against how much it wants.
struct Baseline {
  Duration available{};  // from the first event of the rule's indices to the window's start, at most `wanted`
  Duration wanted{};     // from the history window's start to the window's start
  bool complete() const { return available >= wanted; }
};

// What a threshold rule counted.
struct ThresholdResult {
  Terms terms;                             // of the rule's fields, in their order
  std::size_t count = 0;                   // events
  Timestamp from;                          // the first of them; the last is Finding::event_time
  std::optional<std::size_t> cardinality;  // distinct values, where the rule asks for them
};

// What suppression groups by: of each field its value or values; none: the event lacks the field.
using GroupValue = std::vector<Term>;
using Group = std::vector<GroupValue>;

// The other alerts of its group that an alert stands for.
struct Suppressed {
  Group group;
  std::size_t count = 0;    // of them
  Timestamp start;          // the first event's time
  Timestamp end;            // the last's
  Timestamp first_end;      // the same when the alert was raised
  Timestamp last_detected;  // the execution that last added to it
};

// An alert to be. That of a threshold rule stands for a group of events: `event` is the last of them, and no record is
// kept (kNoRecord).
struct Finding {
  Timestamp execution;   // the execution that raises it: the alert's @timestamp
  Timestamp event_time;  // on the rule's clock
  EventKey event;
  EventHandle handle = 0;
  Terms new_terms;                   // new_terms rules
  std::optional<Baseline> baseline;  // new_terms rules
  std::optional<ThresholdResult> threshold;
  std::vector<ThreatMatch> threats = {};  // threat_match rules
  std::optional<Suppressed> suppressed;   // rules with suppression, but for events that are not to be suppressed
  bool carried_over = false;              // over the cap of an earlier execution
};

// An execution that found more than max_signals.
struct Overflowed {
  Timestamp execution;
  std::size_t found = 0;  // candidates of this execution, those carried over included
  std::size_t left = 0;   // over the cap
  bool dropped = false;   // max_signals_overflow = "drop": gone unless a later execution still sees them
};

struct Outcome {
  std::vector<Finding> findings;      // by execution, then in the order in which Kibana takes the candidates
  std::vector<Overflowed> overflows;  // partial failures
  std::size_t cut = 0;                // events with more combinations of terms than kMaxCombinations
  std::size_t never_seen = 0;         // events that fall between the windows of all executions
  std::size_t without_history = 0;  // events seen only by executions that fail: their history begins after their window
};

// What the whole input was: needed for baselines.
struct Coverage {
  std::optional<Timestamp> first;  // the earliest event of the rule's indices on the rule's clock
  std::optional<Timestamp> last;
};

class Detector {
 public:
  virtual ~Detector() = default;
  virtual void add(const Hit& hit, Keeper& keeper) = 0;
  // The detector is spent afterwards.
  virtual Outcome finish(const Coverage& coverage) = 0;
};

// Fields whose values the rule type groups by, in order; they have to be in the FieldTable. An event that lacks one
// cannot alert.
std::vector<std::string> term_fields(const rule::Rule& rule);
// The field whose distinct values are counted; empty: none.
std::string counted_field(const rule::Rule& rule);
// The fields that alert suppression groups by; an event may lack them.
std::vector<std::string> suppression_fields(const rule::Rule& rule);

// The same, resolved.
struct RuleFields {
  std::vector<TermField> terms;
  std::optional<TermField> counted;
  std::vector<TermField> grouped = {};
  // Of threat_match rules; must outlive the detector.
  const ThreatJoin* threats = nullptr;
  SelectsAt selects = {};
};

// nullptr for a rule type that has no detector.
std::unique_ptr<Detector> make_detector(const rule::Rule& rule, RuleFields fields);
bool has_detector(rule::RuleType type);

}  // namespace picket::detect
