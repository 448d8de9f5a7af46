// SPDX-License-Identifier: Apache-2.0
// Bytes become queries and events; every configuration of the engine must say what the reference interpreter says.
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/diagnostic.h"
#include "compile/bind_kql.h"
#include "reference/engines.h"
#include "reference/random_case.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace picket;
  constexpr std::size_t kQueries = 2;
  constexpr std::size_t kDocuments = 3;
  reference::Choices choices(std::span(bytes, size));
  const event::FieldCatalog& catalog = reference::random_catalog(choices.one_in(2));

  std::vector<kql::Ast> asts;
  std::vector<compile::Bound> bounds;
  for (std::size_t i = 0; i < kQueries; ++i) {
    kql::Ast ast = reference::random_query(choices);
    Diagnostics diagnostics;
    auto bound = compile::bind_kql(ast, catalog, {reference::random_now()}, SourceText{}, diagnostics);
    PICKET_CHECK(bound.has_value() == !diagnostics.has_errors(), "a bound tree or errors, never both");
    if (!bound) continue;
    asts.push_back(std::move(ast));
    bounds.push_back(*std::move(bound));
  }
  std::vector<reference::Query> queries;
  for (std::size_t i = 0; i < asts.size(); ++i) queries.push_back({&asts[i], &bounds[i]});
  std::vector<json::Object> documents;
  for (std::size_t i = 0; i < kDocuments; ++i) documents.push_back(reference::random_document(choices));
  for (const auto& answers : reference::ask_all_engines(queries, catalog, reference::random_now(), documents)) {
    PICKET_CHECK(answers.disagreement.empty(), answers.disagreement.c_str());
  }
  return 0;
}
