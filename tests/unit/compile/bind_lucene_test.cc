// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_lucene.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/text.h"
#include "lang/lucene/parser.h"

namespace picket::compile {
namespace {

using event::FieldCatalog;
using event::FieldType;

const FieldCatalog& catalog() {
  static const FieldCatalog kCatalog = [] {
    FieldCatalog made(FieldCatalog::Unknown::unmapped);
    const auto add = [&](std::string name, FieldType type) {
      event::FieldMapping mapping;
      mapping.type = type;
      made.add(std::move(name), std::move(mapping));
    };
    for (const char* name : {"a", "b", "c", "d"}) add(name, FieldType::keyword);
    add("t", FieldType::text);
    add("n", FieldType::integer);
    add("at", FieldType::date);
    add("items", FieldType::nested);
    add("items.x", FieldType::keyword);
    return made;
  }();
  return kCatalog;
}

std::string codes_of(const Diagnostics& diagnostics) {
  std::vector<std::string> codes;
  for (const Diagnostic& item : diagnostics.items()) codes.push_back(item.code);
  return join(codes, " ");
}

// The bound tree in one line, or the codes of its problems.
std::string bound(std::string text) {
  const SourceText source{"query", std::move(text)};
  Diagnostics diagnostics;
  const auto ast = lucene::parse(source, diagnostics);
  if (!ast) return codes_of(diagnostics);
  const auto bound = bind_lucene(*ast, catalog(), {}, source, diagnostics);
  return bound ? to_string(*bound->tree) : codes_of(diagnostics);
}

std::string filtered(std::string text, const QueryStringOptions& options) {
  const SourceText outer{"filter", ""};
  const SourceText source{"query", std::move(text)};
  Diagnostics diagnostics;
  FieldBinder fields(catalog(), {}, outer, diagnostics);
  const NodeRef tree = bind_query_string(source, options, fields, diagnostics);
  EXPECT_EQ(fields.failed(), diagnostics.has_errors());
  return fields.failed() ? codes_of(diagnostics) : to_string(*tree);
}

TEST(BindLucene, OperatorsMarkClauses) {
  EXPECT_EQ(bound("a:1 OR b:2"), R"(a: "1" or b: "2")");
  EXPECT_EQ(bound("a:1 b:2 c:3"), R"(a: "1" or b: "2" or c: "3")");
  EXPECT_EQ(bound("a:1 OR b:2 AND c:3"), R"(b: "2" and c: "3")");
  EXPECT_EQ(bound("a:1 AND b:2 OR c:3"), R"(a: "1" and b: "2")");
  EXPECT_EQ(bound("a:1 OR NOT b:2"), R"(a: "1" and not b: "2")");
  EXPECT_EQ(bound("NOT a:1"), R"(not a: "1")");
  EXPECT_EQ(bound("-a:1 -b:2"), R"(not a: "1" and not b: "2")");
  EXPECT_EQ(bound("+a:1 b:2 -c:3"), R"(a: "1" and not c: "3")");
  EXPECT_EQ(bound("a:1 OR (b:2 AND c:3)"), R"(a: "1" or (b: "2" and c: "3"))");
  EXPECT_EQ(bound("a:(1 OR 2) AND NOT (b:3 c:4)"), R"((a: "1" or a: "2") and not (b: "3" or c: "4"))");
  EXPECT_EQ(bound("a:1 OR (NOT b:2)"), R"(a: "1" or not b: "2")");
}

TEST(BindLucene, ABlankQueryIsEverythingInARuleAndNothingInAFilter) {
  EXPECT_EQ(bound(""), "all");
  EXPECT_EQ(bound(" \n"), "all");
  EXPECT_EQ(bound("*"), "all");
  EXPECT_EQ(bound("*:*"), "all");
  EXPECT_EQ(filtered("", {}), "none");
  EXPECT_EQ(filtered("*:*", {}), "all");
}

TEST(BindLucene, TextsWithoutWordsAreLeftOut) {
  EXPECT_EQ(bound("t:\\- AND a:1"), R"(a: "1")");
  EXPECT_EQ(bound("a:1 AND t:\"--\" b:2"), R"(a: "1")") << "the operator has marked the clause before it";
  EXPECT_EQ(bound("a:1 OR NOT t:\\-*"), R"(a: "1")");
  EXPECT_EQ(bound("t:\\-"), "none");
  EXPECT_EQ(bound("a:1 AND (t:\\- OR t:\\-)"), R"(a: "1")");
  EXPECT_EQ(bound("a:\\-"), R"(a: "-")");
}

TEST(BindLucene, ValuesByType) {
  EXPECT_EQ(bound("a:(x y)"), R"(a: "x y")");
  EXPECT_EQ(bound("t:(B a)"), R"(t: ("a" or "b") in words)");
  EXPECT_EQ(bound("t:\"b A\""), R"(t: "b a" in words)");
  EXPECT_EQ(bound("t:\"b A\"~3"), R"(t: "b a"~3 in words)");
  EXPECT_EQ(bound("a:\"b A\"~3"), R"(a: "b A")");
  EXPECT_EQ(bound("t:Foo-Ba*"), "t: (ba* or foo) in words");
  EXPECT_EQ(bound("t:F?o*r"), "t: f?o*r in words");
  EXPECT_EQ(bound("a:F?o*r OR b:F\\*o*"), R"(a: F?o*r or b: F\*o*)");
  EXPECT_EQ(bound("a:/B+/ OR t:/B+/"), "a: /B+/ or t: /B+/ in words");
  EXPECT_EQ(bound("a:Roam~1 OR t:Roam~"), R"(a: "Roam"~1 or t: "roam"~1 in words)");
  EXPECT_EQ(bound("t:[B TO C}"), R"(t >= "b" and < "c" in words)");
  EXPECT_EQ(bound("n:[1 TO 5} OR n:>=7 OR n:<-2"), "n: 1 to 4 or n: >= 7 or n: <= -3");
  EXPECT_EQ(bound("n:[* TO *] AND _exists_:a AND b:*"), "n: * and a: * and b: *");
  EXPECT_EQ(bound("at:{2024-03 TO *]"), R"(at: >= 2024-04-01T00:00:00.000Z)");
}

TEST(BindLucene, ValuesThatDoNotFitFindNothing) {
  EXPECT_EQ(bound("n:http"), "none");
  EXPECT_EQ(bound("NOT n:8* OR n:/8.*/ OR n:80~1"), "(none or none) and not none");
  EXPECT_EQ(bound("items.x:a"), "none");
  EXPECT_EQ(filtered("n:http", {.lenient = false}), "K201");
  EXPECT_EQ(filtered("http", {.default_fields = {"n"}}), "K201");
  EXPECT_EQ(filtered("http", {.default_fields = {"n"}, .lenient = true}), "none");
}

TEST(BindLucene, OptionsOfAQueryString) {
  using enum lucene::Operator;
  EXPECT_EQ(filtered("x y", {.default_fields = {"a", "t"}}), R"(a: "x y" or t: ("x" or "y") in words)");
  EXPECT_EQ(filtered("x y", {.default_fields = {"t"}, .default_operator = op_and}), "t: (x or y) each in words");
  EXPECT_EQ(filtered("a:1 b:2 OR c:3", {.default_operator = op_and}), R"(a: "1")");
  EXPECT_EQ(filtered("t:Foo-B*", {}), "t: foo-b* in words");
  EXPECT_EQ(filtered("t:Foo-B*", {.analyze_wildcard = true}), "t: (b* or foo) in words");
  EXPECT_EQ(filtered("at:\"2024-03-15\"", {.zone = Duration(3'600'000)}),
            "at: 2024-03-14T23:00:00.000Z to 2024-03-15T22:59:59.999Z");
  EXPECT_EQ(filtered("a:(1", {}), "L113");
}

TEST(BindLucene, ExpensiveQueriesAreRefused) {
  EXPECT_EQ(bound("a:/(a|b)*a(a|b){8}/").substr(0, 3), "a: ");
  EXPECT_EQ(bound("a:/(a|b)*a(a|b){14}/"), "L201");
  std::string many;
  for (int i = 0; i < 200; ++i) many += "a:/(a|b)*a(a|b){11}" + std::to_string(i) + "/ ";
  EXPECT_TRUE(bound(many).starts_with("L202"));
  const auto words = [](std::size_t count) {
    std::string phrase = "t:\"";
    for (std::size_t i = 0; i < count; ++i) phrase += "w ";
    return phrase + "\"~2";
  };
  EXPECT_TRUE(bound(words(kMaxMovableWords)).starts_with("t: "));
  EXPECT_EQ(bound(words(kMaxMovableWords + 1)), "L203");
}

}  // namespace
}  // namespace picket::compile
