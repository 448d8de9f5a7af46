// SPDX-License-Identifier: Apache-2.0
#include "rule/test_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>

#include "rule/files.h"
#include "rule/test_time.h"
#include "rule/toml_reader.h"

namespace picket::rule {
namespace {

namespace fs = std::filesystem;

constexpr Timestamp kDefaultStart = std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + std::chrono::hours{10};

constexpr auto kFileKeys =
    std::to_array<std::string_view>({"rule", "templates", "start", "indicators", "template", "test"});
constexpr auto kTemplatesFileKeys = std::to_array<std::string_view>({"template"});
constexpr auto kTestKeys =
    std::to_array<std::string_view>({"name", "start", "event", "expect", "expect_none", "because"});
constexpr auto kEventKeys =
    std::to_array<std::string_view>({"at", "template", "record", "remove", "file", "line", "count", "every"});
constexpr auto kExpectKeys =
    std::to_array<std::string_view>({"event", "at", "group", "count", "suppressed", "new_terms", "fields"});
constexpr auto kBecauseKeys = std::to_array<std::string_view>({"event", "contains", "seen_in"});

// A file and what is wrong with it; both live until all files of a test are read.
struct ReadFile {
  std::string path;
  std::string text;
  std::unique_ptr<Problems> problems;
  Node root;
};

std::unique_ptr<ReadFile> read_file(const std::string& path, Diagnostics& diagnostics) {
  std::optional<std::string> text = read_text_file(path, diagnostics);
  if (!text) return nullptr;
  auto file = std::make_unique<ReadFile>(ReadFile{path, std::move(*text), nullptr, {}});
  file->problems = std::make_unique<Problems>(file->path, file->text, 1, diagnostics);
  std::optional<Node> root = read_toml(*file->problems);
  if (!root) return nullptr;
  file->root = std::move(*root);
  return file;
}

bool is_scalar(const Node& node) {
  return node.list() == nullptr && node.object() == nullptr && !node.is_null();
}

class Reader {
 public:
  Reader(const ReadFile& file, Diagnostics& diagnostics)
      : file_(file), problems_(*file.problems), diagnostics_(diagnostics) {}

  TestFile run() {
    const Node& root = file_.root;
    TestFile result{
        .path = file_.path, .text = file_.text, .rule_path = {}, .start = {}, .indicators = {}, .tests = {}};
    check_keys(root, kFileKeys, "a test file", problems_);
    result.rule_path = rule_path();
    read_templates();
    result.start = time_at(root, "start", kDefaultStart, std::nullopt).value_or(kDefaultStart);
    read_indicators(result);
    std::set<std::string> names;
    for (const Node& node : tables(root, "test", "[[test]]")) {
      if (!check_keys(node, kTestKeys, "a test", problems_)) continue;
      RuleTest& test = result.tests.emplace_back(read_test(node, result.start));
      if (!test.name.empty() && !names.insert(test.name).second) {
        problems_.add(Code::test_duplicate, find(node, "name")->span,
                      fmt::format("there already is a test \"{}\"", test.name), "rename one of them");
      }
    }
    if (find(root, "test") == nullptr || result.tests.empty()) {
      problems_.add(Code::test_asserts_nothing, root.span, "the file has no test", "write a table [[test]] for each");
    }
    return result;
  }

 private:
  // The text of a member; nullptr when it is absent, or (with a problem) no text or an empty one.
  const std::string* text_at(const Node& table, std::string_view key) {
    const Node* node = find(table, key);
    if (node == nullptr) return nullptr;
    if (node->text() == nullptr) {
      problems_.add(Code::wrong_type, node->span, fmt::format("`{}` must be a string, found {}", key, describe(*node)),
                    "write it in quotes");
      return nullptr;
    }
    if (node->text()->empty()) {
      problems_.add(Code::empty_text, node->span, fmt::format("`{}` must not be empty", key));
      return nullptr;
    }
    return node->text();
  }

  std::optional<std::int64_t> number_at(const Node& table, std::string_view key, std::int64_t most,
                                        std::int64_t least = 1) {
    const Node* node = find(table, key);
    if (node == nullptr) return std::nullopt;
    if (node->integer() == nullptr) {
      problems_.add(Code::wrong_type, node->span,
                    fmt::format("`{}` must be an integer, found {}", key, describe(*node)));
      return std::nullopt;
    }
    if (*node->integer() < least || *node->integer() > most) {
      problems_.add(Code::out_of_range, node->span,
                    fmt::format("`{}` must be from {} to {}, found {}", key, least, most, *node->integer()));
      return std::nullopt;
    }
    return *node->integer();
  }

  std::optional<Timestamp> time_at(const Node& table, std::string_view key, Timestamp start,
                                   std::optional<Timestamp> previous) {
    const std::string* text = text_at(table, key);
    if (text == nullptr) return std::nullopt;
    const std::optional<Timestamp> time = parse_test_time(*text, start, previous);
    if (!time) {
      problems_.add(Code::test_bad_time, find(table, key)->span, fmt::format("`{}` is no time: \"{}\"", key, *text),
                    previous ? "write 2026-03-02T10:00:00Z, start-3d, or +5m from the event before"
                             : "write 2026-03-02T10:00:00Z or start-3d; there is no event before this one");
    }
    return time;
  }

  const Node::List& tables(const Node& table, std::string_view key, std::string_view heading) {
    static const Node::List kNone;
    const Node* node = find(table, key);
    if (node == nullptr) return kNone;
    if (node->list() == nullptr) {
      problems_.add(Code::wrong_type, node->span,
                    fmt::format("`{}` must be a list of tables, found {}", key, describe(*node)),
                    fmt::format("write {} for each", heading));
      return kNone;
    }
    return *node->list();
  }

  void demand(const Node& table, std::string_view key, std::string_view other, std::string hint) {
    const Member* member = find_member(table, key);
    if (member == nullptr || find(table, other) != nullptr) return;
    problems_.add(Code::missing_field, member->name_span, fmt::format("`{}` has no meaning without `{}`", key, other),
                  std::move(hint));
  }

  // An event's number as an index.
  std::optional<std::size_t> event_at(const Node& table, std::string_view key, const RuleTest& test) {
    const Node* node = find(table, key);
    if (node == nullptr) return std::nullopt;
    const std::size_t count = test.events.size();
    if (node->integer() == nullptr) {
      problems_.add(Code::wrong_type, node->span,
                    fmt::format("`{}` must be the number of an event, found {}", key, describe(*node)));
      return std::nullopt;
    }
    if (*node->integer() < 1 || std::cmp_greater(*node->integer(), count)) {
      problems_.add(Code::test_names_nothing, node->span, fmt::format("there is no event {}", *node->integer()),
                    fmt::format("the test has {} event{}, counted from 1", count, count == 1 ? "" : "s"));
      return std::nullopt;
    }
    return static_cast<std::size_t>(*node->integer()) - 1;
  }

  std::string beside(std::string_view name) const { return (fs::path(file_.path).parent_path() / name).string(); }

  std::string rule_path() {
    if (const std::string* named = text_at(file_.root, "rule")) return beside(*named);
    const std::string& path = file_.path;
    if (path.ends_with(kTestSuffix)) return path.substr(0, path.size() - kTestSuffix.size()) + ".toml";
    if (find(file_.root, "rule") == nullptr) {
      problems_.add(Code::missing_field, file_.root.span, "`rule` is missing",
                    fmt::format("it can only be left out of a file NAME{}", kTestSuffix));
    }
    return {};
  }

  void read_templates() {
    const std::size_t errors = diagnostics_.error_count();
    templates_.add(file_.root, problems_);
    if (const Node* named = find(file_.root, "templates")) {
      for (const Node* name : read_texts(*named, "a file's name", problems_)) {
        std::unique_ptr<ReadFile> file = read_file(beside(*name->text()), diagnostics_);
        if (!file) continue;
        check_keys(file->root, kTemplatesFileKeys, "a file of templates", *file->problems);
        templates_.add(file->root, *file->problems);
        template_files_.push_back(std::move(file));
      }
    }
    templates_.check();
    templates_broken_ = diagnostics_.error_count() > errors;
  }

  void read_indicators(TestFile& result) {
    const Node* node = find(file_.root, "indicators");
    if (node == nullptr) return;
    if (node->list() == nullptr) return read_indicator(*node, result);
    for (const Node& each : *node->list()) read_indicator(each, result);
    if (node->list()->empty()) problems_.add(Code::wrong_count, node->span, "`indicators` must not be empty");
  }

  void read_indicator(const Node& node, TestFile& result) {
    const bool is_document = node.object() != nullptr && !node.object()->empty();
    const bool is_name = node.text() != nullptr && !node.text()->empty();
    if (!is_document && !is_name) {
      problems_.add(Code::wrong_type, node.span,
                    fmt::format("an indicator must be a table or the name of a file, found {}",
                                node.object() != nullptr || node.text() != nullptr ? "an empty one" : describe(node)),
                    "write { threat.indicator.ip = \"192.0.2.1\" } or \"feeds/addresses.txt\"");
      return;
    }
    TestIndicator& indicator = result.indicators.emplace_back();
    indicator.span = node.span;
    if (is_name) {
      indicator.file = beside(*node.text());
    } else {
      indicator.document = to_json(node).get_object();
    }
  }

  RuleTest read_test(const Node& node, Timestamp file_start) {
    RuleTest test;
    if (const std::string* name = text_at(node, "name")) test.name = *name;
    if (find(node, "name") == nullptr) {
      problems_.add(Code::missing_field, node.span, "the test has no `name`", "say in a sentence what it shows");
    }
    test.line = problems_.locate(node.span.begin).line;
    test.start = time_at(node, "start", file_start, std::nullopt).value_or(file_start);
    read_events(node, test);
    for (const Node& each : tables(node, "expect", "[[test.expect]]")) {
      if (check_keys(each, kExpectKeys, "an expected alert", problems_)) read_expected(each, test);
    }
    for (const Node& each : tables(node, "because", "[[test.because]]")) {
      if (check_keys(each, kBecauseKeys, "a reason", problems_)) read_reason(each, test);
    }
    check_assertion(node);
    return test;
  }

  void check_assertion(const Node& node) {
    const Node* none = find(node, "expect_none");
    if (none != nullptr && none->flag() == nullptr) {
      problems_.add(Code::wrong_type, none->span,
                    fmt::format("`expect_none` must be true or false, found {}", describe(*none)),
                    "write it without quotes");
      return;
    }
    const bool silent = none != nullptr && *none->flag();
    const Node* alerts = find(node, "expect");
    const bool expects = alerts != nullptr && (alerts->list() == nullptr || !alerts->list()->empty());
    if (silent && expects) {
      problems_.add(Code::test_asserts_nothing, none->span, "the test expects both alerts and none",
                    "remove `expect_none` or the [[test.expect]] tables");
    } else if (!silent && !expects) {
      problems_.add(Code::test_asserts_nothing, node.span, "a test must assert something",
                    "write a [[test.expect]] table for each alert, or `expect_none = true`");
    }
  }

  void read_events(const Node& node, RuleTest& test) {
    std::optional<Timestamp> previous;
    std::int64_t records = 0;
    for (const Node& each : tables(node, "event", "[[test.event]]")) {
      TestEvent& event = test.events.emplace_back();
      if (!check_keys(each, kEventKeys, "an event", problems_)) continue;
      read_when(each, test.start, previous.value_or(test.start), event);
      read_record(each, event);
      const Timestamp last = event.at + event.every * (event.count - 1);
      if (last >= kEndOfTestTime) {
        problems_.add(Code::test_bad_time, each.span, "the event's last repetition lies after the year 9999");
      }
      previous = std::min(last, kEndOfTestTime);
      records += event.count;
    }
    if (test.events.empty()) {
      problems_.add(Code::test_asserts_nothing, node.span, "the test has no event",
                    "write a table [[test.event]] for each");
    }
    if (records > kMaxTestRecords) {
      problems_.add(Code::out_of_range, node.span,
                    fmt::format("the test has {} records; at most {} are allowed", records, kMaxTestRecords));
    }
  }

  void read_when(const Node& node, Timestamp start, Timestamp previous, TestEvent& event) {
    event.at = time_at(node, "at", start, previous).value_or(previous);
    event.count = number_at(node, "count", kMaxTestRepetitions).value_or(1);
    if (event.count > 1) demand(node, "count", "every", "say how far apart the repetitions are: every = \"1m\"");
    demand(node, "every", "count", "say how many there are: count = 20");
    if (const std::string* every = text_at(node, "every")) {
      const std::optional<Duration> distance = parse_distance(*every);
      if (!distance) {
        problems_.add(Code::test_bad_time, find(node, "every")->span,
                      fmt::format("`every` is no distance: \"{}\"", *every), "write 1m or 1h30m, without a sign");
      }
      event.every = distance.value_or(Duration{});
    }
  }

  void read_record(const Node& node, TestEvent& event) {
    const std::size_t errors = problems_.errors();
    event.change = read_change(node, problems_);
    demand(node, "line", "file", "`line` counts the records of a file");
    if (const Member* file = find_member(node, "file")) {
      if (const Member* named = find_member(node, "template")) {
        problems_.add(Code::wrong_type, named->name_span, "an event has a `template` or a `file`, not both",
                      "`record` and `remove` change the record of the file as well");
      }
      event.line = number_at(node, "line", std::numeric_limits<std::int64_t>::max()).value_or(1);
      event.file_span = file->value.span;
      if (const std::string* name = text_at(node, "file")) event.file = beside(*name);
      return;
    }
    const Node* names = find(node, "template");
    if (names != nullptr) {
      templates_.apply(read_texts(*names, "a template's name", problems_), event.record, problems_);
    }
    apply(event.change, event.record);
    const bool reported = problems_.errors() > errors || (names != nullptr && templates_broken_);
    if (event.record.empty() && !reported) {
      problems_.add(Code::test_record_missing, node.span, "the event has no record",
                    "give it a `template`, a `record` or a `file`");
    }
  }

  void read_expected(const Node& node, RuleTest& test) {
    ExpectedAlert& expected = test.expected.emplace_back();
    expected.event = event_at(node, "event", test);
    expected.at = time_at(node, "at", test.start, std::nullopt);
    if (expected.at) check_happens(*find(node, "at"), *expected.at, test);
    if (find(node, "event") == nullptr && find(node, "at") == nullptr && find(node, "group") == nullptr) {
      problems_.add(Code::missing_field, node.span, "the expected alert names no event",
                    "say which event alerts, with `event` or `at`, or which group of events, with `group`");
    }
    expected.new_terms = values_at(node, "new_terms");
    expected.group = values_at(node, "group");
    expected.count = number_at(node, "count", kMaxTestRecords);
    expected.suppressed = number_at(node, "suppressed", kMaxTestRecords, 0);
    if (const Node* fields = find(node, "fields")) {
      if (fields->object() == nullptr) {
        problems_.add(Code::wrong_type, fields->span,
                      fmt::format("`fields` must be a table, found {}", describe(*fields)),
                      "write fields = { \"source.ip\" = \"...\" }");
      } else {
        read_fields(*fields, {}, expected);
      }
    }
  }

  std::optional<json::Array> values_at(const Node& node, std::string_view key) {
    const Node* values = find(node, key);
    if (values == nullptr) return std::nullopt;
    if (values->list() == nullptr || !std::ranges::all_of(*values->list(), is_scalar)) {
      problems_.add(Code::wrong_type, values->span,
                    fmt::format("`{}` must be a list of strings, numbers or booleans", key),
                    fmt::format("write {} = [\"...\"]", key));
      return std::nullopt;
    }
    return to_json(*values).get_array();
  }

  // TOML makes tables of dotted keys without quotes; they mean the same here.
  void read_fields(const Node& table, const std::string& prefix, ExpectedAlert& expected) {
    for (const Member& member : *table.object()) {
      std::string name = prefix.empty() ? member.name : fmt::format("{}.{}", prefix, member.name);
      const Node& value = member.value;
      if (value.object() != nullptr) {
        read_fields(value, name, expected);
      } else if (value.list() != nullptr && !std::ranges::all_of(*value.list(), is_scalar)) {
        problems_.add(Code::wrong_type, value.span,
                      fmt::format("the value of `{}` must be a string, a number, a boolean or a list of them", name));
      } else {
        expected.fields.emplace_back(std::move(name), to_json(value));
      }
    }
  }

  void check_happens(const Node& node, Timestamp at, const RuleTest& test) {
    const bool happens = std::ranges::any_of(test.events, [&](const TestEvent& event) {
      const Duration after = at - event.at;
      if (event.every.count() == 0 || after.count() <= 0) return after.count() == 0;
      return after.count() % event.every.count() == 0 && after / event.every < event.count;
    });
    if (!happens) {
      problems_.add(Code::test_names_nothing, node.span, fmt::format("no event happens at {}", format_iso8601(at)));
    }
  }

  void read_reason(const Node& node, RuleTest& test) {
    ExpectedReason& reason = test.reasons.emplace_back();
    reason.event = event_at(node, "event", test).value_or(0);
    if (const std::string* text = text_at(node, "contains")) reason.contains = *text;
    reason.seen_in = event_at(node, "seen_in", test);
    if (find(node, "event") == nullptr) {
      problems_.add(Code::missing_field, node.span, "the reason names no `event`");
    }
    if (find(node, "contains") == nullptr && find(node, "seen_in") == nullptr) {
      problems_.add(Code::test_asserts_nothing, node.span, "the reason says nothing",
                    "give it `contains` (a part of the explanation) or `seen_in` (the event that had the term before)");
    }
  }

  const ReadFile& file_;
  Problems& problems_;
  Diagnostics& diagnostics_;
  TestTemplates templates_;
  bool templates_broken_ = false;
  std::vector<std::unique_ptr<ReadFile>> template_files_;
};

}  // namespace

std::optional<TestFile> load_test_file(const std::string& path, Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.error_count();
  const std::unique_ptr<ReadFile> file = read_file(path, diagnostics);
  if (!file) return std::nullopt;
  TestFile result = Reader(*file, diagnostics).run();
  if (diagnostics.error_count() > errors) return std::nullopt;
  return result;
}

}  // namespace picket::rule
