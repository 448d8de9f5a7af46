// SPDX-License-Identifier: Apache-2.0
// Three ways to write a syntax tree. All are pure functions of the tree.
#pragma once

#include <string>

#include "lang/kql/ast.h"

namespace picket::kql {

// One line that shows the tree and nothing else, for comparing trees: and(is("a", phrase"b"), not(is(null, wild["c",
// ""]))).
std::string canonical(const Node& node);

// KQL that reads back to an equal tree; terms of one field become a value list again. Only a text near a limit of
// limits.h may not read back, because escapes can make it longer.
std::string to_kql(const Node& node);
std::string to_kql(const Literal& literal);

// One node a line, children indented by two blanks, literals as KQL. No trailing line break.
std::string dump(const Node& node);

}  // namespace picket::kql
