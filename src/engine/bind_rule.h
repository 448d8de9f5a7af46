// SPDX-License-Identifier: Apache-2.0
// A rule's whole condition as one bound tree: what its query and all of its filters select and none of its exceptions
// silences. Everything that evaluates or explains a rule takes its condition from here, so that no two parts of the
// program can disagree about it. Pure function of its arguments.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/time.h"
#include "compile/bound.h"
#include "rule/load.h"

namespace picket::engine {

struct BindContext {
  const rule::RuleSet& rules;  // the set that the rule belongs to
  Timestamp now{};             // what relative dates are counted from
};

// An exception item of a list that the rule refers to.
struct AppliedException {
  std::string list_id;
  std::string item_id;
  compile::NodeRef condition;  // of the events that it silences
};

struct BoundRule {
  std::optional<compile::Bound> condition;  // absent exactly when the rule cannot run
  std::string cannot_run;                   // why; empty: it can
  bool has_error = false;                   // it cannot because of a mistake, which the diagnostics name
  std::vector<AppliedException> exceptions = {};
  std::size_t expired_exceptions = 0;  // items whose time is over
  compile::NodeRef selection = {};     // the condition without the exceptions; null when there is no condition
};

BoundRule bind_rule(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics);

}  // namespace picket::engine
