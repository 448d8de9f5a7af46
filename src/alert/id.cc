// SPDX-License-Identifier: Apache-2.0
#include "alert/id.h"

#include <fmt/core.h>

#include "alert/alert.h"
#include "base/hash.h"
#include "base/object_hash.h"
#include "detect/suppression.h"

namespace picket::alert {
namespace {

constexpr std::string_view kNoVersion = "undefined";

std::string rule_name(std::string_view rule_object_id) {
  return fmt::format("{}:{}", kSpace, rule_object_id);
}

}  // namespace

std::string query_alert_id(const event::Document& event, std::string_view rule_object_id) {
  return sha256_hex(fmt::format("{}{}{}{}", event.index, event.id, kNoVersion, rule_name(rule_object_id)));
}

std::string new_terms_alert_id(const event::Document& event, std::string_view rule_object_id,
                               const detect::Terms& terms) {
  json::Array values;
  for (const detect::Term& term : terms) values.push_back(detect::to_json(term));
  return object_hash(json::Array{event.index, event.id, json::Value(kNoVersion), rule_name(rule_object_id), values});
}

json::Array suppression_terms(const rule::Rule& rule, const detect::Group& group) {
  const bool is_threshold = rule.type == rule::RuleType::threshold;
  const std::vector<std::string>& fields = is_threshold ? rule.threshold->fields : rule.suppression->group_by;
  const bool single = is_threshold || detect::groups_by_each_value(rule.type);
  json::Array terms;
  for (std::size_t i = 0; i < group.size(); ++i) {
    json::Value value;
    if (single) {
      if (!group[i].empty()) value = detect::to_json(group[i].front());
    } else if (!group[i].empty()) {
      json::Array& values = value.emplace_array();
      for (const detect::Term& term : group[i]) values.push_back(detect::to_json(term));
    }
    terms.push_back(json::Object{{"field", fields[i]}, {"value", std::move(value)}});
  }
  return terms;
}

std::string instance_id(const json::Array& terms, std::string_view rule_object_id) {
  return object_hash(json::Array{terms, json::Value(rule_object_id), json::Value(kSpace)});
}

std::string suppressed_query_alert_id(const event::Document& event, std::string_view rule_object_id,
                                      const json::Array& terms, const detect::Suppressed& suppressed) {
  ObjectHash hash;
  hash.array(7);
  hash.string(event.index);
  hash.string(event.id);
  hash.string(kNoVersion);
  hash.string(rule_name(rule_object_id));
  hash.json(terms);
  hash.date(suppressed.start);
  hash.date(suppressed.first_end);
  return hash.finish();
}

}  // namespace picket::alert
