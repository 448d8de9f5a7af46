// SPDX-License-Identifier: Apache-2.0
// The steps of optimize.h and what they share. Each takes any tree, also one that no other step has seen.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "compile/bound.h"

namespace picket::compile {

NodeRef push_not(const NodeRef& tree);
NodeRef flatten(const NodeRef& tree);
NodeRef fold_constants(const NodeRef& tree);
NodeRef merge_terms(const NodeRef& tree);
NodeRef drop_repeated(const NodeRef& tree);
NodeRef order_by_cost(const NodeRef& tree);

// The node with each child replaced by `change(child)`; the node itself when nothing changed.
NodeRef map_children(const NodeRef& tree, const std::function<NodeRef(const NodeRef&)>& change);

// Roughly what testing one event costs, in the unit of cost(Predicate).
std::size_t cost(const Node& node);

template <class Form>
bool is(const NodeRef& tree) {
  return std::holds_alternative<Form>(tree->form);
}
template <class Form>
const Form* as(const NodeRef& tree) {
  return std::get_if<Form>(&tree->form);
}

}  // namespace picket::compile
