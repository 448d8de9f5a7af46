// SPDX-License-Identifier: Apache-2.0
#include "engine/rule_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "engine/bind_rule.h"
#include "engine/explain_group.h"
#include "engine/prepare.h"
#include "engine/test_explain.h"
#include "engine/test_indicators.h"
#include "engine/test_run.h"
#include "engine/test_timeline.h"
#include "event/document.h"
#include "rule/load.h"

namespace picket::engine {
namespace {

constexpr std::uint32_t kShuffleSeed = 20260101;
// Sizes of the batches in which the engine gets the records: many at once, and odd few when they are shuffled.
constexpr std::size_t kManyRecords = 1000;
constexpr std::size_t kFewRecords = 7;

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// A number is equal however it is written: 47 and 47.0.
bool equals(const json::Value& wanted, std::string_view found) {
  const std::string text = json::scalar_text(wanted);
  if (text == found) return true;
  return wanted.is_number() && number_of(found) && number_of(found) == number_of(text);
}

bool equal(const json::Array& wanted, const std::vector<std::string>& found) {
  return std::ranges::equal(wanted, found, [](const json::Value& a, const std::string& b) { return equals(a, b); });
}

void add_bounded(std::vector<std::string>& messages, std::size_t& count, std::string text) {
  if (count++ < kMaxTestMessages) messages.push_back(std::move(text));
}

void finish_bounded(std::vector<std::string>& messages, std::size_t count) {
  if (count > messages.size()) messages.push_back(fmt::format("and {} more", count - messages.size()));
}

// A rule made ready for one moment: relative dates in its query count from there.
struct ReadyRule {
  PreparedRules prepared;
  compile::Bound query;
  const PreparedRule& rule() const { return prepared.rules.front(); }
};

class TestJudge {
 public:
  TestJudge(const rule::RuleTest& test, const ReadyRule& ready, TestTimeline& timeline)
      : test_(test), ready_(ready), timeline_(timeline) {}

  TestResult run() {
    std::vector<std::size_t> order(timeline_.size());
    std::iota(order.begin(), order.end(), 0U);
    Result<TestRun> run = run_timeline(timeline_, ready_.prepared, order, kManyRecords);
    if (!run) {
      fail(run.error().message);
    } else {
      run_ = std::move(*run);
      explainer_.emplace(timeline_, ready_.rule(), ready_.query, run_);
      compare();
      check_readable();
      check_reasons();
      explain();
      std::ranges::shuffle(order, std::mt19937(kShuffleSeed));
      compare_with(run_timeline(timeline_, ready_.prepared, order, kFewRecords));
    }
    finish_bounded(result_.failures, failures_);
    return std::move(result_);
  }

 private:
  void fail(std::string text) { add_bounded(result_.failures, failures_, std::move(text)); }

  std::string describe(const RaisedAlert& raised) const {
    std::string text =
        fmt::format("{} at {}", timeline_.name_of(raised.record), format_iso8601(timeline_.time_of(raised.record)));
    if (const json::Value* terms = json::get(raised.alert.event, "kibana.alert.new_terms")) {
      text += " with new_terms " + json::serialize(*terms);
    }
    if (const json::Array group = group_of(raised.alert); !group.empty()) {
      text += " of the group " + json::serialize(json::Value(group));
    }
    return text;
  }

  // The record that stands for all that are the same event.
  std::size_t original(std::size_t record) const {
    return run_.sightings[record] ? run_.sightings[record]->original : record;
  }

  bool is_meant(const rule::ExpectedAlert& expected, const RaisedAlert& raised) const {
    if (expected.at && timeline_.time_of(raised.record) != *expected.at) return false;
    if (!expected.event) return true;
    // Of a group of events it is the last, whichever repetition that was.
    if (ready_.rule().rule->threshold) return timeline_.event_of(raised.record) == *expected.event;
    const std::size_t first = timeline_.first_record(*expected.event);
    if (!expected.at) return original(first) == raised.record;
    for (std::size_t record = first; record < first + timeline_.count(*expected.event); ++record) {
      if (original(record) == raised.record) return true;
    }
    return false;
  }

  static std::vector<std::string> texts_of(const json::Array& values) {
    std::vector<std::string> texts;
    for (const json::Value& value : values) {
      if (value.is_array()) {
        texts.push_back(join(texts_of(value.get_array()), ", "));
      } else {
        texts.push_back(value.is_null() ? std::string() : json::scalar_text(value));
      }
    }
    return texts;
  }

  static bool has_terms(const rule::ExpectedAlert& expected, const RaisedAlert& raised) {
    if (expected.group && !equal(*expected.group, texts_of(group_of(raised.alert)))) return false;
    if (!expected.new_terms) return true;
    const json::Value* terms = json::get(raised.alert.event, "kibana.alert.new_terms");
    return terms != nullptr && terms->is_array() && equal(*expected.new_terms, texts_of(terms->get_array()));
  }

  static bool has_count(const std::optional<std::int64_t>& wanted, const json::Value* found) {
    return !wanted || (found != nullptr && json::scalar_text(*found) == fmt::format("{}", *wanted));
  }
  static const json::Value* event_count(const RaisedAlert& raised) {
    return json::get(raised.alert.event, "kibana.alert.threshold_result", "count");
  }
  static const json::Value* suppressed(const RaisedAlert& raised) {
    return json::get(raised.alert.event, "kibana.alert.suppression.docs_count");
  }

  static bool has_field(const json::Value& wanted, const std::vector<std::string>& values) {
    if (wanted.is_array()) return equal(wanted.get_array(), values);
    return std::ranges::any_of(values, [&](const std::string& value) { return equals(wanted, value); });
  }

  static bool has_fields(const rule::ExpectedAlert& expected, const RaisedAlert& raised) {
    if (!has_count(expected.count, event_count(raised)) || !has_count(expected.suppressed, suppressed(raised))) {
      return false;
    }
    return std::ranges::all_of(expected.fields, [&](const auto& field) {
      return has_field(field.second, event::all_texts(raised.alert.document(), field.first));
    });
  }

  // One event may raise several alerts. Each expectation first takes the alert that fits it wholly; what is left takes
  // one of its event, so that a wrong term or field is said as such.
  void compare() {
    std::vector<std::optional<std::size_t>> taken(test_.expected.size());
    std::vector<std::size_t> choosiest_first(test_.expected.size());
    std::iota(choosiest_first.begin(), choosiest_first.end(), 0U);
    std::ranges::stable_sort(choosiest_first, std::ranges::greater(), [&](std::size_t i) {
      const rule::ExpectedAlert& expected = test_.expected[i];
      return std::tuple(expected.new_terms.has_value() + expected.group.has_value(),
                        expected.count.has_value() + expected.suppressed.has_value(), expected.fields.size());
    });
    std::vector<bool> used(run_.alerts.size(), false);
    for (int leniency = 0; leniency < 3; ++leniency) {
      for (const std::size_t i : choosiest_first) {
        const rule::ExpectedAlert& expected = test_.expected[i];
        for (std::size_t j = 0; j < run_.alerts.size() && !taken[i]; ++j) {
          const RaisedAlert& raised = run_.alerts[j];
          if (used[j] || !is_meant(expected, raised) || (leniency < 2 && !has_terms(expected, raised)) ||
              (leniency < 1 && !has_fields(expected, raised))) {
            continue;
          }
          taken[i] = j;
          used[j] = true;
        }
      }
    }
    for (std::size_t i = 0; i < test_.expected.size(); ++i) {
      if (taken[i]) {
        check(test_.expected[i], run_.alerts[*taken[i]]);
      } else {
        missing(test_.expected[i]);
      }
    }
    for (std::size_t j = 0; j < run_.alerts.size(); ++j) {
      if (used[j]) continue;
      const std::string reason = explainer_->why_new(run_.alerts[j]);
      fail(fmt::format("unexpected alert: {}{}", describe(run_.alerts[j]), reason.empty() ? "" : ": " + reason));
    }
  }

  void missing(const rule::ExpectedAlert& expected) {
    std::optional<std::size_t> record;
    if (!expected.event && !expected.at) {
      fail(fmt::format("missing alert: none of the group {}", json::serialize(json::Value(*expected.group))));
      return;
    }
    for (std::size_t i = 0; i < timeline_.size() && !record; ++i) {
      const bool event = !expected.event || timeline_.event_of(i) == *expected.event;
      if (event && (!expected.at || timeline_.time_of(i) == *expected.at)) record = i;
    }
    if (!record) {
      fail(fmt::format("missing alert: event {} does not happen at {}", *expected.event + 1,
                       format_iso8601(*expected.at)));
      return;
    }
    const std::string name =
        fmt::format("{} at {}", timeline_.name_of(*record), format_iso8601(timeline_.time_of(*record)));
    if (const auto count = std::ranges::count(run_.alerts, *record, &RaisedAlert::record); count > 0) {
      fail(fmt::format("missing alert: {} raised {}, and more are expected", name, count));
    } else {
      fail(fmt::format("missing alert: {}: {}", name, explainer_->why_silent(*record).text));
      explained_.insert(*record);
    }
  }

  void check(const rule::ExpectedAlert& expected, const RaisedAlert& raised) {
    if (!has_terms(expected, raised)) {
      fail(fmt::format("{}: expected {} {}", describe(raised), expected.new_terms ? "new_terms" : "the group",
                       json::serialize(json::Value(expected.new_terms ? *expected.new_terms : *expected.group))));
    }
    const auto check_count = [&](std::string_view what, const std::optional<std::int64_t>& wanted,
                                 const json::Value* found) {
      if (has_count(wanted, found)) return;
      fail(fmt::format("{}: expected {} {}, found {}", describe(raised), *wanted, what,
                       found == nullptr ? "no count" : json::scalar_text(*found)));
    };
    check_count("events", expected.count, event_count(raised));
    check_count("suppressed alerts", expected.suppressed, suppressed(raised));
    for (const auto& [field, wanted] : expected.fields) {
      const std::vector<std::string> values = event::all_texts(raised.alert.document(), field);
      if (has_field(wanted, values)) continue;
      fail(fmt::format("{}: expected {} = {}, found {}", describe(raised), field, json::serialize(wanted),
                       values.empty() ? "no value" : join(values, ", ")));
    }
  }

  bool has_reason(std::size_t event) const {
    return std::ranges::find(test_.reasons, event, &rule::ExpectedReason::event) != test_.reasons.end();
  }

  // Silence about a record that nobody could read proves nothing, unless that is what the test is about.
  void check_readable() {
    for (const RefusalSample& sample : run_.refused) {
      const auto record = static_cast<std::size_t>(sample.offset);
      if (!has_reason(timeline_.event_of(record))) {
        fail(fmt::format("{} cannot be read: {}", timeline_.name_of(record), sample.reason));
      }
    }
  }

  // The first record of an event that did not alert.
  std::optional<std::size_t> silent_record(std::size_t event) const {
    const std::size_t first = timeline_.first_record(event);
    for (std::size_t record = first; record < first + timeline_.count(event); ++record) {
      if (!alerted_[record]) return record;
    }
    return std::nullopt;
  }

  void check_reasons() {
    alerted_.assign(timeline_.size(), false);
    for (const RaisedAlert& raised : run_.alerts) alerted_[raised.record] = true;
    if (ready_.rule().rule->threshold) {
      for (std::size_t record = 0; record < timeline_.size(); ++record) {
        alerted_[record] = alerted_[record] || explainer_->is_counted(record);
      }
    }
    for (const rule::ExpectedReason& reason : test_.reasons) {
      const std::optional<std::size_t> record = silent_record(reason.event);
      if (!record) {
        fail(fmt::format("event {} alerted, so it has no reason for silence", reason.event + 1));
        continue;
      }
      const Silence silence = explainer_->why_silent(*record);
      const std::size_t failures = failures_;
      if (silence.text.find(reason.contains) == std::string::npos) {
        fail(fmt::format("{}: expected a reason with '{}', found: {}", timeline_.name_of(*record), reason.contains,
                         silence.text));
      }
      if (reason.seen_in && !silence.seen_in.contains(*reason.seen_in)) {
        fail(fmt::format("{}: expected its term to be seen in event {}, found: {}", timeline_.name_of(*record),
                         *reason.seen_in + 1, silence.text));
      }
      if (failures_ > failures) explained_.insert(*record);
    }
  }

  void explain() {
    std::size_t count = 0;
    for (std::size_t event = 0; event < test_.events.size(); ++event) {
      const std::optional<std::size_t> record = silent_record(event);
      if (!record || explained_.contains(*record)) continue;
      if (count >= kMaxTestMessages) {
        ++count;
        continue;
      }
      add_bounded(result_.explanations, count,
                  fmt::format("{}: {}", timeline_.name_of(*record), explainer_->why_silent(*record).text));
    }
    finish_bounded(result_.explanations, count);
  }

  void compare_with(const Result<TestRun>& shuffled) {
    if (!shuffled) {
      fail(shuffled.error().message);
      return;
    }
    const auto say = [&](const TestRun& some, const TestRun& others, std::string_view where) {
      for (const RaisedAlert* raised : alerts_beyond(some, others)) {
        fail(fmt::format("the order of the events changes the alerts: only {}: {}", where, describe(*raised)));
      }
    };
    say(run_, *shuffled, "in the order of the file");
    say(*shuffled, run_, "when they are shuffled");
  }

  const rule::RuleTest& test_;
  const ReadyRule& ready_;
  TestTimeline& timeline_;
  TestRun run_;
  std::optional<TestExplainer> explainer_;
  std::vector<bool> alerted_;        // by record
  std::set<std::size_t> explained_;  // records about which a failure says it all
  TestResult result_;
  std::size_t failures_ = 0;
};

// The file's rule; nullptr (and a problem) when there is not exactly one that runs.
class RuleUnderTest {
 public:
  static std::unique_ptr<RuleUnderTest> load(const rule::TestFile& file, const rule::RuleSet& lists,
                                             Diagnostics& diagnostics) {
    auto loaded = std::make_unique<RuleUnderTest>();
    loaded->rules_ = lists;
    const std::size_t errors = diagnostics.error_count();
    const std::vector<std::string> paths = {file.rule_path};
    rule::load_rules(paths, loaded->rules_, diagnostics);
    if (diagnostics.error_count() > errors) return nullptr;
    const auto problem = [&](std::string message, std::string hint = {}) {
      rule::report_file(rule::Code::test_untestable_rule, file.path, std::move(message), std::move(hint), diagnostics);
      return nullptr;
    };
    if (loaded->rules_.rules.size() != 1) {
      return problem(fmt::format("expected one rule in {}, found {}", file.rule_path, loaded->rules_.rules.size()));
    }
    loaded->indicators_ = load_test_indicators(file, diagnostics);
    if (diagnostics.error_count() > errors) return nullptr;
    if (loaded->rule().threat_match && !loaded->indicators_) {
      return problem(
          fmt::format("the rule in {} compares events with indicators, and the tests give none", file.rule_path),
          "name files or write documents: indicators = [{ threat.indicator.ip = \"192.0.2.1\" }]");
    }
    const std::optional<ReadyRule> first = loaded->make_ready(file.start, diagnostics);
    if (diagnostics.error_count() > errors) return nullptr;
    if (!first) {
      const PreparedRules prepared = prepare(loaded->rules_, file.start, diagnostics, loaded->threat_options());
      return problem(fmt::format("the rule in {} cannot run: {}", file.rule_path, prepared.rules.front().cannot_run));
    }
    return loaded;
  }

  const rule::Rule& rule() const { return rules_.rules.front(); }

  const ReadyRule& at(Timestamp start) {
    if (!ready_ || start_ != start) {
      Diagnostics known;  // the same as when the rule was loaded
      ready_ = make_ready(start, known);
      start_ = start;
    }
    return *ready_;
  }

 private:
  ThreatOptions threat_options() const { return {.indicators = indicators_ ? &*indicators_ : nullptr}; }

  std::optional<ReadyRule> make_ready(Timestamp start, Diagnostics& diagnostics) const {
    PreparedRules prepared = prepare(rules_, start, diagnostics, threat_options());
    if (!prepared.rules.front().runs()) return std::nullopt;
    Diagnostics known;  // prepare() reported them
    BoundRule bound = bind_rule(rules_.rules.front(), {rules_, start}, known);
    return ReadyRule{std::move(prepared), *std::move(bound.condition)};
  }

  rule::RuleSet rules_;
  std::optional<indicator::Set> indicators_;
  std::optional<ReadyRule> ready_;
  Timestamp start_{};
};

}  // namespace

std::vector<TestResult> run_test_file(const rule::TestFile& file, Diagnostics& diagnostics, const TestFilter& wanted,
                                      const rule::RuleSet& lists) {
  std::vector<TestResult> results;
  const std::unique_ptr<RuleUnderTest> loaded = RuleUnderTest::load(file, lists, diagnostics);
  if (!loaded) return results;
  rule::Problems problems(file.path, file.text, 1, diagnostics);
  for (const rule::RuleTest& test : file.tests) {
    if (wanted && !wanted(loaded->rule(), test)) continue;
    const auto begin = std::chrono::steady_clock::now();
    std::optional<TestTimeline> timeline = TestTimeline::make(test, problems);
    if (!timeline) continue;
    TestResult& result = results.emplace_back(TestJudge(test, loaded->at(test.start), *timeline).run());
    result.file = file.path;
    result.rule = loaded->rule().name;
    result.name = test.name;
    result.line = test.line;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  return results;
}

}  // namespace picket::engine
