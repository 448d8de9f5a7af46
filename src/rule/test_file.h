// SPDX-License-Identifier: Apache-2.0
// A file of rule tests (docs/formats/rule-tests.md): timelines of records, the alerts expected of them and the silence.
// Reading resolves templates and times and checks that all numbers name something; what is left are records and
// expectations. Mistakes are Diagnostics; a file with one has no tests to run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/json.h"
#include "base/time.h"
#include "rule/test_templates.h"

namespace picket::rule {

inline constexpr std::int64_t kMaxTestRepetitions = 100'000;
// Records of one test, repetitions included: a test keeps a few bytes for each.
inline constexpr std::int64_t kMaxTestRecords = 1'000'000;

struct TestEvent {
  json::Object record;    // without its time; empty when `file` names it
  std::string file;       // a file of records, relative to where the tests stand; empty: none
  std::int64_t line = 1;  // which record of it
  Span file_span;         // of the file's name, for messages
  RecordChange change;    // to the record of `file`
  Timestamp at;           // of the first repetition
  std::int64_t count = 1;
  Duration every{};
};

struct ExpectedAlert {
  std::optional<std::size_t> event;  // index into RuleTest::events; without `at`, its first repetition alerts
  std::optional<Timestamp> at;       // one of the two, or `group`, is always there
  std::optional<json::Array> new_terms;
  std::optional<json::Array> group;        // of threshold rules and of suppression, one text, number or boolean a field
  std::optional<std::int64_t> count;       // kibana.alert.threshold_result.count
  std::optional<std::int64_t> suppressed;  // kibana.alert.suppression.docs_count
  std::vector<std::pair<std::string, json::Value>> fields;  // dotted names; scalars and lists of scalars
};

struct ExpectedReason {
  std::size_t event = 0;
  std::string contains;  // empty: nothing asked
  std::optional<std::size_t> seen_in;
};

struct RuleTest {
  std::string name;
  std::uint32_t line = 1;  // in the file
  Timestamp start;
  std::vector<TestEvent> events;        // at least one
  std::vector<ExpectedAlert> expected;  // none: silence
  std::vector<ExpectedReason> reasons;
};

// What events of a threat_match rule are compared with.
struct TestIndicator {
  json::Object document;  // empty when `file` names a file or folder
  std::string file;       // relative to where the tests stand
  Span span;              // for messages
};

struct TestFile {
  std::string path;
  std::string text;  // what spans point into
  std::string rule_path;
  Timestamp start;
  std::vector<TestIndicator> indicators;
  std::vector<RuleTest> tests;
};

// nullopt when an error was added.
std::optional<TestFile> load_test_file(const std::string& path, Diagnostics& diagnostics);

}  // namespace picket::rule
