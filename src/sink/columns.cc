// SPDX-License-Identifier: Apache-2.0
#include "sink/columns.h"

#include <fmt/core.h>

#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "event/document.h"
#include "sink/terminal.h"

namespace picket::sink {
namespace {

using alert::Alert;

std::string text(const Alert& alert, std::string_view path) {
  return event::first_text(alert.event, path);
}

const json::Object* own(const Alert& alert, std::string_view part) {
  const json::Value* value = json::get(alert.event, "picket", part);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

std::string own_text(const Alert& alert, std::string_view part, std::string_view key) {
  const json::Object* object = own(alert, part);
  const json::Value* value = object == nullptr ? nullptr : json::get(*object, key);
  return value == nullptr ? std::string() : json::scalar_text(*value);
}

std::string time(const Alert& alert) {
  return format_iso8601(alert.event_time);
}
std::string severity(const Alert& alert) {
  return std::string(rule::to_string(alert.severity));
}
std::string risk(const Alert& alert) {
  return fmt::format("{}", alert.risk_score);
}
std::string rule_name(const Alert& alert) {
  return alert.rule_name;
}

std::string new_terms(const Alert& alert) {
  const json::Value* terms = json::get(alert.event, "kibana.alert.new_terms");
  std::string all;
  if (terms == nullptr || !terms->is_array()) return all;
  for (const json::Value& term : terms->get_array()) all += (all.empty() ? "" : ", ") + json::scalar_text(term);
  return all;
}

const json::Object* threshold_of(const Alert& alert) {
  const json::Value* result = json::get(alert.event, "kibana.alert.threshold_result");
  return result != nullptr && result->is_object() ? &result->get_object() : nullptr;
}

// "user.name=alice, source.ip=-": of a threshold rule's events, or of suppressed alerts.
std::string group(const Alert& alert) {
  const json::Object* threshold = threshold_of(alert);
  const json::Value* terms =
      threshold != nullptr ? json::get(*threshold, "terms") : json::get(alert.event, "kibana.alert.suppression.terms");
  std::string all;
  if (terms == nullptr || !terms->is_array()) return all;
  for (const json::Value& term : terms->get_array()) {
    const json::Value& value = term.at("value");
    std::string texts;
    if (value.is_array()) {
      for (const json::Value& one : value.get_array()) texts += (texts.empty() ? "" : " ") + json::scalar_text(one);
    } else if (!value.is_null()) {
      texts = json::scalar_text(value);
    }
    all += fmt::format("{}{}={}", all.empty() ? "" : ", ", json::scalar_text(term.at("field")),
                       value.is_null() ? "-" : texts);
  }
  return all;
}

std::string threshold_text(const Alert& alert, std::string_view key) {
  const json::Object* threshold = threshold_of(alert);
  const json::Value* value = threshold == nullptr ? nullptr : json::get(*threshold, key);
  return value == nullptr ? std::string() : json::scalar_text(*value);
}
std::string event_count(const Alert& alert) {
  return threshold_text(alert, "count");
}
std::string counted_from(const Alert& alert) {
  return threshold_text(alert, "from");
}
std::string cardinality(const Alert& alert) {
  const json::Object* threshold = threshold_of(alert);
  const json::Value* list = threshold == nullptr ? nullptr : json::get(*threshold, "cardinality");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) return {};
  const json::Value& first = list->get_array().front();
  return fmt::format("{} of {}", json::scalar_text(first.at("value")), json::scalar_text(first.at("field")));
}
std::string suppressed(const Alert& alert) {
  const json::Value* count = json::get(alert.event, "kibana.alert.suppression.docs_count");
  return count == nullptr ? std::string() : json::scalar_text(*count);
}

std::string caller(const Alert& alert) {
  std::string name = own_text(alert, "caller", "name");
  if (name.empty()) name = own_text(alert, "caller", "object_id");
  if (name.empty()) name = text(alert, "user.name");
  return name;
}
std::string caller_type(const Alert& alert) {
  return own_text(alert, "caller", "type");
}
std::string caller_object_id(const Alert& alert) {
  return own_text(alert, "caller", "object_id");
}
std::string caller_app_id(const Alert& alert) {
  return own_text(alert, "caller", "app_id");
}
std::string principal_id(const Alert& alert) {
  return own_text(alert, "caller", "principal_id");
}
std::string principal_type(const Alert& alert) {
  return own_text(alert, "caller", "principal_type");
}
std::string through_group(const Alert& alert) {
  return own_text(alert, "caller", "through_group");
}

std::string source_ip(const Alert& alert) {
  return text(alert, "source.ip");
}
std::string source_country(const Alert& alert) {
  return text(alert, "source.geo.country_iso_code");
}
std::string source_as(const Alert& alert) {
  const std::string number = text(alert, "source.as.number");
  const std::string name = text(alert, "source.as.organization.name");
  if (number.empty()) return name;
  return name.empty() ? "AS" + number : fmt::format("AS{} {}", number, name);
}

std::string target(const Alert& alert) {
  std::string name = own_text(alert, "target", "name");
  if (name.empty()) name = text(alert, "host.name");
  return name;
}
std::string target_child(const Alert& alert) {
  return own_text(alert, "target", "child");
}
std::string resource_group(const Alert& alert) {
  return own_text(alert, "target", "resource_group");
}
std::string subscription(const Alert& alert) {
  return own_text(alert, "target", "subscription");
}
std::string action(const Alert& alert) {
  return text(alert, "event.action");
}

std::string place(const Alert& alert) {
  const std::string file = own_text(alert, "origin", "file");
  const std::string line = own_text(alert, "origin", "line");
  return line.empty() ? file : file + ":" + line;
}
std::string reason(const Alert& alert) {
  return text(alert, "kibana.alert.reason");
}
std::string raised(const Alert& alert) {
  return format_iso8601(alert.time);
}
std::string id(const Alert& alert) {
  return alert.id;
}

constexpr AlertColumn kColumns[] = {
    {"event_time", "EVENT TIME", time},
    {"severity", "SEVERITY", severity},
    {"risk_score", "RISK", risk},
    {"rule", "RULE", rule_name},
    {"new_terms", "NEW TERM", new_terms},
    {"group", "GROUP", group},
    {"event_count", "", event_count},
    {"counted_from", "", counted_from},
    {"cardinality", "", cardinality},
    {"suppressed", "", suppressed},
    {"caller", "CALLER", caller},
    {"caller_type", "", caller_type},
    {"caller_object_id", "", caller_object_id},
    {"caller_app_id", "", caller_app_id},
    {"principal_id", "", principal_id},
    {"principal_type", "", principal_type},
    {"through_group", "", through_group},
    {"source_ip", "SOURCE", source_ip},
    {"source_country", "", source_country},
    {"source_as", "", source_as},
    {"target", "TARGET", target},
    {"target_child", "", target_child},
    {"resource_group", "", resource_group},
    {"subscription", "", subscription},
    {"action", "", action},
    {"place", "FILE:LINE", place},
    {"baseline", "", baseline_note},
    {"reason", "", reason},
    {"raised", "", raised},
    {"alert_id", "ID", id},
};

}  // namespace

std::span<const AlertColumn> alert_columns() {
  return kColumns;
}

std::string baseline_note(const alert::Alert& alert) {
  const json::Object* baseline = own(alert, "baseline");
  if (baseline == nullptr) return {};
  const json::Value* complete = json::get(*baseline, "complete");
  if (complete != nullptr && complete->is_bool() && complete->get_bool()) return {};
  const auto part = [&](std::string_view key) {
    const json::Value* value = json::get(*baseline, key);
    return rough_duration(Duration(value != nullptr && value->is_int64() ? value->get_int64() : 0));
  };
  return fmt::format("{} of {} of history", part("available_ms"), part("wanted_ms"));
}

}  // namespace picket::sink
