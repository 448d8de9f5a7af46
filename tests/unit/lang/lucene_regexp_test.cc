// SPDX-License-Identifier: Apache-2.0
// What regular expressions are read as.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "lang/lucene/regexp.h"

namespace picket::lucene::test {
namespace {

Regexp read(std::string_view text) {
  auto tree = parse_regexp(text);
  EXPECT_TRUE(tree.has_value()) << text << ": " << (tree ? "" : tree.error().message);
  return tree ? *std::move(tree) : Regexp{};
}

// Two spellings of one expression.
TEST(LuceneRegexp, Spellings) {
  const std::pair<std::string_view, std::string_view> kSame[] = {
      {"abc", "\"abc\""},
      {"\\d", "[0-9]"},
      {"\\w", "[a-zA-Z_0-9]"},
      {"\\s", "[ \t\n\r]"},
      {"\\D", "[^\\d]"},
      {"[\\w-]", "[\\-\\w]"},
      {"a{2}", "a{2,2}"},
      {"[cab]", "[a-c]"},
      {"[^^]", "[^\\^]"},
      {"()", ""},
      {"(a)", "a"},
      {"|a", "\\|a"},
      {"*a", "\\*a"},
      {"a||b", "a|\\|b"},
      {")", "\\)"},
      {"[]a]", "[\\]a]"},
      {"[a\\-z]", "[az\\-]"},
      {"[.]", "\\."},
      {"[\\\\-z]", "[\\\\z\\-]"},
      {"<5-1>", "<1-5>"},
      {"^a$", "\\^a\\$"},
      {"a&b|c", "(a&b)|c"},
      {"~ab", "(~a)b"},
      {"~a*", "(~a)*"},
      {"\u00e4", "[\u00e4]"},
      {"[a-\\d]", "[a-d]"},
  };
  for (const auto& [a, b] : kSame) EXPECT_TRUE(read(a) == read(b)) << a << " and " << b;
}

// What is read with a syntax, and what means the same without.
TEST(LuceneRegexp, Syntaxes) {
  struct Case {
    RegexpSyntax syntax;
    std::string_view text;
    std::string_view same;
  };
  const Case kCases[] = {
      {{.ignore_case = true}, "aB1", "[aA][bB]1"},
      {{.ignore_case = true}, "\"a.\"", "[aA]\\."},
      {{.ignore_case = true}, "[ax-z]\u00e4", "[aAx-z]\u00e4"},
      {{.ignore_case = true}, "[^a]", "[^aA]"},
      {{.ignore_case = true}, "@[`{]", "@[`{]"},
      {{.complement = false}, "~a&~b", "\\~a&\\~b"},
      {{.intersection = false}, "a&b|&", "a\\&b|\\&"},
      {{.numbers = false}, "a<1-5>", "a\\<1-5\\>"},
      {{.nothing = false}, "#@", "\\#@"},
      {{.any_text = false}, "#@", "#\\@"},
  };
  for (const Case& each : kCases) {
    const auto tree = parse_regexp(each.text, each.syntax);
    ASSERT_TRUE(tree) << each.text;
    EXPECT_TRUE(*tree == read(each.same)) << each.text << " and " << each.same;
  }
}

TEST(LuceneRegexp, Mistakes) {
  for (const std::string_view text : {"a|",
                                      "(a",
                                      "[a",
                                      "[]",
                                      "[^",
                                      "a{",
                                      "a{x}",
                                      "a{,2}",
                                      "a{2,1}",
                                      "a{99999999999}",
                                      "a{1,99999999999}",
                                      "a{1",
                                      "\\",
                                      "[\\",
                                      "[b-a]",
                                      "[a-]",
                                      "\\b",
                                      "[\\q]",
                                      "\"a",
                                      "<a>",
                                      "<1>",
                                      "<1-",
                                      "<-1>",
                                      "<1-2-3>",
                                      "<1-99999999999>",
                                      "a)",
                                      "(a))",
                                      "a&"}) {
    const auto tree = parse_regexp(text);
    ASSERT_FALSE(tree.has_value()) << text;
    EXPECT_EQ(tree.error().code, Code::bad_regexp) << text;
    EXPECT_LE(tree.error().begin, tree.error().end) << text;
    EXPECT_LE(tree.error().end, text.size()) << text;
    EXPECT_FALSE(tree.error().message.empty()) << text;
  }
}

}  // namespace
}  // namespace picket::lucene::test
