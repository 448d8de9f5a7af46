// SPDX-License-Identifier: Apache-2.0
#include "engine/bind_rule.h"

#include <fmt/core.h>

#include <utility>

#include "compile/bind_filters.h"
#include "engine/exceptions.h"
#include "engine/query_language.h"

namespace picket::engine {
namespace {

BoundRule cannot_run(std::string reason) {
  return {.condition = std::nullopt, .cannot_run = std::move(reason)};
}

BoundRule has_error(std::string reason) {
  return {.condition = std::nullopt, .cannot_run = std::move(reason), .has_error = true};
}

compile::Bound both(compile::Bound a, compile::Bound b) {
  if (std::holds_alternative<compile::All>(b.tree->form)) return a;
  return compile::make_bound(compile::both({std::move(a.tree), std::move(b.tree)}),
                             a.depends_on_now || b.depends_on_now);
}

compile::Bound without(const compile::Bound& selected, const BoundExceptions& exceptions) {
  if (exceptions.applied.empty()) return selected;
  std::vector<compile::NodeRef> items;
  for (const AppliedException& item : exceptions.applied) items.push_back(item.condition);
  return compile::make_bound(compile::both({selected.tree, compile::negated(compile::either(std::move(items)))}),
                             selected.depends_on_now || exceptions.depends_on_now);
}

BoundRule bind_query(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics) {
  const QueryLanguage* const language = find_query_language(rule.language);
  if (language == nullptr) {
    return cannot_run(fmt::format("its language, {}, is not supported yet", rule::to_string(rule.language)));
  }
  std::optional<compile::Bound> bound = language->bind(*diagnostics.add_source(*rule.query), context.now, diagnostics);
  if (!bound) return has_error("its query has an error");
  return {.condition = std::move(bound), .cannot_run = {}};
}

}  // namespace

BoundRule bind_rule(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics) {
  // All parts are bound, whatever the others gave, so that every mistake is seen.
  BoundRule bound = bind_query(rule, context, diagnostics);
  compile::BoundFilters filters =
      compile::bind_filters(rule.filters, event::FieldCatalog::builtin(), {.now = context.now}, diagnostics);
  if (!filters.bound && !bound.has_error) {
    bound = filters.unsupported.empty()
                ? has_error("its filters have an error")
                : cannot_run(fmt::format("it has a filter with {}, which cannot be evaluated", filters.unsupported));
  }
  BoundExceptions exceptions = bind_exceptions(rule, context, diagnostics);
  if (!exceptions.cannot_run.empty() && !bound.has_error && (bound.condition || exceptions.has_error)) {
    bound = exceptions.has_error ? has_error(exceptions.cannot_run) : cannot_run(exceptions.cannot_run);
  }
  if (!bound.condition) return bound;
  const compile::Bound selected = both(*std::move(bound.condition), *std::move(filters.bound));
  bound.selection = selected.tree;
  bound.condition = without(selected, exceptions);
  bound.exceptions = std::move(exceptions.applied);
  bound.expired_exceptions = exceptions.expired;
  return bound;
}

}  // namespace picket::engine
