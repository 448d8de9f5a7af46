// SPDX-License-Identifier: Apache-2.0
// Binds a KQL query: names become fields of the catalog, values become predicates of their types, with Kibana's meaning
// as detection rules run it. Every mistake is reported, not the first only: a value that does not fit its field, a
// group over a field that is not nested, a nested field outside of its group, `null` as a value. A name that no catalog
// knows is no mistake, since rules for other data must still run; it is a warning where it looks like a misspelling.
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "compile/bound.h"
#include "compile/field_binder.h"
#include "event/field.h"
#include "lang/kql/ast.h"

namespace picket::compile {

// `catalog` must outlive the result. nullopt exactly when an error was added.
std::optional<Bound> bind_kql(const kql::Ast& ast, const event::FieldCatalog& catalog, const BindOptions& options,
                              const SourceText& source, Diagnostics& diagnostics);

}  // namespace picket::compile
