// SPDX-License-Identifier: Apache-2.0
#include "alert/alert.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "alert/id.h"
#include "alert/overrides.h"
#include "alert/reason.h"
#include "alert/target.h"
#include "alert/threshold_event.h"
#include "base/uuid.h"
#include "decode/activity_values.h"
#include "detect/suppression.h"

namespace picket::alert {
namespace {

// Namespace of the UUIDs that name executions: the same rule and time give the same execution.
constexpr Uuid kExecutionNamespace{
    {0x5c, 0x0f, 0x2b, 0x8e, 0x6d, 0x1a, 0x4f, 0x0e, 0x9a, 0x54, 0x0d, 0x2f, 0x6f, 0x7a, 0x3c, 0x11}};

constexpr std::size_t kUsualEventBytes = std::size_t{8} << 10;
// Room for the members that every alert adds to its event.
constexpr std::size_t kOwnMembers = 32;

// Whole scores as integers, as rules write them.
json::Value number(double value) {
  if (value == std::trunc(value)) return static_cast<std::int64_t>(value);
  return value;
}

// `source` is the cleaned event; the alert's document begins with it.
void add_event(json::Object& alert, const AlertInput& input, json::Object source, const std::string& original_time) {
  const json::Value* event = json::get(source, "event");
  const json::Value* data_stream = json::get(source, "data_stream");
  json::Object originals;
  if (event != nullptr) add_flat(originals, "kibana.alert.original_event", *event);
  if (data_stream != nullptr) add_flat(originals, "kibana.alert.original_data_stream", *data_stream);
  event::remove_path(source, "event.kind");
  source.erase("@timestamp");
  alert = std::move(source);
  alert.reserve(alert.size() + originals.size() + kOwnMembers);
  for (auto& member : originals) alert[member.key()] = std::move(member.value());
  alert["event.kind"] = "signal";
  if (!original_time.empty()) {
    const std::optional<Timestamp> time = decode::parse_document_time(original_time);
    alert["kibana.alert.original_time"] = time ? format_iso8601(*time) : original_time;
  }
  alert["kibana.alert.ancestors"] = json::Array{
      json::Object{{"id", input.document.id}, {"type", "event"}, {"index", input.document.index}, {"depth", 0}}};
  alert["kibana.alert.depth"] = 1;
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

void add_suppression(json::Object& alert, const rule::Rule& rule, const detect::Suppressed& suppressed) {
  json::Array terms = suppression_terms(rule, suppressed.group);
  alert["kibana.alert.last_detected"] = format_iso8601(suppressed.last_detected);
  alert["kibana.alert.instance.id"] = instance_id(terms, rule.object_id);
  alert["kibana.alert.suppression.terms"] = std::move(terms);
  alert["kibana.alert.suppression.start"] = format_iso8601(suppressed.start);
  alert["kibana.alert.suppression.end"] = format_iso8601(suppressed.end);
  alert["kibana.alert.suppression.docs_count"] = suppressed.count;
}

std::string alert_id(const AlertInput& input) {
  const rule::Rule& rule = input.rule;
  if (rule.type == rule::RuleType::new_terms) {
    return new_terms_alert_id(input.document, rule.object_id, input.finding.new_terms);
  }
  if (input.finding.suppressed && detect::groups_by_each_value(rule.type)) {
    const json::Array terms = suppression_terms(rule, input.finding.suppressed->group);
    return suppressed_query_alert_id(input.document, rule.object_id, terms, *input.finding.suppressed);
  }
  return query_alert_id(input.document, rule.object_id);
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

// Appends to what the event carries already.
void add_enrichments(json::Object& source, json::Array enrichments) {
  if (enrichments.empty()) return;
  json::Array all;
  for (const json::Value* known :
       {json::get(source, "threat", "enrichments"), std::as_const(source).if_contains("threat.enrichments")}) {
    if (known != nullptr && known->is_array()) {
      for (const json::Value& one : known->get_array()) all.push_back(one);
    } else if (known != nullptr && known->is_object()) {
      all.push_back(*known);
    }
  }
  for (json::Value& enrichment : enrichments) all.push_back(std::move(enrichment));
  source.erase("threat.enrichments");
  event::set_path(source, "threat.enrichments", std::move(all));
}

json::Object own_answers(const AlertInput& input) {
  json::Object own;
  own["clock"] = json::Value(input.clock);
  if (input.origin) {
    own["origin"] =
        json::Object{{"file", input.origin->file}, {"line", input.origin->line}, {"offset", input.origin->offset}};
  }
  if (json::Object caller = caller_object(input.document.source); !caller.empty()) own["caller"] = std::move(caller);
  if (json::Object target = target_object(input.document.source); !target.empty()) own["target"] = std::move(target);
  if (input.finding.baseline && input.mark_baseline) own["baseline"] = baseline_object(*input.finding.baseline);
  if (input.finding.carried_over) own["carried_over"] = true;
  return own;
}

// Where the event itself has members that are the rule's.
bool overlaps(const json::Object& event, const RulePart& rule_part) {
  return std::ranges::any_of(event, [&](const auto& member) {
    const std::string_view key(member.key().data(), member.key().size());
    return key.starts_with(kRulePrefix) && rule_part.members().contains(member.key());
  });
}

}  // namespace

Alert AlertBuilder::build(AlertInput input) {
  Alert alert;
  json::Object& source = input.document.source;
  const Overrides overrides = apply_overrides(input.rule, source);
  const std::string reason = build_reason(source, overrides.severity, overrides.name);
  const std::string original_time = event::first_text(source, "@timestamp");
  json::Object own = own_answers(input);
  cleaner_.clean(source);
  add_enrichments(source, std::move(input.enrichments));

  const bool by_terms = input.rule.type == rule::RuleType::new_terms;
  alert.id = alert_id(input);
  json::Object& document = alert.event;
  add_event(document, input, std::move(source), original_time);
  add_execution(document, input);
  if (input.finding.suppressed) add_suppression(document, input.rule, *input.finding.suppressed);
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
  if (input.finding.threshold) {
    document["kibana.alert.threshold_result"] = threshold_result(input.rule, *input.finding.threshold);
  }
  document["kibana.alert.rule.uuid"] = input.rule.object_id;
  document["kibana.alert.rule.name"] = overrides.name;
  alert.rule_position = document.size();
  document["picket"] = std::move(own);

  std::shared_ptr<const RulePart>& rule_part = rule_parts_[&input.rule];
  if (!rule_part) rule_part = std::make_shared<RulePart>(input.rule);
  alert.rule_part = rule_part;
  alert.time = input.finding.execution;
  alert.event_time = decode::parse_document_time(original_time).value_or(input.finding.event_time);
  alert.severity = overrides.severity;
  alert.risk_score = overrides.risk_score;
  alert.rule_name = overrides.name;
  alert.rule = &input.rule;
  alert.event_key = input.finding.event;
  return alert;
}

json::Object Alert::document() const {
  if (!rule_part) return event;
  json::Object whole;
  whole.reserve(event.size() + rule_part->members().size());
  const auto add_rule_part = [&] {
    for (const auto& member : rule_part->members()) whole[member.key()] = member.value();
  };
  std::size_t position = 0;
  for (const auto& member : event) {
    if (position++ == rule_position) add_rule_part();
    whole[member.key()] = member.value();
  }
  if (position <= rule_position) add_rule_part();
  return whole;
}

std::string Alert::text() const {
  if (!rule_part) return json::serialize(event);
  if (overlaps(event, *rule_part)) return json::serialize(document());
  std::string out;
  out.reserve(rule_part->text().size() + kUsualEventBytes);
  std::size_t position = 0;
  const auto add_rule_part = [&] { out.append(out.empty() ? "{" : ",").append(rule_part->text()); };
  for (const auto& member : event) {
    if (position++ == rule_position) add_rule_part();
    out += out.empty() ? '{' : ',';
    json::append_string(out, {member.key().data(), member.key().size()});
    out += ':';
    out += json::serialize(member.value());
  }
  if (position <= rule_position) add_rule_part();
  return out += '}';
}

}  // namespace picket::alert
