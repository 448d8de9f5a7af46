// SPDX-License-Identifier: Apache-2.0
#include "compile/optimize.h"

#include <utility>

#include "compile/optimize/steps.h"

namespace picket::compile {
namespace {

// The same children, possibly changed; nullopt when none did.
std::optional<std::vector<NodeRef>> changed(const std::vector<NodeRef>& children,
                                            const std::function<NodeRef(const NodeRef&)>& change) {
  std::vector<NodeRef> out;
  out.reserve(children.size());
  bool any = false;
  for (const NodeRef& child : children) {
    out.push_back(change(child));
    any = any || out.back() != child;
  }
  if (!any) return std::nullopt;
  return out;
}

}  // namespace

OptimizeOptions no_optimization() {
  OptimizeOptions options;
  for (const OptimizeStep& step : optimize_steps()) options.*step.enabled = false;
  return options;
}

std::array<OptimizeStep, 6> optimize_steps() {
  return {{
      {"push not", &OptimizeOptions::push_not, push_not},
      {"flatten", &OptimizeOptions::flatten, flatten},
      {"fold constants", &OptimizeOptions::fold_constants, fold_constants},
      {"merge terms", &OptimizeOptions::merge_terms, merge_terms},
      {"drop repeated", &OptimizeOptions::drop_repeated, drop_repeated},
      {"order by cost", &OptimizeOptions::order_by_cost, order_by_cost},
  }};
}

NodeRef optimize(NodeRef tree, const OptimizeOptions& options) {
  for (const OptimizeStep& step : optimize_steps()) {
    if (options.*step.enabled) tree = step.run(tree);
  }
  return tree;
}

Bound optimize(const Bound& bound, const OptimizeOptions& options) {
  return make_bound(optimize(bound.tree, options), bound.depends_on_now);
}

NodeRef map_children(const NodeRef& tree, const std::function<NodeRef(const NodeRef&)>& change) {
  if (const auto* form = as<And>(tree)) {
    auto children = changed(form->children, change);
    return children ? node(And{*std::move(children)}) : tree;
  }
  if (const auto* form = as<Or>(tree)) {
    auto children = changed(form->children, change);
    return children ? node(Or{*std::move(children)}) : tree;
  }
  if (const auto* form = as<Not>(tree)) {
    NodeRef child = change(form->child);
    return child == form->child ? tree : node(Not{std::move(child)});
  }
  if (const auto* form = as<Nested>(tree)) {
    NodeRef child = change(form->child);
    return child == form->child ? tree : node(Nested{form->path, std::move(child)});
  }
  return tree;
}

}  // namespace picket::compile
