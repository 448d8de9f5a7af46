// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace picket {
namespace {

TEST(Text, TrimsAsciiWhiteSpace) {
  EXPECT_EQ(trim_ascii(" \t\r\n\v\fa b\f\v\n\r\t "), "a b");
  EXPECT_EQ(trim_ascii("  "), "");
  EXPECT_EQ(trim_ascii(""), "");
  EXPECT_EQ(trim_ascii("\u00A0x"), "\u00A0x");
  EXPECT_EQ(trim_ascii(std::string_view("\0x", 2)), std::string_view("\0x", 2));
}

TEST(Text, ChangesCaseOfAsciiOnly) {
  EXPECT_EQ(to_lower_ascii("AbZ[@É"), "abz[@É");
  EXPECT_EQ(to_upper_ascii("aBz{`é"), "ABZ{`é");
  EXPECT_TRUE(equals_ignoring_case("Success", "sUCCESS"));
  EXPECT_TRUE(equals_ignoring_case("", ""));
  EXPECT_FALSE(equals_ignoring_case("success", "succes"));
  EXPECT_FALSE(equals_ignoring_case("É", "é"));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));  // 0x40 and 0x60 differ by the bit that letters' cases differ by
}

TEST(Text, SplitsAndJoins) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("a,b,,c", ','), (Parts{"a", "b", "", "c"}));
  EXPECT_EQ(split("", ','), (Parts{""}));
  EXPECT_EQ(split(",", ','), (Parts{"", ""}));
  EXPECT_EQ(split("a", ','), (Parts{"a"}));
  EXPECT_EQ(join(std::vector<std::string>{"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join(std::vector<std::string>{"a"}, ", "), "a");
}

TEST(Glob, WithoutAStarIsEquality) {
  EXPECT_TRUE(glob_match("abc", "abc"));
  EXPECT_FALSE(glob_match("abc", "abcd"));
  EXPECT_FALSE(glob_match("abc", "xabc"));
  EXPECT_FALSE(glob_match("abc", "ABC"));
  EXPECT_TRUE(glob_match("", ""));
  EXPECT_FALSE(glob_match("", "a"));
  EXPECT_TRUE(glob_match("a?[b]\\", "a?[b]\\"));
  EXPECT_FALSE(glob_match("a?c", "abc"));
}

TEST(Glob, StarStandsForAnyRun) {
  EXPECT_TRUE(glob_match("*", ""));
  EXPECT_TRUE(glob_match("*", "anything\n\x01"));
  EXPECT_TRUE(glob_match("**", ""));
  EXPECT_TRUE(glob_match("a*", "a"));
  EXPECT_TRUE(glob_match("*a", "a"));
  EXPECT_FALSE(glob_match("a*a", "a"));
  EXPECT_TRUE(glob_match("a*a", "aa"));
  EXPECT_TRUE(glob_match("logs-*", "logs-azure.activitylogs-default"));
  EXPECT_TRUE(glob_match("logs-azure.activitylogs-*", "logs-azure.activitylogs-"));
  EXPECT_FALSE(glob_match("logs-*", "xlogs-"));
  EXPECT_TRUE(glob_match("*azure*", "logs-azure.x"));
  EXPECT_TRUE(glob_match("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(glob_match("a*b*c", "a-c-b"));
  EXPECT_FALSE(glob_match("ab*bc", "abc"));  // the ends may not overlap
  EXPECT_TRUE(glob_match("*ab*ab*", "xabab"));
  EXPECT_FALSE(glob_match("*ab*ab*", "xaba"));
}

// The obvious definition.
bool slow_glob(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (slow_glob(pattern.substr(1), text.substr(i))) return true;
    }
    return false;
  }
  return !text.empty() && text.front() == pattern.front() && slow_glob(pattern.substr(1), text.substr(1));
}

TEST(Glob, AgreesWithTheDefinition) {
  std::mt19937 random(5);  // NOLINT(cert-msc51-cpp): the same cases in every run
  const auto draw = [&](std::string_view alphabet, std::size_t max) {
    std::string out(random() % (max + 1), ' ');
    for (char& c : out) c = alphabet[random() % alphabet.size()];
    return out;
  };
  int matched = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string pattern = draw("ab*", 7);
    const std::string text = draw("ab", 9);
    ASSERT_EQ(glob_match(pattern, text), slow_glob(pattern, text)) << pattern << " on " << text;
    matched += glob_match(pattern, text) ? 1 : 0;
  }
  EXPECT_GT(matched, 2'000);
}

TEST(Glob, IsLinearOnHostilePatterns) {
  // Backtracking would take longer than anyone waits.
  const std::string text(200'000, 'a');
  std::string pattern;
  for (int i = 0; i < 1'000; ++i) pattern += "*a";
  EXPECT_TRUE(glob_match(pattern + "*", text));
  EXPECT_FALSE(glob_match(pattern + "b", text));
  EXPECT_FALSE(glob_match("*" + std::string(100'000, 'a') + "b*", text));
}

TEST(NearestName, FindsLikelyMisspellings) {
  constexpr std::string_view kNames[] = {"event.action", "event.outcome", "event.kind", "source.ip", "user.name"};
  EXPECT_EQ(nearest_name("event.acton", kNames), "event.action");
  EXPECT_EQ(nearest_name("event.aciton", kNames), "event.action");
  EXPECT_EQ(nearest_name("evnt.outcom", kNames), "event.outcome");
  EXPECT_EQ(nearest_name("source.ips", kNames), "source.ip");
  EXPECT_EQ(nearest_name("user.nmae", kNames), "user.name");
  EXPECT_EQ(nearest_name("USER.NAME", kNames), "user.name");
  EXPECT_EQ(nearest_name("process.executable", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("event.action", {}), std::nullopt);
}

TEST(NearestName, AllowsAThirdOfTheLengthAndAtLeastOne) {
  constexpr std::string_view kShort[] = {"ab"};
  EXPECT_EQ(nearest_name("a", kShort), "ab");
  EXPECT_EQ(nearest_name("ac", kShort), "ab");
  EXPECT_EQ(nearest_name("cd", kShort), std::nullopt);
  constexpr std::string_view kSix[] = {"abcdef"};
  EXPECT_EQ(nearest_name("abcdxy", kSix), "abcdef");
  EXPECT_EQ(nearest_name("abcxyz", kSix), std::nullopt);
  EXPECT_EQ(nearest_name("badcef", kSix), "abcdef");  // two swaps
}

TEST(NearestName, TakesTheNearestAndOfEqualsTheFirst) {
  constexpr std::string_view kNames[] = {"abcxyz", "abcdez", "abcdeq"};
  EXPECT_EQ(nearest_name("abcdef", kNames), "abcdez");
}

TEST(NearestName, GivesUpOnVeryLongNames) {
  const std::string long_name(257, 'a');
  const std::string_view candidates[] = {long_name};
  EXPECT_EQ(nearest_name(long_name, candidates), std::nullopt);
  EXPECT_EQ(nearest_name(long_name.substr(1), candidates), long_name);
}

}  // namespace
}  // namespace picket
