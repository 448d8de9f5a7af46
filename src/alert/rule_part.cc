// SPDX-License-Identifier: Apache-2.0
#include "alert/rule_part.h"

#include <fmt/core.h>

#include <vector>

namespace picket::alert {
namespace {

// Rule keys that an alert repeats one by one under kibana.alert.rule.<key>, where the rule has them.
constexpr std::string_view kRuleKeys[] = {
    "author",
    "building_block_type",
    "created_at",
    "created_by",
    "description",
    "enabled",
    "exceptions_list",
    "false_positives",
    "from",
    "immutable",
    "interval",
    "license",
    "max_signals",
    "namespace",
    "note",
    "references",
    "revision",
    "risk_score",
    "risk_score_mapping",
    "rule_id",
    "rule_name_override",
    "setup",
    "severity",
    "severity_mapping",
    "tags",
    "threat",
    "throttle",
    "timeline_id",
    "timeline_title",
    "timestamp_override",
    "to",
    "type",
    "updated_at",
    "updated_by",
    "version",
    "actions",
};

json::Array strings(const std::vector<std::string>& texts) {
  json::Array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

}  // namespace

void add_flat(json::Object& out, const std::string& prefix, const json::Value& value) {
  if (!value.is_object()) {
    out[prefix] = value;
    return;
  }
  for (const auto& member : value.get_object()) {
    add_flat(out, fmt::format("{}.{}", prefix, std::string_view(member.key())), member.value());
  }
}

RulePart::RulePart(const rule::Rule& rule) {
  const auto set = [&](std::string_view key, json::Value value) {
    members_[fmt::format("{}{}", kRulePrefix, key)] = std::move(value);
  };
  set("category", json::Value(rule::type_label(rule.type)));
  set("rule_type_id", json::Value(rule::rule_type_id(rule.type)));
  set("producer", "siem");
  set("consumer", "siem");
  for (const std::string_view key : kRuleKeys) {
    if (const json::Value* value = json::get(rule.parameters, key)) set(key, *value);
  }
  if (const json::Value* meta = json::get(rule.parameters, "meta")) {
    add_flat(members_, fmt::format("{}meta", kRulePrefix), *meta);
  }
  set("indices", strings(rule::effective_index(rule)));
  set("parameters", rule.parameters);
  text_ = json::serialize(members_);
  text_ = text_.substr(1, text_.size() - 2);
}

}  // namespace picket::alert
