// SPDX-License-Identifier: Apache-2.0
// Tests of threat_match rules: where their indicators come from, what is wrong with those, and why an event that none
// of them fits keeps silent.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule_test.h"
#include "rule/test_file.h"

namespace picket::engine {
namespace {

constexpr std::string_view kRule = R"([rule]
rule_id = "00000000-0000-4000-8000-000000000001"
name = "bad address"
description = "d"
risk_score = 50
severity = "high"
type = "threat_match"
index = ["logs-*"]
from = "now-9m"
query = "event.kind: event"
threat_index = ["logs-ti_*"]
threat_query = '@timestamp >= "now-30d/d" and threat.indicator.ip: *'
[[rule.threat_mapping]]
entries = [{ field = "source.ip", type = "mapping", value = "threat.indicator.ip" }]
)";

constexpr std::string_view kInline = "indicators = [{ threat.indicator.ip = \"203.0.113.7\" }]\n";

// One event from an address; `rest` says what is expected of it.
std::string test_of(std::string_view indicators, std::string_view address, std::string_view rest) {
  return fmt::format(R"({}
[[test]]
name = "t"
{}
[[test.event]]
record = {{ event = {{ kind = "event" }}, source = {{ ip = "{}" }} }}
)",
                     indicators, rest, address);
}

class TestIndicators : public testing::Test {
 protected:
  TestIndicators() {
    std::string name = (std::filesystem::temp_directory_path() / "picket-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    write("rule.toml", kRule);
    write("feeds/list.txt", "# known\n203.0.113.7\n");
  }
  ~TestIndicators() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view text) {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  std::vector<TestResult> run(std::string_view text, Diagnostics& diagnostics) {
    const auto file = rule::load_test_file(write("rule.test.toml", text), diagnostics);
    return file ? run_test_file(*file, diagnostics) : std::vector<TestResult>();
  }

  std::vector<std::string> failures(std::string_view text) {
    Diagnostics diagnostics;
    const std::vector<TestResult> results = run(text, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.items()) {
      if (diagnostic.level == Level::error) ADD_FAILURE() << render(diagnostic, false);
    }
    return results.size() == 1 ? results.front().failures : std::vector<std::string>{"no result"};
  }

  // "R178 1:15 message" for each error.
  std::vector<std::string> errors(std::string_view indicators) {
    Diagnostics diagnostics;
    EXPECT_TRUE(run(test_of(indicators, "203.0.113.7", "expect_none = true"), diagnostics).empty());
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : diagnostics.items()) {
      if (diagnostic.level != Level::error) continue;
      const LineColumn place =
          diagnostic.source == nullptr ? LineColumn{} : locate(*diagnostic.source, diagnostic.span.begin);
      std::string message = diagnostic.message;
      for (std::size_t at = 0; (at = message.find(folder_.string())) != std::string::npos;) {
        message.erase(at, folder_.string().size() + 1);
      }
      out.push_back(fmt::format("{} {}:{} {}", diagnostic.code, place.line, place.column, message));
    }
    return out;
  }

  using Texts = std::vector<std::string>;
  std::filesystem::path folder_;
};

TEST_F(TestIndicators, ComeFromDocumentsFilesAndFolders) {
  constexpr std::string_view kAlert =
      "expect = [{ event = 1, fields = { \"threat.enrichments.indicator.ip\" = \"203.0.113.7\" } }]";
  for (const std::string_view indicators :
       {kInline, std::string_view("indicators = \"feeds/list.txt\"\n"), std::string_view("indicators = [\"feeds\"]\n"),
        std::string_view("indicators = [{ _index = \"logs-ti_x-default\", _id = \"1\", _source = { \"@timestamp\" = "
                         "\"2026-01-01T00:00:00Z\", threat.indicator.ip = \"203.0.113.7\" } }]\n"),
        std::string_view("indicators = [\"feeds/list.txt\", { threat.indicator.ip = \"198.51.100.1\" }]\n")}) {
    EXPECT_EQ(failures(test_of(indicators, "203.0.113.7", kAlert)), Texts()) << indicators;
  }
}

TEST_F(TestIndicators, SilenceNamesWhatWasCompared) {
  const auto silent = [&](std::string_view indicators, std::string_view address, std::string_view reason) {
    return failures(test_of(indicators, address,
                            fmt::format("expect_none = true\nbecause = [{{ event = 1, contains = '{}' }}]", reason)));
  };
  EXPECT_EQ(silent(kInline, "203.0.113.8", "no indicator fits it by the threat_mapping: source.ip is 203.0.113.8"),
            Texts());
  constexpr std::string_view kOld =
      "indicators = [{ \"@timestamp\" = \"2025-01-01T00:00:00Z\", threat.indicator.ip = \"203.0.113.7\" }]\n";
  EXPECT_EQ(silent(kOld, "203.0.113.7",
                   "an indicator fits its source.ip 203.0.113.7, but the threat_query does not select it at that time"),
            Texts());
}

TEST_F(TestIndicators, MustBeThereForARuleThatComparesWithThem) {
  EXPECT_EQ(errors(""),
            Texts{"R177 1:1 the rule in rule.toml compares events with indicators, and the tests give none"});
  EXPECT_EQ(errors("indicators = [{ threat.indicator.url.full = \"http://x.example/\" }]"),
            Texts{"R177 1:1 the rule in rule.toml cannot run: none of the 1 indicators is selected by its threat_index "
                  "and threat_query and has the fields of its threat_mapping"});
}

TEST_F(TestIndicators, MistakesAreShownWhereTheyAreNamed) {
  EXPECT_EQ(errors("indicators = [\"feeds/list.txt\", 5, \"\", {}]"),
            (Texts{"R122 1:33 an indicator must be a table or the name of a file, found an integer",
                   "R122 1:36 an indicator must be a table or the name of a file, found an empty one",
                   "R122 1:40 an indicator must be a table or the name of a file, found an empty one"}));
  EXPECT_EQ(errors("indicators = []"), Texts{"R125 1:14 `indicators` must not be empty"});
  write("feeds/bad.txt", "203.0.113.7\nwhat is this\n");
  EXPECT_EQ(errors("indicators = [\"feeds/list.txt\", \"feeds/bad.txt\"]"),
            Texts{"R178 1:33 feeds/bad.txt:2: neither an address, a domain, a URL, a hash nor an e-mail address: what "
                  "is this"});
  write("feeds/empty.txt", "# nothing yet\n");
  EXPECT_EQ(errors("indicators = [\"feeds/empty.txt\"]"), Texts{"R178 1:15 feeds/empty.txt holds no indicators"});
  EXPECT_EQ(errors("indicators = [{ threat.indicator.ip = \"203.0.113.7\" },\n  { ioc = \"what is this\" }]"),
            Texts{"R178 2:3 neither an address, a domain, a URL, a hash nor an e-mail address: what is this"});
  write("feeds2/list.txt", "203.0.113.7\n");
  write("feed/none.txt", "# nothing yet\n");
  EXPECT_EQ(errors("indicators = [\"feed\", \"feeds2\"]"), Texts{"R178 1:15 feed holds no indicators"});
  const Texts missing = errors("indicators = [\"feeds/none.txt\"]");
  ASSERT_EQ(missing.size(), 1U);
  EXPECT_TRUE(missing[0].starts_with("R178 1:15 feeds/none.txt")) << missing[0];
}

}  // namespace
}  // namespace picket::engine
