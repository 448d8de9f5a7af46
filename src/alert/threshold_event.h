// SPDX-License-Identifier: Apache-2.0
// What stands in place of the source event in alerts of threshold rules: the group's terms and the time of its last
// event, and nothing else of the events that were counted. Source: Kibana's threshold rules, see
// docs/formats/alert.md.
#pragma once

#include "base/json.h"
#include "detect/detector.h"
#include "event/document.h"
#include "rule/rule.h"

namespace picket::alert {

// Its _id is made from the rule, the execution and the terms, its _index is the list of the rule's patterns.
// `finding.threshold` is set.
event::Document threshold_event(const rule::Rule& rule, const detect::Finding& finding);

// kibana.alert.threshold_result.
json::Object threshold_result(const rule::Rule& rule, const detect::ThresholdResult& result);

}  // namespace picket::alert
