// SPDX-License-Identifier: Apache-2.0
// A rule test fails for the right reason: each kind of wrong expectation, and each kind of mistake in a test file.
#include "engine/rule_test.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

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
  RuleTests() : folder_(std::filesystem::temp_directory_path() / "picket-rule-tests") {
    std::filesystem::create_directories(folder_);
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

  // The first problem of a file that cannot be loaded.
  std::string problem(std::string_view test) {
    Diagnostics diagnostics;
    const std::string path = write("bad.test.toml", std::string(kTemplates) + std::string(test));
    EXPECT_FALSE(rule::load_test_file(path, diagnostics));
    return diagnostics.items().empty() ? "" : diagnostics.items().front().message;
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
  EXPECT_NE(found[0].find("already seen in event 1"), std::string::npos) << found[0];
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

TEST_F(RuleTests, MistakesInATestFileAreDiagnostics) {
  EXPECT_NE(problem("[[test]]\nname = \"t\"\n[[test.event]]\ntemplate = \"login\"\n").find("must assert"),
            std::string::npos);
  EXPECT_NE(problem("[[test]]\nname = \"t\"\nexpect_none = true\n[[test.event]]\ntemplate = \"logn\"\n")
                .find("no template `logn`"),
            std::string::npos);
  EXPECT_NE(problem("[[test]]\nname = \"t\"\nexpect_none = true\n[[test.event]]\ntemplate = \"login\"\nat = \"soon\"\n")
                .find("expected a time"),
            std::string::npos);
  EXPECT_NE(problem("[[test]]\nname = \"t\"\nexpect_non = true\n[[test.event]]\ntemplate = \"login\"\n")
                .find("no key `expect_non`"),
            std::string::npos);
  EXPECT_NE(problem("[[test]]\nname = \"t\"\n[[test.event]]\ntemplate = \"login\"\n[[test.expect]]\nevent = 2\n")
                .find("number from 1 to 1"),
            std::string::npos);
  EXPECT_NE(problem("[template.a]\nextends = \"b\"\n[template.b]\nextends = \"a\"\n[[test]]\nname = \"t\"\n"
                    "expect_none = true\n[[test.event]]\ntemplate = \"a\"\n")
                .find("in a circle"),
            std::string::npos);
}

}  // namespace
}  // namespace picket::engine
