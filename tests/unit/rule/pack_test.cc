// SPDX-License-Identifier: Apache-2.0
// The shipped pack: the managed run command rule has the properties that the rule of Elastic's repository has, and each
// rule is complete.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/text.h"
#include "rule/load.h"
#include "rule/rule.h"

namespace picket::rule {
namespace {

const std::filesystem::path kPack = std::filesystem::path(PICKET_SOURCE_DIR) / "rules/azure";

RuleSet load_pack() {
  RuleSet set;
  Diagnostics diagnostics;
  const std::vector<std::string> paths = {kPack.string()};
  load_rules(paths, set, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.items()) ADD_FAILURE() << render(diagnostic, false);
  return set;
}

const Rule& rule_of(const RuleSet& set, std::string_view rule_id) {
  const auto found = std::ranges::find(set.rules, rule_id, &Rule::rule_id);
  EXPECT_NE(found, set.rules.end());
  return *found;
}

// Words and brackets without the layout.
std::string squeezed(std::string_view text) {
  std::string words;
  for (const char character : text) {
    if (character != ' ' && character != '\n') words += character;
  }
  return words;
}

TEST(Pack, ManagedRunCommandRuleIsTheKnownOne) {
  const RuleSet set = load_pack();
  const Rule& rule = rule_of(set, "b4a80990-e028-4792-83eb-09e59959059f");
  EXPECT_EQ(rule.name, "Azure VM managed run command created or updated with unusual principal");
  EXPECT_EQ(rule.version, 1);
  EXPECT_EQ(rule.type, RuleType::new_terms);
  EXPECT_EQ(rule.language, Language::kuery);
  EXPECT_EQ(rule.index, std::vector<std::string>{"logs-azure.activitylogs-*"});
  EXPECT_EQ(squeezed(rule.query->text),
            squeezed("data_stream.dataset:azure.activitylogs and event.action:("
                     "\"MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMANDS/WRITE\" or "
                     "\"MICROSOFT.COMPUTE/VIRTUALMACHINESCALESETS/VIRTUALMACHINES/RUNCOMMANDS/WRITE\") and "
                     "event.outcome:(success or Success) and "
                     "azure.activitylogs.identity.authorization.evidence.principal_id: *"));
  EXPECT_EQ(rule.interval_text, "5m");
  EXPECT_EQ(rule.from_text, "now-9m");
  EXPECT_EQ(rule.to_text, "now");
  EXPECT_EQ(rule.timestamp_override, "event.ingested");
  EXPECT_EQ(rule.max_signals, 100);
  EXPECT_EQ(rule.severity, Severity::medium);
  EXPECT_EQ(rule.risk_score, 47);
  ASSERT_TRUE(rule.new_terms.has_value());
  EXPECT_EQ(rule.new_terms->fields,
            std::vector<std::string>{"azure.activitylogs.identity.authorization.evidence.principal_id"});
  EXPECT_EQ(rule.new_terms->history_window_start, "now-7d");
  EXPECT_EQ(rule.tags, (std::vector<std::string>{"Domain: Cloud", "Domain: Endpoint", "Data Source: Azure",
                                                 "Data Source: Azure Activity Logs", "Use Case: Threat Detection",
                                                 "Tactic: Execution", "Resources: Investigation Guide"}));
  ASSERT_EQ(rule.threat.size(), 1U);
  EXPECT_EQ(rule.threat[0].tactic_id, "TA0002");
  EXPECT_EQ(rule.threat[0].tactic_name, "Execution");
  ASSERT_EQ(rule.threat[0].techniques.size(), 1U);
  EXPECT_EQ(rule.threat[0].techniques[0].id, "T1651");
  EXPECT_EQ(rule.threat[0].techniques[0].name, "Cloud Administration Command");
  EXPECT_EQ(rule.references.size(), 5U);
}

TEST(Pack, EveryRuleIsComplete) {
  const RuleSet set = load_pack();
  EXPECT_GE(set.rules.size(), 9U);
  EXPECT_EQ(set.failed_rules, 0U);
  std::set<std::string> ids;
  std::set<std::string> names;
  for (const Rule& rule : set.rules) {
    SCOPED_TRACE(rule.file);
    EXPECT_TRUE(ids.insert(rule.rule_id).second);
    EXPECT_TRUE(names.insert(rule.name).second);
    EXPECT_EQ(rule.author, std::vector<std::string>{"Picket"});
    EXPECT_EQ(rule.license, "Apache-2.0");
    EXPECT_EQ(rule.timestamp_override, "event.ingested");
    EXPECT_FALSE(rule.threat.empty());
    EXPECT_FALSE(rule.references.empty());
    EXPECT_FALSE(rule.false_positives.empty());
    EXPECT_FALSE(rule.investigation_fields.empty());
    for (const auto* heading :
         {"## Triage", "### Questions to answer first", "### What to check", "### How to respond"}) {
      EXPECT_NE(rule.note.find(heading), std::string::npos) << heading;
    }
    // The file is named after a tactic of the rule, and its tests stand beside it.
    const std::string stem = std::filesystem::path(rule.file).stem().string();
    const auto named_after = [&stem](const Threat& threat) {
      std::string tactic = to_lower_ascii(threat.tactic_name);
      std::ranges::replace(tactic, ' ', '_');
      return stem.starts_with(tactic);
    };
    EXPECT_TRUE(std::ranges::any_of(rule.threat, named_after));
    EXPECT_TRUE(std::filesystem::exists(kPack / (stem + ".test.toml")));
  }
}

// One risk score for each severity, the middle of Kibana's bands.
TEST(Pack, RiskFollowsSeverity) {
  for (const RuleSet set = load_pack(); const Rule& rule : set.rules) {
    const std::int64_t expected = rule.severity == Severity::low ? 21 : rule.severity == Severity::medium ? 47 : 73;
    EXPECT_EQ(rule.risk_score, expected) << rule.file;
  }
}

}  // namespace
}  // namespace picket::rule
