// SPDX-License-Identifier: Apache-2.0
// The grammar where it surprises, beyond the shared vectors: what a literal takes and where it ends, and spans.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "kql_support.h"
#include "lang/kql/tokens.h"

namespace picket::kql::test {
namespace {

std::string tree_of(std::string query) {
  return read(std::move(query)).tree();
}

TEST(KqlGrammar, NothingMatchesEverything) {
  const std::string everything = R"(is(wild["", ""], wild["", ""]))";
  EXPECT_EQ(tree_of(""), everything);
  EXPECT_EQ(tree_of("  "), everything);
  EXPECT_EQ(tree_of("*:*"), everything);
  EXPECT_EQ(read("").shown(), "");
}

TEST(KqlGrammar, WhiteSpaceIsTheFiveCharacters) {
  EXPECT_EQ(tree_of("a:1\u00a0or\u00a0b:2"), R"(or(is("a", "1"), is("b", "2")))");
  // An ideographic space and a form feed are no white space of the grammar, yet they are trimmed like it.
  EXPECT_EQ(tree_of("a:1\u3000or\u3000b"), "is(\"a\", \"1\u3000or\u3000b\")");
  EXPECT_EQ(tree_of("a:\u30001\u3000"), R"(is("a", "1"))");
  EXPECT_EQ(tree_of("a:\f\v1\u2028\ufeff"), R"(is("a", "1"))");
}

TEST(KqlGrammar, TrimsWhatEscapesLeaveAtTheEnds) {
  EXPECT_EQ(tree_of(R"(a:\n b\t)"), R"(is("a", "b"))");
  EXPECT_EQ(tree_of(R"(a:\t)"), R"(is("a", ""))");
  EXPECT_EQ(tree_of(R"(a:\tb*\t)"), R"(is("a", wild["b", ""]))");
  EXPECT_EQ(tree_of(R"(a:*\tb)"), R"(is("a", wild["", "\tb"]))");
  EXPECT_EQ(tree_of(R"(a:"\tb ")"), R"(is("a", phrase"\tb "))");
}

TEST(KqlGrammar, KeywordsNeedTheirWhiteSpace) {
  EXPECT_EQ(tree_of("a:b\u00a0OR\tc"), R"(or(is("a", "b"), is(null, "c")))");
  EXPECT_EQ(tree_of("a:b or"), R"(is("a", "b or"))");
  EXPECT_EQ(tree_of("a:knot"), R"(is("a", "knot"))");
  EXPECT_EQ(tree_of("a:knot "), "no tree");
  EXPECT_EQ(tree_of("a:knotted string"), R"(is("a", "knotted string"))");
  EXPECT_EQ(tree_of("notable:x"), R"(is("notable", "x"))");
  EXPECT_EQ(tree_of("a and  or  b"), R"(and(is(null, "a"), is(null, "or  b")))");
  EXPECT_EQ(tree_of("x or or or y"), R"(or(is(null, "x"), is(null, "or"), is(null, "y")))");
}

TEST(KqlGrammar, EscapesAreTriedInOrder) {
  EXPECT_EQ(tree_of(R"(a:\Or)"), R"(is("a", "Or"))");
  EXPECT_EQ(tree_of(R"(a:x \or y \AND z)"), R"(is("a", "x or y AND z"))");
  EXPECT_EQ(tree_of(R"(a:x \not y)"), R"(is("a", "x \not y"))");
  EXPECT_EQ(tree_of(R"(a:x \nOt y)"), R"(is("a", "x \nOt y"))");
  EXPECT_EQ(tree_of(R"(a:x \Not y)"), R"(is("a", "x Not y"))");
  EXPECT_EQ(tree_of(R"(a:no\u0074 b)"), R"(is("a", "not b"))");
  EXPECT_EQ(tree_of(R"(a:\u00E9\u00e9)"), "is(\"a\", \"\u00e9\u00e9\")");
  EXPECT_EQ(tree_of(R"(a:\u00 e9)"), "no tree");
  EXPECT_EQ(tree_of(R"(a:\u+0e9)"), "no tree");
  EXPECT_EQ(tree_of(R"(a:"\u00g9")"), R"(is("a", phrase"\\u00g9"))");
}

TEST(KqlGrammar, UnicodeEscapesAreUtf16) {
  EXPECT_EQ(tree_of(R"(a:"\ud83d\ude00")"), "is(\"a\", phrase\"\U0001F600\")");
  EXPECT_EQ(tree_of(R"(a:\uD83D\uDE00*)"), "is(\"a\", wild[\"\U0001F600\", \"\"])");
  EXPECT_EQ(tree_of(R"(a:"\ud83d")"), "is(\"a\", phrase\"\ufffd\")");
  EXPECT_EQ(tree_of(R"(a:"\ude00\ud83d")"), "is(\"a\", phrase\"\ufffd\ufffd\")");
  EXPECT_EQ(tree_of(R"(a:"\ud83dx\ude00")"), "is(\"a\", phrase\"\ufffdx\ufffd\")");
  EXPECT_EQ(tree_of(R"(a:\ud83d*\ude00)"), "is(\"a\", wild[\"\ufffd\", \"\ufffd\"])");
  EXPECT_EQ(tree_of(R"(a:"\u0000")"), R"(is("a", phrase"\u0000"))");
}

TEST(KqlGrammar, TypedLiteralsAreWholeUnquotedValues) {
  EXPECT_EQ(tree_of("a:null"), R"(is("a", null))");
  EXPECT_EQ(tree_of(R"(a:\u006eull)"), R"(is("a", null))");
  EXPECT_EQ(tree_of("a: true "), R"(is("a", true))");
  EXPECT_EQ(tree_of("a:true x"), R"(is("a", "true x"))");
  EXPECT_EQ(tree_of("a:False"), R"(is("a", "False"))");
  EXPECT_EQ(tree_of("true:false"), "is(true, false)");
  EXPECT_EQ(tree_of("null:(a or b)"), R"(or(is(null, "a"), is(null, "b")))");
  EXPECT_EQ(tree_of("a >= null"), R"(range("a", gte, null))");
}

TEST(KqlGrammar, QuotedTextKeepsOtherBackslashes) {
  EXPECT_EQ(tree_of(R"(a:"\d\*\'\:\\\"")"), R"(is("a", phrase"\\d\\*\\'\\:\\\""))");
  EXPECT_EQ(tree_of(R"(a:"\\t")"), R"(is("a", phrase"\\t"))");
  EXPECT_EQ(tree_of(R"(a:"\\\t")"), R"(is("a", phrase"\\\t"))");
}

TEST(KqlGrammar, FieldsCanBePatternsPathsAndPhrases) {
  EXPECT_EQ(tree_of("a.*.c > 5"), R"(range(wild["a.", ".c"], gt, "5"))");
  EXPECT_EQ(tree_of("a*:{ b:c }"), R"(nested(wild["a", ""], is("b", "c")))");
  EXPECT_EQ(tree_of(R"("a b":{ "c" < "d" })"), R"(nested(phrase"a b", range(phrase"c", lt, phrase"d")))");
  EXPECT_EQ(tree_of("a :\n{\n b\n:\nc\n}\n"), R"(nested("a", is("b", "c")))");
}

TEST(KqlGrammar, ListsAreDocumentLevel) {
  EXPECT_EQ(tree_of("f:(a or not (b and c) or d)"),
            R"(or(is("f", "a"), not(and(is("f", "b"), is("f", "c"))), is("f", "d")))");
  EXPECT_EQ(tree_of("f:((a or b) or c)"), R"(or(or(is("f", "a"), is("f", "b")), is("f", "c")))");
  EXPECT_EQ(tree_of("p:{ f:(a and b) }"), R"(nested("p", and(is("f", "a"), is("f", "b"))))");
}

std::string text_of(const std::string& query, Span span) {
  return query.substr(span.begin, span.end - span.begin);
}

TEST(KqlGrammar, SpansCoverTheConstruct) {
  const std::string query = " (x.y : \"1\"  or not z :( b or *c )  ) and p:{ q >= 5 } ";
  const Outcome outcome = read(query);
  ASSERT_TRUE(outcome.ast.has_value());
  const auto& root = std::get<And>(outcome.ast->root.kind);
  EXPECT_EQ(text_of(query, outcome.ast->root.span), "(x.y : \"1\"  or not z :( b or *c )  ) and p:{ q >= 5 }");
  EXPECT_EQ(text_of(query, root.children[0].span), "(x.y : \"1\"  or not z :( b or *c )  )");
  const auto& either = std::get<Or>(root.children[0].kind);
  EXPECT_EQ(text_of(query, either.children[0].span), "x.y : \"1\"");
  const auto& first = std::get<Is>(either.children[0].kind);
  EXPECT_EQ(text_of(query, first.field->span), "x.y");
  EXPECT_EQ(text_of(query, first.value.span), "\"1\"");
  EXPECT_EQ(text_of(query, either.children[1].span), "not z :( b or *c )");
  const auto& list = std::get<Or>(std::get<Not>(either.children[1].kind).child->kind);
  EXPECT_EQ(text_of(query, list.children[1].span), "*c");
  EXPECT_EQ(text_of(query, std::get<Is>(list.children[0].kind).field->span), "z");
  EXPECT_EQ(std::get<Is>(list.children[0].kind).field->span, std::get<Is>(list.children[1].kind).field->span);
  EXPECT_EQ(text_of(query, root.children[1].span), "p:{ q >= 5 }");
  const auto& nested = std::get<Nested>(root.children[1].kind);
  EXPECT_EQ(text_of(query, nested.path.span), "p");
  EXPECT_EQ(text_of(query, std::get<Range>(nested.child->kind).value.span), "5");
}

TEST(KqlGrammar, PositionsAreThoseOfTheFile) {
  Diagnostics diagnostics;
  const SourceText source{.name = "rule.toml", .text = "a:1 and\n  b:(", .first_line = 40, .first_column = 12};
  EXPECT_FALSE(parse(source, diagnostics).has_value());
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_TRUE(render(diagnostics.items()[0], false).starts_with("rule.toml:41:5: error K115: '(' is never closed"));
}

TEST(KqlTokens, ShowHowTheTextIsCut) {
  EXPECT_EQ(print_tokens("a.b:(x OR \"y\") and not c >= 5*"),
            "0-3         text      a.b\n"
            "3-4         :\n"
            "4-5         (\n"
            "5-6         text      x\n"
            "7-9         or        OR\n"
            "10-13       phrase    \"y\"\n"
            "13-14       )\n"
            "15-18       and\n"
            "19-22       not\n"
            "23-24       text      c\n"
            "25-27       >=\n"
            "28-30       wildcard  5*\n"
            "30-30       end\n");
}

TEST(KqlTokens, CutAnyText) {
  EXPECT_EQ(print_tokens("a\\d \"x"),
            "0-1         text      a\n"
            "1-3         bad escape\\d\n"
            "4-6         unclosed quote\"x\n"
            "6-6         end\n");
  EXPECT_EQ(print_tokens("\n"), "1-1         end\n");
}

}  // namespace
}  // namespace picket::kql::test
