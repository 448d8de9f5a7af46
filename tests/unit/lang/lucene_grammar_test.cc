// SPDX-License-Identifier: Apache-2.0
// What queries are read as, and that what is printed reads back to the same tree.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "lang/lucene/occurrence.h"
#include "lang/lucene/tokens.h"
#include "lucene_support.h"

namespace picket::lucene::test {
namespace {

struct Case {
  std::string_view query;
  std::string_view tree;
};

void expect_trees(std::initializer_list<Case> cases) {
  for (const auto& [query, tree] : cases) {
    const Outcome outcome = read(std::string(query));
    EXPECT_EQ(outcome.tree(), tree) << query << "\n" << outcome.shown();
    if (!outcome.ast) continue;
    const std::string printed = to_lucene(*outcome.ast);
    const Outcome again = read(printed);
    ASSERT_TRUE(again.ast.has_value()) << query << "\n" << printed << "\n" << again.shown();
    EXPECT_TRUE(equal_ignoring_spans(*again.ast, *outcome.ast)) << query << "\n" << printed;
  }
}

TEST(LuceneGrammar, Terms) {
  expect_trees({
      {"", "everything"},
      {" \t\n\u3000 ", "everything"},
      {"a", "text a"},
      {"f:a", "text f:a"},
      {"f : a", "text f:a"},
      {"f:\"a b\"", "phrase f:\"a b\""},
      {"\"a b\"~2", "phrase \"a b\"~2"},
      {"\"a b\"~x", "phrase \"a b\""},
      {"\"a\"~2.7^3", "phrase \"a\"~2"},
      {"f:a*", "prefix f:a*"},
      {"f:?a", "wildcard f:?a"},
      {"f:a*b", "wildcard f:a*b"},
      {"f:**", "wildcard f:**"},
      {"f:*", "exists f:*"},
      {"*", "exists *"},
      {"*:*", "exists *"},
      {"*:a", "text a"},
      {"\\*:a", "text a"},
      {"_exists_:f", "exists f:*"},
      {"_exists_:\"f g\"", "exists f\\ g:*"},
      {"_exists_:(a b)", "exists a\\ b:*"},
      {"_exists_:f.\\*", "exists f.\\*:*"},
      {"f.\\*:a", "text f.\\*:a"},
      {"/a|b/", "regexp /a|b/"},
      {"f:/a\\/b/", "regexp f:/a\\/b/"},
      {"a^2", "text a"},
      {"f:(a)^2.5", "text f:a"},
      {"f:((a))", "text f:a"},
      {"+", "no tree"},
      {"a-b+c.d@e=f&g", "text a\\-b\\+c.d@e=f&g"},
  });
}

TEST(LuceneGrammar, Fuzzy) {
  expect_trees({
      {"ab~", "fuzzy ab~0"},
      {"abc~", "fuzzy abc~1"},
      {"abcde~auto", "fuzzy abcde~1"},
      {"abcdef~", "fuzzy abcdef~2"},
      {"\u00e4\u00f6~", "fuzzy \u00e4\u00f6~0"},
      {"a~2", "fuzzy a~2"},
      {"a~1.0^2", "fuzzy a~1"},
      {"a^2~1", "fuzzy a~1"},
      {"a*~1", "prefix a*"},
  });
}

TEST(LuceneGrammar, Ranges) {
  expect_trees({
      {"f:[1 TO 5]", "range f:[\"1\" TO \"5\"]"},
      {"f:{1 TO 5]", "range f:{\"1\" TO \"5\"]"},
      {"f:[1 TO 5}", "range f:[\"1\" TO \"5\"}"},
      {"f:[* TO 5]", "range f:[* TO \"5\"]"},
      {"f:{\"*\" TO *}", "range f:[* TO *]"},
      {"f:[\"a b\" TO \"c]d\"]", "range f:[\"a b\" TO \"c]d\"]"},
      {"f:[now-1d/d TO now}", "range f:[\"now-1d/d\" TO \"now\"}"},
      {"f:[TO TO TO]", "range f:[\"TO\" TO \"TO\"]"},
      {"f:>=5", "range f:[\"5\" TO *]"},
      {"f:>5", "range f:{\"5\" TO *]"},
      {"f:<=5", "range f:[* TO \"5\"]"},
      {"f:<5", "range f:[* TO \"5\"}"},
      {"f:\\>5", "range f:{\"5\" TO *]"},
      {"f:<", "text f:<"},
      {"f:(>=5 AND <9)", "group\n  must range f:[\"5\" TO *]\n  must range f:[* TO \"9\"}"},
      // A row is one text.
      {"f:(>=5 9)", "range f:[\"5 9\" TO *]"},
      {"f:[\\u0041 TO \\ ]", "no tree"},
  });
}

TEST(LuceneGrammar, BareWordsInARowAreOneText) {
  expect_trees({
      {"a b c", "text a b c"},
      {"f:(start or process_started)", "text f:start\\ or\\ process_started"},
      {"f:a b c", "group\n  should text f:a\n  should text b c"},
      {"a b f:c", "group\n  should text a b\n  should text f:c"},
      {"a b c d~", "group\n  should text a b c\n  should fuzzy d~0"},
      {"a b c^2", "group\n  should text a b\n  should text c"},
      {"a b AND c", "group\n  should text a\n  must text b\n  must text c"},
      {"a AND b c d", "group\n  must text a\n  must text b\n  should text c d"},
      {"a b OR c", "group\n  should text a\n  should text b\n  should text c"},
      {"a b -c", "group\n  should text a b\n  must not text c"},
      {"f:(a b NOT c)", "group\n  should text f:a b\n  must not text f:c"},
      {"f:(a b NOT g:c)", "group\n  should text f:a b\n  must not text g:c"},
      {"f:(a b g:(c d e^1))", "group\n  should text f:a b\n  should group\n    should text g:c d\n    should text g:e"},
      {"f:(a b *:(c d e^1))",
       "group\n  should text f:a\n  should text f:b\n  should group\n    should text c d\n    should text e"},
      {"a b (*)", "group\n  should text a b\n  should exists *"},
      {"a\\ b c", "text a b c"},
      {"a b*", "group\n  should text a\n  should prefix b*"},
  });
}

// Operators mark the clause after them, and AND also the one before it.
TEST(LuceneGrammar, OperatorsAreMarks) {
  expect_trees({
      {"a OR b AND c", "group\n  should text a\n  must text b\n  must text c"},
      {"a AND b OR c", "group\n  must text a\n  must text b\n  should text c"},
      {"a OR b", "group\n  should text a\n  should text b"},
      {"a && b || c", "group\n  must text a\n  must text b\n  should text c"},
      {"NOT a", "group\n  must not text a"},
      {"!a", "group\n  must not text a"},
      {"NOT a AND b", "group\n  must not text a\n  must text b"},
      {"a AND NOT b", "group\n  must text a\n  must not text b"},
      {"a OR NOT b AND c", "group\n  should text a\n  must not text b\n  must text c"},
      {"+a b -c", "group\n  must text a\n  should text b\n  must not text c"},
      {"a AND +b", "group\n  must text a\n  must text b"},
      {"(a OR b) AND c", "group\n  must group\n    should text a\n    should text b\n  must text c"},
      {"f:(a OR g:b)", "group\n  should text f:a\n  should text g:b"},
      {"-f:(a)", "group\n  must not text f:a"},
      {"a - b", "group\n  should text a\n  should text \\-\n  should text b"},
      {"a and b", "text a and b"},
      {"a&&b", "text a&&b"},
      {"\\AND", "text \\AND"},
      {"\"AND\"", "phrase \"AND\""},
  });
}

TEST(LuceneGrammar, Escapes) {
  expect_trees({
      {"C\\:\\\\x", "text C\\:\\\\x"},
      {"\\u0041\\uD83D\\uDE00", "text A\U0001F600"},
      {"\\uD83D", "text \uFFFD"},
      {"\"a\\\"b\\\\\"", "phrase \"a\\\"b\\\\\""},
      {"a\\*b*", "prefix a\\*b*"},
      {"a\\*b?*", "wildcard a\\*b?*"},
      {"\\?", "text \\?"},
  });
}

// With the default operator AND, what is not marked is required, unless OR stands at it.
TEST(LuceneOccurrence, OfBothDefaults) {
  using enum Occurrence;
  Occurrences with_or(Operator::op_or);
  Occurrences with_and(Operator::op_and);
  for (Occurrences* one : {&with_or, &with_and}) {
    one->add(Conjunction::none, Modifier::none, true);
    one->add(Conjunction::op_or, Modifier::none, true);
    one->add(Conjunction::none, Modifier::none, true);
    one->add(Conjunction::none, Modifier::prohibited, true);
    one->add(Conjunction::op_or, Modifier::required, true);
  }
  EXPECT_EQ(with_or.marks(), (std::vector{should, should, should, must_not, must}));
  EXPECT_EQ(with_and.marks(), (std::vector{should, should, must, must_not, should}));
}

// A clause whose text has no words disappears, but its AND has marked the clause before it.
TEST(LuceneOccurrence, AClauseThatDisappearsStillMarks) {
  Occurrences marks(Operator::op_or);
  marks.add(Conjunction::none, Modifier::none, true);
  marks.add(Conjunction::op_and, Modifier::none, false);
  EXPECT_EQ(marks.marks(), std::vector{Occurrence::must});
}

TEST(LuceneTokens, ThePrintShowsEachToken) {
  EXPECT_EQ(print_tokens("f:(a AND b*) -/x/ [1 TO *]^2 \"q\"~1"),
            "0-1         term          f\n"
            "1-2         :\n"
            "2-3         (\n"
            "3-4         term          a\n"
            "5-8         and           AND\n"
            "9-11        prefix        b*\n"
            "11-12       )\n"
            "13-14       minus         -\n"
            "14-17       regexp        /x/\n"
            "18-19       [\n"
            "19-20       bound         1\n"
            "21-23       TO\n"
            "24-25       bound         *\n"
            "25-26       ]\n"
            "26-27       ^\n"
            "27-28       number        2\n"
            "29-32       quoted        \"q\"\n"
            "32-34       fuzzy         ~1\n"
            "34-34       end\n");
}

}  // namespace
}  // namespace picket::lucene::test
