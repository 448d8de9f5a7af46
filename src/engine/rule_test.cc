// SPDX-License-Identifier: Apache-2.0
#include "engine/rule_test.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "compile/bind_kql.h"
#include "engine/detection.h"
#include "engine/index_pattern.h"
#include "engine/pipeline.h"
#include "engine/prepare.h"
#include "lang/kql/parser.h"
#include "match/evaluate.h"
#include "match/explain.h"
#include "source/input.h"

namespace picket::engine {
namespace {

// The members that hold a record's time, in the order in which they are looked for.
constexpr std::string_view kTimeMembers[] = {"time", "eventTimestamp", "eventTime", "TimeGenerated", "@timestamp"};
constexpr std::uint32_t kShuffleSeed = 20260101;

void set_time(json::Object& record, Timestamp time) {
  std::string_view member = kTimeMembers[0];
  for (const std::string_view candidate : kTimeMembers) {
    if (record.contains(candidate)) {
      member = candidate;
      break;
    }
  }
  record[member] = format_iso8601(time);
}

// One record of a file.
class OneRecord final : public source::RecordConsumer {
 public:
  explicit OneRecord(std::int64_t wanted) : wanted_(wanted) {}
  void on_records(const source::FileInfo& /*file*/, std::span<const source::Record> records) override {
    for (const source::Record& record : records) {
      if (++seen_ == wanted_) found = std::string(record.bytes);
    }
  }
  void on_refusal(const source::Refusal& /*refusal*/) override {}
  bool wants_more() override { return !found; }
  std::optional<std::string> found;

 private:
  std::int64_t wanted_;
  std::int64_t seen_ = 0;
};

struct Raised {
  std::size_t event;
  Timestamp time;  // the event's
  alert::Alert alert;
};

struct Explanation {
  std::string text;
  std::optional<std::size_t> seen_in;
};

class FileRunner {
 public:
  FileRunner(const PreparedRules& prepared, const compile::Bound& query) : prepared_(prepared), query_(query) {}

  TestResult run(const rule::RuleTest& test) {
    const auto start = std::chrono::steady_clock::now();
    result_ = {};
    test_ = &test;
    result_.name = test.name;
    result_.line = test.line;
    if (make_records()) {
      std::vector<std::size_t> order(records_.size());
      std::iota(order.begin(), order.end(), 0U);
      const std::vector<Raised> raised = raise(order);
      compare(raised);
      explain(raised);
      std::ranges::shuffle(order, std::mt19937(kShuffleSeed));
      if (ids_of(raise(order)) != ids_of(raised)) fail("in another order the same events raise other alerts");
    }
    result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(result_);
  }

 private:
  struct TestRecord {
    std::size_t event;  // of the test
    std::string text;   // padded
    std::size_t length;
    std::string_view bytes() const { return {text.data(), length}; }
  };

  void fail(std::string text) { result_.failures.push_back(std::move(text)); }

  bool make_records() {
    records_.clear();
    for (std::size_t i = 0; i < test_->events.size(); ++i) {
      const rule::TestEvent& event = test_->events[i];
      json::Object record = event.record;
      if (!event.file.empty()) {
        OneRecord reader(event.line);
        const std::vector<std::string> paths = {event.file};
        source::read_inputs(paths, {}, reader);
        const auto parsed = reader.found ? json::parse(*reader.found) : fail_record(event);
        if (!parsed || !parsed->is_object()) {
          fail(fmt::format("event {}: {} has no record {}", i + 1, printable(event.file), event.line));
          return false;
        }
        record = parsed->get_object();
      }
      for (std::int64_t n = 0; n < event.count; ++n) {
        set_time(record, event.at + event.every * n);
        std::string text = json::serialize(record);
        const std::size_t length = text.size();
        text.append(source::kPadding, '\0');
        records_.push_back({i, std::move(text), length});
      }
    }
    return true;
  }

  static Result<json::Value> fail_record(const rule::TestEvent& event) { return picket::fail(event.file); }

  std::vector<Raised> raise(const std::vector<std::size_t>& order) {
    Detection detection(prepared_);
    Pipeline pipeline(prepared_.fields, prepared_.program, {}, detection);
    const source::FileInfo file{.path = "test", .index = 0, .compression = ""};
    pipeline.on_file(file);
    for (const std::size_t i : order) {
      // The line says which event it is; the offset tells repetitions apart.
      const source::Record record{
          .bytes = records_[i].bytes(), .offset = i, .line = static_cast<std::uint32_t>(records_[i].event + 1)};
      pipeline.on_records(file, {&record, 1});
    }
    pipeline.finish();
    std::vector<Raised> raised;
    const auto reports = detection.finish(pipeline, {}, [&](const alert::Alert& alert) {
      const json::Value* line = json::get(alert.document, "picket", "origin", "line");
      raised.push_back({static_cast<std::size_t>(line->to_number<std::uint32_t>()) - 1, alert.event_time, alert});
    });
    PICKET_CHECK(reports.has_value(), "a test's records stay in memory");
    overflowed_ = std::ranges::any_of(*reports, [](const RuleReport& report) { return !report.overflows.empty(); });
    std::ranges::stable_sort(raised, [](const Raised& a, const Raised& b) {
      return a.time != b.time ? a.time < b.time : a.event < b.event;
    });
    return raised;
  }

  static std::multiset<std::string> ids_of(const std::vector<Raised>& raised) {
    std::multiset<std::string> ids;
    for (const Raised& one : raised) ids.insert(one.alert.id + format_iso8601(one.alert.time));
    return ids;
  }

  static std::string describe(const Raised& raised) {
    std::string text = fmt::format("event {} at {}", raised.event + 1, format_iso8601(raised.time));
    if (const json::Value* terms = json::get(raised.alert.document, "kibana.alert.new_terms")) {
      text += " with new_terms " + json::serialize(*terms);
    }
    return text;
  }

  bool is_meant(const rule::ExpectedAlert& expected, const Raised& raised) const {
    return (!expected.event || *expected.event == raised.event) && (!expected.at || *expected.at == raised.time);
  }

  void compare(const std::vector<Raised>& raised) {
    std::vector<bool> used(raised.size(), false);
    for (const rule::ExpectedAlert& expected : test_->expected) {
      std::optional<std::size_t> found;
      // The alert with the right terms, else any of that event, so that a wrong term is said as such.
      for (const bool with_terms : {true, false}) {
        for (std::size_t i = 0; i < raised.size() && !found; ++i) {
          if (!used[i] && is_meant(expected, raised[i]) && (!with_terms || has_terms(expected, raised[i]))) found = i;
        }
      }
      if (!found) {
        missing(expected);
        continue;
      }
      used[*found] = true;
      check(expected, raised[*found]);
    }
    for (std::size_t i = 0; i < raised.size(); ++i) {
      if (!used[i]) fail("unexpected alert: " + describe(raised[i]));
    }
  }

  static bool has_terms(const rule::ExpectedAlert& expected, const Raised& raised) {
    if (!expected.new_terms) return true;
    const json::Value* terms = json::get(raised.alert.document, "kibana.alert.new_terms");
    return terms != nullptr && json::serialize(*terms) == json::serialize(json::Value(*expected.new_terms));
  }

  void missing(const rule::ExpectedAlert& expected) {
    std::string text = "missing alert:";
    if (expected.event) text += fmt::format(" event {}", *expected.event + 1);
    if (expected.at) text += fmt::format(" at {}", format_iso8601(*expected.at));
    std::optional<std::size_t> event = expected.event;
    for (std::size_t i = 0; i < test_->events.size() && !event; ++i) {
      if (test_->events[i].at == *expected.at) event = i;
    }
    text += event ? ": " + explain_event(*event).text : ": no event of the test has this time";
    fail(std::move(text));
  }

  void check(const rule::ExpectedAlert& expected, const Raised& raised) {
    if (!has_terms(expected, raised)) {
      fail(fmt::format("{}: expected new_terms {}", describe(raised),
                       json::serialize(json::Value(*expected.new_terms))));
    }
    for (const auto& [field, wanted] : expected.fields) {
      const std::vector<std::string> values = event::all_texts(raised.alert.document, field);
      bool holds = false;
      if (wanted.is_array()) {
        std::vector<std::string> texts;
        for (const json::Value& each : wanted.get_array()) texts.push_back(json::scalar_text(each));
        holds = texts == values;
      } else {
        holds = std::ranges::find(values, json::scalar_text(wanted)) != values.end();
      }
      if (!holds) {
        fail(fmt::format("{}: expected {} = {}, found {}", describe(raised), field, json::serialize(wanted),
                         values.empty() ? "no value" : printable(join(values, ", "))));
      }
    }
  }

  void explain(const std::vector<Raised>& raised) {
    const auto alerted = [&](std::size_t event) {
      return std::ranges::any_of(raised, [&](const Raised& one) { return one.event == event; });
    };
    for (std::size_t i = 0; i < test_->events.size(); ++i) {
      if (!alerted(i)) result_.explanations.push_back(fmt::format("event {}: {}", i + 1, explain_event(i).text));
    }
    for (const rule::ExpectedReason& reason : test_->reasons) {
      if (alerted(reason.event)) {
        fail(fmt::format("event {} alerted, so it has no reason for silence", reason.event + 1));
        continue;
      }
      const Explanation explanation = explain_event(reason.event);
      if (explanation.text.find(reason.contains) == std::string::npos) {
        fail(fmt::format("event {}: expected a reason with '{}', found: {}", reason.event + 1, reason.contains,
                         explanation.text));
      }
      if (reason.seen_in && explanation.seen_in != reason.seen_in) {
        fail(fmt::format("event {}: expected its term to be seen in event {}, found: {}", reason.event + 1,
                         *reason.seen_in + 1, explanation.text));
      }
    }
  }

  const TestRecord& record_of(std::size_t event) const {
    return *std::ranges::find(records_, event, &TestRecord::event);
  }

  // Why an event raised nothing.
  Explanation explain_event(std::size_t event) {
    const PreparedRule& prepared = prepared_.rules.front();
    const auto document = decoder_.document(record_of(event).bytes());
    if (!document) return {fmt::format("the record was refused: {}", decode::to_string(document.error())), {}};
    if (!sees_index(prepared.rule->index, document->index)) {
      return {fmt::format("its index {} is none of the rule's", document->index), {}};
    }
    const std::vector<match::Reason> reasons = match::explain(query_, document->source);
    if (!reasons.empty()) {
      std::string text = "the query does not match:";
      for (const match::Reason& reason : reasons) {
        text += fmt::format(" {}{} ({})", reason.holds ? "not " : "", reason.atom,
                            reason.missing ? "no value" : "found " + reason.found);
      }
      return {text, {}};
    }
    if (!match::evaluate(*query_.tree, document->source)) return {"the query does not match", {}};
    return explain_match(event, document->source, prepared);
  }

  Explanation explain_match(std::size_t event, const json::Object& source, const PreparedRule& prepared) {
    for (const detect::TermField& field : prepared.terms) {
      if (event::all_texts(source, field.name).empty()) return {fmt::format("it has no value in {}", field.name), {}};
    }
    const rule::Rule& rule = *prepared.rule;
    const detect::Schedule schedule(rule);
    const Timestamp time = test_->events[event].at;
    const auto executions = schedule.seen_by(time);
    if (!executions) return {"it falls between the windows of the rule's executions", {}};
    if (rule.new_terms) {
      const Timestamp history = rule.new_terms->history_start->evaluate(schedule.window(executions->first).to);
      std::optional<std::size_t> earliest;
      for (std::size_t other = 0; other < test_->events.size(); ++other) {
        const Timestamp at = test_->events[other].at;
        const bool before = at < time || (at == time && other != event);
        if (!before || at < history || !shares_terms(other, source, prepared)) continue;
        if (!earliest || at < test_->events[*earliest].at) earliest = other;
      }
      if (earliest) {
        return {fmt::format("its term was already seen in event {} at {}", *earliest + 1,
                            format_iso8601(test_->events[*earliest].at)),
                earliest};
      }
    }
    return {overflowed_ ? "max_signals was reached" : "it is the same event as another one", {}};
  }

  bool shares_terms(std::size_t other, const json::Object& source, const PreparedRule& prepared) {
    const auto document = decoder_.document(record_of(other).bytes());
    if (!document || !match::evaluate(*query_.tree, document->source)) return false;
    return std::ranges::all_of(prepared.terms, [&](const detect::TermField& field) {
      const std::vector<std::string> theirs = event::all_texts(document->source, field.name);
      return std::ranges::any_of(event::all_texts(source, field.name), [&](const std::string& value) {
        return std::ranges::find(theirs, value) != theirs.end();
      });
    });
  }

  const PreparedRules& prepared_;
  const compile::Bound& query_;
  event::FieldTable no_fields_;
  decode::Decoder decoder_{no_fields_, {}};
  const rule::RuleTest* test_ = nullptr;
  std::vector<TestRecord> records_;
  bool overflowed_ = false;
  TestResult result_;
};

}  // namespace

std::vector<TestResult> run_test_file(const rule::TestFile& file, Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.error_count();
  rule::RuleSet rules;
  const std::vector<std::string> paths = {file.rule_path};
  rule::load_rules(paths, rules, diagnostics);
  const auto problem = [&](std::string message) {
    diagnostics.add({.code = "T100",
                     .level = Level::error,
                     .where = file.path,
                     .span = {},
                     .message = std::move(message),
                     .hint = ""});
  };
  if (diagnostics.error_count() > errors) return {};
  if (rules.rules.size() != 1) {
    problem(fmt::format("expected one rule in {}, found {}", file.rule_path, rules.rules.size()));
    return {};
  }
  const Timestamp now = file.tests.front().events.back().at;
  const PreparedRules prepared = prepare(rules, now, diagnostics);
  if (!prepared.rules.front().runs()) {
    problem(fmt::format("the rule cannot run: {}", prepared.rules.front().cannot_run));
    return {};
  }
  const SourceText* source = diagnostics.add_source(*rules.rules.front().query);
  const std::optional<kql::Ast> ast = kql::parse(*source, diagnostics);
  const std::optional<compile::Bound> query =
      compile::bind_kql(*ast, event::FieldCatalog::builtin(), {.now = now}, *source, diagnostics);
  PICKET_CHECK(query.has_value(), "a prepared rule's query binds");
  FileRunner runner(prepared, *query);
  std::vector<TestResult> results;
  for (const rule::RuleTest& test : file.tests) {
    TestResult& result = results.emplace_back(runner.run(test));
    result.file = file.path;
    result.rule = rules.rules.front().name;
  }
  return results;
}

}  // namespace picket::engine
