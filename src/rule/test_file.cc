// SPDX-License-Identifier: Apache-2.0
#include "rule/test_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <set>
#include <span>

#include "rule/files.h"
#include "rule/test_templates.h"
#include "rule/test_time.h"
#include "rule/toml_reader.h"

namespace picket::rule {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".test.toml";
constexpr std::string_view kDefaultStart = "2026-01-05T10:00:00Z";

constexpr auto kFileKeys = std::to_array<std::string_view>({"rule", "templates", "start", "template", "test"});
constexpr auto kTestKeys =
    std::to_array<std::string_view>({"name", "start", "event", "expect", "expect_none", "because"});
constexpr auto kEventKeys =
    std::to_array<std::string_view>({"at", "template", "record", "remove", "file", "line", "count", "every"});
constexpr auto kExpectKeys = std::to_array<std::string_view>({"event", "at", "new_terms", "fields"});
constexpr auto kBecauseKeys = std::to_array<std::string_view>({"event", "contains", "seen_in"});

// A file of records or templates that is read beside the tests: it must live as long as its problems.
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

class Reader {
 public:
  Reader(ReadFile& file, Diagnostics& diagnostics)
      : file_(file), problems_(*file.problems), diagnostics_(diagnostics) {}

  TestFile run() {
    TestFile result;
    result.path = file_.path;
    result.rule_path = rule_path();
    know(file_.root, kFileKeys, "a test file");
    read_templates();
    file_start_ =
        moment(find(file_.root, "start"), *parse_iso8601(kDefaultStart), std::nullopt, *parse_iso8601(kDefaultStart));
    const Node* tests = find(file_.root, "test");
    if (tests == nullptr || tests->list() == nullptr || tests->list()->empty()) {
      problems_.add(Code::missing_field, file_.root.span, "expected at least one [[test]]");
      return result;
    }
    std::set<std::string> names;
    for (const Node& test : *tests->list()) {
      RuleTest& read = result.tests.emplace_back(read_test(test));
      if (!names.insert(read.name).second) {
        problems_.add(Code::duplicate_key, test.span, fmt::format("there already is a test '{}'", read.name));
      }
    }
    return result;
  }

 private:
  void know(const Node& table, std::span<const std::string_view> keys, std::string_view what) {
    if (table.object() == nullptr) {
      problems_.add(Code::wrong_type, table.span, fmt::format("expected a table, found {}", describe(table)));
      return;
    }
    for (const Member& member : *table.object()) {
      if (std::ranges::find(keys, member.name) != keys.end()) continue;
      problems_.add(Code::wrong_type, member.name_span, fmt::format("{} has no key `{}`", what, member.name),
                    did_you_mean(member.name, keys));
    }
  }

  std::string beside(std::string_view name) const { return (fs::path(file_.path).parent_path() / name).string(); }

  std::string rule_path() const {
    if (const std::string_view named = text_of(file_.root, "rule"); !named.empty()) return beside(named);
    const std::string path = file_.path;
    return path.ends_with(kSuffix) ? path.substr(0, path.size() - kSuffix.size()) + ".toml" : path;
  }

  void read_templates() {
    templates_.add(file_.root, problems_);
    const Node* named = find(file_.root, "templates");
    if (named == nullptr) return;
    const Node::List one = {*named};
    for (const Node& name : named->list() != nullptr ? *named->list() : one) {
      if (name.text() == nullptr) {
        problems_.add(Code::wrong_type, name.span, fmt::format("expected a file's name, found {}", describe(name)));
        continue;
      }
      std::unique_ptr<ReadFile> file = read_file(beside(*name.text()), diagnostics_);
      if (file) templates_.add(file->root, *file->problems);
    }
  }

  Timestamp moment(const Node* node, Timestamp start, std::optional<Timestamp> previous, Timestamp otherwise) {
    if (node == nullptr) return otherwise;
    const std::optional<Timestamp> time =
        node->text() != nullptr ? parse_test_time(*node->text(), start, previous) : std::nullopt;
    if (!time) {
      problems_.add(Code::wrong_type, node->span, "expected a time such as 2026-03-02T10:00:00Z, start-3d or +5m");
    }
    return time.value_or(otherwise);
  }

  std::int64_t number(const Node& table, std::string_view key, std::int64_t most, std::int64_t otherwise) {
    const Node* node = find(table, key);
    if (node == nullptr) return otherwise;
    if (node->integer() == nullptr || *node->integer() < 1 || *node->integer() > most) {
      problems_.add(Code::out_of_range, node->span, fmt::format("expected a number from 1 to {}", most));
      return otherwise;
    }
    return *node->integer();
  }

  // An event's number as an index; 0 with a problem when it names none.
  std::size_t event_number(const Node& table, std::string_view key, const RuleTest& test) {
    return static_cast<std::size_t>(
        number(table, key, std::max<std::int64_t>(1, static_cast<std::int64_t>(test.events.size())), 1) - 1);
  }

  const Node::List& entries(const Node& table, std::string_view key) {
    static const Node::List kNone;
    const Node* node = find(table, key);
    if (node == nullptr) return kNone;
    if (node->list() == nullptr) {
      problems_.add(Code::wrong_type, node->span, fmt::format("expected a list of tables, found {}", describe(*node)));
      return kNone;
    }
    return *node->list();
  }

  RuleTest read_test(const Node& node) {
    know(node, kTestKeys, "a test");
    RuleTest test;
    test.name = text_of(node, "name");
    test.line = problems_.locate(node.span.begin).line;
    if (test.name.empty())
      problems_.add(Code::missing_field, node.span, "expected a `name` that says what the test says");
    start_ = moment(find(node, "start"), file_start_, std::nullopt, file_start_);
    std::optional<Timestamp> previous;
    for (const Node& event : entries(node, "event")) {
      test.events.push_back(read_event(event, previous));
      const TestEvent& read = test.events.back();
      previous = read.at + read.every * (read.count - 1);
    }
    if (test.events.empty()) problems_.add(Code::missing_field, node.span, "expected at least one [[test.event]]");
    for (const Node& expected : entries(node, "expect")) test.expected.push_back(read_expected(expected, test));
    for (const Node& reason : entries(node, "because")) test.reasons.push_back(read_reason(reason, test));
    const Node* none = find(node, "expect_none");
    const bool silent = none != nullptr && none->flag() != nullptr && *none->flag();
    if (silent == !test.expected.empty()) {
      problems_.add(Code::missing_field, node.span,
                    "expected either [[test.expect]] tables or `expect_none = true`: a test must assert something");
    }
    return test;
  }

  TestEvent read_event(const Node& node, std::optional<Timestamp> previous) {
    know(node, kEventKeys, "an event");
    TestEvent event;
    event.at = moment(find(node, "at"), start_, previous.value_or(start_), previous.value_or(start_));
    event.count = number(node, "count", kMaxTestRepetitions, 1);
    event.line = number(node, "line", INT64_MAX, 1);
    if (const Node* every = find(node, "every")) {
      const std::optional<Duration> distance = every->text() != nullptr ? parse_distance(*every->text()) : std::nullopt;
      if (!distance) problems_.add(Code::bad_interval, every->span, "expected a distance such as 1m or 1h30m");
      event.every = distance.value_or(Duration{});
    }
    if (const std::string_view file = text_of(node, "file"); !file.empty()) {
      event.file = beside(file);
    } else {
      templates_.apply(node, "template", event.record, problems_);
      if (event.record.empty()) {
        problems_.add(Code::missing_field, node.span, "expected a `template`, a `record` or a `file`");
      }
    }
    return event;
  }

  ExpectedAlert read_expected(const Node& node, const RuleTest& test) {
    know(node, kExpectKeys, "an expected alert");
    ExpectedAlert expected;
    if (find(node, "event") != nullptr) expected.event = event_number(node, "event", test);
    if (const Node* at = find(node, "at")) expected.at = moment(at, start_, std::nullopt, start_);
    if (!expected.event && !expected.at) {
      problems_.add(Code::missing_field, node.span, "expected `event` or `at`, to say which event alerts");
    }
    if (const Node* terms = find(node, "new_terms")) {
      if (terms->list() == nullptr) {
        problems_.add(Code::wrong_type, terms->span, fmt::format("expected a list, found {}", describe(*terms)));
      } else {
        expected.new_terms = to_json(*terms).get_array();
      }
    }
    if (const Node* fields = find(node, "fields")) {
      if (fields->object() == nullptr) {
        problems_.add(Code::wrong_type, fields->span, fmt::format("expected a table, found {}", describe(*fields)));
      } else {
        for (const Member& field : *fields->object()) expected.fields.emplace_back(field.name, to_json(field.value));
      }
    }
    return expected;
  }

  ExpectedReason read_reason(const Node& node, const RuleTest& test) {
    know(node, kBecauseKeys, "a reason");
    ExpectedReason reason;
    reason.event = event_number(node, "event", test);
    reason.contains = text_of(node, "contains");
    if (find(node, "seen_in") != nullptr) reason.seen_in = event_number(node, "seen_in", test);
    if (find(node, "event") == nullptr || (reason.contains.empty() && !reason.seen_in)) {
      problems_.add(Code::missing_field, node.span, "expected `event` and one of `contains` and `seen_in`");
    }
    return reason;
  }

  ReadFile& file_;
  Problems& problems_;
  Diagnostics& diagnostics_;
  TestTemplates templates_;
  Timestamp file_start_{};
  Timestamp start_{};
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

std::vector<std::string> find_test_files(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> below;
    fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      const std::string name = entry->path().string();
      if (name.ends_with(kSuffix)) below.push_back(name);
    }
    if (error)
      report_file(Code::unreadable, path, fmt::format("cannot read the folder: {}", error.message()), {}, diagnostics);
    std::ranges::sort(below);
    files.insert(files.end(), below.begin(), below.end());
  }
  return files;
}

}  // namespace picket::rule
