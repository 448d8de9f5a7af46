// SPDX-License-Identifier: Apache-2.0
// Alert ids, as Kibana computes them: the same event, rule and terms give the same id in every process. The rule is
// named "<space>:<saved object id>"; a rule from TOML has no saved object and is named by its rule_id.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "detect/detector.h"
#include "detect/term.h"
#include "event/document.h"
#include "rule/rule.h"

namespace picket::alert {

// query rules: SHA-256 of _index, _id, "undefined" (the version that Kibana's searches do not return) and the rule.
std::string query_alert_id(const event::Document& event, std::string_view rule_object_id);
// new_terms rules: object-hash (SHA-1) of the same four and the list of terms.
std::string new_terms_alert_id(const event::Document& event, std::string_view rule_object_id,
                               const detect::Terms& terms);

// The groups of suppression: [{"field": ..., "value": ...}], null where the events have no value. Query and threshold
// rules group by single values; for other types `value` is the list of the field's values.
json::Array suppression_terms(const rule::Rule& rule, const detect::Group& group);
// kibana.alert.instance.id: object-hash of the group, the rule and the space.
std::string instance_id(const json::Array& terms, std::string_view rule_object_id);
// query rules with suppression: object-hash of what query_alert_id() takes, the group, and the times of its first and
// last event when the alert was raised.
std::string suppressed_query_alert_id(const event::Document& event, std::string_view rule_object_id,
                                      const json::Array& terms, const detect::Suppressed& suppressed);

}  // namespace picket::alert
