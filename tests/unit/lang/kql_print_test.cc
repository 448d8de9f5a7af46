// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "kql_support.h"
#include "lang/kql/limits.h"

namespace picket::kql::test {
namespace {

std::string printed(std::string query) {
  const Outcome outcome = read(std::move(query));
  return outcome.ast ? to_kql(outcome.ast->root) : outcome.shown();
}

TEST(KqlPrint, WritesTheShortestForm) {
  EXPECT_EQ(printed(""), "*:*");
  EXPECT_EQ(printed("((a:1))  AND  (NOT  (b:2))"), "a:1 and not b:2");
  EXPECT_EQ(printed("a:1 or (b:2 and c:3)"), "a:1 or b:2 and c:3");
  EXPECT_EQ(printed("a:1 and (b:2 or c>=3)"), "a:1 and (b:2 or c >= 3)");
  EXPECT_EQ(printed("(a:1 or b:2) or c:3"), "(a:1 or b:2) or c:3");
  EXPECT_EQ(printed("not (not a:1)"), "not (not a:1)");
  EXPECT_EQ(printed("p:{a:1 or b:2}"), "p:{ a:1 or b:2 }");
}

TEST(KqlPrint, CollectsTermsOfOneFieldInAList) {
  EXPECT_EQ(printed("a:1 or a:2"), "a:(1 or 2)");
  EXPECT_EQ(printed("not (a:1 or a:2)"), "not a:(1 or 2)");
  EXPECT_EQ(printed("a:(1 or not 2 and 3) and b:4"), "a:(1 or not 2 and 3) and b:4");
  EXPECT_EQ(printed("a:1 or a:2 or b:3"), "a:1 or a:2 or b:3");
  EXPECT_EQ(printed("a:1 and \"a\":2"), "a:1 and \"a\":2");
  EXPECT_EQ(printed("x or y"), "x or y");
  EXPECT_EQ(printed("a:1 or a > 2"), "a:1 or a > 2");
}

TEST(KqlPrint, EscapesWhatWouldReadDifferently) {
  EXPECT_EQ(printed(R"(a:\(b\)\:\\\*)"), R"(a:\(b\)\:\\\*)");
  EXPECT_EQ(printed(R"(a:x \or y)"), R"(a:x \or y)");
  EXPECT_EQ(printed(R"(a:x \NOT y)"), R"(a:x \NOT y)");
  EXPECT_EQ(printed(R"(a:no\u0074 y)"), R"(a:\u006eot y)");
  EXPECT_EQ(printed("b:2 and a:and"), "b:2 and a:and");
  EXPECT_EQ(printed("a:(1 or) and b:2"), R"(a:1 \or and b:2)");
  EXPECT_EQ(printed(R"(a:"\d\\x\"y")"), R"(a:"\\d\\x\"y")");
  EXPECT_EQ(printed("a:\"\t\u202e\\u0007\""), R"(a:"\t\u202e\u0007")");
  EXPECT_EQ(printed(R"(a:\t)"), R"(a:\t)");
}

TEST(KqlPrint, StaysWithinTheLimitOfDepth) {
  std::string query = "a:1 or a:2";
  for (std::size_t i = 0; i < kMaxNestingDepth; ++i) query = "not (" + query + ")";
  const Outcome outcome = read(query);
  ASSERT_TRUE(outcome.ast.has_value());
  EXPECT_EQ(read(to_kql(outcome.ast->root)).tree(), outcome.tree());

  query = "a:2";
  for (std::size_t i = 0; i < kMaxNestingDepth; ++i) query = "not (" + query + ")";
  const Outcome list = read("a:1 or " + query);
  ASSERT_TRUE(list.ast.has_value());
  EXPECT_EQ(read(to_kql(list.ast->root)).tree(), list.tree());
}

TEST(KqlPrint, DumpsOneNodeALine) {
  const Outcome outcome = read("a:(1 or \"x y\") and not p:{ b >= 5* } and c");
  ASSERT_TRUE(outcome.ast.has_value());
  EXPECT_EQ(dump(outcome.ast->root),
            "and\n"
            "  or\n"
            "    is a : 1\n"
            "    is a : \"x y\"\n"
            "  not\n"
            "    nested p\n"
            "      range b >= 5*\n"
            "  is c");
}

// Random trees over texts that are made of everything that has a meaning somewhere.
class TreeMaker {
 public:
  explicit TreeMaker(std::uint32_t seed) : random_(seed) {}

  Node node(int depth) {
    switch (depth <= 0 ? 4 + pick(2) : pick(6)) {
      case 0:
        return {And{children(depth)}};
      case 1:
        return {Or{children(depth)}};
      case 2:
        return {Not{std::make_unique<Node>(node(depth - 1))}};
      case 3:
        return {Nested{literal(), std::make_unique<Node>(node(depth - 1))}};
      case 4:
        return {Range{literal(), static_cast<RangeOperator>(pick(4)), literal()}};
      default:
        return {Is{pick(3) == 0 ? std::nullopt : std::optional(field()), literal()}};
    }
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  std::vector<Node> children(int depth) {
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < 2 + pick(3); ++i) nodes.push_back(node(depth - 1));
    return nodes;
  }

  // Few names, so that lists come about.
  Literal field() { return pick(4) == 0 ? literal() : Literal{.text = pick(2) == 0 ? "f" : "or g"}; }

  std::string text() {
    static constexpr std::string_view kPieces[] = {
        "a", "not", "or", "AND", " ",     "\u00a0", "\n",   "\t",     "\\",         "\"",     "*", "(", ")",   "{",
        "}", ":",   "<",  ">",   "u0041", "\u3000", "\x01", "\u202e", "\U0001F600", "\ufeff", "n", "t", "x y", "\v"};
    std::string text;
    for (std::size_t i = 0; i < pick(6); ++i) text += kPieces[pick(std::size(kPieces))];
    return text;
  }

  // What trim() would take from the ends of an unquoted literal cannot be there.
  static std::string fenced(const std::string& text) { return "z" + text + "z"; }

  Literal literal() {
    switch (pick(4)) {
      case 0:
        return {.kind = LiteralKind::phrase, .text = text()};
      case 1:
        return {.kind = LiteralKind::wildcard, .parts = {fenced(text()), text(), fenced(text())}};
      case 2:
        return {.kind = LiteralKind::boolean_true, .text = "true"};
      default:
        return {.kind = LiteralKind::text, .text = pick(2) == 0 ? fenced(text()) : "not"};
    }
  }

  std::mt19937 random_;
};

TEST(KqlPrint, AnyTreeReadsBackEqual) {
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    const Node tree = TreeMaker(seed).node(4);
    const std::string text = to_kql(tree);
    const Outcome outcome = read(text);
    ASSERT_TRUE(outcome.ast.has_value()) << seed << ": " << text << "\n" << outcome.shown();
    ASSERT_EQ(outcome.tree(), canonical(tree)) << seed << ": " << text;
    ASSERT_TRUE(equal_ignoring_spans(outcome.ast->root, tree)) << seed << ": " << text;
  }
}

TEST(KqlAst, EqualityLooksAtEveryPart) {
  const std::vector<std::string> queries = {"a:1",        "a:\"1\"", "b:1",     "1",       "a > 1",
                                            "a >= 1",     "not a:1", "a:{b:1}", "c:{b:1}", "a:1 and b:1",
                                            "a:1 or b:1", "a:1*",    "a:*1",    "a:true",  "a:1 and b:1 and c:1",
                                            "a:{b:2}",    "a > 2",   "null:1"};
  for (const std::string& a : queries) {
    for (const std::string& b : queries) {
      const Outcome first = read(a);
      const Outcome second = read("  (" + b + ")");
      ASSERT_TRUE(first.ast && second.ast);
      EXPECT_EQ(equal_ignoring_spans(first.ast->root, second.ast->root), a == b) << a << " and " << b;
    }
  }
}

}  // namespace
}  // namespace picket::kql::test
