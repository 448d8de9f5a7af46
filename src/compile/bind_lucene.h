// SPDX-License-Identifier: Apache-2.0
// Binds Lucene queries as Elasticsearch's query_string runs them: clauses become a tree by what their operators make of
// them, names become fields of the catalog, values become predicates of the fields' types. Names are full. Fields of
// nested objects have no value here, unless the group of their path is open around the query.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/time.h"
#include "compile/bound.h"
#include "compile/field_binder.h"
#include "event/field.h"
#include "lang/lucene/ast.h"
#include "lang/lucene/occurrence.h"

namespace picket::compile {

// Words of a phrase that may be moved: looking for them takes time with their number.
inline constexpr std::size_t kMaxMovableWords = 64;

// The options of query_string that say which events match.
struct QueryStringOptions {
  // `default_field` or `fields`, without boosts: what a term without a field is looked for in. Names may be patterns.
  // None, or "*": every field.
  std::vector<std::string> default_fields = {};
  lucene::Operator default_operator = lucene::Operator::op_or;
  bool analyze_wildcard = false;
  // Values that do not fit their field find nothing, instead of being errors. Absent: exactly when terms without a
  // field are looked for everywhere.
  std::optional<bool> lenient = {};
  Duration zone{};  // `time_zone`, as what local time is ahead of UTC
};

// The query of a rule, with the options that Kibana gives it: wildcards are analyzed. A blank query is every event.
// `catalog` must outlive the result. nullopt exactly when an error was added.
std::optional<Bound> bind_lucene(const lucene::Ast& ast, const event::FieldCatalog& catalog, const BindOptions& options,
                                 const SourceText& source, Diagnostics& diagnostics);

// A query_string query as a part of another one, such as a filter: reads `source` and binds it in the group that
// `fields` has open. A blank query matches nothing here, as in Elasticsearch. Problems have places in `source`; after
// an error `fields` has failed, and the result is of no use. What depends on the time is noted in `fields` as well.
NodeRef bind_query_string(const SourceText& source, const QueryStringOptions& options, FieldBinder& fields,
                          Diagnostics& diagnostics);

}  // namespace picket::compile
