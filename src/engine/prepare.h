// SPDX-License-Identifier: Apache-2.0
// The way of a rule: rule -> bind -> optimize -> lower, all rules into one program. Every rule ends here as
// one that runs or as one that cannot, with the reason; silence is never the answer.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/time.h"
#include "compile/program.h"
#include "detect/term.h"
#include "engine/bind_rule.h"
#include "engine/threat.h"
#include "event/columns.h"
#include "rule/load.h"

namespace picket::engine {

// A field without which a rule cannot match: its query demands that the field has a value.
struct NeededField {
  std::string name;
  event::FieldId id = 0;
};

struct PreparedRule {
  const rule::Rule* rule = nullptr;
  std::string cannot_run;            // why; empty: it runs
  std::vector<std::string> indices;  // the patterns that it reads; Kibana's default ones where it names none
  std::size_t output = 0;            // of the program: the rule's condition
  // The query without its demand that the fields of `demanded` exist: what it selects beyond the query are events that
  // the rule would have judged, had they carried the field.
  std::optional<std::size_t> relaxed_output;
  std::vector<NeededField> demanded;
  std::vector<NeededField> needed;
  std::vector<detect::TermField> terms;
  std::optional<detect::TermField> counted;      // detect::counted_field()
  std::vector<detect::TermField> grouped;        // detect::suppression_fields()
  std::shared_ptr<Threat> threat;                // threat_match rules
  std::optional<event::FieldId> override_field;  // a timestamp_override other than event.ingested
  std::vector<AppliedException> exceptions;
  std::size_t expired_exceptions = 0;
  compile::NodeRef selection;  // the condition without the exceptions; null when the rule does not run
  bool runs() const { return cannot_run.empty(); }
};

struct PreparedRules {
  event::FieldTable fields;
  compile::Program program;
  std::vector<PreparedRule> rules;  // one for each rule of the set, in its order
  std::size_t bad_queries = 0;      // rules whose condition has an error; they cannot run
};

// `now` is what relative dates in queries are counted from. `rules` must outlive the result.
PreparedRules prepare(const rule::RuleSet& rules, Timestamp now, Diagnostics& diagnostics,
                      const ThreatOptions& threat = {});

}  // namespace picket::engine
