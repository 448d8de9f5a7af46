// SPDX-License-Identifier: Apache-2.0
// What is said about each key of a rule when it is wrong: code, line and column.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "unit/rule/rule_support.h"

namespace picket::rule::tests {
namespace {

using Problems = std::vector<std::string>;

struct Case {
  std::string text;  // line 9 and on, after kQueryRule, or line 7 and on, after kRuleHead
  Problems problems;
};

void expect_each(std::string_view head, const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    const Loaded loaded = load_text(with(head, each.text));
    EXPECT_EQ(loaded.problems(), each.problems) << each.text << "\n" << loaded.rendered();
    EXPECT_EQ(loaded.set.rules.size() + loaded.set.failed_rules, 1U) << each.text;
    EXPECT_EQ(loaded.set.rules.empty(), loaded.diagnostics.has_errors()) << each.text;
  }
}

TEST(RuleValidation, TheHeadsAreValid) {
  expect_each(kQueryRule, {{"", {}}});
}

TEST(RuleValidation, KeysOfEveryRule) {
  expect_each(kQueryRule,
              {
                  {"id = 1", {"R122 9:6"}},
                  {"enabled = \"yes\"", {"R122 9:11"}},
                  {"version = 0", {"R124 9:11"}},
                  {"version = \"1\"", {"R122 9:11"}},
                  {"version = 1.5", {"R122 9:11"}},
                  {"version = 2.0", {}},
                  {"revision = -1", {"R124 9:12"}},
                  {"immutable = 1", {"R122 9:13"}},
                  {"rule_source = \"internal\"", {"R122 9:15"}},
                  {"filters = {}", {"R122 9:11"}},
                  {"filters = [{}, 1]", {"R122 9:16"}},
                  {"index = \"logs-*\"", {"R122 9:9"}},
                  {"index = [\"logs-*\", 1]", {"R122 9:20"}},
                  {"data_view_id = [\"a\"]", {"R122 9:16"}},
                  {"interval = 5", {"R122 9:12"}},
                  {"interval = \"5\"", {"R140 9:12"}},
                  {"interval = \"0m\"", {"R140 9:12"}},
                  {"interval = \"5w\"", {"R140 9:12"}},
                  {"interval = \"m\"", {"R140 9:12"}},
                  {"interval = \"\"", {"R140 9:12"}},
                  {"interval = \"-5m\"", {"R140 9:12"}},
                  {"interval = \"99999999999999999999h\"", {"R140 9:12"}},
                  {"from = \"now-9q\"", {"R141 9:8"}},
                  {"from = \"yesterday\"", {"R141 9:8"}},
                  {"from = \"\"", {"R141 9:8"}},
                  {"to = \"now-\"", {"R141 9:6"}},
                  {"timestamp_override = true", {"R122 9:22"}},
                  {"timestamp_override_fallback_disabled = \"true\"", {"R122 9:40"}},
                  {"max_signals = 0", {"R124 9:15"}},
                  {"max_signals = 1", {}},
                  {"max_signals = 1000", {}},
                  {"max_signals = 1001", {"R154 9:15"}},
                  {"max_signals_overflow = \"keep\"", {"R123 9:24"}},
                  {"max_signals_overflow = \"drop\"", {}},
                  {"rule_name_override = 1", {"R122 9:22"}},
                  {"building_block_type = \"block\"", {"R123 9:23"}},
                  {"tags = \"Domain: Cloud\"", {"R122 9:8"}},
                  {"author = [1]", {"R122 9:11"}},
                  {"references = [true]", {"R122 9:15"}},
                  {"false_positives = \"none\"", {"R122 9:19"}},
                  {"license = []", {"R122 9:11"}},
                  {"note = 1", {"R122 9:8"}},
                  {"setup = 1", {"R122 9:9"}},
                  {"investigation_fields = 1", {"R122 9:24"}},
                  {"investigation_fields = [\"user.name\"]", {}},
                  {"investigation_fields = {field_names = \"user.name\"}", {"R122 9:39"}},
                  {"investigation_fields = {names = [\"user.name\"]}", {"R120 9:25"}},
                  {"related_integrations = [\"azure\"]", {"R122 9:25"}},
                  {"required_fields = {}", {"R122 9:19"}},
                  {"actions = 1", {"R122 9:11"}},
                  {"meta = []", {"R122 9:8"}},
                  {"exceptions_list = [{type = \"detection\"}]", {"R121 9:20"}},
                  {"exceptions_list = [{list_id = \"endpoint_list\"}]", {}},
                  {"severity_mapping = [{field = \"a\", value = \"1\", severity = \"Low\"}]", {"R123 9:59"}},
                  {"severity_mapping = [{value = \"1\", severity = \"low\"}]", {"R121 9:21"}},
                  {"severity_mapping = [{field = \"\", value = \"1\", severity = \"low\"}]", {"R126 9:30"}},
                  {"risk_score_mapping = [{field = 1}]", {"R122 9:32"}},
              });
}

TEST(RuleValidation, SeveralProblemsAreAllReported) {
  expect_each(kQueryRule, {{"max_signals = 0\ntags = 1\nsverity = \"low\"\n\nfrom = \"nwo\"",
                            {"R124 9:15", "R122 10:8", "R120 11:1", "R141 13:8"}}});
}

TEST(RuleValidation, UnknownKeysNameTheNearest) {
  const Loaded loaded = load_text(with(kQueryRule, "max_signal = 5\n"));
  ASSERT_EQ(loaded.diagnostics.items().size(), 1U);
  EXPECT_EQ(loaded.diagnostics.items()[0].message, "unknown key `max_signal`");
  EXPECT_EQ(loaded.diagnostics.items()[0].hint, "did you mean `max_signals`?");
  EXPECT_EQ(loaded.set.rules.size(), 1U);
}

TEST(RuleValidation, WhatIsNeededOfEveryRule) {
  const Loaded loaded = load_text("\n[rule]\nauthor = []\n");
  EXPECT_EQ(loaded.problems(), (Problems{"R121 2:1", "R121 2:1", "R121 2:1", "R121 2:1", "R121 2:1", "R121 2:1"}));
  std::vector<std::string> messages;
  for (const Diagnostic& diagnostic : loaded.diagnostics.items()) messages.push_back(diagnostic.message);
  EXPECT_EQ(messages, (Problems{"`name` is missing", "`description` is missing", "`type` is missing",
                                "`severity` is missing", "`risk_score` is missing", "`rule_id` is missing"}));
}

TEST(RuleValidation, Head) {
  expect_each("[rule]\n", {
                              {R"(name = ""
description = " "
rule_id = ""
severity = "medum"
risk_score = 101
type = "querry"
query = "a:b")",
                               {"R126 2:8", "R126 3:15", "R126 4:11", "R123 5:12", "R124 6:14", "R123 7:8"}},
                              {R"(name = "n"
description = "d"
rule_id = "my-rule"
severity = "critical"
risk_score = -1
type = "query"
query = "a:b")",
                               {"R124 6:14", "R150 4:11"}},
                              {R"(name = "n"
description = "d"
rule_id = "my-rule"
severity = "critical"
risk_score = 100
type = "query"
query = "a:b")",
                               {"R150 4:11"}},
                          });
}

TEST(RuleValidation, Queries) {
  const std::string longest = "query = \"" + std::string(262144, 'a') + "\"";
  const std::string too_long = "query = \"" + std::string(262145, 'a') + "\"";
  expect_each(kRuleHead, {
                             {"type = \"query\"", {"R147 1:1"}},
                             {"type = \"query\"\nquery = \" \"", {"R147 8:9"}},
                             {"type = \"query\"\nquery = \"\"\nfilters = [{query = {exists = {field = \"a\"}}}]", {}},
                             {"type = \"query\"\nquery = 1", {"R122 8:9"}},
                             {"type = \"query\"\nlanguage = \"eql\"\nquery = \"a\"", {"R146 8:12"}},
                             {"type = \"query\"\nlanguage = \"kql\"\nquery = \"a\"", {"R123 8:12"}},
                             {"type = \"query\"\nlanguage = \"lucene\"\nquery = \"a\"", {}},
                             {"type = \"query\"\n" + longest, {}},
                             {"type = \"query\"\n" + too_long, {"R127 8:9"}},
                             {"type = \"saved_query\"", {"R121 1:1"}},
                             {"type = \"saved_query\"\nsaved_id = \"x\"", {}},
                             {"type = \"eql\"", {"R121 1:1"}},
                             {"type = \"eql\"\nquery = \"\"", {"R126 8:9"}},
                             {"type = \"eql\"\nquery = \"any where true\"\nlanguage = \"kuery\"", {"R146 9:12"}},
                             {"type = \"eql\"\nquery = \"any where true\"\ntiebreaker_field = 1", {"R122 9:20"}},
                             {"type = \"query\"\nquery = \"a\"\nevent_category_override = \"x\"", {"R128 9:1"}},
                             {"type = \"esql\"\nquery = \"from a\"\nindex = [\"a\"]", {"R128 9:1"}},
                             {"type = \"esql\"\nquery = \"from a\"\nlanguage = \"esql\"", {}},
                         });
}

TEST(RuleValidation, Windows) {
  expect_each(kQueryRule, {
                              {"from = \"now-6m\"\nto = \"now-6m\"", {"R144 9:8"}},
                              {"to = \"now-7m\"", {"R144 9:6"}},
                              {"from = \"now-4m\"", {"R145 9:8"}},
                              {"from = \"now-5m\"", {}},
                              {"interval = \"10m\"", {"R145 9:12"}},
                              {"from = \"now-1h\"\nto = \"now-30m\"", {}},
                              {"from = \"2024-01-01\"\nto = \"now\"", {}},
                              {"from = \"2024-01-02\"\nto = \"2024-01-01\"", {"R144 9:8"}},
                          });
}

TEST(RuleValidation, Sources) {
  expect_each(kQueryRule, {
                              {"index = [\"a\"]\ndata_view_id = \"b\"", {"R148 10:16"}},
                              {"data_view_id = \"b\"", {"R149 9:16"}},
                              {"data_view_id = \"security-solution-default\"", {}},
                          });
}

TEST(RuleValidation, NewTerms) {
  const std::string head = with(kRuleHead, "type = \"new_terms\"\nquery = \"a:*\"\n");  // 8 lines
  expect_each(
      head,
      {
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"now-7d\"", {}},
          {"new_terms_fields = [\"a\", \"b\", \"c\"]\nhistory_window_start = \"now-7d\"", {}},
          {"new_terms_fields = [\"a\", \"b\", \"c\", \"d\"]\nhistory_window_start = \"now-7d\"", {"R125 9:20"}},
          {"new_terms_fields = []\nhistory_window_start = \"now-7d\"", {"R125 9:20"}},
          {"new_terms_fields = \"a\"\nhistory_window_start = \"now-7d\"", {"R122 9:20"}},
          {"new_terms_fields = [\"a\", \"a\"]\nhistory_window_start = \"now-7d\"", {"R153 9:26"}},
          {"new_terms_fields = [\"a\"]", {"R121 1:1"}},
          {"history_window_start = \"now-7d\"", {"R121 1:1"}},
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"7d\"", {"R141 10:24"}},
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"\"", {"R126 10:24"}},
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"now-6m\"", {"R142 10:24"}},
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"now-361s\"", {}},
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"now/d\"", {"R143 10:24"}},
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"now-1d/d\"", {}},
          {"new_terms_fields = [\"a\"]\nhistory_window_start = \"2024-01-01\"", {}},
          {"[rule.new_terms]\nfield = \"new_terms_fields\"\nvalue = [\"a\"]\n[[rule.new_terms.history_window_start]]\n"
           "field = \"history_window_start\"\nvalue = \"now-7d\"",
           {}},
          {"[rule.new_terms]\nfield = \"fields\"\nvalue = [\"a\"]\n[[rule.new_terms.history_window_start]]\n"
           "field = \"history_window_start\"\nvalue = \"now-7d\"",
           {"R123 10:9"}},
          {"[rule.new_terms]\nfield = \"new_terms_fields\"\nvalue = [\"a\", \"b\", \"c\", \"d\"]\n"
           "[[rule.new_terms.history_window_start]]\nfield = \"history_window_start\"\nvalue = \"now-1m\"",
           {"R125 11:9", "R142 14:9"}},
          {"[rule.new_terms]\nfield = \"new_terms_fields\"\n[[rule.new_terms.history_window_start]]\n"
           "field = \"history_window_start\"\nvalue = \"now-7d\"",
           {"R121 9:1", "R121 1:1"}},
          {"new_terms = [\"a\"]", {"R122 9:13", "R121 1:1", "R121 1:1"}},
      });
  expect_each(kQueryRule, {{"new_terms_fields = [\"a\"]", {"R128 9:1"}}});
}

TEST(RuleValidation, Thresholds) {
  const std::string head = with(kRuleHead, "type = \"threshold\"\nquery = \"a:*\"\n");
  expect_each(
      head, {
                {"threshold = {field = [], value = 1}", {}},
                {"threshold = {field = \"a\", value = 1}", {}},
                {"threshold = {field = [\"a\",\"b\",\"c\",\"d\",\"e\"], value = 1}", {}},
                {"threshold = {field = [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"], value = 1}", {"R125 9:22"}},
                {"threshold = {field = [], value = 0}", {"R124 9:34"}},
                {"threshold = {field = []}", {"R121 9:13"}},
                {"threshold = {value = 1}", {"R121 9:13"}},
                {"threshold = 5", {"R122 9:13"}},
                {"", {"R121 1:1"}},
                {"[rule.threshold]\nfield = []\nvalue = 3\n[[rule.threshold.cardinality]]\nfield = \"b\"\nvalue = 0",
                 {"R124 14:9"}},
                {"[rule.threshold]\nfield = []\nvalue = 3\n[[rule.threshold.cardinality]]\nvalue = 1", {"R121 12:1"}},
                {"[rule.threshold]\nfield = []\nvalue = 3\nextra = 1", {"R120 12:1"}},
                {"threshold = {field = [], value = 1}\nalert_suppression = {duration = {value = 5, unit = \"m\"}}", {}},
                {"threshold = {field = [], value = 1}\nalert_suppression = {}", {"R121 10:21"}},
                {"threshold = {field = [], value = 1}\n"
                 "alert_suppression = {group_by = [\"a\"], duration = {value = 5, unit = \"m\"}}",
                 {"R128 10:22"}},
            });
}

TEST(RuleValidation, Suppression) {
  expect_each(kQueryRule,
              {
                  {"alert_suppression = {group_by = [\"a\"]}", {}},
                  {"alert_suppression = {group_by = [\"a\",\"b\",\"c\",\"d\",\"e\"]}", {}},
                  {"alert_suppression = {group_by = [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]}", {"R125 9:33"}},
                  {"alert_suppression = {group_by = []}", {"R125 9:33"}},
                  {"alert_suppression = {}", {"R121 9:21"}},
                  {"alert_suppression = {group_by = [\"a\"], duration = {value = 0, unit = \"m\"}}", {"R124 9:60"}},
                  {"alert_suppression = {group_by = [\"a\"], duration = {value = 1, unit = \"d\"}}", {"R123 9:70"}},
                  {"alert_suppression = {group_by = [\"a\"], duration = {value = 1}}", {"R121 9:51"}},
                  {"alert_suppression = {group_by = [\"a\"], duration = {value = 9223372036854775807, unit = \"h\"}}",
                   {"R124 9:60"}},
                  {"alert_suppression = {group_by = [\"a\"], missing_fields_strategy = \"drop\"}", {"R123 9:66"}},
              });
}

TEST(RuleValidation, IndicatorMatch) {
  const std::string head = with(kRuleHead, "type = \"threat_match\"\nquery = \"a:*\"\n");
  const std::string rest = "threat_query = \"*:*\"\nthreat_index = [\"i\"]\n";
  expect_each(
      head,
      {
          {rest + "threat_mapping = [{entries = [{field = \"a\", type = \"mapping\", value = \"b\"}]}]", {}},
          {rest + "threat_mapping = []", {"R125 11:18"}},
          {rest + "threat_mapping = [{entries = []}]", {"R125 11:30"}},
          {rest + "threat_mapping = [{entries = [{field = \"a\", type = \"map\", value = \"b\"}]}]", {"R123 11:52"}},
          {rest + "threat_mapping = [{entries = [{field = \"a\"}]}]", {"R121 11:31"}},
          {rest + "threat_mapping = [{entries = [{field = \"a\", value = \"b\", negate = true}]}]", {"R123 11:19"}},
          {"threat_mapping = [{entries = [{field = \"a\", value = \"b\"}]}]", {"R121 1:1", "R121 1:1"}},
      });
}

TEST(RuleValidation, MachineLearning) {
  const std::string head = with(kRuleHead, "type = \"machine_learning\"\n");
  expect_each(head, {
                        {"machine_learning_job_id = \"job\"\nanomaly_threshold = 50", {}},
                        {"machine_learning_job_id = [\"job\", \"other\"]\nanomaly_threshold = 100", {}},
                        {"machine_learning_job_id = []\nanomaly_threshold = 101", {"R125 8:27", "R124 9:21"}},
                        {"", {"R121 1:1", "R121 1:1"}},
                        {"machine_learning_job_id = \"job\"\nanomaly_threshold = 50\nquery = \"a\"", {"R128 10:1"}},
                    });
}

TEST(RuleValidation, Threat) {
  expect_each(
      kQueryRule,
      {
          {"threat = [{framework = \"MITRE ATT&CK\", tactic = {id = \"TA0002\", name = \"Execution\", reference = "
           "\"r\"}}]",
           {}},
          {"threat = [{framework = \"MITRE ATT&CK\"}]", {"R129 9:11"}},
          {"threat = [{framework = \"MITRE ATT&CK\", tactic = {id = \"TA0002\", name = \"Execution\"}}]",
           {"R129 9:49"}},
          {"threat = [{framework = \"f\", tactic = {id = 1, name = \"n\", reference = \"r\"}}]", {"R122 9:44"}},
          {"[[rule.threat]]\nframework = \"f\"\n[rule.threat.tactic]\nid = \"t\"\nname = \"n\"\nreference = \"r\"\n"
           "[[rule.threat.technique]]\nid = \"T1\"\nname = \"n\"\nreference = \"r\"\nsubtechnique = [{id = 5, name = "
           "\"n\", reference = \"r\"}]",
           {"R122 19:23"}},
      });
}

TEST(RuleValidation, Metadata) {
  expect_each(kQueryRule, {
                              {"[metadata]\nmaturty = \"production\"", {"R120 10:1"}},
                              {"[metadata]\nsomething_elastic_adds_next_year = true", {}},
                              {"[metdata]\nmaturity = \"production\"", {"R120 9:2"}},
                          });
}

TEST(RuleValidation, GuidePlaceholders) {
  expect_each(kQueryRule,
              {
                  {"note = \"see $osquery_0 now\"", {"R155 9:13"}},
                  {"note = \"costs $5, $PATH, ${HOME}\"", {}},
                  {"note = \"see ${investigate_1}\"\n[[transform.investigate]]\nlabel = \"l\"", {"R155 9:13"}},
              });
}

TEST(RuleValidation, ListsAreBounded) {
  const auto list_of = [](std::size_t count) {
    std::string out = "tags = [";
    for (std::size_t i = 0; i < count; ++i) out += "\"t\",";
    return out + "]";
  };
  expect_each(kQueryRule, {{list_of(10'000), {}}, {list_of(10'001), {"R125 9:8"}}});
}

TEST(RuleValidation, ProblemsOfOneRuleAreBounded) {
  std::string keys;
  for (int i = 0; i < 100; ++i) keys += fmt::format("unknown_key_{} = 1\n", i);
  EXPECT_EQ(load_text(with(kQueryRule, keys)).problems().size(), 100U);
  keys += "one_more_key = 1\n";
  const Loaded loaded = load_text(with(kQueryRule, keys));
  ASSERT_EQ(loaded.problems().size(), 101U);
  EXPECT_EQ(loaded.problems().back(), "R199 109:1");
}

}  // namespace
}  // namespace picket::rule::tests
