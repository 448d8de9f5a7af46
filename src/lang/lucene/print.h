// SPDX-License-Identifier: Apache-2.0
// Ways to write a syntax tree. All are pure functions of the tree.
#pragma once

#include <string>

#include "lang/lucene/ast.h"

namespace picket::lucene {

// A query that reads back to an equal tree. Only a text near a limit of limits.h may not read back, because escapes can
// make it longer.
std::string to_lucene(const Ast& ast);
std::string to_lucene(const Node& node);

// One node a line, children indented by two blanks, each clause with what its operators make of it when every clause
// has words and OR stands between clauses. No trailing line break.
std::string dump(const Ast& ast);

}  // namespace picket::lucene
