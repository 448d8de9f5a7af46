// SPDX-License-Identifier: Apache-2.0
#include "compile/needs.h"

#include <algorithm>
#include <utility>

namespace picket::compile {
namespace {

using Fields = std::vector<event::FieldRequest>;

bool contains(const Fields& fields, const event::FieldRequest& field) {
  return std::ranges::find(fields, field) != fields.end();
}

Fields needed(const Node& tree);

// Every child has to hold.
Fields of_all(const std::vector<NodeRef>& children) {
  Fields fields;
  for (const NodeRef& child : children) {
    for (event::FieldRequest& field : needed(*child)) {
      if (!contains(fields, field)) fields.push_back(std::move(field));
    }
  }
  return fields;
}

// Any child may hold: only what they all need.
Fields of_any(const std::vector<NodeRef>& children) {
  if (children.empty()) return {};
  Fields fields = needed(*children.front());
  for (const NodeRef& child : children) {
    const Fields others = needed(*child);
    std::erase_if(fields, [&](const event::FieldRequest& field) { return !contains(others, field); });
  }
  return fields;
}

struct Needed {
  Fields operator()(const All&) const { return {}; }
  Fields operator()(const None&) const { return {}; }
  Fields operator()(const And& node) const { return of_all(node.children); }
  Fields operator()(const Or& node) const { return of_any(node.children); }
  Fields operator()(const Not&) const { return {}; }
  Fields operator()(const Nested& node) const { return {{node.path, event::Shape::objects}}; }
  Fields operator()(const Test& test) const { return {test.field}; }
  Fields operator()(const AnyField&) const { return {}; }
  Fields operator()(const FieldPattern&) const { return {}; }
};

Fields needed(const Node& tree) {
  return std::visit(Needed{}, tree.form);
}

const Test* demand(const Node& node) {
  const Test* test = std::get_if<Test>(&node.form);
  return test != nullptr && std::holds_alternative<Exists>(test->predicate) ? test : nullptr;
}

}  // namespace

Fields needed_fields(const Node& tree) {
  return needed(tree);
}

Relaxed without_demands(const NodeRef& tree) {
  const And* conditions = std::get_if<And>(&tree->form);
  if (conditions == nullptr) return {tree, {}};
  Relaxed relaxed;
  std::vector<NodeRef> rest;
  for (const NodeRef& child : conditions->children) {
    if (const Test* test = demand(*child)) {
      relaxed.demanded.push_back(test->field);
    } else {
      rest.push_back(child);
    }
  }
  relaxed.tree = both(std::move(rest));
  return relaxed;
}

}  // namespace picket::compile
