// SPDX-License-Identifier: Apache-2.0
// One query on all engines: the reference interpreter, the compiled program with and without its optimizations, batches
// of one and of many, and the events in another order. A disagreement is a failure even when one of them is right.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "compile/bound.h"
#include "event/columns.h"
#include "event/document.h"
#include "event/field.h"
#include "lang/kql/ast.h"
#include "lang/lucene/ast.h"

namespace picket::reference {

struct Answers {
  std::vector<bool> matches;  // one for each document, as the reference has them
  std::string disagreement;   // empty when all engines agree
};

struct Query {
  // A null pointer: what is in neither language is judged by match::evaluate.
  std::variant<const kql::Ast*, const lucene::Ast*> ast;
  const compile::Bound* bound = nullptr;
};

// All queries are lowered together, as the rules of a scan are. One Answers for each.
std::vector<Answers> ask_all_engines(std::span<const Query> queries, const event::FieldCatalog& catalog, Timestamp now,
                                     std::span<const json::Object> documents);

// Columns from documents, as a decoder would fill them.
event::Batch make_batch(const event::FieldTable& fields, std::span<const json::Object> documents);
void add_rows(event::Batch& batch, const event::FieldTable& fields, std::span<const json::Object> documents);

}  // namespace picket::reference
