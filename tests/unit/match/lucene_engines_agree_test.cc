// SPDX-License-Identifier: Apache-2.0
// Random Lucene queries over random events: every configuration of the engine says what the reference interpreter says.
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "compile/bind_lucene.h"
#include "lang/lucene/parser.h"
#include "reference/engines.h"
#include "reference/random_case.h"

namespace picket {
namespace {

struct Case {
  std::string text;
  lucene::Ast ast;
  compile::Bound bound;
};

std::deque<Case> random_cases(reference::Choices& choices, const event::FieldCatalog& catalog, std::size_t wanted) {
  std::deque<Case> cases;
  for (std::size_t tries = 0; tries < wanted * 4 && cases.size() < wanted; ++tries) {
    const SourceText source{"query", reference::random_lucene_query(choices)};
    Diagnostics diagnostics;
    auto ast = lucene::parse(source, diagnostics);
    if (!ast) continue;
    auto bound = compile::bind_lucene(*ast, catalog, {reference::random_now()}, source, diagnostics);
    EXPECT_NE(bound.has_value(), diagnostics.has_errors());
    if (bound) cases.push_back({source.text, *std::move(ast), *std::move(bound)});
  }
  return cases;
}

TEST(Engines, AgreeOnRandomLuceneQueries) {
  constexpr std::uint32_t kSeeds = 40;
  constexpr std::size_t kQueries = 6;
  std::size_t bound = 0;
  std::size_t matched = 0;
  std::size_t asked = 0;
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    reference::Choices choices(seed);
    const event::FieldCatalog& catalog = reference::random_catalog(seed % 2 == 0);
    const std::deque<Case> cases = random_cases(choices, catalog, kQueries);
    bound += cases.size();
    std::vector<json::Object> documents;
    for (std::size_t i = 0; i < 15; ++i) documents.push_back(reference::random_document(choices));
    std::vector<reference::Query> queries;
    for (const Case& one : cases) queries.push_back({&one.ast, &one.bound});
    const auto answers = reference::ask_all_engines(queries, catalog, reference::random_now(), documents);
    for (std::size_t query = 0; query < cases.size(); ++query) {
      ASSERT_EQ(answers[query].disagreement, "") << cases[query].text << "\n" << dump(*cases[query].bound.tree);
      for (const bool matches : answers[query].matches) {
        ++asked;
        matched += matches ? 1 : 0;
      }
    }
  }
  // The cases are worth something only when queries are valid and both answers are common.
  EXPECT_GT(bound, kSeeds * kQueries * 9 / 10);
  EXPECT_GT(matched, asked / 10);
  EXPECT_LT(matched, asked * 9 / 10);
}

}  // namespace
}  // namespace picket
