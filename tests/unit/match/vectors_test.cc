// SPDX-License-Identifier: Apache-2.0
// The shared KQL vectors: what matches, and what must be refused, on all engines.
#include <gtest/gtest.h>

#include <string>

#include "compile/bind_kql.h"
#include "lang/kql/parser.h"
#include "reference/engines.h"
#include "support/kql_vectors.h"

namespace picket {
namespace {

std::string rendered(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& item : diagnostics.items()) out += render(item, false) + "\n";
  return out;
}

TEST(Vectors, MatchOnEveryEngine) {
  const auto path = test::shared_data("vectors/kql/match.jsonl");
  if (!path) GTEST_SKIP() << test::kNoSharedData;
  for (const json::Object& vector : test::read_vectors(*path)) {
    SCOPED_TRACE(json::serialize(json::Value(vector)));
    const event::FieldCatalog catalog = test::catalog_of(vector);
    SourceText source{"query", test::text_of(vector, "query")};
    Diagnostics diagnostics;
    const auto ast = kql::parse(source, diagnostics);
    ASSERT_TRUE(ast) << rendered(diagnostics);
    const auto* now_text = json::get(vector, "now");
    const Timestamp now = now_text == nullptr ? Timestamp{} : parse_iso8601(json::view(*now_text)).value();
    const auto bound = compile::bind_kql(*ast, catalog, {now}, source, diagnostics);
    ASSERT_TRUE(bound) << rendered(diagnostics);
    const json::Object documents[] = {json::get(vector, "doc")->get_object()};
    const reference::Query queries[] = {{&*ast, &*bound}};
    const reference::Answers answers = reference::ask_all_engines(queries, catalog, now, documents)[0];
    EXPECT_EQ(answers.matches[0], json::get(vector, "match")->get_bool()) << compile::dump(*bound->tree);
    EXPECT_EQ(answers.disagreement, "") << compile::dump(*bound->tree);
  }
}

TEST(Vectors, RefuseWithADiagnostic) {
  const auto path = test::shared_data("vectors/kql/errors.jsonl");
  if (!path) GTEST_SKIP() << test::kNoSharedData;
  for (const json::Object& vector : test::read_vectors(*path)) {
    SCOPED_TRACE(json::serialize(json::Value(vector)));
    const event::FieldCatalog catalog = test::catalog_of(vector);
    SourceText source{"query", test::text_of(vector, "query")};
    Diagnostics diagnostics;
    const auto ast = kql::parse(source, diagnostics);
    ASSERT_TRUE(ast) << rendered(diagnostics);
    EXPECT_FALSE(compile::bind_kql(*ast, catalog, {}, source, diagnostics));
    EXPECT_TRUE(diagnostics.has_errors());
    for (const Diagnostic& item : diagnostics.items()) {
      EXPECT_TRUE(item.level != Level::error || item.span.begin < item.span.end) << render(item, false);
    }
  }
}

}  // namespace
}  // namespace picket
