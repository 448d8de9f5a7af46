// SPDX-License-Identifier: Apache-2.0
#include "compile/analyze.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace picket::compile {
namespace {

using Words = std::vector<std::string>;

struct Example {
  std::string text;
  Words words;
};

TEST(Analyze, CutsAsciiAsTheStandardTokenizerDoes) {
  const Example examples[] = {
      {"", {}},
      {" \t\n", {}},
      {"---", {}},
      {"The Quick brown-fox", {"the", "quick", "brown", "fox"}},
      {"Invoke-Mimikatz.ps1", {"invoke", "mimikatz.ps1"}},
      {"Net.WebClient", {"net.webclient"}},
      {"foo.1", {"foo", "1"}},
      {"1.foo", {"1", "foo"}},
      {"v1.2", {"v1.2"}},
      {"a1.b2", {"a1", "b2"}},
      {"10.0.0.1", {"10.0.0.1"}},
      {"10.0.0.1.", {"10.0.0.1"}},
      {"1,000;2", {"1,000;2"}},
      {"a,b;c", {"a", "b", "c"}},
      {"key:value a: 1:2", {"key:value", "a", "1", "2"}},
      {"don't 'quoted'", {"don't", "quoted"}},
      {"a..b a.'b", {"a", "b", "a", "b"}},
      {"foo_bar _x_ __", {"foo_bar", "_x_"}},
      {"_.x", {"x"}},
      {"a/b\\c=d@e(f)g[h]i$j#k%l&m+n|o<p>q\"r",
       {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r"}},
      {"]::GetText", {"gettext"}},
      {"C:\\Windows\\System32", {"c", "windows", "system32"}},
      {"1st 2nd x86_64", {"1st", "2nd", "x86_64"}},
  };
  for (const Example& example : examples) EXPECT_EQ(analyze(example.text), example.words) << example.text;
}

TEST(Analyze, CutsOtherScripts) {
  const Example examples[] = {
      {"DWSNET OÜ", {"dwsnet", "oü"}},
      {"Straße", {"straße"}},
      {"ΑΣ", {"ασ"}},  // each letter by itself: the final sigma is not known as one
      {"日本語", {"日", "本", "語"}},
      {"ひらがな", {"ひ", "ら", "が", "な"}},
      {"カタカナ", {"カタカナ"}},
      {"カタカナabc", {"カタカナ", "abc"}},
      {"한국어 문장", {"한국어", "문장"}},
      {"ภาษาไทย", {"ภาษาไทย"}},
      {"e\u0301te\u0301", {"e\u0301te\u0301"}},  // combining marks belong to their letters
      {"１２３", {"１２３"}},
      {"l\u2019eau", {"l\u2019eau"}},
      {"a\u00b7b", {"a\u00b7b"}},
      {"צה\"ל", {"צה\"ל"}},
      {"👍 ok", {"👍", "ok"}},
  };
  for (const Example& example : examples) EXPECT_EQ(analyze(example.text), example.words) << example.text;
}

TEST(Analyze, CutsWordsAtTheirMaximum) {
  EXPECT_EQ(analyze(std::string(kMaxTokenUnits, 'a')), Words{std::string(kMaxTokenUnits, 'a')});
  EXPECT_EQ(analyze(std::string(kMaxTokenUnits + 1, 'a')), (Words{std::string(kMaxTokenUnits, 'a'), "a"}));
  // Units are UTF-16: one of these letters takes two.
  std::string deseret;
  for (int i = 0; i < 128; ++i) deseret += "\U00010428";
  const Words words = analyze(deseret);
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].size(), 127U * 4);
}

TEST(Analyze, TakesJoinersOnlyWithWhatTheyJoin) {
  EXPECT_EQ(analyze("__ _ -_ __x__ _"), Words{"__x__"});
  EXPECT_EQ(analyze("___ 1_"), Words{"1_"});
  const std::string line(300, '_');
  EXPECT_EQ(analyze(line), Words{});
  EXPECT_EQ(analyze(line + "xy"), (Words{std::string(kMaxTokenUnits - 1, '_') + "x", "y"}));
  EXPECT_EQ(analyze("_" + std::string(300, 'x')),
            (Words{"_" + std::string(kMaxTokenUnits - 1, 'x'), std::string(46, 'x')}));
}

TEST(Analyze, TakesAnyBytes) {
  EXPECT_EQ(analyze("a\xff\xfe b"), (Words{"a", "b"}));
  EXPECT_EQ(analyze(std::string("a\0b", 3)), (Words{"a", "b"}));
  EXPECT_EQ(analyze(std::string(1'000'000, '_') + " a"), Words{"a"});
  EXPECT_EQ(analyze("\xcc\x81\xcc\x81"), Words{});
}

TEST(Analyze, ReusesItsResult) {
  Tokens tokens;
  analyze("one two", tokens);
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[1], "two");
  analyze("three", tokens);
  ASSERT_EQ(tokens.size(), 1U);
  EXPECT_EQ(tokens[0], "three");
  analyze("", tokens);
  EXPECT_TRUE(tokens.empty());
}

TEST(ToLower, GoesLetterByLetter) {
  EXPECT_EQ(to_lower("PowerShell.EXE"), "powershell.exe");
  EXPECT_EQ(to_lower("ÄÖÜẞ"), "äöüß");
  EXPECT_EQ(to_lower("\xff"), "\ufffd");
}

}  // namespace
}  // namespace picket::compile
