// SPDX-License-Identifier: Apache-2.0
// Cheap children first, so that expensive ones are asked about few events. Of equal cost the author's order stays, but
// what a conjunction wants comes before what it excludes: most events fail the former.
#include <algorithm>
#include <limits>
#include <utility>

#include "compile/optimize/steps.h"

namespace picket::compile {
namespace {

constexpr std::size_t kObjectCost = 3'000;     // parse a nested object
constexpr std::size_t kDocumentCost = 50'000;  // build the document
constexpr std::size_t kMaxCost = 1'000'000'000;

std::size_t sum(const std::vector<NodeRef>& children) {
  std::size_t total = 0;
  for (const NodeRef& child : children) total = std::min(total + cost(*child), kMaxCost);
  return total;
}

struct NodeCost {
  std::size_t operator()(const All& /*form*/) const { return 0; }
  std::size_t operator()(const None& /*form*/) const { return 0; }
  std::size_t operator()(const And& form) const { return sum(form.children); }
  std::size_t operator()(const Or& form) const { return sum(form.children); }
  std::size_t operator()(const Not& form) const { return cost(*form.child); }
  std::size_t operator()(const Nested& form) const { return std::min(kObjectCost + cost(*form.child), kMaxCost); }
  std::size_t operator()(const Test& form) const { return cost(form.predicate); }
  std::size_t operator()(const AnyField& /*form*/) const { return kDocumentCost; }
  std::size_t operator()(const FieldPattern& /*form*/) const { return kDocumentCost; }
};

std::vector<NodeRef> ordered(std::vector<NodeRef> children) {
  std::ranges::stable_sort(children, {}, [](const NodeRef& child) { return std::pair(cost(*child), is<Not>(child)); });
  return children;
}

}  // namespace

std::size_t cost(const Node& node) {
  return std::visit(NodeCost{}, node.form);
}

NodeRef order_by_cost(const NodeRef& tree) {
  NodeRef inner = map_children(tree, order_by_cost);
  if (const auto* form = as<And>(inner)) return node(And{ordered(form->children)});
  if (const auto* form = as<Or>(inner)) return node(Or{ordered(form->children)});
  return inner;
}

}  // namespace picket::compile
