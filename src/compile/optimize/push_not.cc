// SPDX-License-Identifier: Apache-2.0
// De Morgan: not (a or b) = not a and not b; not (a and b) = not a or not b; not not a = a. What is left negated is a
// single test, so that merge_terms sees it and lowering can take it away from a mask instead of inverting all rows.
#include "compile/optimize/steps.h"

namespace picket::compile {
namespace {

NodeRef push(const NodeRef& tree, bool negate);

std::vector<NodeRef> push_all(const std::vector<NodeRef>& children, bool negate) {
  std::vector<NodeRef> out;
  out.reserve(children.size());
  for (const NodeRef& child : children) out.push_back(push(child, negate));
  return out;
}

NodeRef push(const NodeRef& tree, bool negate) {
  if (const auto* form = as<Not>(tree)) return push(form->child, !negate);
  if (!negate) return map_children(tree, [](const NodeRef& child) { return push(child, false); });
  if (const auto* form = as<And>(tree)) return node(Or{push_all(form->children, true)});
  if (const auto* form = as<Or>(tree)) return node(And{push_all(form->children, true)});
  if (is<All>(tree)) return none();
  if (is<None>(tree)) return all();
  return negated(push(tree, false));
}

}  // namespace

NodeRef push_not(const NodeRef& tree) {
  return push(tree, false);
}

}  // namespace picket::compile
