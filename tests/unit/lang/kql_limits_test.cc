// SPDX-License-Identifier: Apache-2.0
// Queries are hostile input: each limit at its value and one above it, and texts that would be slow for a reader that
// backtracks or looks ahead too often. A quadratic reader would take very long for these.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "kql_support.h"
#include "lang/kql/limits.h"
#include "lang/kql/tokens.h"

namespace picket::kql::test {
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

TEST(KqlLimits, QueryLength) {
  const std::string at_limit = "a:\"" + std::string(kMaxQueryBytes - 4, 'x') + "\"";
  ASSERT_EQ(at_limit.size(), kMaxQueryBytes);
  EXPECT_TRUE(read(at_limit).ast.has_value());
  EXPECT_EQ(read(at_limit + " ").codes(), Codes{"K101"});
}

TEST(KqlLimits, NestingDepth) {
  for (const auto& [open, close] : {std::pair("(", ")"), std::pair("a:{", "}"), std::pair("not (", ")")}) {
    EXPECT_TRUE(read(bracketed(open, "b:c", close, kMaxNestingDepth)).ast.has_value()) << open;
    EXPECT_EQ(read(bracketed(open, "b:c", close, kMaxNestingDepth + 1)).codes(), Codes{"K102"}) << open;
  }
  EXPECT_TRUE(read("a:" + bracketed("(", "b", ")", kMaxNestingDepth)).ast.has_value());
  EXPECT_EQ(read("a:" + bracketed("(", "b", ")", kMaxNestingDepth + 1)).codes(), Codes{"K102"});
}

TEST(KqlLimits, NestingDepthCountsWhatIsOpenOnly) {
  EXPECT_TRUE(read(repeat("(a:b) and ", 1000) + "a:b").ast.has_value());
}

TEST(KqlLimits, Terms) {
  const std::string at_limit = "a:(b" + repeat(" or b", kMaxTerms - 1) + ")";
  EXPECT_TRUE(read(at_limit).ast.has_value());
  EXPECT_EQ(read(at_limit + " or c").codes(), Codes{"K103"});
  EXPECT_EQ(read(at_limit + " or c > 1").codes(), Codes{"K103"});
}

TEST(KqlLimits, FieldName) {
  const std::string name(kMaxFieldNameBytes, 'n');
  for (const std::string_view rest : {":1", " > 1", ":{a:1}", ":(1 or 2)"}) {
    EXPECT_TRUE(read(name + std::string(rest)).ast.has_value());
    EXPECT_EQ(read(name + "n" + std::string(rest)).codes(), Codes{"K105"});
  }
  EXPECT_EQ(read("*" + name + ":1").shown(), "");
  EXPECT_EQ(read("*" + name + "n:1").codes(), Codes{"K105"});
  EXPECT_TRUE(read(name + "n").ast.has_value()) << "a value may be longer";
}

TEST(KqlLimits, FieldNameStars) {
  EXPECT_TRUE(read(repeat("a*", kMaxFieldNameStars) + ":1").ast.has_value());
  EXPECT_EQ(read(repeat("a*", kMaxFieldNameStars + 1) + ":1").codes(), Codes{"K106"});
}

TEST(KqlLimits, OnlyUtf8) {
  EXPECT_EQ(read("a:\xff").codes(), Codes{"K107"});
  EXPECT_EQ(read("a:\"\xc3\"").codes(), Codes{"K107"});
  EXPECT_EQ(read("a:\xed\xa0\x80").codes(), Codes{"K107"}) << "a surrogate";
  const Outcome outcome = read("a:b\xe2\x82");
  ASSERT_EQ(outcome.diagnostics.items().size(), 1u);
  EXPECT_EQ(outcome.diagnostics.items()[0].span, (Span{3, 5}));
}

TEST(KqlLimits, ReportsStopAfterSome) {
  const Outcome errors = read(repeat("a:\\d or ", kMaxReports) + "b:c");
  EXPECT_EQ(errors.codes(), Codes(kMaxReports, "K126"));
  const Outcome more = read(repeat("a:\\d or ", kMaxReports + 1) + "b:c");
  ASSERT_EQ(more.diagnostics.items().size(), kMaxReports + 1);
  EXPECT_EQ(more.codes().back(), "K108");
  EXPECT_EQ(more.diagnostics.items().back().level, Level::note);

  const Outcome warnings = read(repeat("a:'b' or ", kMaxReports + 1) + "b:c");
  EXPECT_TRUE(warnings.ast.has_value());
  EXPECT_EQ(warnings.diagnostics.items().size(), kMaxReports + 1);
}

TEST(KqlLimits, LongTextsTakeLinearTime) {
  const std::size_t half = kMaxQueryBytes / 8;
  for (const std::string& query : {
           "a:b" + std::string(2 * half, ' ') + "c",
           "a:b" + repeat(" not", half / 2 - 1),
           "a:" + std::string(2 * half, '*'),
           "a:" + repeat(" \\t", half / 2),
           "a:\"" + repeat("\\\"", half),
           "a:\"" + repeat("\\u0041", half / 3) + "\"",
           "a:" + repeat("o ", half),
           repeat("(", 2 * half),
           repeat("(", kMaxNestingDepth) + repeat("a:{", 1000),
           repeat("a:", half),
           repeat("\\", half),
           repeat("\"", half),
           repeat("a\"", half),
           repeat(")", half),
           repeat("not ", half / 2),
           repeat("a(", half),
           repeat("a b:", half / 2),
           repeat("a:b(c ", half / 3),
           "a:(" + repeat("\"b\",", half / 2) + "\"b\")",
           repeat("a:b<c>d ", half / 4),
           repeat("a:{", half / 2),
           repeat("\u00a0", half),
       }) {
    const Outcome outcome = read(query);
    EXPECT_EQ(outcome.ast.has_value(), !outcome.diagnostics.has_errors()) << query.substr(0, 20);
    EXPECT_LE(outcome.diagnostics.items().size(), kMaxReports + 1);
    EXPECT_EQ(tokenize(query.substr(0, 4096)).back().kind, TokenKind::end);
  }
}

}  // namespace
}  // namespace picket::kql::test
