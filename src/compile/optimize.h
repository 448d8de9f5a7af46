// SPDX-License-Identifier: Apache-2.0
// Rewrites of the bound tree that keep its meaning for every event and make it cheaper. Each step has a file of its own
// below optimize/ and a switch here; any subset of them gives the same matches, which tests check.
#pragma once

#include <array>
#include <string_view>

#include "compile/bound.h"

namespace picket::compile {

struct OptimizeOptions {
  bool push_not = true;        // `not` down to the tests
  bool flatten = true;         // a chain of one operator is one node
  bool fold_constants = true;  // `all` and `none` disappear
  bool merge_terms = true;     // tests of one field become one test
  bool drop_repeated = true;   // what another child already says
  bool order_by_cost = true;   // cheap and selective tests first
};
OptimizeOptions no_optimization();

// One step with its name, in the order in which they run.
struct OptimizeStep {
  std::string_view name;
  bool OptimizeOptions::* enabled;
  NodeRef (*run)(const NodeRef& tree);
};
std::array<OptimizeStep, 6> optimize_steps();

NodeRef optimize(NodeRef tree, const OptimizeOptions& options = {});
Bound optimize(const Bound& bound, const OptimizeOptions& options = {});

}  // namespace picket::compile
