// SPDX-License-Identifier: Apache-2.0
// Every published rule must load as it is, without a word. The published rules are not part of this repository: the
// test reads them from a folder beside it, and says so when they are not there.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "rule/load.h"
#include "unit/rule/shared_data.h"

namespace picket::rule {
namespace {

std::string render_all(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.items()) out += render(diagnostic, false) + "\n";
  return out;
}

TEST(PublishedRules, AllLoadWithoutProblems) {
  const auto folder = tests::shared_data("rules-elastic");
  if (!folder.has_value()) GTEST_SKIP() << "no folder shared/rules-elastic; set PICKET_SHARED";
  RuleSet set;
  Diagnostics diagnostics;
  const std::vector<std::string> paths = {*folder};
  load_rules(paths, set, diagnostics);
  EXPECT_EQ(render_all(diagnostics), "");
  EXPECT_EQ(set.failed_rules, 0U);
  EXPECT_EQ(set.rules.size(), set.files);
  EXPECT_GE(set.rules.size(), 300U);
}

}  // namespace
}  // namespace picket::rule
