// SPDX-License-Identifier: Apache-2.0
// a and all = a; a and none = none; a or none = a; a or all = all; not all = none; an object of which nothing can hold
// is none. An object of which all holds still has to be there.
#include <utility>

#include "compile/optimize/steps.h"

namespace picket::compile {
namespace {

// Of And the neutral child is all and the absorbing one none; of Or it is the other way round.
template <class Neutral, class Absorbing>
NodeRef fold(const NodeRef& tree, const std::vector<NodeRef>& children, NodeRef (*join)(std::vector<NodeRef>)) {
  std::vector<NodeRef> kept;
  for (const NodeRef& child : children) {
    if (is<Absorbing>(child)) return child;
    if (!is<Neutral>(child)) kept.push_back(child);
  }
  return kept.size() == children.size() ? tree : join(std::move(kept));
}

}  // namespace

NodeRef fold_constants(const NodeRef& tree) {
  NodeRef folded = map_children(tree, fold_constants);
  if (const auto* form = as<And>(folded)) return fold<All, None>(folded, form->children, both);
  if (const auto* form = as<Or>(folded)) return fold<None, All>(folded, form->children, either);
  if (const auto* form = as<Not>(folded)) {
    if (is<All>(form->child)) return none();
    if (is<None>(form->child)) return all();
  }
  if (const auto* form = as<Nested>(folded); form != nullptr && is<None>(form->child)) return form->child;
  return folded;
}

}  // namespace picket::compile
