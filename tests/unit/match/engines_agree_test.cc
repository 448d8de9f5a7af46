// SPDX-License-Identifier: Apache-2.0
// Random queries over random events: every configuration of the engine says what the reference interpreter says.
#include <gtest/gtest.h>

#include <vector>

#include "compile/bind_kql.h"
#include "lang/kql/print.h"
#include "match/explain.h"
#include "reference/engines.h"
#include "reference/random_case.h"

namespace picket {
namespace {

struct Case {
  kql::Ast ast;
  compile::Bound bound;
};

// Queries that bind; the others are of no interest here.
std::vector<Case> random_cases(reference::Choices& choices, const event::FieldCatalog& catalog, std::size_t wanted) {
  std::vector<Case> cases;
  for (std::size_t tries = 0; tries < wanted * 4 && cases.size() < wanted; ++tries) {
    kql::Ast ast = reference::random_query(choices);
    Diagnostics diagnostics;
    const SourceText source;
    auto bound = compile::bind_kql(ast, catalog, {reference::random_now()}, source, diagnostics);
    EXPECT_NE(bound.has_value(), diagnostics.has_errors());
    if (bound) cases.push_back({std::move(ast), *std::move(bound)});
  }
  return cases;
}

TEST(Engines, AgreeOnRandomQueries) {
  constexpr std::uint32_t kSeeds = 60;
  std::size_t matched = 0;
  std::size_t asked = 0;
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    reference::Choices choices(seed);
    const event::FieldCatalog& catalog = reference::random_catalog(seed % 2 == 0);
    const std::vector<Case> cases = random_cases(choices, catalog, 6);
    std::vector<json::Object> documents;
    for (std::size_t i = 0; i < 20; ++i) documents.push_back(reference::random_document(choices));
    std::vector<reference::Query> queries;
    for (const Case& one : cases) queries.push_back({&one.ast, &one.bound});
    const auto answers = reference::ask_all_engines(queries, catalog, reference::random_now(), documents);
    for (std::size_t query = 0; query < cases.size(); ++query) {
      const compile::Bound& bound = cases[query].bound;
      ASSERT_EQ(answers[query].disagreement, "") << kql::dump(cases[query].ast.root) << "\n"
                                                 << compile::dump(*bound.tree);
      for (std::size_t i = 0; i < documents.size(); ++i) {
        const bool matches = answers[query].matches[i];
        ++asked;
        matched += matches ? 1 : 0;
        // What explains a silence and only that: an event that matches has no reasons against it.
        EXPECT_EQ(match::explain(bound, documents[i]).empty(), matches);
      }
    }
  }
  // The cases are worth something only when both answers are common.
  EXPECT_GT(matched, asked / 10);
  EXPECT_LT(matched, asked * 9 / 10);
}

}  // namespace
}  // namespace picket
