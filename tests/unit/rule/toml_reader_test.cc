// SPDX-License-Identifier: Apache-2.0
// The TOML reader against the words of TOML 1.0: what is valid and what it means, what is not and where.
#include "rule/toml_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "unit/rule/rule_support.h"

namespace picket::rule {
namespace {

struct Read {
  std::string json;                   // empty when there was a problem
  std::vector<std::string> problems;  // "2:1 message"
};

Read read(std::string_view text) {
  Read out;
  Diagnostics diagnostics;
  {
    Problems problems("test", text, 1, diagnostics);
    const std::optional<Node> root = read_toml(problems);
    if (root.has_value()) out.json = json::serialize(to_json(*root));
  }
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    const LineColumn at = locate(*diagnostic.source, diagnostic.span.begin);
    out.problems.push_back(fmt::format("{}:{} {}", at.line, at.column, diagnostic.message));
  }
  return out;
}

struct Valid {
  std::string_view text;
  std::string_view json;
};

void expect_valid(const std::vector<Valid>& cases) {
  for (const Valid& each : cases) {
    const Read result = read(each.text);
    EXPECT_EQ(result.json, each.json) << each.text;
    EXPECT_EQ(result.problems, std::vector<std::string>{}) << each.text;
  }
}

struct Invalid {
  std::string_view text;
  std::vector<std::string> places;  // line:column of each problem
};

void expect_invalid(const std::vector<Invalid>& cases) {
  for (const Invalid& each : cases) {
    const Read result = read(each.text);
    EXPECT_EQ(result.json, "") << each.text;
    std::vector<std::string> places;
    for (const std::string& problem : result.problems) places.push_back(problem.substr(0, problem.find(' ')));
    EXPECT_EQ(places, each.places) << each.text << "\n" << fmt::format("{}", fmt::join(result.problems, "\n"));
  }
}

TEST(Toml, Keys) {
  expect_valid({
      {"", "{}"},
      {"# only\n\n  # comments\n", "{}"},
      {"a=1", R"({"a":1})"},
      {"  a-B_9 \t=\t1 # c", R"({"a-B_9":1})"},
      {"1234 = 1", R"({"1234":1})"},
      {"\"a b\" = 1\n'c\"d' = 2\n\"\" = 3\n\"\\u00e9\" = 4", R"({"a b":1,"c\"d":2,"":3,"é":4})"},
      {"a.b . \"c.d\" = 1\na.e = 2", R"({"a":{"b":{"c.d":1},"e":2}})"},
      {"3.14 = 1", R"({"3":{"14":1}})"},
      {"z = 1\na = 2\nm = 3", R"({"z":1,"a":2,"m":3})"},
      {"a = 1\r\nb = 2\r\n", R"({"a":1,"b":2})"},
  });
  expect_invalid({
      {"= 1", {"1:1"}},
      {"a", {"1:2"}},
      {"a b = 1", {"1:3"}},
      {"a. = 1", {"1:4"}},
      {"a..b = 1", {"1:3"}},
      {".a = 1", {"1:1"}},
      {"é = 1", {"1:1"}},
      {"a = 1 b = 2", {"1:7"}},
      {"\"\"\"a\"\"\" = 1", {"1:1"}},
      {"a =", {"1:4"}},
      {"a = # 1\nb = 2", {"1:5"}},
      {"a = 1\ra = 2", {"1:6"}},
      {"# bell \x07\na = 1", {"1:8"}},
  });
}

TEST(Toml, Strings) {
  expect_valid({
      {R"(a = "")", R"({"a":""})"},
      {R"(a = "\b\t\n\f\r\"\\\u00E9\U0001F600")", R"({"a":"\b\t\n\f\r\"\\é😀"})"},
      {"a = \"\"\"\nfirst\nsecond\"\"\"", R"({"a":"first\nsecond"})"},
      {"a = \"\"\"\r\nfirst\r\nsecond\r\n\"\"\"", R"({"a":"first\nsecond\n"})"},
      {"a = \"\"\"x\\\n\n   \t y \\  \n z\"\"\"", R"({"a":"xy z"})"},
      {"a = \"\"\"\\\n\u00a7\"\"\"", R"({"a":"§"})"},
      {R"(a = """"quoted"""")", R"({"a":"\"quoted\""})"},
      {R"(a = """""two""""")", R"({"a":"\"\"two\"\""})"},
      {R"(a = """a "" b""")", R"({"a":"a \"\" b"})"},
      {R"(a = """\"""""")", R"({"a":"\"\"\""})"},
      {R"(a = 'C:\n\"')", R"({"a":"C:\\n\\\""})"},
      {"a = '''\nit's\n ''two''\n'''", R"({"a":"it's\n ''two''\n"})"},
      {"a = '''''two'''''", R"({"a":"''two''"})"},
      {"a = ''''''", R"({"a":""})"},
      {"a = '\ttab'", R"({"a":"\ttab"})"},
  });
  expect_invalid({
      {"a = \"open\nb = 1", {"1:5"}},
      {"a = 'open\nb = 'open", {"1:5", "2:5"}},
      {"a = \"\"\"open\nb = 1", {"1:5"}},
      {"a = '''open\n''", {"1:5"}},
      {"a = \"", {"1:5"}},
      {R"(a = "\x41")", {"1:6"}},
      {R"(a = "\e")", {"1:6"}},
      {R"(a = "C:\Windows")", {"1:8"}},
      {R"(a = "\u12")", {"1:6"}},
      {R"(a = "\uD800")", {"1:6"}},
      {R"(a = "\U00110000")", {"1:6"}},
      {R"(a = "\u00g0")", {"1:6"}},
      {"a = \"\"\"x\\ y\"\"\"", {"1:9"}},
      {"a = \"\x01\"", {"1:6"}},
      {"a = '\x7f'", {"1:6"}},
      {"a = '''\r'''", {"1:8"}},
      {R"(a = """six quotes"""""")", {"1:23"}},
      {"a = \"x\"\"y\"", {"1:8"}},
  });
}

TEST(Toml, NumbersAndTruth) {
  expect_valid({
      {"a = [0, -0, +1, 1_000, -9223372036854775808, 9223372036854775807]",
       R"({"a":[0,0,1,1000,-9223372036854775808,9223372036854775807]})"},
      {"a = [0xDEAD_beef, 0o755, 0b1101]", R"({"a":[3735928559,493,13]})"},
      {"a = [1.5, -0.25, 5e2, 1_0.0_1, 6.5E-1, 1e+1]", R"({"a":[1.5,-0.25,500.0,10.01,0.65,10.0]})"},
      {"a = [true, false]", R"({"a":[true,false]})"},
  });
  expect_invalid({
      {"a = 01", {"1:5"}},
      {"a = -01", {"1:5"}},
      {"a = 1__0", {"1:5"}},
      {"a = _1", {"1:5"}},
      {"a = 1_", {"1:5"}},
      {"a = 1.", {"1:5"}},
      {"a = .5", {"1:5"}},
      {"a = 1.e5", {"1:5"}},
      {"a = 1e", {"1:5"}},
      {"a = 1e1.0", {"1:5"}},
      {"a = 03.5", {"1:5"}},
      {"a = ++1", {"1:5"}},
      {"a = 0x", {"1:5"}},
      {"a = 0xg", {"1:5"}},
      {"a = 0x_1", {"1:5"}},
      {"a = +0x1", {"1:5"}},
      {"a = 0b2", {"1:5"}},
      {"a = 0x1_", {"1:5"}},
      {"a = 9223372036854775808", {"1:5"}},
      {"a = 0xffffffffffffffff", {"1:5"}},
      {"a = 1e999", {"1:5"}},
      {"a = inf", {"1:5"}},
      {"a = -nan", {"1:5"}},
      {"a = True", {"1:5"}},
      {"a = null", {"1:5"}},
      {"a = production", {"1:5"}},
      {"a = truefalse", {"1:5"}},
  });
}

TEST(Toml, DatesAndTimesAreText) {
  expect_valid({
      {"a = 2024-02-29", R"({"a":"2024-02-29"})"},
      {"a = 1979-05-27T07:32:00Z", R"({"a":"1979-05-27T07:32:00Z"})"},
      {"a = 1979-05-27 07:32:00.999-07:00 # c", R"({"a":"1979-05-27 07:32:00.999-07:00"})"},
      {"a = [1979-05-27t07:32:00, 23:59:60]", R"({"a":["1979-05-27t07:32:00","23:59:60"]})"},
  });
  expect_invalid({
      {"a = 2023-02-29", {"1:5"}},
      {"a = 2024-13-01", {"1:5"}},
      {"a = 2024-1-01", {"1:5"}},
      {"a = 24:00:00", {"1:5"}},
      {"a = 12:30", {"1:5"}},
      {"a = 12:30:00.", {"1:5"}},
      {"a = 2024-01-01T", {"1:5"}},
      {"a = 2024-01-01T10:00:00+1", {"1:5"}},
      {"a = 2024/01/01", {"1:9"}},
  });
}

TEST(Toml, ListsAndInlineTables) {
  expect_valid({
      {"a = []", R"({"a":[]})"},
      {"a = [ # c\n 1,\n\n # c\n 2, # c\n]", R"({"a":[1,2]})"},
      {"a = [1, \"b\", [2.5, []], {c = 1}]", R"({"a":[1,"b",[2.5,[]],{"c":1}]})"},
      {"a = {}", R"({"a":{}})"},
      {"a = { b = 1, c.d = 'x', \"e f\" = [\n] }", R"({"a":{"b":1,"c":{"d":"x"},"e f":[]}})"},
  });
  expect_invalid({
      {"a = [1 2]", {"1:8"}},
      {"a = [,]", {"1:6"}},
      {"a = [1,,2]", {"1:8"}},
      {"a = [1", {"1:7"}},
      {"a = ]", {"1:5"}},
      {"a = {b = 1,}", {"1:12"}},
      {"a = {b = 1\n}", {"1:11"}},
      {"a = {b}", {"1:7"}},
      {"a = {b = 1, b = 2}", {"1:13"}},
      {"a = {b = 1, b.c = 2}", {"1:13"}},
      {"a = {b.c = 1, b = 2}", {"1:15"}},
      {"a = {b = 1 c = 2}", {"1:12"}},
  });
}

TEST(Toml, Tables) {
  expect_valid({
      {"[a]\nb = 1\n[ c . 'd' ]\n[a.e]\nf = 2", R"({"a":{"b":1,"e":{"f":2}},"c":{"d":{}}})"},
      {"[a.b]\nc = 1\n[a]\nd = 2", R"({"a":{"b":{"c":1},"d":2}})"},
      {"[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\n[[a.e]]\n[[a.e]]\nf = 3",
       R"({"a":[{"b":1,"c":{"d":2}},{"e":[{},{"f":3}]}]})"},
      {"[fruit]\napple.color = 1\n[fruit.apple.texture]\nsmooth = true",
       R"({"fruit":{"apple":{"color":1,"texture":{"smooth":true}}}})"},
      {"[a.b.c]\n[a.b]\n[a]", R"({"a":{"b":{"c":{}}}})"},
      {"[a]# comment", R"({"a":{}})"},
  });
  expect_invalid({
      {"[a]\n[a]", {"2:2"}},
      {"[a]\nb = 1\n[a.b]", {"3:4"}},
      {"a = 1\n[a]", {"2:2"}},
      {"a = {}\n[a.b]", {"2:2"}},
      {"a = []\n[[a]]", {"2:3"}},
      {"[a]\n[[a]]", {"2:3"}},
      {"[[a]]\n[a]", {"2:2"}},
      {"[[a.b]]\n[a.b]", {"2:4"}},
      {"[fruit]\napple.color = 1\n[fruit.apple]", {"3:8"}},
      {"[a.b.c]\n[a]\nb.c.t = 1", {"3:1"}},
      {"[a.b]\n[a]\nb.c = 1", {"3:1"}},
      {"a = {b = 1}\na.c = 2", {"2:1"}},
      {"a = 1\na = 2\na = 3", {"2:1", "3:1"}},
      {"[]", {"1:2"}},
      {"[[a]", {"1:4"}},
      {"[a", {"1:3"}},
      {"[a] b", {"1:5"}},
      {"[ [a]]", {"1:3"}},
      {"[[a] ]", {"1:4"}},
      {"[#", {"1:2"}},
      {"[[[a]]]", {"1:3"}},
      {"[a.]", {"1:4"}},
  });
}

TEST(Toml, EveryProblemIsReported) {
  expect_invalid({
      {"a = \nb = 1\nc = 01\n[d\n[e]\nf == 2\n\"g = 1\n", {"1:5", "3:5", "4:3", "6:4", "7:1"}},
      {"tags = [\"a\"\nseverity = low\n", {"2:1", "2:12"}},
      {"a = [\n  oops,\n  'more',\n]\nb = nope", {"2:3", "5:5"}},
      {"[a]\nx = 1\n[a]\nx = 1\nx = 2", {"3:2", "5:1"}},
  });
}

TEST(Toml, MessagesSayWhatWasExpected) {
  EXPECT_EQ(read("[rule").problems[0], "1:6 not valid TOML: expected `]`, found the end of the text");
  EXPECT_EQ(read("a = é").problems[0], "1:5 not valid TOML: expected a value, found `é`");
  EXPECT_EQ(read("a = low").problems[0], "1:5 not valid TOML: `low` is no value");
  EXPECT_EQ(read("a = 1\n\na = 2").problems[0], "3:1 not valid TOML: `a` is there twice, first on line 1");
  EXPECT_EQ(read("a = \"C:\\Windows\"").problems[0], "1:8 not valid TOML: \\W is no escape sequence");
}

TEST(Toml, LargeTablesAreRead) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += fmt::format("key{} = {}\n", i, i);
  EXPECT_EQ(read(text).problems.size(), 0U);
  text += "key19999 = 1\n";
  EXPECT_EQ(read(text).problems,
            std::vector<std::string>{"20001:1 not valid TOML: `key19999` is there twice, first on line 20000"});
}

TEST(Toml, NestingIsBounded) {
  const auto lists = [](std::size_t depth) { return "a = " + std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(read(lists(64)).problems.size(), 0U);
  EXPECT_EQ(read(lists(65)).problems.size(), 1U);
  const auto header = [](std::size_t parts) {
    std::string key = "a";
    for (std::size_t i = 1; i < parts; ++i) key += ".a";
    return "[" + key + "]";
  };
  EXPECT_EQ(read(header(32)).problems.size(), 0U);
  EXPECT_EQ(read(header(33)).problems.size(), 1U);
  EXPECT_EQ(read(header(1'000'000)).problems.size(), 1U);
  EXPECT_EQ(read("a" + std::string(1'000'000, '.')).problems.size(), 1U);
  std::string tables = "a = ";
  for (int i = 0; i < 100'000; ++i) tables += "{a = ";
  EXPECT_EQ(read(tables).problems.size(), 1U);
}

}  // namespace
}  // namespace picket::rule
