// SPDX-License-Identifier: Apache-2.0
// severity_mapping, risk_score_mapping and rule_name_override: what an event's own values make of a rule's severity,
// risk score and name.
#pragma once

#include <string>

#include "base/json.h"
#include "rule/rule.h"

namespace picket::alert {

struct Overrides {
  rule::Severity severity = rule::Severity::low;
  double risk_score = 0;
  std::string name;
};
Overrides apply_overrides(const rule::Rule& rule, const json::Object& source);

}  // namespace picket::alert
