// SPDX-License-Identifier: Apache-2.0
// The slow, obvious reading of a query on one document: from the syntax tree and the mapping straight to yes or no. It
// shares the syntax tree, the field catalog, base/ and the analyzer with Picket, and nothing else: no bound tree, no
// columns, no predicates, no program. Tests run each case here and there.
//
// Only for queries that bind without an error.
#pragma once

#include "base/json.h"
#include "base/time.h"
#include "event/field.h"
#include "lang/kql/ast.h"
#include "lang/lucene/ast.h"

namespace picket::reference {

bool matches(const kql::Ast& query, const event::FieldCatalog& catalog, Timestamp now, const json::Object& document);
bool matches(const lucene::Ast& query, const event::FieldCatalog& catalog, Timestamp now, const json::Object& document);

}  // namespace picket::reference
