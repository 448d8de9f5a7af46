// SPDX-License-Identifier: Apache-2.0
// Every published rule must load as it is, without a word. The published rules are not part of this repository: the
// test reads them from a folder beside it, and says so when they are not there.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "rule/load.h"
#include "support/shared_data.h"

namespace picket::rule {
namespace {

std::string render_all(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.items()) out += render(diagnostic, false) + "\n";
  return out;
}

class PublishedRules : public testing::Test {
 protected:
  void SetUp() override {
    const auto folder = test::shared_data("rules-elastic");
    if (!folder.has_value()) GTEST_SKIP() << test::kNoSharedData;
    const std::vector<std::string> paths = {folder->string()};
    load_rules(paths, set_, diagnostics_);
  }

  RuleSet set_;
  Diagnostics diagnostics_;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) out.push_back(line);
  return out;
}

TEST_F(PublishedRules, LoadWithoutProblems) {
  EXPECT_EQ(render_all(diagnostics_), "");
  EXPECT_EQ(set_.failed_rules, 0U);
  EXPECT_EQ(set_.rules.size(), set_.files);
  EXPECT_GE(set_.rules.size(), 300U);
}

TEST_F(PublishedRules, HaveNoPlaceholdersLeft) {
  std::size_t with_queries = 0;
  for (const Rule& rule : set_.rules) {
    EXPECT_EQ(rule.note.find("$osquery_"), std::string::npos) << rule.file;
    EXPECT_EQ(rule.note.find("$investigate_"), std::string::npos) << rule.file;
    if (!rule.guide_queries.empty()) ++with_queries;
  }
  EXPECT_GE(with_queries, 14U);
}

TEST_F(PublishedRules, KnowWhereTheirQueriesStand) {
  for (const Rule& rule : set_.rules) {
    if (rule.query->text.empty()) continue;
    ASSERT_EQ(rule.query->name, rule.file);
    const std::vector<std::string> lines = lines_of(rule.file);
    std::string_view first = rule.query->text;
    first = first.substr(0, first.find('\n'));
    ASSERT_LE(rule.query->first_line, lines.size());
    EXPECT_EQ(lines[rule.query->first_line - 1].substr(rule.query->first_column - 1, first.size()), first) << rule.file;
  }
}

// What Kibana would export for a rule is read back as the same rule.
TEST_F(PublishedRules, AreTheSameInKibanasForm) {
  std::string lines;
  for (const Rule& rule : set_.rules) lines += json::serialize(rule.parameters) + "\n";
  RuleSet again;
  Diagnostics diagnostics;
  load_rules_text("export.ndjson", lines, again, diagnostics);
  EXPECT_EQ(render_all(diagnostics), "");
  ASSERT_EQ(again.rules.size(), set_.rules.size());
  for (std::size_t i = 0; i < set_.rules.size(); ++i) {
    EXPECT_EQ(json::serialize(again.rules[i].parameters), json::serialize(set_.rules[i].parameters));
    EXPECT_EQ(again.rules[i].query->text, set_.rules[i].query->text);
    EXPECT_EQ(again.rules[i].guide_queries, set_.rules[i].guide_queries) << set_.rules[i].file;
    EXPECT_EQ(again.rules[i].line, i + 1);
  }
}

}  // namespace
}  // namespace picket::rule
