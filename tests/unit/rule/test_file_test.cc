// SPDX-License-Identifier: Apache-2.0
// Files of rule tests: what they become, and that every mistake is said with its place, in the file that holds it.
#include "rule/test_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "rule/files.h"
#include "rule/test_time.h"

namespace picket::rule {
namespace {

Timestamp at(std::string_view text) {
  return *parse_iso8601(text);
}

class TestFiles : public testing::Test {
 protected:
  TestFiles() {
    std::string name = (std::filesystem::temp_directory_path() / "picket-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~TestFiles() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view text) {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  std::optional<TestFile> load(std::string_view text, Diagnostics& diagnostics) {
    return load_test_file(write("a.test.toml", text), diagnostics);
  }

  TestFile good(std::string_view text) {
    Diagnostics diagnostics;
    std::optional<TestFile> file = load(text, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.items()) ADD_FAILURE() << render(diagnostic, false);
    return file ? std::move(*file) : TestFile{};
  }

  // "R170 3:1" for each problem.
  std::vector<std::string> problems(std::string_view text) {
    Diagnostics diagnostics;
    EXPECT_FALSE(load(text, diagnostics));
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : diagnostics.items()) {
      rendered_ += render(diagnostic, false) + "\n";
      if (diagnostic.source == nullptr) {
        out.push_back(diagnostic.code);
        continue;
      }
      const LineColumn place = locate(*diagnostic.source, diagnostic.span.begin);
      out.push_back(fmt::format("{} {}:{}", diagnostic.code, place.line, place.column));
    }
    return out;
  }

  // A test of lines 1 to 4 and one event, whose keys begin on line 5.
  std::vector<std::string> problems_of_event(std::string_view keys) {
    return problems(fmt::format("[[test]]\nname = \"t\"\nexpect_none = true\n[[test.event]]\n{}\n", keys));
  }
  // A test with one event, and `rest` from line 5 on.
  std::vector<std::string> problems_of_rest(std::string_view rest) {
    return problems(fmt::format("[[test]]\nname = \"t\"\n[[test.event]]\nrecord = {{ a = 1 }}\n{}\n", rest));
  }

  using Codes = std::vector<std::string>;
  std::filesystem::path folder_;
  std::string rendered_;
};

TEST_F(TestFiles, HaveTheRuleBesideThemUnlessTheyNameOne) {
  constexpr std::string_view kTest = "[[test]]\nname = \"t\"\nexpect_none = true\n[[test.event]]\nrecord = { a = 1 }\n";
  EXPECT_EQ(good(kTest).rule_path, (folder_ / "a.toml").string());
  EXPECT_EQ(good("rule = \"sub/other.toml\"\n" + std::string(kTest)).rule_path, (folder_ / "sub/other.toml").string());
  Diagnostics diagnostics;
  EXPECT_FALSE(load_test_file(write("plain.toml", kTest), diagnostics));
  EXPECT_EQ(diagnostics.items().at(0).code, "R121");
}

TEST_F(TestFiles, MergeTemplatesFromLeftToRightAndThenTheirOwnRecord) {
  write("t.toml", R"([template.base.record]
a = { x = 1, y = [1, 2], z = 3 }
[template.derived]
extends = "base"
remove = [["a", "z"], ["not", "there"]]
record = { a = { y = [3] }, b = "derived" }
)");
  const TestFile file = good(R"(templates = ["t.toml"]
[template.other.record]
b = "other"
c = true
[[test]]
name = "t"
expect_none = true
[[test.event]]
template = ["derived", "other"]
remove = [["c"]]
record = { d = 1.5 }
)");
  EXPECT_EQ(json::serialize(file.tests.at(0).events.at(0).record), R"({"a":{"x":1,"y":[3]},"b":"other","d":1.5})");
}

TEST_F(TestFiles, CountTimesFromTheStartOrFromTheLastRepetitionBefore) {
  const TestFile file = good(R"(start = "2026-03-01T00:00:00Z"
[[test]]
name = "t"
expect_none = true
event = [
  { record = { a = 1 } },
  { record = { a = 1 }, at = "+5m", count = 3, every = "1h" },
  { record = { a = 1 }, at = "-20m" },
  { record = { a = 1 } },
  { record = { a = 1 }, at = "start-7d+2m" },
  { record = { a = 1 }, at = "2026-02-01T00:00:00Z" },
  { record = { a = 1 }, at = "start" },
]
[[test]]
name = "u"
start = 2027-01-01T00:00:00Z
expect_none = true
event = [{ record = { a = 1 } }]
)");
  std::vector<std::string> times;
  for (const TestEvent& event : file.tests.at(0).events) times.push_back(format_iso8601(event.at));
  EXPECT_EQ(times, (std::vector<std::string>{"2026-03-01T00:00:00.000Z", "2026-03-01T00:05:00.000Z",
                                             "2026-03-01T01:45:00.000Z", "2026-03-01T01:45:00.000Z",
                                             "2026-02-22T00:02:00.000Z", "2026-02-01T00:00:00.000Z",
                                             "2026-03-01T00:00:00.000Z"}));
  EXPECT_EQ(file.tests.at(1).events.at(0).at, at("2027-01-01T00:00:00Z"));
  EXPECT_EQ(good("[[test]]\nname = \"t\"\nexpect_none = true\n[[test.event]]\nrecord = { a = 1 }\n").start,
            at("2026-01-05T10:00:00Z"));
}

TEST_F(TestFiles, KeepFieldsByDottedNameHoweverTheyAreWritten) {
  const TestFile file = good(R"([[test]]
name = "t"
[[test.event]]
record = { a = 1 }
[[test.expect]]
event = 1
[test.expect.fields]
"source.ip" = "192.0.2.1"
source.port = 443
tags = ["a", "b"]
)");
  const auto& fields = file.tests.at(0).expected.at(0).fields;
  ASSERT_EQ(fields.size(), 3U);
  EXPECT_EQ(fields[0].first, "source.ip");
  EXPECT_EQ(fields[1].first, "source.port");
  EXPECT_EQ(fields[2].second, json::Value(json::Array{"a", "b"}));
}

TEST_F(TestFiles, UnknownKeysAreErrorsWithTheNearestName) {
  EXPECT_EQ(problems("tempaltes = \"t.toml\"\n[template.x]\nrecrd = {}\n[[test]]\nname = \"t\"\nexpect_nothing = 1\n"
                     "expect_none = true\nbecause = [{ evnt = 1, event = 1, contains = \"x\" }]\n"
                     "event = [{ recor = {}, record = { a = 1 } }]\n"),
            (Codes{"R170 1:1", "R170 3:1", "R170 6:1", "R170 9:12", "R170 8:14"}));
  EXPECT_NE(rendered_.find("a.test.toml:1:1: error R170: a test file has no key `tempaltes`"), std::string::npos)
      << rendered_;
  EXPECT_NE(rendered_.find("did you mean `templates`?"), std::string::npos) << rendered_;
  EXPECT_NE(rendered_.find('^'), std::string::npos);
}

TEST_F(TestFiles, MistakesInATemplatesFileAreShownThere) {
  write("t.toml", "x = 1\n[template.a]\nextends = \"b\"\nrecord = 5\n");
  EXPECT_EQ(problems("templates = \"t.toml\"\n[[test]]\nname = \"t\"\nexpect_none = true\n[[test.event]]\n"
                     "template = \"a\"\nrecord = { a = 1 }\n"),
            (Codes{"R170 1:1", "R122 4:10", "R172 3:11"}));
  EXPECT_NE(rendered_.find("t.toml:3:11: error R172: there is no template `b`"), std::string::npos) << rendered_;
  EXPECT_NE(rendered_.find("extends = \"b\""), std::string::npos) << rendered_;
}

TEST_F(TestFiles, NamesAreUnique) {
  write("t.toml", "[template.a.record]\nx = 1\n");
  EXPECT_EQ(problems("templates = \"t.toml\"\n[template.a.record]\nx = 2\n"
                     "[[test]]\nname = \"t\"\nexpect_none = true\nevent = [{ template = \"a\" }]\n"
                     "[[test]]\nname = \"t\"\nexpect_none = true\nevent = [{ template = \"a\" }]\n"),
            (Codes{"R171 1:11", "R171 9:8"}));
}

TEST_F(TestFiles, ATestMustAssertSomething) {
  EXPECT_EQ(problems_of_rest(""), (Codes{"R173 1:1"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nevent = 1\n[[test]]\nname = \"u\"\nexpect_none = false\n"
                             "event = [{ record = { a = 1 } }]"),
            (Codes{"R173 7:1"}));
  EXPECT_EQ(problems("[[test]]\nname = \"t\"\nexpect_none = true\nexpect = [{ event = 1 }]\n"
                     "event = [{ record = { a = 1 } }]\n"),
            (Codes{"R173 3:15"}));
  EXPECT_EQ(problems("[[test]]\nname = \"t\"\nexpect_none = true\n"), (Codes{"R173 1:1"}));
  EXPECT_EQ(problems("start = \"2026-01-01T00:00:00Z\"\n").at(0).substr(0, 4), "R173");
  EXPECT_EQ(problems("[[test]]\nexpect_none = true\nevent = [{ record = { a = 1 } }]\n"), (Codes{"R121 1:1"}));
}

TEST_F(TestFiles, NumbersAndTimesMustNameEvents) {
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nevent = 2"), (Codes{"R172 6:9"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nevent = 0"), (Codes{"R172 6:9"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nevent = \"1\""), (Codes{"R122 6:9"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nat = \"start+1s\""), (Codes{"R172 6:6"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nat = \"+1s\""), (Codes{"R174 6:6"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nfields = {}"), (Codes{"R121 5:1"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nevent = 1\n[[test.because]]\nevent = 3\nseen_in = 9"),
            (Codes{"R172 8:9", "R172 9:11"}));
  EXPECT_EQ(problems_of_rest("[[test.expect]]\nevent = 1\n[[test.because]]\nevent = 1"), (Codes{"R173 7:1"}));
  EXPECT_EQ(problems_of_event("template = \"logn\""), (Codes{"R172 5:12"}));
}

TEST_F(TestFiles, AnExpectedTimeMayBeThatOfARepetition) {
  good(
      "[[test]]\nname = \"t\"\nevent = [{ record = { a = 1 }, count = 3, every = \"1m\" }]\n"
      "expect = [{ at = \"start+2m\" }]\n");
  EXPECT_EQ(problems("[[test]]\nname = \"t\"\nevent = [{ record = { a = 1 }, count = 3, every = \"1m\" }]\n"
                     "expect = [{ at = \"start+3m\" }]\n"),
            (Codes{"R172 4:18"}));
}

TEST_F(TestFiles, EventsNeedARecordAndSensibleTimes) {
  EXPECT_EQ(problems_of_event("at = \"start\""), (Codes{"R176 4:1"}));
  EXPECT_EQ(problems_of_event("record = {}"), (Codes{"R176 4:1"}));
  EXPECT_EQ(problems_of_event("record = \"x\""), (Codes{"R122 5:10"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\nat = \"soon\""), (Codes{"R174 6:6"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\nat = 5"), (Codes{"R122 6:6"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\ncount = 2"), (Codes{"R121 6:1"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\nevery = \"1m\""), (Codes{"R121 6:1"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\ncount = 2\nevery = \"-1m\""), (Codes{"R174 7:9"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\nline = 2"), (Codes{"R121 6:1"}));
  EXPECT_EQ(problems_of_event("file = \"x\"\ntemplate = \"y\""), (Codes{"R122 6:1"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\nremove = [\"a\"]"), (Codes{"R122 6:11"}));
}

TEST_F(TestFiles, RepetitionsAreBounded) {
  good(
      "[[test]]\nname = \"t\"\nexpect_none = true\nevent = [{ record = { a = 1 }, count = 100000, every = \"1s\" }]\n");
  EXPECT_EQ(problems_of_event("record = { a = 1 }\ncount = 100001\nevery = \"1s\""), (Codes{"R124 6:9"}));
  EXPECT_EQ(problems_of_event("record = { a = 1 }\ncount = 100000\nevery = \"36500d\""), (Codes{"R174 4:1"}));
  std::string many = "[[test]]\nname = \"t\"\nexpect_none = true\n";
  for (int i = 0; i < 10; ++i) many += "[[test.event]]\nrecord = { a = 1 }\ncount = 100000\nevery = \"1ms\"\n";
  good(many);
  EXPECT_EQ(problems(many + "[[test.event]]\nrecord = { a = 1 }\n"), (Codes{"R124 1:1"}));
}

std::string chain(std::size_t length) {
  std::string text;
  for (std::size_t i = 1; i < length; ++i) text += fmt::format("[template.t{}]\nextends = \"t{}\"\n", i, i + 1);
  text += fmt::format("[template.t{}.record]\na = 1\n", length);
  return text + "[[test]]\nname = \"t\"\nexpect_none = true\nevent = [{ template = \"t1\" }]\n";
}

TEST_F(TestFiles, TemplatesAreBoundedInDepthAndNumber) {
  EXPECT_EQ(good(chain(kMaxTemplateDepth)).tests.size(), 1U);
  EXPECT_EQ(problems(chain(kMaxTemplateDepth + 1)), (Codes{"R175 1:11"}));
  EXPECT_NE(rendered_.find("more than 16 deep"), std::string::npos) << rendered_;
  const auto wide = [](std::size_t bases) {
    std::string text = "[template.a.record]\nx = 1\n[template.b]\nextends = [";
    for (std::size_t i = 0; i < bases; ++i) text += "\"a\",";
    return text + "]\n[[test]]\nname = \"t\"\nexpect_none = true\nevent = [{ template = \"b\" }]\n";
  };
  EXPECT_EQ(good(wide(kMaxTemplateParts - 1)).tests.size(), 1U);
  EXPECT_EQ(problems(wide(kMaxTemplateParts)), (Codes{"R175 3:11"}));
}

// Sixteen levels of two bases each would be applied 65,536 times.
TEST_F(TestFiles, TemplatesThatMultiplyAreRefusedAtOnce) {
  std::string text;
  for (int i = 1; i < 16; ++i) text += fmt::format("[template.t{}]\nextends = [\"t{}\", \"t{}\"]\n", i, i + 1, i + 1);
  text += "[template.t16.record]\na = 1\n[[test]]\nname = \"t\"\nexpect_none = true\nevent = [{ template = \"t1\" }]\n";
  EXPECT_EQ(problems(text).at(0).substr(0, 4), "R175");
}

TEST_F(TestFiles, ACircleIsNamed) {
  EXPECT_EQ(problems("[template.a]\nextends = \"b\"\n[template.b]\nextends = \"a\"\n[[test]]\nname = \"t\"\n"
                     "expect_none = true\nevent = [{ record = { a = 1 } }]\n"),
            (Codes{"R175 1:11", "R175 3:11"}));
  EXPECT_NE(rendered_.find("in a circle: a, b, a"), std::string::npos) << rendered_;
}

TEST_F(TestFiles, AMissingTemplatesFileAndBadTomlAreErrors) {
  EXPECT_EQ(problems("templates = \"none.toml\"\n[[test]]\nname = \"t\"\nexpect_none = true\n"
                     "event = [{ record = { a = 1 } }]\n"),
            (Codes{"R101"}));
  EXPECT_EQ(problems("[[test]\n").at(0).substr(0, 4), "R104");
}

TEST_F(TestFiles, AreFoundBelowFoldersOnceAndInOrder) {
  const std::string b = write("f/b.test.toml", "");
  const std::string a = write("f/sub/a.test.toml", "");
  write("f/rule.toml", "");
  write("f/.hidden/c.test.toml", "");
  std::filesystem::create_directories(folder_ / "f/folder.test.toml");
  Diagnostics diagnostics;
  std::vector<std::string> found;
  for (const FoundFile& file : find_test_files(std::vector<std::string>{(folder_ / "f").string(), b}, diagnostics)) {
    found.push_back(file.path);
  }
  EXPECT_EQ(found, (std::vector<std::string>{b, a}));
  EXPECT_TRUE(diagnostics.items().empty());
  find_test_files(std::vector<std::string>{(folder_ / "none").string()}, diagnostics);
  EXPECT_TRUE(diagnostics.has_errors());
}

TEST(TestTimes, AreBoundedSoThatNothingOverflows) {
  EXPECT_EQ(parse_distance("1d2h3m4s5ms"), Duration{93'784'005});
  EXPECT_EQ(parse_distance("36600d"), kMaxTestDistance);
  for (const char* bad : {"", "1", "m", "1x", "-1m", "1 m", "1.5h", "36600d1ms", "36601d", "99999999999999999999d",
                          "9223372036854775807ms", "1h-1m"}) {
    EXPECT_FALSE(parse_distance(bad)) << bad;
  }
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "36600d";
  EXPECT_FALSE(parse_distance(many));

  const Timestamp start = at("2026-01-01T00:00:00Z");
  EXPECT_EQ(parse_test_time("start-1d+1h30m", start, std::nullopt), at("2025-12-31T01:30:00Z"));
  EXPECT_EQ(parse_test_time("-1s", start, start), at("2025-12-31T23:59:59Z"));
  for (const char* bad : {"started", "start 1d", "start-", "start+1d-", "+", "now-1d", "tomorrow", "0000-01-01"}) {
    EXPECT_FALSE(parse_test_time(bad, start, start)) << bad;
  }
  EXPECT_FALSE(parse_test_time("+1m", start, std::nullopt));
  EXPECT_TRUE(parse_test_time("+1m", at("9999-12-31T23:58:00Z"), at("9999-12-31T23:58:00Z")));
  EXPECT_FALSE(parse_test_time("+2m", at("9999-12-31T23:58:00Z"), at("9999-12-31T23:58:00Z")));
}

}  // namespace
}  // namespace picket::rule
