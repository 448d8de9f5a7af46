// SPDX-License-Identifier: Apache-2.0
#include "engine/exceptions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "compile/bind_exceptions.h"

namespace picket::engine {
namespace {

// Elastic Defend applies this list on the host; Kibana's detection engine leaves it out.
constexpr std::string_view kEndpointList = "endpoint_list";

bool refers_to(const rule::ExceptionListReference& reference, const rule::ExceptionItem& item) {
  const bool single = reference.namespace_type != "agnostic";
  return reference.list_id == item.list_id && single == item.single && item.list_id != kEndpointList;
}

bool applies_to(const rule::ExceptionItem& item, const rule::Rule& rule) {
  return std::ranges::any_of(rule.exceptions_list, [&](const auto& reference) { return refers_to(reference, item); });
}

}  // namespace

BoundExceptions bind_exceptions(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics) {
  BoundExceptions out;
  if (rule.exceptions_list.empty()) return out;
  for (const rule::ExceptionItem& item : context.rules.exception_items) {
    if (!applies_to(item, rule)) continue;
    if (item.expire_time && *item.expire_time < context.now) {
      ++out.expired;
      continue;
    }
    compile::BoundItem bound = compile::bind_exception_item(
        item, context.rules.value_lists, event::FieldCatalog::builtin(), {.now = context.now}, diagnostics);
    const std::string& id = item.item_id.empty() ? item.name : item.item_id;
    if (bound.bound) {
      out.depends_on_now = out.depends_on_now || bound.bound->depends_on_now;
      out.applied.push_back({item.list_id, id, std::move(bound.bound->tree)});
    } else if (bound.missing_list.empty()) {
      out.cannot_run = fmt::format("its exception item {} has an error", printable(id));
      out.has_error = true;
    } else if (out.cannot_run.empty()) {
      out.cannot_run =
          fmt::format("its exception item {} needs the value list {}, which was not given (--value-list {}=FILE)",
                      printable(id), printable(bound.missing_list), printable(bound.missing_list));
    }
  }
  return out;
}

}  // namespace picket::engine
