// SPDX-License-Identifier: Apache-2.0
// The rule pack that is compiled in loads without a word, and holds the rule that it was made for.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "rule/load.h"

namespace picket::rule {
namespace {

TEST(BuiltinRules, LoadWithoutProblems) {
  RuleSet set;
  Diagnostics diagnostics;
  load_builtin_rules(set, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.items()) ADD_FAILURE() << render(diagnostic, false);
  EXPECT_EQ(set.failed_rules, 0U);
  EXPECT_EQ(set.rules.size(), set.files);
  EXPECT_GE(set.rules.size(), 8U);
}

TEST(BuiltinRules, HoldTheManagedRunCommandRule) {
  RuleSet set;
  Diagnostics diagnostics;
  load_builtin_rules(set, diagnostics);
  const auto found = std::ranges::find(set.rules, "b4a80990-e028-4792-83eb-09e59959059f", &Rule::rule_id);
  ASSERT_NE(found, set.rules.end());
  EXPECT_EQ(found->type, RuleType::new_terms);
  ASSERT_TRUE(found->new_terms.has_value());
  EXPECT_EQ(found->new_terms->fields,
            std::vector<std::string>{"azure.activitylogs.identity.authorization.evidence.principal_id"});
  EXPECT_EQ(found->new_terms->history_window_start, "now-7d");
  EXPECT_EQ(found->interval, std::chrono::minutes(5));
  EXPECT_EQ(found->from_text, "now-9m");
  EXPECT_EQ(found->timestamp_override, "event.ingested");
  EXPECT_EQ(found->max_signals, 100);
  EXPECT_EQ(found->severity, Severity::medium);
  EXPECT_EQ(found->risk_score, 47);
  EXPECT_EQ(found->index, std::vector<std::string>{"logs-azure.activitylogs-*"});
}

}  // namespace
}  // namespace picket::rule
