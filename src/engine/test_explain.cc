// SPDX-License-Identifier: Apache-2.0
#include "engine/test_explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "engine/index_pattern.h"
#include "match/evaluate.h"
#include "match/explain.h"

namespace picket::engine {
namespace {

constexpr std::size_t kMaxShownTerms = 5;

std::string text_of(const detect::Terms& terms) {
  std::vector<std::string> texts;
  for (const detect::Term& term : terms) texts.push_back(printable(json::serialize(detect::to_json(term))));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string text_of(const match::Reason& reason) {
  const std::string atom = printable(reason.atom);
  if (reason.holds) return fmt::format("{} must not hold, found {}", atom, reason.found);
  if (reason.missing) return fmt::format("{} has no value to test", atom);
  return reason.found.empty() ? fmt::format("{} does not hold", atom)
                              : fmt::format("{} does not hold, found {}", atom, reason.found);
}

}  // namespace

TestExplainer::TestExplainer(TestTimeline& timeline, const PreparedRule& prepared, const compile::Bound& query,
                             const TestRun& run)
    : timeline_(timeline),
      prepared_(prepared),
      query_(query),
      run_(run),
      schedule_(*prepared.rule),
      groups_(timeline, prepared, run, by_term_) {
  by_term_.resize(run.terms.size());
  for (std::size_t record = 0; record < run.sightings.size(); ++record) {
    if (!run.sightings[record]) continue;
    for (const std::uint32_t term : run.sightings[record]->terms) by_term_[term].push_back(record);
  }
  for (std::vector<std::size_t>& records : by_term_) {
    std::ranges::sort(records, [&](std::size_t a, std::size_t b) { return comes_before(a, b); });
  }
}

// The order in which a first-seen rule takes events: by time, then by id.
bool TestExplainer::comes_before(std::size_t a, std::size_t b) const {
  const Sighting& first = *run_.sightings[a];
  const Sighting& second = *run_.sightings[b];
  return std::tie(first.time, first.key, a) < std::tie(second.time, second.key, b);
}

Timestamp TestExplainer::history_start(Timestamp execution) const {
  return prepared_.rule->new_terms->history_start->evaluate(schedule_.window(execution).to);
}

std::string TestExplainer::place_of(std::size_t record) const {
  return fmt::format("{} at {}", timeline_.name_of(record), format_iso8601(run_.sightings[record]->time));
}

Silence TestExplainer::why_silent(std::size_t record) {
  const std::optional<Sighting>& sighting = run_.sightings[record];
  if (!sighting) return {why_not_selected(record), {}};
  if (sighting->original != record) {
    return {fmt::format("it is the same event as {}", place_of(sighting->original)),
            {timeline_.event_of(sighting->original)}};
  }
  if (!schedule_.seen_by(sighting->time)) {
    return {fmt::format("at {} it falls between the windows of the rule's executions (every {}, from {} to {})",
                        format_iso8601(sighting->time), prepared_.rule->interval_text, prepared_.rule->from_text,
                        prepared_.rule->to_text),
            {}};
  }
  if (prepared_.rule->new_terms) {
    Silence silence = why_old(record);
    if (!silence.text.empty()) return silence;
  }
  Silence silence = why_ungrouped(record);
  if (silence.text.empty() && prepared_.threat) silence.text = why_no_threat(record);
  if (silence.text.empty()) silence.text = why_not_taken();
  return silence;
}

// Of a rule whose alerts stand for groups.
Silence TestExplainer::why_ungrouped(std::size_t record) {
  const Sighting& sighting = *run_.sightings[record];
  const rule::Rule& rule = *prepared_.rule;
  if (rule.threshold) {
    if (sighting.terms.empty()) return {why_no_term(), {}};
    if (const std::optional<std::size_t> alert = groups_.counted_by(record)) {
      return {fmt::format("the alert on {} counted it", place_of(run_.alerts[*alert].record)), {}};
    }
  }
  if (rule.suppression) {
    if (const auto document = decoder_.document(timeline_.text_of(record))) {
      if (std::string text = groups_.suppressed_into(record, document->source); !text.empty()) return {text, {}};
    }
  }
  return {rule.threshold ? groups_.below_threshold(record) : std::string(), {}};
}

std::string TestExplainer::why_no_term() const {
  std::vector<std::string> names;
  for (const detect::TermField& field : prepared_.terms) names.push_back(field.name);
  return fmt::format("no value of {} can be a term", join(names, ", "));
}

std::string TestExplainer::why_not_selected(std::size_t record) {
  const auto document = decoder_.document(timeline_.text_of(record));
  if (!document) return fmt::format("the record cannot be read: {}", decode::to_string(document.error()));
  const rule::Rule& rule = *prepared_.rule;
  if (!sees_index(rule::effective_index(rule), document->index)) {
    return fmt::format("its index {} is none of the rule's ({})", printable(document->index),
                       join(rule::effective_index(rule), ", "));
  }
  if (match::evaluate(*prepared_.selection, document->source)) {
    for (const AppliedException& item : prepared_.exceptions) {
      if (match::evaluate(*item.condition, document->source)) {
        return fmt::format("exception item {} of list {} silences it", printable(item.item_id),
                           printable(item.list_id));
      }
    }
  }
  std::vector<std::string> reasons;
  for (const match::Reason& reason : match::explain(query_, document->source)) reasons.push_back(text_of(reason));
  if (!reasons.empty()) return fmt::format("the query does not select it: {}", join(reasons, "; "));
  for (const detect::TermField& field : prepared_.terms) {
    if (event::all_texts(document->source, field.name).empty()) {
      return fmt::format("{} has no value, so there is no term", field.name);
    }
  }
  return "the query selects it, but it has no time by which the rule could judge it";
}

// An event is old at an execution when the history there, which begins before the window, has its term already.
Silence TestExplainer::why_old(std::size_t record) const {
  const Sighting& sighting = *run_.sightings[record];
  if (sighting.terms.empty()) return {why_no_term(), {}};
  const std::optional<detect::Executions> executions = schedule_.seen_by(sighting.time, true);
  if (!executions) return {"it only ever lies on the lower bound of the rule's window, which does not count", {}};
  const Timestamp history = history_start(executions->first);
  Silence silence;
  std::vector<std::string> texts;
  for (const std::uint32_t term : sighting.terms) {
    std::vector<std::size_t> earlier;
    for (const std::size_t other : by_term_[term]) {
      if (!comes_before(other, record)) break;
      if (run_.sightings[other]->time >= history) earlier.push_back(other);
    }
    if (earlier.empty()) continue;
    for (const std::size_t other : earlier) silence.seen_in.insert(timeline_.event_of(other));
    if (texts.size() == kMaxShownTerms) continue;
    texts.push_back(fmt::format("its term {} was seen in {}{}", text_of(run_.terms[term]), place_of(earlier.front()),
                                earlier.size() == 1 ? "" : fmt::format(" and {} more times", earlier.size() - 1)));
  }
  silence.text = join(texts, "; ");
  return silence;
}

std::string TestExplainer::why_no_threat(std::size_t record) {
  const Sighting& sighting = *run_.sightings[record];
  if (sighting.threats.empty()) {
    const auto document = decoder_.document(timeline_.text_of(record));
    std::vector<std::string> values;
    for (const detect::TermField& field : prepared_.threat->join().fields()) {
      const std::vector<std::string> texts =
          document ? event::all_texts(document->source, field.name) : std::vector<std::string>();
      values.push_back(texts.empty() ? fmt::format("{} has no value", field.name)
                                     : fmt::format("{} is {}", field.name, printable(join(texts, ", "))));
    }
    return fmt::format("no indicator fits it by the threat_mapping: {}", join(values, ", "));
  }
  const bool was_capped = std::ranges::any_of(run_.overflows, &detect::Overflowed::dropped);
  if (was_capped) return {};
  const detect::ThreatMatch& match = sighting.threats.front();
  return fmt::format("an indicator fits its {} {}, but the threat_query does not select it at that time", match.field,
                     printable(match.atomic));
}

std::string TestExplainer::why_not_taken() const {
  for (const detect::Overflowed& overflow : run_.overflows) {
    if (!overflow.dropped) continue;
    return fmt::format("the cap took it: the execution at {} found {} and max_signals is {}",
                       format_iso8601(overflow.execution), overflow.found, prepared_.rule->max_signals);
  }
  return "the query selects it, and no alert was raised on it";
}

std::string TestExplainer::why_new(const RaisedAlert& raised) const {
  const std::optional<Sighting>& sighting = run_.sightings[raised.record];
  if (!prepared_.rule->new_terms || !sighting) return {};
  const json::Value* raised_terms = json::get(raised.alert.event, "kibana.alert.new_terms");
  const Timestamp history = history_start(raised.alert.time);
  for (const std::uint32_t term : sighting->terms) {
    json::Array terms;
    for (const detect::Term& one : run_.terms[term]) terms.push_back(detect::to_json(one));
    if (raised_terms == nullptr || json::Value(terms) != *raised_terms) continue;
    const std::vector<std::size_t>& records = by_term_[term];
    const auto own = std::ranges::find_if(records, [&](std::size_t at) { return !comes_before(at, raised.record); });
    if (own == records.begin()) return "no earlier event of the test has its term";
    return fmt::format("{} had its term, but the history begins at {}", place_of(*(own - 1)), format_iso8601(history));
  }
  return {};
}

}  // namespace picket::engine
