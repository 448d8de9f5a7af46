// SPDX-License-Identifier: Apache-2.0
#include "engine/bind_rule.h"

#include <fmt/core.h>

#include <utility>

#include "engine/query_language.h"

namespace picket::engine {
namespace {

BoundRule cannot_run(std::string reason) {
  return {.condition = std::nullopt, .cannot_run = std::move(reason)};
}

BoundRule has_error(std::string reason) {
  return {.condition = std::nullopt, .cannot_run = std::move(reason), .has_error = true};
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
  return bind_query(rule, context, diagnostics);
}

}  // namespace picket::engine
