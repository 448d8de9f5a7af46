// SPDX-License-Identifier: Apache-2.0
#include "sink/explain.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "event/document.h"
#include "sink/columns.h"
#include "sink/markdown.h"
#include "sink/terminal.h"

namespace picket::sink {
namespace {

// Facts of an alert that are shown when they are there: a label and a column of columns.cc.
struct Fact {
  std::string_view label;
  std::string_view column;
  std::string_view usual = {};  // the value that is not worth a line
};
constexpr Fact kFacts[] = {
    {"Alert id", "alert_id"},
    {"Raised by the run at", "raised"},
    {"Event time", "event_time"},
    {"New term", "new_terms"},
    {"Baseline", "baseline"},
    {"Group", "group"},
    {"  events counted", "event_count"},
    {"  counted since", "counted_from"},
    {"  distinct values", "cardinality"},
    {"  alerts suppressed", "suppressed"},
    {"Operation", "action"},
    {"Caller", "caller"},
    {"  type", "caller_type"},
    {"  object id", "caller_object_id"},
    {"  application id", "caller_app_id"},
    {"Principal of the role", "principal_id"},
    {"  type", "principal_type"},
    {"  caller came through a group", "through_group", "false"},
    {"Source address", "source_ip"},
    {"  country", "source_country"},
    {"  AS", "source_as"},
    {"Target", "target"},
    {"  run command or child resource", "target_child"},
    {"  resource group", "resource_group"},
    {"  subscription", "subscription"},
    {"Read from", "place"},
};
constexpr std::size_t kLabelWidth = 32;

std::string column_text(const alert::Alert& alert, std::string_view key) {
  for (const AlertColumn& column : alert_columns()) {
    if (column.key == key) return column.read(alert);
  }
  return {};
}

// A text as an item of a Markdown list. The indentation that its lines share is where the text stood in the rule's
// file, and would make it a block of code.
std::string list_item(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::vector<std::string_view> lines = split(text, '\n');
  std::size_t shared = std::string_view::npos;
  for (const std::string_view line : lines) shared = std::min(shared, line.find_first_not_of(kBlank));
  std::string item;
  for (const std::string_view line : lines) {
    if (line.find_first_not_of(kBlank) == std::string_view::npos) {
      if (!item.empty()) item += '\n';
      continue;
    }
    item += item.empty() ? "- " : "  ";
    item += line.substr(shared);
    item += '\n';
  }
  return item;
}

class Explanation {
 public:
  Explanation(const alert::Alert& alert, const Style& style) : alert_(alert), style_(style) {}

  std::string text() {
    title();
    for (const Fact& fact : kFacts) {
      if (const std::string value = column_text(alert_, fact.column); value != fact.usual) add_fact(fact.label, value);
    }
    rule();
    if (!alert_.rule->note.empty()) {
      section("Guide");
      text_ += markdown_to_terminal(alert_.rule->note, style_);
    }
    event();
    return std::move(text_);
  }

 private:
  void title() {
    const std::string severity = fmt::format("{} {}", rule::to_string(alert_.severity), alert_.risk_score);
    text_ += paint(printable(alert_.rule_name), "1", style_.color) + "  " +
             paint(severity, severity_color(alert_.severity), style_.color) + "\n";
    text_ += printable(event::first_text(alert_.event, "kibana.alert.reason")) + "\n\n";
  }

  void add_fact(std::string_view label, const std::string& value) {
    if (value.empty()) return;
    std::string padded(label);
    padded.resize(std::max(kLabelWidth, padded.size() + 1), ' ');
    text_ += paint(padded, "2", style_.color) + printable(value) + "\n";
  }

  void section(std::string_view name) {
    text_ += "\n" + paint(fmt::format("== {} ==", name), "1", style_.color) + "\n";
  }

  void rule() {
    const rule::Rule& rule = *alert_.rule;
    section("Rule");
    text_ += markdown_to_terminal(rule.description, style_) + "\n";
    add_fact("Rule id", rule.rule_id);
    add_fact("Type", std::string(rule::to_string(rule.type)));
    for (const rule::Threat& threat : rule.threat) {
      add_fact("ATT&CK tactic", fmt::format("{} {}", threat.tactic_id, threat.tactic_name));
      for (const rule::Technique& technique : threat.techniques) {
        add_fact("  technique", fmt::format("{} {}", technique.id, technique.name));
        for (const rule::Technique& sub : technique.subtechniques) {
          add_fact("  subtechnique", fmt::format("{} {}", sub.id, sub.name));
        }
      }
    }
    for (const std::string& reference : rule.references) add_fact("Reference", reference);
    std::string causes;
    for (const std::string& cause : rule.false_positives) causes += list_item(cause);
    if (causes.empty()) return;
    text_ += paint("False positives:", "2", style_.color) + "\n" + markdown_to_terminal(causes, style_);
  }

  // The source event as it was, without what the alert laid over it.
  void event() {
    section("Event");
    json::Object source;
    for (const auto& member : alert_.event) {
      const std::string_view key(member.key().data(), member.key().size());
      if (key == "picket" || key.starts_with("kibana.") || key == "event.kind") continue;
      source[member.key()] = member.value();
    }
    source["@timestamp"] = format_iso8601(alert_.event_time);
    const std::string pretty = json::serialize_pretty(json::Value(std::move(source)));
    for (const std::string_view line : split(pretty, '\n')) text_ += printable(line) + "\n";
  }

  const alert::Alert& alert_;
  const Style& style_;
  std::string text_;
};

}  // namespace

std::string explain_alert(const alert::Alert& alert, const Style& style) {
  return Explanation(alert, style).text();
}

}  // namespace picket::sink
