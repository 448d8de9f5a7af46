// SPDX-License-Identifier: Apache-2.0
#include "compile/predicate.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace picket::compile {
namespace {

// '*' and '?' as the pattern's own.
Pattern pattern(std::string_view text) {
  Pattern out{{""}};
  for (const char c : text) {
    if (c == '*') {
      out.parts.emplace_back();
    } else {
      out.parts.back() += c == '?' ? kAnyCharacter : c;
    }
  }
  return out;
}

TEST(Pattern, TakesAnyOneCharacter) {
  const struct {
    std::string_view pattern;
    std::string_view text;
    bool matches;
  } cases[] = {
      {"?", "a", true},
      {"?", "", false},
      {"?", "ab", false},
      {"a?c", "abc", true},
      {"a?c", "ac", false},
      {"a?c", "a\u00E4c", true},
      {"a?c", "a\U0001F600c", true},
      {"a??c", "a\u00E4c", false},
      {"?*", "", false},
      {"?*", "\u00E4", true},
      {"*?", "\u00E4", true},
      {"*??", "\u00E4", false},
      {"*b?d*", "xbbccd", false},
      {"*b?d*", "xbbbcdbed!", true},
      {"a*?z", "az", false},
      {"a*?z", "abz", true},
      {"?b*b?", "abba", true},
      {"?b*b?", "aba", false},
      {"*?b*", "b", false},
      {"*?b*", "bb", true},
      {"C:\\Win*\\??????.exe", "C:\\Windows\\a\\abcdef.exe", true},
      {"*\u00E4?", "x\u00E4", false},
      {"?*?", "\u00E4", false},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(matches(pattern(one.pattern), one.text), one.matches) << one.pattern << " on " << one.text;
  }
}

TEST(Pattern, PrintsLiteralWildcardsEscaped) {
  EXPECT_EQ(to_string(pattern("a?b*c")), "a?b*c");
  EXPECT_EQ(to_string(Pattern{{"a?b*", "\\"}}), "a\\?b\\**\\\\");
}

TEST(Predicate, PrintsWhatItIgnoresAndEveryBound) {
  EXPECT_EQ(to_string(Predicate(Terms{{}, {"a"}, true})), R"(: "a" ignoring case)");
  EXPECT_EQ(to_string(Predicate(Wildcards{{}, {pattern("a?*")}, true})), ": a?* ignoring case");
  EXPECT_EQ(to_string(Predicate(TextRange{{}, {{Comparison::gte, "a"}, {Comparison::lt, "b"}}})),
            R"(>= "a" and < "b")");
}

}  // namespace
}  // namespace picket::compile
