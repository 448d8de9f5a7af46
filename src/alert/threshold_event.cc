// SPDX-License-Identifier: Apache-2.0
#include "alert/threshold_event.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/uuid.h"

namespace picket::alert {
namespace {

// Kibana's namespace of the events that stand for groups.
constexpr Uuid kGroupNamespace{
    {0x06, 0x84, 0xec, 0x03, 0x72, 0x01, 0x4e, 0xe0, 0x8e, 0xe0, 0x3a, 0x3f, 0x6b, 0x24, 0x79, 0xb2}};

std::string group_id(const rule::Rule& rule, const detect::Finding& finding) {
  std::vector<std::string> values;
  for (const detect::Term& term : finding.threshold->terms) values.push_back(term.text);
  std::ranges::sort(values);
  const std::string name =
      rule.rule_id + format_iso8601(finding.execution) + join(rule.threshold->fields, ",") + join(values, ",");
  return format_uuid(uuid_v5(kGroupNamespace, name));
}

json::Object field_value(const std::string& field, json::Value value) {
  return {{"field", field}, {"value", std::move(value)}};
}

}  // namespace

event::Document threshold_event(const rule::Rule& rule, const detect::Finding& finding) {
  event::Document document;
  document.source["@timestamp"] = format_iso8601(finding.event_time);
  for (std::size_t i = 0; i < rule.threshold->fields.size(); ++i) {
    document.source[rule.threshold->fields[i]] = detect::to_json(finding.threshold->terms[i]);
  }
  document.index = join(rule::effective_index(rule), ",");
  document.id = group_id(rule, finding);
  return document;
}

json::Object threshold_result(const rule::Rule& rule, const detect::ThresholdResult& result) {
  json::Object object;
  json::Array terms;
  for (std::size_t i = 0; i < rule.threshold->fields.size(); ++i) {
    terms.push_back(field_value(rule.threshold->fields[i], detect::to_json(result.terms[i])));
  }
  object["terms"] = std::move(terms);
  object["count"] = result.count;
  object["from"] = format_iso8601(result.from);
  if (result.cardinality) {
    object["cardinality"] =
        json::Array{field_value(rule.threshold->cardinality.front().field, json::Value(*result.cardinality))};
  }
  return object;
}

}  // namespace picket::alert
