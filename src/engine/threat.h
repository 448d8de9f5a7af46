// SPDX-License-Identifier: Apache-2.0
// What threat_match rules need beside their query: the indicators that are theirs by threat_index and threat_query,
// made ready for the join, and what an alert says of those that matched.
//
// An indicator without @timestamp is current whenever it is asked for: what stands in a list was handed over as valid.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/json.h"
#include "base/time.h"
#include "compile/bound.h"
#include "detect/threat_match.h"
#include "event/columns.h"
#include "indicator/set.h"
#include "rule/rule.h"

namespace picket::engine {

struct ThreatOptions {
  const indicator::Set* indicators = nullptr;  // none: nobody gave any; must outlive what is prepared
  bool is_check = false;                       // nothing will be run: rules are judged without indicators
};

// The part of a threat_match rule. Not thread-safe: it remembers queries by execution.
class Threat {
 public:
  // `fields`: those of detect::threat_fields(), resolved. `exceptions`: the conditions of the rule's exception items,
  // which silence indicators as well as events. nullptr when the threat_query has an error. `rule` must outlive the
  // result.
  static std::shared_ptr<Threat> make(const rule::Rule& rule, Timestamp now, std::vector<detect::TermField> fields,
                                      std::vector<compile::NodeRef> exceptions, Diagnostics& diagnostics);

  // Takes an indicator of the set, in ascending order, if it can be the rule's. `queried` is what the threat_query sees
  // of the document.
  void offer(indicator::Position position, std::string_view index, const json::Object& document,
             const json::Object& queried);
  void finish(const indicator::Set& set);

  const detect::ThreatJoin& join() const { return join_; }
  // Bound to this object, which must outlive it.
  detect::SelectsAt selects();

  // For threat.enrichments of an alert.
  json::Array enrichments(const std::vector<detect::ThreatMatch>& matches) const;

 private:
  Threat(const rule::Rule& rule, std::vector<detect::TermField> fields, compile::Bound query, Timestamp now);
  bool selected_at(indicator::Position position, Timestamp execution);
  const compile::Bound& query_at(Timestamp execution);

  const rule::Rule& rule_;
  detect::ThreatJoin join_;
  compile::Bound query_;
  Timestamp now_;
  std::vector<compile::NodeRef> exceptions_;
  const indicator::Set* set_ = nullptr;
  std::optional<Timestamp> bound_at_;  // of query_, where it depends on the time
};

// Why a threat_match rule cannot run; empty when it can. Asked before Threat::make.
std::string threat_hindrance(const rule::Rule& rule, const ThreatOptions& options);

// Offers every indicator to every rule's part; each indicator is read once.
void join_indicators(const indicator::Set& set, Timestamp now, const std::vector<Threat*>& threats);

}  // namespace picket::engine
