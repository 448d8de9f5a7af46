// SPDX-License-Identifier: Apache-2.0
#include "alert/alert.h"

#include <fmt/core.h>

#include <cmath>
#include <string>
#include <utility>

#include "alert/clean.h"
#include "alert/id.h"
#include "alert/overrides.h"
#include "alert/reason.h"
#include "alert/target.h"
#include "base/uuid.h"
#include "event/field.h"

namespace picket::alert {
namespace {

// Namespace of the UUIDs that name executions: the same rule and time give the same execution.
constexpr Uuid kExecutionNamespace{
    {0x5c, 0x0f, 0x2b, 0x8e, 0x6d, 0x1a, 0x4f, 0x0e, 0x9a, 0x54, 0x0d, 0x2f, 0x6f, 0x7a, 0x3c, 0x11}};

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

// Whole scores as integers, as rules write them.
json::Value number(double value) {
  if (value == std::trunc(value)) return static_cast<std::int64_t>(value);
  return value;
}

json::Array strings(const std::vector<std::string>& texts) {
  json::Array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

// Every leaf of an object under flat dotted keys.
void add_flat(json::Object& out, const std::string& prefix, const json::Value& value) {
  if (!value.is_object()) {
    out[prefix] = value;
    return;
  }
  for (const auto& member : value.get_object()) {
    add_flat(out, fmt::format("{}.{}", prefix, std::string_view(member.key())), member.value());
  }
}

void add_event(json::Object& alert, const AlertInput& input, json::Object source) {
  const json::Value* event = json::get(source, "event");
  const json::Value* data_stream = json::get(source, "data_stream");
  json::Object originals;
  if (event != nullptr) add_flat(originals, "kibana.alert.original_event", *event);
  if (data_stream != nullptr) add_flat(originals, "kibana.alert.original_data_stream", *data_stream);
  event::remove_path(source, "event.kind");
  source.erase("@timestamp");
  alert = std::move(source);
  for (auto& member : originals) alert[member.key()] = std::move(member.value());
  alert["event.kind"] = "signal";
  const std::string original_time = event::first_text(input.document.source, "@timestamp");
  if (!original_time.empty()) alert["kibana.alert.original_time"] = original_time;
  alert["kibana.alert.ancestors"] = json::Array{
      json::Object{{"id", input.document.id}, {"type", "event"}, {"index", input.document.index}, {"depth", 0}}};
  alert["kibana.alert.depth"] = 1;
}

void add_rule(json::Object& alert, const AlertInput& input, const Overrides& overrides) {
  const rule::Rule& rule = input.rule;
  alert["kibana.alert.rule.uuid"] = rule.object_id;
  alert["kibana.alert.rule.name"] = overrides.name;
  alert["kibana.alert.rule.category"] = json::Value(rule::type_label(rule.type));
  alert["kibana.alert.rule.rule_type_id"] = json::Value(rule::rule_type_id(rule.type));
  alert["kibana.alert.rule.producer"] = "siem";
  alert["kibana.alert.rule.consumer"] = "siem";
  for (const std::string_view key : kRuleKeys) {
    if (const json::Value* value = json::get(rule.parameters, key)) {
      alert[fmt::format("kibana.alert.rule.{}", key)] = *value;
    }
  }
  if (const json::Value* meta = json::get(rule.parameters, "meta")) {
    add_flat(alert, "kibana.alert.rule.meta", *meta);
  }
  alert["kibana.alert.rule.indices"] = strings(rule::effective_index(rule));
  alert["kibana.alert.rule.parameters"] = rule.parameters;
}

void add_execution(json::Object& alert, const AlertInput& input) {
  const std::string time = format_iso8601(input.finding.execution);
  alert["@timestamp"] = time;
  alert["kibana.space_ids"] = json::Array{json::Value(kSpace)};
  alert["kibana.alert.status"] = "active";
  alert["kibana.alert.workflow_status"] = "open";
  alert["kibana.alert.workflow_tags"] = json::Array{};
  alert["kibana.alert.workflow_assignee_ids"] = json::Array{};
  alert["kibana.alert.start"] = time;
  alert["kibana.alert.last_detected"] = time;
  alert["kibana.alert.intended_timestamp"] = time;
  alert["kibana.alert.rule.execution.timestamp"] = time;
  alert["kibana.alert.rule.execution.type"] = "scheduled";
  alert["kibana.alert.rule.execution.uuid"] = format_uuid(uuid_v5(kExecutionNamespace, input.rule.object_id + time));
}

void set_text(json::Object& object, std::string_view key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

json::Object caller_object(const json::Object& source) {
  const decode::Caller caller = decode::caller_of(source);
  json::Object object;
  set_text(object, "object_id", caller.object_id);
  set_text(object, "app_id", caller.app_id);
  set_text(object, "name", caller.name);
  set_text(object, "type", caller.type);
  set_text(object, "principal_id", caller.principal_id);
  set_text(object, "principal_type", caller.principal_type);
  if (!object.empty()) object["through_group"] = caller.through_group;
  return object;
}

json::Object target_object(const json::Object& source) {
  const Target target = target_of(source);
  json::Object object;
  set_text(object, "subscription", target.subscription);
  set_text(object, "resource_group", target.resource_group);
  set_text(object, "type", target.type);
  set_text(object, "name", target.name);
  set_text(object, "child_type", target.child_type);
  set_text(object, "child", target.child);
  return object;
}

json::Object baseline_object(const detect::Baseline& baseline) {
  return {{"complete", baseline.complete()},
          {"available", rough_duration(baseline.available)},
          {"wanted", rough_duration(baseline.wanted)},
          {"available_ms", baseline.available.count()},
          {"wanted_ms", baseline.wanted.count()}};
}

json::Object own_answers(const AlertInput& input) {
  json::Object own;
  own["clock"] = json::Value(input.clock);
  own["origin"] =
      json::Object{{"file", input.origin.file}, {"line", input.origin.line}, {"offset", input.origin.offset}};
  if (json::Object caller = caller_object(input.document.source); !caller.empty()) own["caller"] = std::move(caller);
  if (json::Object target = target_object(input.document.source); !target.empty()) own["target"] = std::move(target);
  if (input.finding.baseline && input.mark_baseline) own["baseline"] = baseline_object(*input.finding.baseline);
  if (input.finding.carried_over) own["carried_over"] = true;
  return own;
}

}  // namespace

Alert build_alert(const AlertInput& input) {
  Alert alert;
  json::Object source = input.document.source;
  const Overrides overrides = apply_overrides(input.rule, source);
  const std::string reason = build_reason(source, overrides.severity, overrides.name);
  json::Object own = own_answers(input);
  clean_source(source, event::FieldCatalog::builtin());

  const bool by_terms = input.rule.type == rule::RuleType::new_terms;
  alert.id = by_terms ? new_terms_alert_id(input.document, input.rule.object_id, input.finding.new_terms)
                      : query_alert_id(input.document, input.rule.object_id);
  json::Object& document = alert.document;
  add_event(document, input, std::move(source));
  add_execution(document, input);
  document["kibana.alert.uuid"] = alert.id;
  document["kibana.alert.reason"] = reason;
  document["kibana.alert.severity"] = json::Value(rule::to_string(overrides.severity));
  document["kibana.alert.risk_score"] = number(overrides.risk_score);
  if (!input.rule.building_block_type.empty()) {
    document["kibana.alert.building_block_type"] = input.rule.building_block_type;
  }
  if (by_terms) {
    json::Array terms;
    for (const detect::Term& term : input.finding.new_terms) terms.push_back(detect::to_json(term));
    document["kibana.alert.new_terms"] = std::move(terms);
  }
  add_rule(document, input, overrides);
  document["picket"] = std::move(own);

  alert.time = input.finding.execution;
  const std::optional<Timestamp> original = parse_iso8601(event::first_text(input.document.source, "@timestamp"));
  alert.event_time = original.value_or(input.finding.event_time);
  alert.severity = overrides.severity;
  alert.risk_score = overrides.risk_score;
  alert.rule_name = overrides.name;
  alert.rule = &input.rule;
  return alert;
}

}  // namespace picket::alert
