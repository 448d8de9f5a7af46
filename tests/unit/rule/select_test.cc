// SPDX-License-Identifier: Apache-2.0
#include "rule/select.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace picket::rule {
namespace {

std::vector<Rule> rules() {
  std::vector<Rule> out(2);
  out[0].rule_id = "aaaa";
  out[0].name = "Azure VM managed run command";
  out[0].type = RuleType::new_terms;
  out[0].severity = Severity::medium;
  out[0].tags = {"Domain: Cloud", "Tactic: Execution"};
  Threat& threat = out[0].threat.emplace_back();
  threat.tactic_id = "TA0002";
  threat.tactic_name = "Execution";
  out[1].rule_id = "bbbb";
  out[1].name = "Something else";
  out[1].severity = Severity::critical;
  out[1].tags = {"Domain: Endpoint"};
  return out;
}

std::string selected(const Selection& selection) {
  std::string out;
  for (const Rule& rule : rules()) {
    if (is_selected(rule, selection)) out += rule.rule_id.front();
  }
  return out;
}

TEST(RuleSelection, WithoutTermsTakesAll) {
  EXPECT_EQ(selected({}), "ab");
}

TEST(RuleSelection, TermsOfOneCriterionAreAlternatives) {
  EXPECT_EQ(selected({.rules = {"aaaa"}}), "a");
  EXPECT_EQ(selected({.rules = {"AAAA", "something*"}}), "ab");
  EXPECT_EQ(selected({.rules = {"azure vm*"}}), "a");
  EXPECT_EQ(selected({.rules = {"azure"}}), "");
  EXPECT_EQ(selected({.tags = {"Domain: Cloud"}}), "a");
  EXPECT_EQ(selected({.tags = {"endpoint"}}), "b");
  EXPECT_EQ(selected({.tags = {"Domain: *"}}), "ab");
  EXPECT_EQ(selected({.types = {"new_terms"}}), "a");
  EXPECT_EQ(selected({.types = {"query"}}), "b");
  EXPECT_EQ(selected({.tactics = {"ta0002"}}), "a");
  EXPECT_EQ(selected({.tactics = {"execution", "impact"}}), "a");
  EXPECT_EQ(selected({.least_severity = Severity::medium}), "ab");
  EXPECT_EQ(selected({.least_severity = Severity::high}), "b");
}

TEST(RuleSelection, CriteriaMustAllHold) {
  EXPECT_EQ(selected({.tags = {"cloud"}, .types = {"query"}}), "");
  EXPECT_EQ(selected({.tags = {"cloud"}, .tactics = {"TA0002"}}), "a");
}

TEST(RuleSelection, NamesTermsThatMatchNothing) {
  EXPECT_EQ(unmatched_terms(rules(), {.rules = {"aaaa", "cccc"}, .tags = {"cloud", "azur"}, .tactics = {"impact"}}),
            (std::vector<std::string>{"--rule cccc", "--tag azur", "--tactic impact"}));
}

TEST(RuleSelection, Severities) {
  EXPECT_EQ(parse_severity("High").value(), Severity::high);
  EXPECT_EQ(parse_severity("severe").error().message,
            "\"severe\" is no severity; expected low, medium, high or critical");
}

}  // namespace
}  // namespace picket::rule
