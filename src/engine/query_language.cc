// SPDX-License-Identifier: Apache-2.0
#include "engine/query_language.h"

#include <algorithm>
#include <array>

#include "compile/bind_kql.h"
#include "compile/bind_lucene.h"
#include "event/field.h"
#include "lang/kql/parser.h"
#include "lang/kql/print.h"
#include "lang/kql/tokens.h"
#include "lang/lucene/parser.h"
#include "lang/lucene/print.h"
#include "lang/lucene/tokens.h"

namespace picket::engine {
namespace {

std::optional<std::string> kql_tree(const SourceText& source) {
  Diagnostics ignored;
  const std::optional<kql::Ast> ast = kql::parse(source, ignored);
  return ast ? std::optional(kql::dump(ast->root)) : std::nullopt;
}

std::optional<std::string> lucene_tree(const SourceText& source) {
  Diagnostics ignored;
  const std::optional<lucene::Ast> ast = lucene::parse(source, ignored);
  return ast ? std::optional(lucene::dump(*ast)) : std::nullopt;
}

std::optional<compile::Bound> bind_kql(const SourceText& source, Timestamp now, Diagnostics& diagnostics) {
  const std::optional<kql::Ast> ast = kql::parse(source, diagnostics);
  if (!ast) return std::nullopt;
  return compile::bind_kql(*ast, event::FieldCatalog::builtin(), {.now = now}, source, diagnostics);
}

std::optional<compile::Bound> bind_lucene(const SourceText& source, Timestamp now, Diagnostics& diagnostics) {
  const std::optional<lucene::Ast> ast = lucene::parse(source, diagnostics);
  if (!ast) return std::nullopt;
  return compile::bind_lucene(*ast, event::FieldCatalog::builtin(), {.now = now}, source, diagnostics);
}

constexpr std::array kLanguages = {
    QueryLanguage{rule::Language::kuery, "KQL", kql::print_tokens, kql_tree, bind_kql},
    QueryLanguage{rule::Language::lucene, "Lucene", lucene::print_tokens, lucene_tree, bind_lucene},
};

}  // namespace

const QueryLanguage* find_query_language(rule::Language language) {
  const auto* found = std::ranges::find(kLanguages, language, &QueryLanguage::language);
  return found == kLanguages.end() ? nullptr : found;
}

}  // namespace picket::engine
