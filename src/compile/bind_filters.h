// SPDX-License-Identifier: Apache-2.0
// Binds Kibana's filter objects: each holds a query of Elasticsearch's query DSL, or in old and in combined forms only
// what the filter bar was told (`meta`). All enabled filters must hold; `meta.negate` turns one around. What a query
// means on a type is Elasticsearch's, see docs/filters.md.
//
// A form that Elasticsearch has and Picket does not is no mistake of the author: the filters cannot be evaluated, with
// the reason, and a warning stands at its place.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "compile/bound.h"
#include "compile/field_binder.h"
#include "event/field.h"
#include "rule/rule.h"

namespace picket::compile {

struct BoundFilters {
  std::optional<Bound> bound;  // absent: an error was added, or `unsupported` says why
  std::string unsupported;     // completes "it has ...": "a script query"
};

// `catalog` must outlive the result. No filters hold for every event.
BoundFilters bind_filters(const rule::Filters& filters, const event::FieldCatalog& catalog, const BindOptions& options,
                          Diagnostics& diagnostics);

}  // namespace picket::compile
