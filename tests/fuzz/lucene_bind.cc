// SPDX-License-Identifier: Apache-2.0
// Any bytes as a Lucene query through the binder: a bound tree or errors, never both; what it costs is bounded; and the
// optimized tree says of events what the tree says.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/diagnostic.h"
#include "compile/bind_lucene.h"
#include "compile/optimize.h"
#include "lang/lucene/parser.h"
#include "match/evaluate.h"
#include "reference/random_case.h"

namespace {

using namespace picket;

const std::vector<json::Object>& documents() {
  static const std::vector<json::Object> kDocuments = [] {
    constexpr std::uint32_t kCount = 8;
    std::vector<json::Object> out;
    for (std::uint32_t seed = 1; seed <= kCount; ++seed) {
      reference::Choices choices(seed);
      out.push_back(reference::random_document(choices));
    }
    return out;
  }();
  return kDocuments;
}

void check_tree(const compile::NodeRef& tree) {
  PICKET_CHECK(!compile::to_string(*tree).empty() && !compile::dump(*tree).empty(), "a tree can be shown");
  const compile::NodeRef optimized = compile::optimize(tree);
  for (const json::Object& document : documents()) {
    PICKET_CHECK(match::evaluate(*tree, document) == match::evaluate(*optimized, document),
                 "optimizing changes no answer");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const SourceText source{"fuzz", std::string(reinterpret_cast<const char*>(bytes), size)};
  const event::FieldCatalog& catalog = reference::random_catalog(size % 2 == 0);
  const compile::BindOptions now{reference::random_now()};
  {
    Diagnostics diagnostics;
    if (const auto ast = lucene::parse(source, diagnostics)) {
      const auto bound = compile::bind_lucene(*ast, catalog, now, source, diagnostics);
      PICKET_CHECK(bound.has_value() == !diagnostics.has_errors(), "a bound tree or errors, never both");
      if (bound) check_tree(bound->tree);
    }
  }
  Diagnostics diagnostics;
  compile::FieldBinder fields(catalog, now, source, diagnostics);
  compile::QueryStringOptions options{.default_fields = {"k", "t", "n*"}};
  options.default_operator = lucene::Operator::op_and;
  const compile::NodeRef tree = compile::bind_query_string(source, options, fields, diagnostics);
  PICKET_CHECK(fields.failed() == diagnostics.has_errors(), "a binder fails exactly with an error");
  if (!fields.failed()) check_tree(tree);
  return 0;
}
