// SPDX-License-Identifier: Apache-2.0
// Feeds detectors with made-up events: a time and the values of the rule's term fields.
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/time.h"
#include "detect/detector.h"
#include "event/columns.h"
#include "rule/rule.h"

namespace picket::detect::testing {

struct Happening {
  std::int64_t ms = 0;  // since the epoch
  std::string id;
  std::vector<std::vector<std::string>> values;  // for each of the rule's fields its values
};

inline Timestamp at(std::int64_t milliseconds) {
  return Timestamp(Duration(milliseconds));
}

inline rule::Rule make_rule(rule::RuleType type, const std::string& from, const std::string& interval,
                            const std::string& to = "now") {
  rule::Rule rule;
  rule.rule_id = rule.object_id = "rule";
  rule.type = type;
  rule.interval_text = interval;
  rule.interval = parse_interval(interval).value();
  rule.from_text = from;
  rule.from = DateMath::parse(from);
  rule.to_text = to;
  rule.to = DateMath::parse(to);
  return rule;
}

inline rule::Rule make_new_terms_rule(const std::string& history, std::size_t fields,
                                      const std::string& from = "now-9m", const std::string& interval = "5m",
                                      const std::string& to = "now") {
  rule::Rule rule = make_rule(rule::RuleType::new_terms, from, interval, to);
  rule.new_terms.emplace();
  for (std::size_t i = 0; i < fields; ++i) rule.new_terms->fields.push_back(fmt::format("field{}", i));
  rule.new_terms->history_window_start = history;
  rule.new_terms->history_start = DateMath::parse(history);
  return rule;
}

inline rule::Rule make_threshold_rule(std::int64_t value, std::size_t fields, const std::string& from = "now-9m",
                                      const std::string& interval = "5m", const std::string& to = "now") {
  rule::Rule rule = make_rule(rule::RuleType::threshold, from, interval, to);
  rule.threshold.emplace();
  rule.threshold->value = value;
  for (std::size_t i = 0; i < fields; ++i) rule.threshold->fields.push_back(fmt::format("field{}", i));
  return rule;
}

inline EventKey key_of_id(const std::string& id) {
  std::uint64_t order = 0;
  for (std::size_t i = 0; i < 8; ++i) order = order << 8U | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0U);
  return {order, hash128(id)};
}

class CountingKeeper final : public Keeper {
 public:
  explicit CountingKeeper(const std::vector<Happening>& events) : events_(events) {}
  EventKey key(const Hit& hit) override { return key_of_id(events_[hit.row].id); }
  EventHandle keep(const Hit& hit) override {
    kept.push_back(key(hit));
    return static_cast<EventHandle>(kept.size() - 1);
  }
  std::vector<EventKey> kept;

 private:
  const std::vector<Happening>& events_;
};

// The detector's findings as text, one a line: execution, event time, event, terms.
struct Replay {
  std::vector<std::string> findings;
  Outcome outcome;
};

inline std::string describe(Timestamp execution, std::int64_t time, const std::string& id,
                            const std::vector<std::string>& terms) {
  std::string text = fmt::format("{} {} {}", format_iso8601(execution), format_iso8601(at(time)), id);
  for (const std::string& term : terms) text += " " + term;
  return text;
}

// "[a,b/-] +2 START..END, last EXECUTION": the group's values, how many alerts it stands for, and when.
inline std::string describe(const Suppressed& suppressed) {
  std::string group;
  for (const GroupValue& value : suppressed.group) {
    std::string texts;
    for (const Term& term : value) texts += (texts.empty() ? "" : ",") + term.text;
    group += (group.empty() ? "" : "/") + (texts.empty() ? "-" : texts);
  }
  return fmt::format("[{}] +{} {}..{}, last {}", group, suppressed.count, format_iso8601(suppressed.start),
                     format_iso8601(suppressed.end), format_iso8601(suppressed.last_detected));
}

inline Replay replay(const rule::Rule& rule, const std::vector<Happening>& events, Coverage coverage = {}) {
  event::FieldTable table;
  event::FieldMapping keyword;
  keyword.type = event::FieldType::keyword;
  const auto field_of = [&](const std::string& name) { return TermField{name, table.add(name), keyword}; };
  RuleFields fields;
  for (const std::string& name : term_fields(rule)) fields.terms.push_back(field_of(name));
  if (const std::string name = counted_field(rule); !name.empty()) fields.counted = field_of(name);
  for (const std::string& name : suppression_fields(rule)) fields.grouped.push_back(field_of(name));
  const std::unique_ptr<Detector> detector = make_detector(rule, fields);
  CountingKeeper keeper(events);
  event::Batch batch(table.size());
  for (const Happening& happening : events) {
    event::Row& row = batch.rows.emplace_back();
    row.time = at(happening.ms);
    row.has_time = true;
    for (std::size_t i = 0; i < table.size(); ++i) {
      std::vector<event::Scalar> values;
      for (const std::string& text : happening.values[i]) values.push_back({event::Scalar::Kind::string, text});
      batch.columns[i].cells.push_back(batch.columns[i].dictionary.intern(std::span<const event::Scalar>(values)));
    }
    const Hit hit{row.time, &batch, batch.rows.size() - 1};
    detector->add(hit, keeper);
  }
  Replay result;
  result.outcome = detector->finish(coverage);
  for (const Finding& finding : result.outcome.findings) {
    std::vector<std::string> terms;
    for (const Term& term : finding.threshold ? finding.threshold->terms : finding.new_terms) {
      terms.push_back(term.text);
    }
    if (finding.threshold) {
      terms.push_back(fmt::format("x{} from {}", finding.threshold->count, format_iso8601(finding.threshold->from)));
      if (finding.threshold->cardinality) terms.push_back(fmt::format("({})", *finding.threshold->cardinality));
    } else {
      EXPECT_EQ(keeper.kept.at(finding.handle), finding.event);
    }
    if (finding.suppressed) terms.push_back(describe(*finding.suppressed));
    const auto named = std::ranges::find_if(
        events, [&](const Happening& happening) { return key_of_id(happening.id) == finding.event; });
    result.findings.push_back(
        describe(finding.execution, finding.event_time.time_since_epoch().count(), named->id, terms));
  }
  return result;
}

}  // namespace picket::detect::testing
