// SPDX-License-Identifier: Apache-2.0
#include "engine/test_run.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "detect/term.h"
#include "engine/detection.h"
#include "source/record.h"

namespace picket::engine {
namespace {

// The records' offsets are their numbers: that is how they are known again.
void feed(TestTimeline& timeline, std::span<const std::size_t> order, std::size_t batch, Pipeline& pipeline) {
  const source::FileInfo file{.path = "test", .index = 0, .compression = ""};
  pipeline.on_file(file);
  std::vector<std::string> texts;
  std::vector<source::Record> records;
  for (std::size_t begin = 0; begin < order.size(); begin += batch) {
    texts.clear();
    records.clear();
    for (const std::size_t record : order.subspan(begin, std::min(batch, order.size() - begin))) {
      texts.push_back(timeline.text_of(record));
      texts.back().append(source::kPadding, '\0');
      const auto line = static_cast<std::uint32_t>(timeline.event_of(record) + 1);
      records.push_back({.bytes = {}, .offset = record, .line = line});
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {  // the texts have their final place only now
      records[i].bytes = std::string_view(texts[i]).substr(0, texts[i].size() - source::kPadding);
    }
    pipeline.on_records(file, records);
  }
}

// Remembers what the detector gets.
class Witness {
 public:
  explicit Witness(TestRun& run) : run_(run) {}

  void see(const PreparedRule& rule, const detect::Hit& hit, const detect::EventKey& key) {
    Sighting sighting{.time = hit.time, .key = key, .original = 0, .terms = {}, .counted = {}, .threats = {}};
    detect::Combinations found;
    const bool is_threshold = rule.rule->threshold.has_value();
    if (is_threshold || !rule.terms.empty()) found = detect::combinations(rule.terms, *hit.batch, hit.row);
    if (rule.counted) {
      for (const detect::Term& term : detect::terms_of(*rule.counted, *hit.batch, hit.row)) {
        sighting.counted.push_back(detect::key_of({term}));
      }
    }
    if (rule.threat) {
      if (!matcher_) matcher_.emplace(rule.threat->join());
      sighting.threats = matcher_->match(*hit.batch, hit.row, {});
    }
    for (detect::Terms& terms : found.list) {
      const auto [place, is_new] = known_.try_emplace(detect::key_of(terms), run_.terms.size());
      if (is_new) run_.terms.push_back(std::move(terms));
      sighting.terms.push_back(static_cast<std::uint32_t>(place->second));
    }
    run_.sightings[hit.batch->rows[hit.row].offset] = std::move(sighting);
  }

 private:
  TestRun& run_;
  std::optional<detect::ThreatMatcher> matcher_;  // of the one rule
  std::unordered_map<std::string, std::size_t> known_;
};

// The first record of each event.
std::map<detect::EventKey, std::size_t> find_originals(TestRun& run) {
  std::map<detect::EventKey, std::size_t> first;
  for (std::size_t record = 0; record < run.sightings.size(); ++record) {
    std::optional<Sighting>& sighting = run.sightings[record];
    if (sighting) sighting->original = first.try_emplace(sighting->key, record).first->second;
  }
  return first;
}

std::string signature(const RaisedAlert& raised) {
  json::Object document = raised.alert.document();
  json::Value* own = document.if_contains("picket");
  if (own != nullptr && own->is_object()) own->get_object().erase("origin");
  return json::serialize(document);
}

}  // namespace

Result<TestRun> run_timeline(TestTimeline& timeline, const PreparedRules& prepared, std::span<const std::size_t> order,
                             std::size_t batch) {
  TestRun run;
  run.sightings.resize(timeline.size());
  Witness witness(run);
  Detection detection(prepared);
  detection.observe([&](const PreparedRule& rule, const detect::Hit& hit, const detect::EventKey& key) {
    witness.see(rule, hit, key);
  });
  Pipeline pipeline(prepared.fields, prepared.program, {}, detection);
  feed(timeline, order, batch, pipeline);
  run.refused = pipeline.finish().samples;
  const std::map<detect::EventKey, std::size_t> originals = find_originals(run);

  const auto reports = detection.finish(pipeline, {}, [&](const alert::Alert& alert) {
    const auto original = originals.find(alert.event_key);
    PICKET_CHECK(original != originals.end(), "an alert is about an event that its detector got");
    run.alerts.push_back({original->second, alert});
  });
  if (!reports) return std::unexpected(reports.error());
  for (const RuleReport& report : *reports) {
    run.overflows.insert(run.overflows.end(), report.overflows.begin(), report.overflows.end());
  }
  std::ranges::stable_sort(run.alerts, {},
                           [&](const RaisedAlert& one) { return std::pair(timeline.time_of(one.record), one.record); });
  return run;
}

std::vector<const RaisedAlert*> alerts_beyond(const TestRun& run, const TestRun& other) {
  std::multiset<std::string> known;
  for (const RaisedAlert& raised : other.alerts) known.insert(signature(raised));
  std::vector<const RaisedAlert*> beyond;
  for (const RaisedAlert& raised : run.alerts) {
    const auto found = known.find(signature(raised));
    if (found == known.end()) {
      beyond.push_back(&raised);
    } else {
      known.erase(found);
    }
  }
  return beyond;
}

}  // namespace picket::engine
