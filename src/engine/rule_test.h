// SPDX-License-Identifier: Apache-2.0
// Runs rule tests on the engine that scans: records in, alerts compared, silence explained. Each test runs in the order
// of its file and once more shuffled; both must raise the same alerts. There is no GeoIP in tests: they give the same
// result on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "rule/load.h"
#include "rule/rule.h"
#include "rule/test_file.h"

namespace picket::engine {

struct TestResult {
  std::string file;
  std::string rule;
  std::string name;
  std::uint32_t line = 1;
  std::vector<std::string> failures;      // none: passed
  std::vector<std::string> explanations;  // of the events that did not alert
  double seconds = 0;
  bool passed() const { return failures.empty(); }
};

// At most so many failures and explanations of one test are given; the others are counted.
inline constexpr std::size_t kMaxTestMessages = 25;

using TestFilter = std::function<bool(const rule::Rule& rule, const rule::RuleTest& test)>;

// The results of the tests that `wanted` names (none: all). `lists` holds exceptions and value lists that the rule may
// use beside those of its own file, and no rules. Adds diagnostics where the rule cannot be loaded or run, or
// where a record is missing; the tests that this concerns have no result.
std::vector<TestResult> run_test_file(const rule::TestFile& file, Diagnostics& diagnostics,
                                      const TestFilter& wanted = {}, const rule::RuleSet& lists = {});

}  // namespace picket::engine
