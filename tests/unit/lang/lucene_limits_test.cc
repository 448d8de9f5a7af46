// SPDX-License-Identifier: Apache-2.0
// Each limit of Lucene queries at its value and one above it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "lang/lucene/limits.h"
#include "lang/lucene/regexp.h"
#include "lucene_support.h"

namespace picket::lucene::test {
namespace {

using Codes = std::vector<std::string>;

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

std::string bracketed(std::string_view open, std::string_view inside, std::string_view close, std::size_t depth) {
  return repeat(open, depth) + std::string(inside) + repeat(close, depth);
}

TEST(LuceneLimits, QueryLength) {
  const std::string at_limit = "a:\"" + std::string(kMaxQueryBytes - 4, 'x') + "\"";
  ASSERT_EQ(at_limit.size(), kMaxQueryBytes);
  EXPECT_TRUE(read(at_limit).ast.has_value());
  EXPECT_EQ(read(at_limit + " ").codes(), Codes{"L101"});
}

TEST(LuceneLimits, NestingDepth) {
  for (const std::string_view open : {"(", "-(", "f:("}) {
    EXPECT_TRUE(read(bracketed(open, "a", ")", kMaxNestingDepth)).ast.has_value()) << open;
    EXPECT_EQ(read(bracketed(open, "a", ")", kMaxNestingDepth + 1)).codes(), Codes{"L102"}) << open;
  }
  EXPECT_TRUE(read(repeat("(a) ", 1000)).ast.has_value());
}

TEST(LuceneLimits, Terms) {
  const std::string at_limit = "a" + repeat(" OR a", kMaxTerms - 1);
  EXPECT_TRUE(read(at_limit).ast.has_value());
  EXPECT_EQ(read(at_limit + " OR a").codes(), Codes{"L103"});
}

TEST(LuceneLimits, FieldNames) {
  EXPECT_TRUE(read(std::string(kMaxFieldNameBytes, 'n') + ":a").ast.has_value());
  EXPECT_EQ(read(std::string(kMaxFieldNameBytes + 1, 'n') + ":a").codes(), Codes{"L105"});
  EXPECT_TRUE(read("x" + repeat("\\*", kMaxFieldNameStars) + ":a").ast.has_value());
  EXPECT_EQ(read("x" + repeat("\\*", kMaxFieldNameStars + 1) + ":a").codes(), Codes{"L106"});
}

TEST(LuceneLimits, Regexps) {
  EXPECT_TRUE(read("/" + std::string(kMaxRegexpCharacters, '.') + "/").ast.has_value());
  EXPECT_EQ(read("/" + std::string(kMaxRegexpCharacters + 1, '.') + "/").codes(), Codes{"L134"});
  for (const auto& [open, close] :
       {std::pair("(", ")"), std::pair("~", ""), std::pair("~(", ")"), std::pair("", "*")}) {
    const std::size_t levels = std::string_view(open) == "~(" ? kMaxRegexpDepth / 2 : kMaxRegexpDepth;
    const std::string at_limit = bracketed(open, "a", close, levels);
    EXPECT_TRUE(parse_regexp(at_limit).has_value()) << at_limit;
    EXPECT_EQ(read("/" + bracketed(open, "a", close, levels + 1) + "/").codes(), Codes{"L135"}) << open;
  }
}

TEST(LuceneLimits, ProblemsShown) {
  const Codes found = read(repeat("a~9 ", kMaxReports + 1)).codes();
  ASSERT_EQ(found.size(), kMaxReports + 1);
  EXPECT_EQ(found.front(), "L131");
  EXPECT_EQ(found.back(), "L108");
}

TEST(LuceneLimits, TextThatIsNoText) {
  EXPECT_EQ(read("a\xff").codes(), Codes{"L107"});
}

}  // namespace
}  // namespace picket::lucene::test
