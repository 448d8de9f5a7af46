// SPDX-License-Identifier: Apache-2.0
// The forms that a rule comes in: Elastic's TOML, lines of a Kibana export, answers of its API, saved objects. Whatever
// the form, the rule is the same, and positions are those of the file.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "unit/rule/rule_support.h"

namespace picket::rule::tests {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view kToml = R"([metadata]
creation_date = "2025/01/01"
integration = ["azure"]
maturity = "production"

[transform]
[[transform.osquery]]
query = "SELECT * FROM dns_cache"
label = "DNS cache"
[[transform.investigate]]
label = "The user's alerts"
providers = [[{ excluded = false, field = "user.id", queryType = "phrase", value = "{{user.id}}", valueType = "string" }]]
relativeFrom = "now-48h/h"
relativeTo = "now"

[rule]
author = ["Somebody"]
description = "What it finds"
from = "now-9m"
index = ["logs-azure.activitylogs-*"]
language = "kuery"
name = "A rule"
note = """# Guide

Look at $investigate_0, then at ${osquery_0}.
"""
risk_score = 47
rule_id = "11111111-2222-4333-8444-555555555555"
severity = "medium"
timestamp_override = "event.ingested"
type = "new_terms"
query = '''
event.action : "A" and
  event.outcome : success
'''

[[rule.filters]]
[rule.filters."$state"]
store = "appState"
[rule.filters.meta]
negate = true
[rule.filters.query.wildcard."file.path"]
case_insensitive = true
value = "C:\\\\Program*"

[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1651"
name = "Cloud Administration Command"
reference = "https://attack.mitre.org/techniques/T1651/"
[rule.threat.tactic]
id = "TA0002"
name = "Execution"
reference = "https://attack.mitre.org/tactics/TA0002/"

[rule.new_terms]
field = "new_terms_fields"
value = ["user.id", "source.ip"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-7d"
)";

// One line; wrapped here.
constexpr std::string_view kJson =
    R"({"rule_id":"11111111-2222-4333-8444-555555555555","type":"new_terms","name":"A rule","description":"What it finds",)"
    R"("author":["Somebody"],"from":"now-9m","to":"now","interval":"5m","index":["logs-azure.activitylogs-*"],)"
    R"("language":"kuery","query":"event.action : \"A\" and\n  event.outcome : success\n","risk_score":47,)"
    R"("severity":"medium","timestamp_override":"event.ingested","max_signals":100,"throttle":null,"filters":[)"
    R"({"$state":{"store":"appState"},"meta":{"negate":true},"query":{"wildcard":{"file.path":)"
    R"({"case_insensitive":true,"value":"C:\\\\Program*"}}}}],"threat":[{"framework":"MITRE ATT&CK","technique":[)"
    R"({"id":"T1651","name":"Cloud Administration Command","reference":"https://attack.mitre.org/techniques/T1651/"}],)"
    R"("tactic":{"id":"TA0002","name":"Execution","reference":"https://attack.mitre.org/tactics/TA0002/"}}],)"
    R"("new_terms_fields":["user.id","source.ip"],"history_window_start":"now-7d","related_integrations":)"
    R"([{"package":"azure"}],"note":"# Guide\n\nLook at !{investigate{\"label\":\"The user's alerts\",\"providers\":)"
    R"([[{\"excluded\":false,\"field\":\"user.id\",\"queryType\":\"phrase\",\"value\":\"{{user.id}}\",\"valueType\":)"
    R"(\"string\"}]],\"relativeFrom\":\"now-48h/h\",\"relativeTo\":\"now\"}}, then at !{osquery{\"label\":\"DNS cache\",)"
    R"(\"query\":\"SELECT * FROM dns_cache\"}}.\n"})";

TEST(RuleForms, TomlAndJsonGiveTheSameRule) {
  const Loaded toml = load_text(kToml);
  const Loaded json = load_text(kJson);
  ASSERT_EQ(toml.rendered(), "");
  ASSERT_EQ(json.rendered(), "");
  ASSERT_EQ(toml.set.rules.size(), 1U);
  ASSERT_EQ(json.set.rules.size(), 1U);
  EXPECT_EQ(json::serialize_pretty(toml.set.rules[0].parameters), json::serialize_pretty(json.set.rules[0].parameters));
  for (const Rule& rule : {toml.set.rules[0], json.set.rules[0]}) {
    EXPECT_EQ(rule.type, RuleType::new_terms);
    EXPECT_EQ(rule.language, Language::kuery);
    EXPECT_EQ(rule.rule_id, "11111111-2222-4333-8444-555555555555");
    EXPECT_EQ(rule.object_id, rule.rule_id);
    EXPECT_EQ(rule.version, 1);
    EXPECT_TRUE(rule.enabled);
    EXPECT_EQ(rule.max_signals, 100);
    EXPECT_EQ(rule.interval, std::chrono::minutes(5));
    EXPECT_EQ(rule.query->text, "event.action : \"A\" and\n  event.outcome : success\n");
    ASSERT_TRUE(rule.new_terms.has_value());
    EXPECT_EQ(rule.new_terms->fields, (Texts{"user.id", "source.ip"}));
    EXPECT_EQ(rule.new_terms->history_window_start, "now-7d");
    EXPECT_TRUE(rule.new_terms->history_start.has_value());
    ASSERT_EQ(rule.threat.size(), 1U);
    EXPECT_EQ(rule.threat[0].tactic_id, "TA0002");
    ASSERT_EQ(rule.threat[0].techniques.size(), 1U);
    EXPECT_EQ(rule.threat[0].techniques[0].id, "T1651");
    EXPECT_EQ(json::serialize(rule.parameters.at("filters")),
              R"([{"$state":{"store":"appState"},"meta":{"negate":true},"query":{"wildcard":{"file.path":)"
              R"({"case_insensitive":true,"value":"C:\\\\Program*"}}}}])");
    EXPECT_EQ(json::serialize(rule.guide_queries),
              R"({"investigate":[{"label":"The user's alerts","providers":[[{"excluded":false,"field":"user.id",)"
              R"("queryType":"phrase","value":"{{user.id}}","valueType":"string"}]],"relativeFrom":"now-48h/h",)"
              R"("relativeTo":"now"}],"osquery":[{"label":"DNS cache","query":"SELECT * FROM dns_cache"}]})");
  }
}

TEST(RuleForms, ParametersHoldTheDefaults) {
  const Loaded loaded = load_text(kQueryRule);
  ASSERT_EQ(loaded.set.rules.size(), 1U);
  EXPECT_EQ(json::serialize(loaded.set.rules[0].parameters),
            R"({"id":"11111111-2222-4333-8444-555555555555","rule_id":"11111111-2222-4333-8444-555555555555",)"
            R"("name":"A rule","description":"What it finds","type":"query","enabled":true,"version":1,"revision":0,)"
            R"("immutable":false,"rule_source":{"type":"internal"},"language":"kuery","query":"user.name : alice",)"
            R"("filters":[],"interval":"5m","from":"now-6m","to":"now","max_signals":100,"severity":"low",)"
            R"("severity_mapping":[],"risk_score":21,"risk_score_mapping":[],"exceptions_list":[],"threat":[],)"
            R"("tags":[],"author":[],"references":[],"false_positives":[],"setup":"","related_integrations":[],)"
            R"("required_fields":[],"actions":[]})");
}

TEST(RuleForms, DefaultIndexPatternsAreKibanas) {
  const Loaded loaded = load_text(kQueryRule);
  ASSERT_EQ(loaded.set.rules.size(), 1U);
  EXPECT_TRUE(loaded.set.rules[0].index.empty());
  EXPECT_EQ(effective_index(loaded.set.rules[0]),
            (Texts{"apm-*-transaction*", "auditbeat-*", "endgame-*", "filebeat-*", "logs-*", "packetbeat-*",
                   "traces-apm*", "winlogbeat-*", "-*elastic-cloud-logs-*"}));
  EXPECT_EQ(effective_index(load_text(kToml).set.rules.at(0)), Texts{"logs-azure.activitylogs-*"});
  const Loaded esql = load_text(with(kRuleHead, "type = \"esql\"\nquery = \"from logs-*\"\n"));
  EXPECT_EQ(effective_index(esql.set.rules.at(0)), Texts{});
}

// ---- Where the query stands

struct QueryCase {
  std::string_view text;  // its query is `one : 1 and two : 2` or the same on two lines
  std::string_view name;
  std::uint32_t line;
  std::uint32_t column;
  std::string_view two;  // position of `two`
};

TEST(RuleForms, QueriesKnowTheirPlaceInTheFile) {
  const std::string json_head =
      R"({"rule_id":"r","name":"n","description":"d","severity":"low","risk_score":1,"type":"query",)";
  const std::string one_line = json_head + R"("query":"one : 1 and two : 2"})";
  const std::string two_lines = json_head + R"("query":"one : 1 and\ntwo : 2"})";
  const std::string pretty =
      "{\n  \"rule_id\": \"r\", \"name\": \"n\", \"description\": \"d\",\n \"severity\": \"low\", "
      "\"risk_score\": 1, \"type\": \"query\",\n  \"query\": \"one : 1 and two : 2\"\n}";
  const auto toml = [](std::string_view query) { return with(kRuleHead, "type = \"query\"\n" + std::string(query)); };
  const std::string literal = toml("query = 'one : 1 and two : 2'\n");
  const std::string basic = toml("query = \"one : 1 and two : 2\"\n");
  const std::string multi = toml("query = '''\none : 1 and\n  two : 2\n'''\n");
  const std::string multi_crlf = toml("query = '''\r\none : 1 and\r\n  two : 2\r\n'''\r\n");
  const std::string multi_same_line = toml("query = '''one : 1 and\n  two : 2'''\n");
  const std::string multi_basic = toml("query = \"\"\"\none : 1 and\n  two : 2\n\"\"\"\n");
  const std::string folded = toml("query = \"\"\"\none : 1 \\\n  and\n  two : 2\"\"\"\n");
  const std::string inline_table =
      "rule = {rule_id = \"11111111-2222-4333-8444-555555555555\", name = \"é\", description = \"d\", severity = "
      "\"low\", risk_score = 1, type = \"query\", query = 'one : 1 and two : 2'}";
  const std::vector<QueryCase> cases = {
      {literal, "test", 8, 10, "8:22"},        {basic, "test", 8, 10, "8:22"},
      {multi, "test", 9, 1, "10:3"},           {multi_crlf, "test", 9, 1, "10:3"},
      {multi_same_line, "test", 8, 12, "9:3"}, {multi_basic, "test", 9, 1, "10:3"},
      {folded, "test:9 query", 1, 1, "2:3"},   {inline_table, "test", 1, 149, "1:161"},
      {one_line, "test", 1, 101, "1:113"},     {two_lines, "test:1 query", 1, 1, "2:1"},
      {pretty, "test", 4, 13, "4:25"},
  };
  for (const QueryCase& each : cases) {
    const Loaded loaded = load_text(each.text);
    ASSERT_EQ(loaded.set.rules.size(), 1U) << each.text << loaded.rendered();
    const SourceText& query = *loaded.set.rules[0].query;
    EXPECT_EQ(query.name, each.name) << each.text;
    EXPECT_EQ(query.first_line, each.line) << each.text;
    EXPECT_EQ(query.first_column, each.column) << each.text;
    const LineColumn two = locate(query, static_cast<std::uint32_t>(query.text.find("two")));
    EXPECT_EQ(fmt::format("{}:{}", two.line, two.column), each.two) << each.text;
  }
}

// ---- Kibana's containers

std::string json_rule(int number) {
  return fmt::format(
      R"({{"rule_id":"r{}","name":"rule {}","description":"d","severity":"low","risk_score":1,"type":"query","query":"*"}})",
      number, number);
}

Texts ids(const Loaded& loaded) {
  Texts out;
  for (const Rule& rule : loaded.set.rules) out.push_back(rule.rule_id);
  return out;
}

TEST(RuleForms, WrappingsAreTakenOff) {
  const std::string one = json_rule(1);
  const std::string two = json_rule(2);
  const std::vector<std::string> wrapped = {
      one + "\n" + two + "\n",
      "\n" + one + "\r\n\r\n" + two,
      "[" + one + "," + two + "]",
      "[\n  " + one + ",\n  " + two + "\n]\n",
      R"({"page":1,"perPage":2,"total":2,"data":[)" + one + "," + two + "]}",
      R"({"rules":[)" + one + "," + two + "]}",
      R"([{"type":"security-rule","id":"r1_5","attributes":)" + one +
          R"(},{"id":"x","type":"security-rule","attributes":)" + two + "}]",
      R"({"type":"security-rule","attributes":)" + one + "}\n" + R"({"type":"security-rule","attributes":)" + two +
          "}\n",
  };
  for (const std::string& text : wrapped) {
    const Loaded loaded = load_text(text);
    EXPECT_EQ(loaded.rendered(), "") << text;
    EXPECT_EQ(ids(loaded), (Texts{"r1", "r2"})) << text;
    for (const Rule& rule : loaded.set.rules) EXPECT_EQ(rule.object_id, rule.rule_id) << text;
  }
}

TEST(RuleForms, SavedObjectsOfAlertingRulesAreRead) {
  const Loaded loaded = load_text(
      R"({"id":"abc","type":"alert","attributes":{"name":"n","tags":["t"],"enabled":false,"alertTypeId":"siem.queryRule",)"
      R"("schedule":{"interval":"10m"},"createdAt":"2024-01-01T00:00:00.000Z","params":{"ruleId":"r","description":"d",)"
      R"("severity":"high","riskScore":73,"type":"query","query":"a:b","from":"now-11m","maxSignals":50,)"
      R"("alertSuppression":{"groupBy":["user.name"],"missingFieldsStrategy":"doNotSuppress"}}}})");
  EXPECT_EQ(loaded.rendered(), "");
  ASSERT_EQ(loaded.set.rules.size(), 1U);
  const Rule& rule = loaded.set.rules[0];
  EXPECT_EQ(rule.object_id, "abc");
  EXPECT_EQ(rule.rule_id, "r");
  EXPECT_EQ(rule.risk_score, 73);
  EXPECT_EQ(rule.max_signals, 50);
  EXPECT_FALSE(rule.enabled);
  EXPECT_EQ(rule.interval_text, "10m");
  ASSERT_TRUE(rule.suppression.has_value());
  EXPECT_FALSE(rule.suppression->suppress_missing);
  EXPECT_FALSE(rule.suppression->duration.has_value());
}

TEST(RuleForms, ExportsHoldRulesListsItemsConnectorsAndASummary) {
  const std::string exported =
      json_rule(1) + "\n" +
      R"({"id":"L","list_id":"mine","type":"detection","name":"n","description":"d","namespace_type":"single","version":1})"
      "\n"
      R"({"id":"I","item_id":"i","list_id":"mine","type":"simple","name":"n","entries":[{"field":" user.name","type":"match",)"
      R"("operator":"included","value":"a"},{"field":"b","type":"match_any","operator":"excluded","value":["c"]},)"
      R"({"field":"d","type":"exists","operator":"included"},{"field":"e","type":"nested","entries":[{"field":"f",)"
      R"("type":"wildcard","operator":"included","value":"g*"}]},{"field":"h","type":"list","operator":"included",)"
      R"("list":{"id":"ips","type":"ip"}}]})"
      "\n"
      R"({"id":"C","type":"action","attributes":{"actionTypeId":".slack","name":"s"},"references":[]})"
      "\n"
      R"({"exported_count":4,"exported_rules_count":1,"missing_rules":[],"missing_rules_count":0,)"
      R"("exported_exception_list_count":1,"exported_exception_list_item_count":1})"
      "\n";
  const Loaded loaded = load_text(exported);
  EXPECT_EQ(loaded.rendered(), "");
  EXPECT_EQ(ids(loaded), Texts{"r1"});
  EXPECT_EQ(loaded.set.exception_lists.size(), 1U);
  ASSERT_EQ(loaded.set.exception_items.size(), 1U);
  const ExceptionItem& item = loaded.set.exception_items[0];
  EXPECT_TRUE(item.single);
  ASSERT_EQ(item.entries.size(), 5U);
  EXPECT_EQ(item.entries[0].field, " user.name");
  EXPECT_EQ(item.entries[0].values, Texts{"a"});
  EXPECT_EQ(item.source->text.substr(item.entries[0].field_span.begin, 12), R"(" user.name")");
  EXPECT_FALSE(item.entries[1].included);
  EXPECT_EQ(item.entries[3].entries.at(0).values, Texts{"g*"});
  EXPECT_EQ(item.entries[4].value_list, "ips");
  EXPECT_EQ(item.entries[4].value_list_type, "ip");
  EXPECT_EQ(loaded.set.failed_rules, 0U);
}

TEST(RuleForms, CutExportsAreNoticed) {
  const Loaded loaded = load_text(json_rule(1) + "\n" + R"({"exported_count":2,"exported_rules_count":2})");
  EXPECT_EQ(loaded.problems(), Texts{"R156 2:44"});
}

TEST(RuleForms, ProblemsOfLinesNameTheLine) {
  const Loaded loaded = load_text(json_rule(1) + "\n" + R"({"rule_id": "r2", "type": "query", "risk_score": "9"})" +
                                  "\n{\"rule_id\": \n" + R"({"what": "is this"})" + "\n");
  EXPECT_EQ(loaded.problems(),
            (Texts{"R122 2:50", "R121 2:1", "R121 2:1", "R121 2:1", "R147 2:1", "R105 3:13", "R108 4:1"}));
  EXPECT_EQ(ids(loaded), Texts{"r1"});
  EXPECT_EQ(loaded.set.failed_rules, 3U);
}

TEST(RuleForms, ABrokenLineCostsOneRule) {
  const Loaded first = load_text("{\"rule_id\": \"r0\n" + json_rule(1) + "\n" + json_rule(2));
  EXPECT_EQ(first.problems(), Texts{"R105 1:13"});
  EXPECT_EQ(ids(first), (Texts{"r1", "r2"}));
  const Loaded last = load_text(json_rule(1) + "\n" + json_rule(2).substr(0, 40));
  EXPECT_EQ(last.problems(), Texts{"R105 2:33"});
  EXPECT_EQ(ids(last), Texts{"r1"});
}

TEST(RuleForms, ExceptionItemsAreValidated) {
  const auto item = [](std::string_view entries) {
    return fmt::format(R"({{"item_id":"i","list_id":"l","entries":{}}})", entries);
  };
  const std::vector<std::pair<std::string, Texts>> cases = {
      {item("[]"), {"R125 1:40"}},
      {item(R"([{"field":"a","type":"matches","value":"b"}])"), {"R123 1:61"}},
      {item(R"([{"field":"a","type":"match","value":["b"]}])"), {"R122 1:77"}},
      {item(R"([{"field":"a","type":"match_any","value":"b"}])"), {"R122 1:81"}},
      {item(R"([{"field":"a","type":"match"}])"), {"R121 1:41"}},
      {item(R"([{"field":"a","type":"list"}])"), {"R121 1:41"}},
      {item(R"([{"field":"a","type":"nested","entries":[{"field":"b","type":"match"}]}])"), {"R121 1:81"}},
      {item(R"([{"type":"exists"}])"), {"R121 1:41"}},
      {R"({"item_id":"i","entries":[{"field":"a","type":"exists"}]})", {"R121 1:1"}},
      {R"({"item_id":"i","list_id":"l","expire_time":"soon","entries":[{"field":"a","type":"exists"}]})",
       {"R141 1:44"}},
      {R"({"list_id":"l","type":"detection","namespace_type":"both"})", {"R123 1:52"}},
  };
  for (const auto& [text, problems] : cases) {
    const Loaded loaded = load_text(text);
    EXPECT_EQ(loaded.problems(), problems) << text << loaded.rendered();
    EXPECT_EQ(loaded.set.exception_items.size() + loaded.set.exception_lists.size(), 0U) << text;
    EXPECT_EQ(loaded.set.failed_rules, 1U) << text;
  }
}

TEST(RuleForms, ExceptionFilesInTomlAreRead) {
  const Loaded loaded = load_text(R"([metadata]
list_name = "mine"

[[exceptions]]
[exceptions.container]
list_id = "mine"
name = "n"
namespace_type = "agnostic"
type = "detection"
[[exceptions.items]]
item_id = "i"
name = "n"
type = "simple"
[[exceptions.items.entries]]
field = "user.name"
operator = "included"
type = "match"
value = "alice"
)");
  EXPECT_EQ(loaded.rendered(), "");
  EXPECT_EQ(loaded.set.exception_lists.size(), 1U);
  ASSERT_EQ(loaded.set.exception_items.size(), 1U);
  const ExceptionItem& item = loaded.set.exception_items[0];
  EXPECT_EQ(item.list_id, "mine");
  EXPECT_FALSE(item.single);
  const Span value = item.entries.at(0).value_span;
  EXPECT_EQ(item.source->text.substr(value.begin, value.end - value.begin), "\"alice\"");
}

TEST(RuleForms, RulesWithoutIdGetOneThatStays) {
  constexpr std::string_view kText =
      R"({"name":"n","description":"d","severity":"low","risk_score":1,"type":"query","query":"*"})";
  const Loaded once = load_text(kText);
  const Loaded again = load_text(kText, "elsewhere");
  EXPECT_EQ(once.problems(), Texts{"R151 1:1"});
  ASSERT_EQ(once.set.rules.size(), 1U);
  EXPECT_EQ(once.set.rules[0].rule_id.size(), 36U);
  EXPECT_EQ(ids(once), ids(again));
}

TEST(RuleForms, DuplicateKeys) {
  const Loaded json = load_text(
      R"({"rule_id":"r","name":"n","description":"d","severity":"low","severity":"high","risk_score":1,"type":"query","query":"*"})");
  EXPECT_EQ(json.problems(), Texts{"R107 1:62"});
  EXPECT_EQ(json.set.rules.at(0).severity, Severity::high);
  EXPECT_EQ(load_text(with(kQueryRule, "name = \"n\"\n")).problems(), Texts{"R104 9:1"});
}

TEST(RuleForms, BrokenTextsAreOneDiagnosticEach) {
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"", {"R108 test"}},
      {"   \n", {"R108 test"}},
      {"[]", {"R108 test"}},
      {"[rule\n", {"R104 1:6"}},
      {"[rule]\nname = \"a\n", {"R104 2:8"}},
      {"[rule]\nquery = '''abc", {"R104 2:9"}},
      {"just words", {"R104 1:6"}},
      {"{\"a\": }", {"R105 1:7"}},
      {"{\n\"a\": 1,\n}", {"R105 3:1"}},
      {"[{\"a\": 1} {\"b\": 2}]", {"R105 1:11"}},
      {"{\"a\": 1", {"R105 1:8"}},
      {"{\"a\": \"\\x\"}", {"R105 1:7"}},
      {"{\"a\": 01}", {"R105 1:7"}},
      {"{\"a\": nul}", {"R105 1:7"}},
  };
  for (const auto& [text, problems] : cases) {
    const Loaded loaded = load_text(text);
    EXPECT_EQ(loaded.problems(), problems) << text << "\n" << loaded.rendered();
    EXPECT_EQ(loaded.set.rules.size(), 0U) << text;
    EXPECT_EQ(loaded.set.failed_rules, 1U) << text;
  }
}

TEST(RuleForms, LogsGivenAsRulesAreGivenUpSoon) {
  std::string log = R"({"time":"2024-01-01"})";
  for (int i = 0; i < 1000; ++i) log += "\n" + std::string(R"({"time":"2024-01-01"})");
  EXPECT_EQ(load_text(log).problems().size(), 11U);
  std::string broken = json_rule(1);
  for (int i = 0; i < 1000; ++i) broken += "\nnot JSON";
  EXPECT_EQ(load_text(broken).problems().size(), 11U);
}

TEST(RuleForms, NestingIsBounded) {
  const auto json_nested = [](std::size_t depth) {
    std::string deep(depth, '[');
    deep += std::string(depth, ']');
    return R"({"rule_id":"r","name":"n","description":"d","severity":"low","risk_score":1,"type":"query","query":"*","meta":{"a":)" +
           deep + "}}";
  };
  // The rule and `meta` are two levels of the 64 that are allowed below the root.
  EXPECT_EQ(load_text(json_nested(63)).rendered(), "");
  EXPECT_EQ(load_text(json_nested(64)).problems(), Texts{"R106 1:179"});
  // [rule.x] is two levels.
  const auto toml_nested = [](std::size_t parts) {
    std::string key = "a";
    for (std::size_t i = 1; i < parts; ++i) key += ".a";
    return with(kQueryRule, "meta = {}\n[rule.x]\n" + key + " = 1\n");
  };
  EXPECT_EQ(load_text(toml_nested(62)).problems(), Texts{"R120 10:7"});
  EXPECT_EQ(load_text(toml_nested(63)).problems(), Texts{"R106 11:129"});
  EXPECT_EQ(load_text(with(kQueryRule, "note = '''" + std::string(100'000, '.') + "'''\n")).rendered(), "");
  EXPECT_EQ(load_text(std::string(1'000'000, '[')).problems().size(), 1U);
  EXPECT_EQ(load_text("[{\"a\":" + std::string(1'000'000, '[')).problems().size(), 1U);
}

// ---- What Elastic's TOML says about a rule outside of [rule]

TEST(RuleForms, MetadataOfTheTomlForm) {
  const auto deprecated = [](std::string_view metadata) {
    return load_text(with(kQueryRule, metadata)).set.rules.at(0).deprecated;
  };
  EXPECT_FALSE(deprecated("[metadata]\nmaturity = \"development\"\n"));
  EXPECT_TRUE(deprecated("[metadata]\nmaturity = \"deprecated\"\n"));
  EXPECT_TRUE(deprecated("[metadata]\ndeprecation_date = \"2024/01/01\"\n"));
  const Loaded loaded = load_text(with(kQueryRule, "[metadata]\nversion = 7\nintegration = \"azure\"\n"));
  EXPECT_EQ(loaded.set.rules.at(0).version, 7);
  EXPECT_EQ(json::serialize(loaded.set.rules.at(0).parameters.at("related_integrations")), R"([{"package":"azure"}])");
}

TEST(RuleForms, SetupIsCutOutOfTheGuide) {
  const Loaded loaded = load_text(
      with(kQueryRule,
           "note = '''## Triage\n\nLook.\n\n## Setup\n\nInstall.\n\n### More\n\nBits.\n\n## End\n\nDone.\n'''\n"));
  EXPECT_EQ(loaded.set.rules.at(0).note, "## Triage\n\nLook.\n\n## End\n\nDone.");
  EXPECT_EQ(loaded.set.rules.at(0).setup, "## Setup\n\nInstall.\n\n### More\n\nBits.");
  const Loaded fenced = load_text(with(kQueryRule, "note = '''```\n# Setup\n```\n'''\n"));
  EXPECT_EQ(fenced.set.rules.at(0).setup, "");
  EXPECT_EQ(fenced.set.rules.at(0).note, "```\n# Setup\n```\n");
}

TEST(RuleForms, ThreatMappingsOfOtherFrameworkVersions) {
  const std::string mappings = R"([[rule.threat_mappings]]
framework = "MITRE ATT&CK"
version = "9"
threat = [{framework = "MITRE ATT&CK", tactic = {id = "TA1", name = "old", reference = "r"}}]
[[rule.threat_mappings]]
framework = "MITRE ATT&CK"
version = "19"
threat = [{framework = "MITRE ATT&CK", tactic = {id = "TA2", name = "new", reference = "r"}}]
)";
  const Loaded only = load_text(with(kQueryRule, mappings));
  EXPECT_EQ(only.rendered(), "");
  EXPECT_EQ(only.set.rules.at(0).threat.at(0).tactic_name, "new");
  EXPECT_FALSE(only.set.rules.at(0).parameters.contains("threat_mappings"));
  const Loaded beside = load_text(with(
      kQueryRule,
      "threat = [{framework = \"f\", tactic = {id = \"t\", name = \"shipped\", reference = \"r\"}}]\n" + mappings));
  EXPECT_EQ(beside.set.rules.at(0).threat.at(0).tactic_name, "shipped");
}

}  // namespace
}  // namespace picket::rule::tests
