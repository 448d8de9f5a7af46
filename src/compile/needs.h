// SPDX-License-Identifier: Apache-2.0
// What a query needs to be able to match at all. Used to tell a rule that found nothing from one that could not have
// found anything. Pure functions.
#pragma once

#include <vector>

#include "compile/bound.h"
#include "event/columns.h"

namespace picket::compile {

// Fields without a value of which the query cannot hold, in the order in which the query names them.
std::vector<event::FieldRequest> needed_fields(const Node& tree);

// The query without its demands that a field has any value (`field:*` among the top-level conditions), and the fields
// that were demanded. What this tree selects beyond the query would have been judged, had it carried the field.
struct Relaxed {
  NodeRef tree;
  std::vector<event::FieldRequest> demanded;
};
Relaxed without_demands(const NodeRef& tree);

}  // namespace picket::compile
