// SPDX-License-Identifier: Apache-2.0
#include "sink/explain.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace picket::sink {
namespace {

std::string explain(const rule::Rule& rule, std::string_view document) {
  alert::Alert alert;
  alert.rule = &rule;
  alert.rule_name = "Rule";
  alert.event = json::parse(document).value().get_object();
  return explain_alert(alert, {});
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(ExplainAlert, SaysOfAGroupOnlyThatTheCallerCameThroughIt) {
  const rule::Rule rule;
  const std::string through = explain(rule, R"({"picket":{"caller":{"object_id":"o","through_group":true}}})");
  const std::string direct = explain(rule, R"({"picket":{"caller":{"object_id":"o","through_group":false}}})");
  EXPECT_EQ(count(through, "caller came through a group"), 1U);
  EXPECT_EQ(count(direct, "caller came through a group"), 0U);
  EXPECT_EQ(count(direct, "object id"), 1U);
}

TEST(ExplainAlert, ListsFalsePositivesUnderOneHeading) {
  rule::Rule rule;
  rule.false_positives = {"    First cause, which\n    goes on.\n    ", "Second cause.", "\tThird:\n\n\t  - detail\n"};
  const std::string text = explain(rule, "{}");
  EXPECT_EQ(count(text, "False positives:"), 1U) << text;
  EXPECT_EQ(count(text, "\n- First cause, which goes on.\n"), 1U) << text;
  EXPECT_EQ(count(text, "\n- Second cause.\n"), 1U) << text;
  EXPECT_EQ(count(text, "\n- Third:\n"), 1U) << text;
  EXPECT_EQ(count(text, "detail\n"), 1U) << text;
}

TEST(ExplainAlert, WithoutFalsePositivesThereIsNoHeading) {
  rule::Rule rule;
  EXPECT_EQ(count(explain(rule, "{}"), "False positives"), 0U);
  rule.false_positives = {"  \n "};
  EXPECT_EQ(count(explain(rule, "{}"), "False positives"), 0U);
}

}  // namespace
}  // namespace picket::sink
