// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_kql.h"
#include "conformance.h"
#include "lang/kql/parser.h"
#include "lang/kql/print.h"
#include "reference/engines.h"
#include "support/kql_vectors.h"

namespace picket::conformance {
namespace {

template <class Passes>
Scores score(std::string_view file, const Passes& passes) {
  Scores scores;
  for (const json::Object& vector : test::read_vectors(*test::shared_data(file))) {
    Score& area = scores[test::area_of(vector)];
    ++area.cases;
    area.passed += passes(vector) ? 1U : 0U;
  }
  return scores;
}

struct Read {
  explicit Read(const json::Object& vector) : source{"query", test::text_of(vector, "query")} {
    ast = kql::parse(source, diagnostics);
  }
  SourceText source;
  Diagnostics diagnostics;
  std::optional<kql::Ast> ast;
};

bool has_its_tree(const json::Object& vector) {
  const Read read(vector);
  const bool valid = vector.at("valid").as_bool();
  if (read.ast.has_value() != valid || read.diagnostics.has_errors() == valid) return false;
  return !valid || kql::canonical(read.ast->root) == test::text_of(vector, "tree");
}

bool matches_as_it_should(const json::Object& vector) {
  const event::FieldCatalog catalog = test::catalog_of(vector);
  Read read(vector);
  if (!read.ast) return false;
  const auto* now_text = json::get(vector, "now");
  const Timestamp now = now_text == nullptr ? Timestamp{} : parse_iso8601(json::view(*now_text)).value();
  const auto bound = compile::bind_kql(*read.ast, catalog, {now}, read.source, read.diagnostics);
  if (!bound) return false;
  const json::Object documents[] = {json::get(vector, "doc")->get_object()};
  const reference::Query queries[] = {{&*read.ast, &*bound}};
  const reference::Answers answers = reference::ask_all_engines(queries, catalog, now, documents)[0];
  return answers.disagreement.empty() && answers.matches[0] == json::get(vector, "match")->get_bool();
}

bool is_refused(const json::Object& vector) {
  const event::FieldCatalog catalog = test::catalog_of(vector);
  Read read(vector);
  const bool bound = read.ast && compile::bind_kql(*read.ast, catalog, {}, read.source, read.diagnostics);
  return !bound && read.diagnostics.has_errors();
}

}  // namespace

Scores score_kql_grammar() {
  return score("vectors/kql/parse.jsonl", has_its_tree);
}
Scores score_kql_matches() {
  return score("vectors/kql/match.jsonl", matches_as_it_should);
}
Scores score_kql_errors() {
  return score("vectors/kql/errors.jsonl", is_refused);
}

}  // namespace picket::conformance
