// SPDX-License-Identifier: Apache-2.0
// A file of rule tests (docs/formats/rule-tests.md): timelines of records, the alerts expected of them and the silence.
// Reading resolves templates and times; what is left are records and expectations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/json.h"
#include "base/time.h"

namespace picket::rule {

inline constexpr std::int64_t kMaxTestRepetitions = 100'000;
inline constexpr int kMaxTemplateDepth = 16;

struct TestEvent {
  json::Object record;    // without its time; empty when `file` names it
  std::string file;       // a file of records, relative names resolved
  std::int64_t line = 1;  // which record of it
  Timestamp at;           // of the first repetition
  std::int64_t count = 1;
  Duration every{};
};

struct ExpectedAlert {
  std::optional<std::size_t> event;  // index into RuleTest::events
  std::optional<Timestamp> at;
  std::optional<json::Array> new_terms;
  std::vector<std::pair<std::string, json::Value>> fields;
};

struct ExpectedReason {
  std::size_t event = 0;
  std::string contains;  // empty: nothing asked
  std::optional<std::size_t> seen_in;
};

struct RuleTest {
  std::string name;
  std::uint32_t line = 1;  // in the file
  std::vector<TestEvent> events;
  std::vector<ExpectedAlert> expected;  // none: silence
  std::vector<ExpectedReason> reasons;
};

struct TestFile {
  std::string path;
  std::string rule_path;
  std::vector<RuleTest> tests;
};

// nullopt when an error was added.
std::optional<TestFile> load_test_file(const std::string& path, Diagnostics& diagnostics);

// Files as they are, and every *.test.toml below folders, sorted.
std::vector<std::string> find_test_files(const std::vector<std::string>& paths, Diagnostics& diagnostics);

}  // namespace picket::rule
