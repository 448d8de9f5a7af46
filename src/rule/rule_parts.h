// SPDX-License-Identifier: Apache-2.0
// The parts of a rule that are objects of their own, each validated and bound along a table of its own. The table of a
// rule's fields (rule_fields.cc) names these functions.
#pragma once

#include "rule/binding.h"
#include "rule/rule.h"

namespace picket::rule {

void bind_threat(Binding& binding, Node& value, Rule& rule);
void bind_severity_mapping(Binding& binding, Node& value, Rule& rule);
void bind_risk_score_mapping(Binding& binding, Node& value, Rule& rule);
void bind_exceptions_list(Binding& binding, Node& value, Rule& rule);
void bind_investigation_fields(Binding& binding, Node& value, Rule& rule);
void bind_threshold(Binding& binding, Node& value, Rule& rule);
void bind_suppression(Binding& binding, Node& value, Rule& rule);

void bind_threat_mapping(Binding& binding, Node& value, Rule& rule);
void bind_threat_language(Binding& binding, Node& value, Rule& rule);
// The indicator match part of a rule, made when it is not there yet.
ThreatMapping& threat_match(Rule& rule);

}  // namespace picket::rule
