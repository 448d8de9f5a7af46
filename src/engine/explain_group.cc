// SPDX-License-Identifier: Apache-2.0
#include "engine/explain_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "event/document.h"

namespace picket::engine {
namespace {

constexpr std::size_t kMaxShownGroups = 5;
constexpr Timestamp kBeforeAll = Timestamp::min();

const json::Object* threshold_of(const alert::Alert& alert) {
  const json::Value* result = json::get(alert.event, "kibana.alert.threshold_result");
  return result != nullptr && result->is_object() ? &result->get_object() : nullptr;
}

std::optional<Timestamp> time_at(const json::Object& object, std::string_view key) {
  const json::Value* value = json::get(object, key);
  return value != nullptr && value->is_string() ? parse_iso8601(json::view(*value)) : std::nullopt;
}

std::string text_of(const std::vector<detect::TermField>& fields, const detect::Terms& terms) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    texts.push_back(fmt::format("{}={}", fields[i].name, printable(json::serialize(detect::to_json(terms[i])))));
  }
  return texts.empty() ? "the rule's events" : "its group " + fmt::format("{}", fmt::join(texts, ", "));
}

// Whether a document has the value, or all of the values, that suppression groups by.
bool has_value(const json::Object& document, const std::string& field, const json::Value& value) {
  std::vector<std::string> found = event::all_texts(document, field);
  if (value.is_null()) return found.empty();
  if (!value.is_array()) return std::ranges::find(found, json::scalar_text(value)) != found.end();
  std::vector<std::string> wanted;
  for (const json::Value& one : value.get_array()) wanted.push_back(json::scalar_text(one));
  std::ranges::sort(found);
  std::ranges::sort(wanted);
  return found == wanted;
}

}  // namespace

json::Array group_of(const alert::Alert& alert) {
  const json::Object* threshold = threshold_of(alert);
  const json::Value* terms =
      threshold != nullptr ? json::get(*threshold, "terms") : json::get(alert.event, "kibana.alert.suppression.terms");
  json::Array values;
  if (terms == nullptr || !terms->is_array()) return values;
  for (const json::Value& term : terms->get_array()) values.push_back(term.at("value"));
  return values;
}

GroupExplainer::GroupExplainer(const TestTimeline& timeline, const PreparedRule& prepared, const TestRun& run,
                               const std::vector<std::vector<std::size_t>>& by_term)
    : timeline_(timeline), prepared_(prepared), run_(run), by_term_(by_term), schedule_(*prepared.rule) {
  for (const RaisedAlert& raised : run.alerts) alert_terms_.push_back(term_of(raised.alert));
}

std::optional<std::uint32_t> GroupExplainer::term_of(const alert::Alert& alert) const {
  if (threshold_of(alert) == nullptr) return std::nullopt;
  const json::Array group = group_of(alert);
  for (std::uint32_t term = 0; term < run_.terms.size(); ++term) {
    json::Array values;
    for (const detect::Term& one : run_.terms[term]) values.push_back(detect::to_json(one));
    if (values == group) return term;
  }
  return std::nullopt;
}

std::optional<std::size_t> GroupExplainer::counted_by(std::size_t record) const {
  const std::optional<Sighting>& sighting = run_.sightings[record];
  if (!sighting) return std::nullopt;
  for (std::size_t i = 0; i < run_.alerts.size(); ++i) {
    if (!alert_terms_[i] || std::ranges::find(sighting->terms, *alert_terms_[i]) == sighting->terms.end()) continue;
    const std::optional<Timestamp> from = time_at(*threshold_of(run_.alerts[i].alert), "from");
    if (from && *from <= sighting->time && sighting->time <= run_.alerts[i].alert.event_time) return i;
  }
  return std::nullopt;
}

std::string GroupExplainer::below_threshold(std::size_t record) const {
  std::vector<std::string> texts;
  for (const std::uint32_t term : run_.sightings[record]->terms) {
    if (texts.size() == kMaxShownGroups) break;
    if (std::string text = below_threshold(record, term); !text.empty()) texts.push_back(std::move(text));
  }
  return join(texts, "; ");
}

// Of the executions that see the record, the one that counts most of its group says how far it got.
std::string GroupExplainer::below_threshold(std::size_t record, std::uint32_t term) const {
  const Sighting& sighting = *run_.sightings[record];
  const std::optional<detect::Executions> seen = schedule_.seen_by(sighting.time);
  if (!seen) return {};
  const RaisedAlert* claimer = nullptr;  // the last alert of the group before the record
  for (std::size_t i = 0; i < run_.alerts.size(); ++i) {
    const RaisedAlert& raised = run_.alerts[i];
    if (alert_terms_[i] != term || raised.alert.event_time >= sighting.time) continue;
    if (claimer == nullptr || claimer->alert.event_time < raised.alert.event_time) claimer = &raised;
  }
  const Timestamp claimed = claimer == nullptr ? kBeforeAll : claimer->alert.event_time;
  std::vector<Timestamp> times;  // of the group's events, each once
  for (const std::size_t other : by_term_[term]) {
    if (run_.sightings[other]->original == other) times.push_back(run_.sightings[other]->time);
  }
  const auto until = [&](Timestamp time) { return std::ranges::upper_bound(times, time) - times.begin(); };
  const auto before = [&](Timestamp time) { return std::ranges::lower_bound(times, time) - times.begin(); };
  std::ptrdiff_t most = 0;
  Timestamp best = seen->first;
  for (const Timestamp time : times) {
    const std::optional<detect::Executions> executions = schedule_.seen_by(time);
    if (!executions || executions->first < seen->first || executions->first > seen->last) continue;
    const detect::Window window = schedule_.window(executions->first);
    const std::ptrdiff_t counted = until(window.to) - std::max(before(window.from), until(claimed));
    if (counted <= most) continue;
    most = counted;
    best = executions->first;
  }
  const rule::Threshold& threshold = *prepared_.rule->threshold;
  const std::string where = fmt::format(" in the window of the execution at {}", format_iso8601(best));
  std::string text = text_of(prepared_.terms, run_.terms[term]);
  if (most < threshold.value) {
    text += fmt::format(" had {} event{}{}, fewer than {}", most, most == 1 ? "" : "s", where, threshold.value);
  } else {
    if (!prepared_.counted) return {};
    const std::size_t distinct = distinct_values(term, claimed, schedule_.window(best));
    text += fmt::format(" had {} distinct value{} of {}{}, fewer than {}", distinct, distinct == 1 ? "" : "s",
                        prepared_.counted->name, where, threshold.cardinality.front().value);
  }
  if (claimer != nullptr) {
    text += fmt::format(", without those that the alert at {} had counted already", format_iso8601(claimed));
  }
  return text;
}

std::size_t GroupExplainer::distinct_values(std::uint32_t term, Timestamp after, const detect::Window& window) const {
  std::set<std::string> values;
  for (const std::size_t record : by_term_[term]) {
    const Sighting& sighting = *run_.sightings[record];
    if (sighting.time <= after || !window.contains(sighting.time)) continue;
    values.insert(sighting.counted.begin(), sighting.counted.end());
  }
  return values.size();
}

std::string GroupExplainer::suppressed_into(std::size_t record, const json::Object& document) const {
  const Timestamp time = run_.sightings[record]->time;
  for (const RaisedAlert& raised : run_.alerts) {
    const json::Object& alert = raised.alert.event;
    const json::Value* terms = json::get(alert, "kibana.alert.suppression.terms");
    const std::optional<Timestamp> start = time_at(alert, "kibana.alert.suppression.start");
    const std::optional<Timestamp> end = time_at(alert, "kibana.alert.suppression.end");
    if (terms == nullptr || !start || !end || time < *start || time > *end) continue;
    const bool is_of_group = std::ranges::all_of(terms->get_array(), [&](const json::Value& term) {
      return has_value(document, json::scalar_text(term.at("field")), term.at("value"));
    });
    if (!is_of_group) continue;
    return fmt::format("it is suppressed into the alert of {} at {} (group {})", timeline_.name_of(raised.record),
                       format_iso8601(timeline_.time_of(raised.record)),
                       printable(json::serialize(json::Value(group_of(raised.alert)))));
  }
  return {};
}

}  // namespace picket::engine
