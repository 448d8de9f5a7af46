// SPDX-License-Identifier: Apache-2.0
// A rule test fails for the right reason: each kind of wrong expectation, and each kind of silence.
#include "engine/rule_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/test_run.h"
#include "rule/test_file.h"

namespace picket::engine {
namespace {

constexpr std::string_view kRule = R"([metadata]
creation_date = "2026/01/01"
[rule]
author = ["x"]
description = "d"
from = "now-9m"
index = ["logs-*"]
language = "kuery"
license = "Apache-2.0"
name = "First user"
risk_score = 21
rule_id = "6d3f3a0e-7a0b-4f43-9d0f-0a3b8a0f7a11"
severity = "low"
type = "new_terms"
query = '''
event.action:login and user.name:*
'''
[rule.new_terms]
field = "new_terms_fields"
value = ["user.name"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-7d"
)";

constexpr std::string_view kTemplates = R"(
[template.login.record]
"@timestamp" = ""
event = { action = "login" }
user = { name = "alice" }
data_stream = { type = "logs", dataset = "app", namespace = "default" }
)";

class RuleTests : public testing::Test {
 protected:
  RuleTests() {
    std::string name = (std::filesystem::temp_directory_path() / "picket-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    write("rule.toml", kRule);
  }
  ~RuleTests() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view text) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path) << text;
    return path;
  }

  // The failures of the file's first test.
  std::vector<std::string> failures(std::string_view test) {
    const std::string path = write("rule.test.toml", std::string(kTemplates) + std::string(test));
    Diagnostics diagnostics;
    const auto file = rule::load_test_file(path, diagnostics);
    EXPECT_TRUE(file) << (diagnostics.items().empty() ? "" : render(diagnostics.items().front(), false));
    if (!file) return {"not loaded"};
    const std::vector<TestResult> results = run_test_file(*file, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors());
    return results.empty() ? std::vector<std::string>{"no result"} : results.front().failures;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(RuleTests, PassWhenAlertsAndSilenceAreAsExpected) {
  EXPECT_TRUE(failures(R"([[test]]
name = "second time is old"
because = [{ event = 2, seen_in = 1 }]
[[test.event]]
template = "login"
[[test.event]]
at = "+1h"
template = "login"
[[test.expect]]
event = 1
new_terms = ["alice"]
fields = { "user.name" = "alice" }
)")
                  .empty());
}

TEST_F(RuleTests, AMissingAlertSaysWhichAtomFailed) {
  const auto found = failures(R"([[test]]
name = "t"
[[test.event]]
template = "login"
record = { event = { action = "logout" } }
[[test.expect]]
event = 1
)");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("event.action"), std::string::npos) << found[0];
  EXPECT_NE(found[0].find("logout"), std::string::npos) << found[0];
}

TEST_F(RuleTests, AMissingAlertSaysWhichEventMadeItsTermOld) {
  const auto found = failures(R"([[test]]
name = "t"
[[test.event]]
at = "start-3d"
template = "login"
[[test.event]]
at = "start"
template = "login"
[[test.expect]]
event = 1
[[test.expect]]
event = 2
)");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("its term \"alice\" was seen in event 1 at 2026-01-02T10:00:00.000Z"), std::string::npos)
      << found[0];
}

TEST_F(RuleTests, UnexpectedAlertsWrongTermsAndWrongFieldsFail) {
  EXPECT_EQ(failures("[[test]]\nname = \"t\"\nexpect_none = true\n[[test.event]]\ntemplate = \"login\"\n").size(), 1U);
  EXPECT_EQ(failures("[[test]]\nname = \"t\"\n[[test.event]]\ntemplate = \"login\"\n[[test.expect]]\nevent = 1\n"
                     "new_terms = [\"bob\"]\n")
                .size(),
            1U);
  EXPECT_EQ(failures("[[test]]\nname = \"t\"\n[[test.event]]\ntemplate = \"login\"\n[[test.expect]]\nevent = 1\n"
                     "fields = { \"user.name\" = \"bob\", \"user.id\" = \"1\" }\n")
                .size(),
            2U);
}

TEST_F(RuleTests, AWrongReasonFails) {
  const auto found = failures(R"([[test]]
name = "t"
expect_none = true
because = [{ event = 1, contains = "user.name" }]
[[test.event]]
template = "login"
record = { event = { action = "logout" } }
)");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("expected a reason with 'user.name'"), std::string::npos) << found[0];
}

constexpr std::string_view kSilent = "[[test]]\nname = \"t\"\nexpect_none = true\n";

TEST_F(RuleTests, AnUnexpectedAlertSaysWhyItsTermIsNew) {
  const auto first = failures(std::string(kSilent) + "[[test.event]]\ntemplate = \"login\"\n");
  ASSERT_EQ(first.size(), 1U);
  EXPECT_NE(
      first[0].find("unexpected alert: event 1 at 2026-01-05T10:00:00.000Z with new_terms [\"alice\"]: no earlier"),
      std::string::npos)
      << first[0];
  const auto again = failures(R"([[test]]
name = "t"
[[test.event]]
template = "login"
[[test.event]]
at = "+8d"
template = "login"
[[test.expect]]
event = 1
)");
  ASSERT_EQ(again.size(), 1U);
  EXPECT_NE(again[0].find("event 1 at 2026-01-05T10:00:00.000Z had its term, but the history begins at 2026-01-06"),
            std::string::npos)
      << again[0];
}

TEST_F(RuleTests, AnyEventInTheHistoryCountsAsSeenBeforeAndNoOther) {
  constexpr std::string_view kEvents = R"(
[[test.event]]
at = "start-8d"
template = "login"
[[test.event]]
at = "start-6d"
template = "login"
[[test.event]]
at = "start-1d"
template = "login"
[[test.event]]
at = "start"
template = "login"
[[test.event]]
at = "+1h"
template = "login"
[[test.expect]]
event = 1
)";
  for (const int seen_in : {2, 3}) {
    const auto found =
        failures(fmt::format("[[test]]\nname = \"t\"\nbecause = [{{ event = 4, seen_in = {} }}]{}", seen_in, kEvents));
    EXPECT_TRUE(found.empty()) << found[0];
  }
  for (const int seen_in : {1, 4, 5}) {
    const auto found =
        failures(fmt::format("[[test]]\nname = \"t\"\nbecause = [{{ event = 4, seen_in = {} }}]{}", seen_in, kEvents));
    ASSERT_EQ(found.size(), 1U) << seen_in;
    EXPECT_NE(found[0].find("was seen in event 2 at 2025-12-30T10:00:00.000Z and 1 more times"), std::string::npos)
        << found[0];
  }
}

TEST_F(RuleTests, AnEventThatDoesNotMatchIsNoHistory) {
  const auto found = failures(R"([[test]]
name = "t"
because = [{ event = 3, seen_in = 1 }]
[[test.event]]
template = "login"
record = { event = { action = "logout" } }
[[test.event]]
at = "+1m"
template = "login"
[[test.event]]
at = "+1m"
template = "login"
[[test.expect]]
event = 2
)");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("was seen in event 2"), std::string::npos) << found[0];
}

TEST_F(RuleTests, ARepeatedEventAlertsAtItsFirstRepetitionUnlessATimeIsGiven) {
  constexpr std::string_view kEvents = R"(
[[test.event]]
at = "start+2m"
template = "login"
[[test.event]]
at = "start"
template = "login"
count = 4
every = "8d"
)";
  EXPECT_TRUE(
      failures(fmt::format("[[test]]\nname = \"t\"\nexpect = [{{ event = 2 }}, {{ at = \"start+8d\" }}, {{ event "
                           "= 2, at = \"start+16d\" }}, {{ at = \"start+24d\" }}]{}",
                           kEvents))
          .empty());
  const auto found = failures(fmt::format(
      "[[test]]\nname = \"t\"\nexpect = [{{ event = 2 }}, {{ event = 2 }}, {{ at = \"start+16d\" }}, {{ at = "
      "\"start+24d\" }}]{}",
      kEvents));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NE(found[0].find("event 2 (repetition 1) at 2026-01-05T10:00:00.000Z raised 1, and more are expected"),
            std::string::npos)
      << found[0];
  EXPECT_NE(found[1].find("unexpected alert: event 2 (repetition 2)"), std::string::npos) << found[1];
}

TEST_F(RuleTests, SilentRepetitionsHaveReasonsAsWell) {
  EXPECT_TRUE(failures(R"([[test]]
name = "t"
because = [{ event = 1, seen_in = 1 }]
[[test.event]]
template = "login"
count = 100
every = "1h"
[[test.expect]]
event = 1
)")
                  .empty());
  const auto found = failures(R"([[test]]
name = "t"
because = [{ event = 1, contains = "x" }]
[[test.event]]
template = "login"
[[test.expect]]
event = 1
)");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("event 1 alerted, so it has no reason for silence"), std::string::npos) << found[0];
}

TEST_F(RuleTests, AMissingFieldAnotherIndexAndAnUnreadableRecordAreSaid) {
  const auto silent = [&](std::string_view event) {
    const auto found =
        failures(fmt::format("{}because = [{{ event = 1, contains = \"?\" }}]\n[[test.event]]\n{}\n", kSilent, event));
    return found.size() == 1 ? found[0] : fmt::format("{} failures", found.size());
  };
  EXPECT_NE(silent("template = \"login\"\nremove = [[\"user\"]]\n").find("user.name: * has no value"),
            std::string::npos)
      << silent("template = \"login\"\nremove = [[\"user\"]]\n");
  const std::string other = silent("template = \"login\"\nrecord = { data_stream = { type = \"metrics\" } }\n");
  EXPECT_NE(other.find("its index metrics-app-default is none of the rule's (logs-*)"), std::string::npos) << other;
  const std::string unreadable = silent("record = { nothing = \"known\" }\n");
  EXPECT_NE(unreadable.find("cannot be read: unknown_format"), std::string::npos) << unreadable;
  // Without a reason that covers it, silence about it proves nothing.
  const auto found = failures(std::string(kSilent) + "[[test.event]]\nrecord = { nothing = \"known\" }\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("event 1 cannot be read"), std::string::npos) << found[0];
}

TEST_F(RuleTests, TheSameEventAgainIsSaidAsSuch) {
  EXPECT_TRUE(failures(R"([[test]]
name = "t"
because = [{ event = 2, contains = "the same event as event 1", seen_in = 1 }]
[[test.event]]
template = "login"
[[test.event]]
template = "login"
[[test.expect]]
event = 1
)")
                  .empty());
}

TEST_F(RuleTests, EventsAreJudgedByTheirArrivalWhereTheyCarryOne) {
  // With timestamp_override the second event arrives before the first.
  std::string rule(kRule);
  rule.replace(rule.find("type = "), 0, "timestamp_override = \"event.ingested\"\n");
  write("rule.toml", rule);
  EXPECT_TRUE(failures(R"([[test]]
name = "t"
because = [{ event = 1, seen_in = 2 }]
[[test.event]]
template = "login"
record = { event = { ingested = "2026-01-07T00:00:00Z" } }
[[test.event]]
at = "+1h"
template = "login"
record = { event = { ingested = "2026-01-06T00:00:00Z" } }
[[test.expect]]
event = 2
)")
                  .empty());
}

TEST_F(RuleTests, TheCapIsNamedWhereItDropsAlerts) {
  std::string rule(kRule);
  rule.replace(rule.find("type = "), 0, "max_signals = 1\nmax_signals_overflow = \"drop\"\n");
  write("rule.toml", rule);
  const auto found = failures(R"([[test]]
name = "t"
[[test.event]]
template = "login"
[[test.event]]
template = "login"
record = { user = { name = "bob" } }
[[test.event]]
template = "login"
record = { user = { name = "carol" } }
[[test.expect]]
event = 1
[[test.expect]]
event = 2
[[test.expect]]
event = 3
)");
  ASSERT_EQ(found.size(), 1U) << fmt::format("{}", fmt::join(found, "\n"));
  EXPECT_NE(found[0].find("event 3"), std::string::npos) << found[0];
  EXPECT_NE(found[0].find("the cap took it"), std::string::npos) << found[0];
}

TEST_F(RuleTests, AnEventOfSeveralTermsRaisesSeveralAlertsInAnyOrder) {
  constexpr std::string_view kTest = R"([[test]]
name = "t"
[[test.event]]
template = "login"
record = {{ user = {{ name = ["alice", "bob"] }} }}
[[test.expect]]
event = 1
[[test.expect]]
event = 1
new_terms = ["{}"]
)";
  for (const char* name : {"alice", "bob"}) EXPECT_TRUE(failures(fmt::format(kTest, name)).empty()) << name;
  EXPECT_EQ(failures(fmt::format(kTest, "carol")).size(), 1U);
}

TEST_F(RuleTests, FieldsAreComparedAsAWholeOrByOneValue) {
  const auto with = [&](std::string_view fields) {
    return failures(
        fmt::format("[[test]]\nname = \"t\"\nevent = [{{ template = \"login\", record = {{ tags = [\"a\", "
                    "\"b\"], size = 47.0 }} }}]\n[[test.expect]]\nevent = 1\nfields = {{ {} }}\n",
                    fields));
  };
  EXPECT_TRUE(with(R"(tags = "b")").empty());
  EXPECT_TRUE(with(R"(tags = ["a", "b"], size = 47, "kibana.alert.risk_score" = 21, none = [])").empty());
  EXPECT_TRUE(with(R"(user.name = "alice", kibana.alert.severity = "low")").empty());
  EXPECT_EQ(with(R"(tags = ["b", "a"])").size(), 1U);
  EXPECT_EQ(with(R"(tags = ["a"])").size(), 1U);
  EXPECT_EQ(with(R"(size = "47")").size(), 1U);
  EXPECT_EQ(with(R"(none = "a")").size(), 1U);
}

TEST_F(RuleTests, RecordsComeFromFilesAndMayBeChanged) {
  write("records.json",
        "["
        R"({"@timestamp":"2020-01-01T00:00:00Z","event":{"action":"logout"}},)"
        R"({"@timestamp":"2020-01-01T00:00:00Z","event":{"action":"login"},"user":{"name":"zoe","id":"1"}})"
        "]");
  EXPECT_TRUE(failures(R"([[test]]
name = "t"
[[test.event]]
file = "records.json"
[[test.event]]
file = "records.json"
line = 2
remove = [["user", "id"]]
record = { tags = ["x"] }
[[test.expect]]
event = 2
new_terms = ["zoe"]
fields = { "user.id" = [], tags = "x", "kibana.alert.original_time" = "2026-01-05T10:00:00.000Z" }
)")
                  .empty());
  const auto broken = [&](std::string_view event) {
    Diagnostics diagnostics;
    const auto file = rule::load_test_file(
        write("rule.test.toml", fmt::format("{}[[test.event]]\n{}\n", kSilent, event)), diagnostics);
    EXPECT_TRUE(file);
    EXPECT_TRUE(run_test_file(*file, diagnostics).empty());
    return diagnostics.items().empty() ? "" : render(diagnostics.items().front(), false);
  };
  const std::string too_far = broken("file = \"records.json\"\nline = 3");
  EXPECT_NE(too_far.find("rule.test.toml:5:8: error R176"), std::string::npos) << too_far;
  EXPECT_NE(too_far.find("has 2 records, not 3"), std::string::npos) << too_far;
  EXPECT_NE(broken("file = \"none.json\"").find("there is no file"), std::string::npos);
}

TEST(TestRuns, DifferWhenAnAlertDoesWhereverItsEventStood) {
  const auto alert = [](std::size_t record, std::string_view name, int line) {
    RaisedAlert raised;
    raised.record = record;
    raised.alert.event = {{"name", name}, {"picket", json::Object{{"origin", json::Object{{"line", line}}}}}};
    return raised;
  };
  TestRun one;
  TestRun other;
  one.alerts = {alert(0, "a", 1), alert(1, "b", 2), alert(1, "b", 2)};
  other.alerts = {alert(0, "a", 7), alert(1, "b", 2), alert(2, "c", 3)};
  const auto beyond = alerts_beyond(one, other);
  ASSERT_EQ(beyond.size(), 1U);
  EXPECT_EQ(beyond[0], &one.alerts[2]);
  const auto reverse = alerts_beyond(other, one);
  ASSERT_EQ(reverse.size(), 1U);
  EXPECT_EQ(reverse[0]->record, 2U);
  EXPECT_TRUE(alerts_beyond(one, one).empty());
}

TEST_F(RuleTests, ManyFailuresAreCounted) {
  const auto found =
      failures(std::string(kSilent) + "[[test.event]]\ntemplate = \"login\"\ncount = 40\nevery = \"8d\"\n");
  ASSERT_EQ(found.size(), kMaxTestMessages + 1);
  EXPECT_EQ(found.back(), "and 15 more");
}

TEST_F(RuleTests, ARuleThatCannotBeTestedIsADiagnostic) {
  const auto problem_of = [&](std::string_view rule) {
    write("rule.toml", rule);
    Diagnostics diagnostics;
    const auto file = rule::load_test_file(
        write("rule.test.toml", std::string(kSilent) + "[[test.event]]\nrecord = { a = 1 }\n"), diagnostics);
    EXPECT_TRUE(file);
    EXPECT_TRUE(run_test_file(*file, diagnostics).empty());
    return diagnostics.has_errors() ? render(diagnostics.items().back(), false) : "";
  };
  std::string eql(kRule.substr(0, kRule.find("[rule.new_terms]")));
  eql.replace(eql.find("\"kuery\""), 7, "\"eql\"");
  eql.replace(eql.find("\"new_terms\""), 11, "\"eql\"");
  EXPECT_NE(problem_of(eql).find("R177"), std::string::npos) << problem_of(eql);
  std::string broken(kRule);
  broken.replace(broken.find("user.name:*"), 11, "user.name:(");
  EXPECT_TRUE(problem_of(broken).contains("K1")) << problem_of(broken);
  EXPECT_NE(problem_of("[metadata]\n").find("R108"), std::string::npos);
}

// A rule on the same events of another type.
std::string rule_of(std::string_view type, std::string_view rest) {
  const std::string rule(kRule);
  const std::string head = rule.substr(0, rule.find("[rule.new_terms]"));
  const std::size_t at = head.find("new_terms");
  return head.substr(0, at) + std::string(type) + head.substr(at + 9) + std::string(rest);
}

constexpr std::string_view kSevenLogins = R"([[test]]
name = "seven logins"
[[test.event]]
template = "login"
count = 7
every = "1m"
)";

TEST_F(RuleTests, ThresholdAlertsAreExpectedByTheirGroup) {
  write("rule.toml", rule_of("threshold", "[rule.threshold]\nfield = [\"user.name\"]\nvalue = 5\n"));
  const std::string seven(kSevenLogins);
  EXPECT_EQ(failures(seven + R"([[test.expect]]
group = ["alice"]
count = 6
[[test.because]]
event = 1
contains = "its group user.name=\"alice\" had 1 event in the window of the execution at 2026-01-05T10:10:00.000Z, fewer than 5, without those that the alert at 2026-01-05T10:05:00.000Z had counted already"
)"),
            std::vector<std::string>());
  EXPECT_EQ(failures(seven + "[[test.expect]]\nevent = 1\n"), std::vector<std::string>());
  EXPECT_EQ(failures(seven + "[[test.expect]]\ngroup = [\"alice\"]\ncount = 5\n"),
            std::vector<std::string>({"event 1 (repetition 6) at 2026-01-05T10:05:00.000Z of the group [\"alice\"]: "
                                      "expected 5 events, found 6"}));
  EXPECT_EQ(failures(seven + "[[test.expect]]\nevent = 1\ngroup = [\"bob\"]\n"),
            std::vector<std::string>({"event 1 (repetition 6) at 2026-01-05T10:05:00.000Z of the group [\"alice\"]: "
                                      "expected the group [\"bob\"]"}));
  EXPECT_EQ(failures(seven + "[[test.expect]]\ngroup = [\"alice\"]\n[[test.expect]]\ngroup = [\"bob\"]\n"),
            std::vector<std::string>({"missing alert: none of the group [\"bob\"]"}));
}

TEST_F(RuleTests, AGroupWithTooFewDistinctValuesIsExplained) {
  write("rule.toml", rule_of("threshold",
                             "[rule.threshold]\nfield = []\nvalue = 2\n[[rule.threshold.cardinality]]\n"
                             "field = \"user.name\"\nvalue = 2\n"));
  EXPECT_EQ(failures(R"([[test]]
name = "one user is not two"
expect_none = true
because = [{ event = 1, contains = "the rule's events had 1 distinct value of user.name" }]
[[test.event]]
template = "login"
count = 3
every = "1s"
)"),
            std::vector<std::string>());
}

TEST_F(RuleTests, SuppressedEventsNameTheAlertThatStandsForThem) {
  write("rule.toml", rule_of("query",
                             "[rule.alert_suppression]\ngroup_by = [\"user.name\"]\n"
                             "missing_fields_strategy = \"suppress\"\n"));
  const std::string seven(kSevenLogins);
  // The executions at 10:00, 10:05 and 10:10 are the first to see 1, 5 and 1 of them.
  const std::string alerts = R"([[test.expect]]
event = 1
suppressed = 0
[[test.expect]]
at = "start+1m"
group = ["alice"]
suppressed = 4
[[test.expect]]
at = "start+6m"
)";
  EXPECT_EQ(failures(seven + alerts + R"([[test.because]]
event = 1
contains = "it is suppressed into the alert of event 1 (repetition 2) at 2026-01-05T10:01:00.000Z"
)"),
            std::vector<std::string>());
  EXPECT_EQ(failures(seven + alerts + "suppressed = 3\n"),
            std::vector<std::string>({"event 1 (repetition 7) at 2026-01-05T10:06:00.000Z of the group [\"alice\"]: "
                                      "expected 3 suppressed alerts, found 0"}));
}

}  // namespace
}  // namespace picket::engine
