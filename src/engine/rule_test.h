// SPDX-License-Identifier: Apache-2.0
// Runs rule tests on the engine that scans: records in, alerts compared, silence explained. Each test runs in the order
// of its file and once more shuffled; both must raise the same alerts.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "rule/test_file.h"

namespace picket::engine {

struct TestResult {
  std::string file;
  std::string rule;
  std::string name;
  std::uint32_t line = 1;
  std::vector<std::string> failures;      // none: passed
  std::vector<std::string> explanations;  // of every event that did not alert
  double seconds = 0;
  bool passed() const { return failures.empty(); }
};

// Adds diagnostics where the rule cannot be loaded or run; then there are no results.
std::vector<TestResult> run_test_file(const rule::TestFile& file, Diagnostics& diagnostics);

}  // namespace picket::engine
