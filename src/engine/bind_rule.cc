// SPDX-License-Identifier: Apache-2.0
#include "engine/bind_rule.h"

#include <fmt/core.h>

#include <utility>

#include "compile/bind_kql.h"
#include "lang/kql/parser.h"
#include "lang/lucene/parser.h"

namespace picket::engine {
namespace {

BoundRule cannot_run(std::string reason) {
  return {.condition = std::nullopt, .cannot_run = std::move(reason)};
}

BoundRule has_error(std::string reason) {
  return {.condition = std::nullopt, .cannot_run = std::move(reason), .has_error = true};
}

BoundRule bind_kuery(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics) {
  const SourceText* source = diagnostics.add_source(*rule.query);
  const std::optional<kql::Ast> ast = kql::parse(*source, diagnostics);
  if (!ast) return has_error("its query has an error");
  std::optional<compile::Bound> bound =
      compile::bind_kql(*ast, event::FieldCatalog::builtin(), {.now = context.now}, *source, diagnostics);
  if (!bound) return has_error("its query has an error");
  return {.condition = std::move(bound), .cannot_run = {}};
}

// Parsed so that its mistakes are seen, although the rule cannot run.
BoundRule bind_lucene(const rule::Rule& rule, Diagnostics& diagnostics) {
  if (!lucene::parse(*rule.query, diagnostics)) return has_error("its query has an error");
  return cannot_run("Lucene queries are not supported yet");
}

BoundRule bind_query(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics) {
  if (rule.language == rule::Language::kuery) return bind_kuery(rule, context, diagnostics);
  if (rule.language == rule::Language::lucene) return bind_lucene(rule, diagnostics);
  return cannot_run(fmt::format("its language, {}, is not supported yet", rule::to_string(rule.language)));
}

}  // namespace

BoundRule bind_rule(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics) {
  return bind_query(rule, context, diagnostics);
}

}  // namespace picket::engine
