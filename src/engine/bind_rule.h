// SPDX-License-Identifier: Apache-2.0
// A rule's whole condition as one bound tree: what its query selects. Everything that evaluates or explains a rule
// takes its condition from here, so that no two parts of the program can disagree about it. Pure function of its
// arguments.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/time.h"
#include "compile/bound.h"
#include "rule/load.h"

namespace picket::engine {

struct BindContext {
  const rule::RuleSet& rules;  // the set that the rule belongs to
  Timestamp now{};             // what relative dates are counted from
};

struct BoundRule {
  std::optional<compile::Bound> condition;  // absent exactly when the rule cannot run
  std::string cannot_run;                   // why; empty: it can
  bool has_error = false;                   // it cannot because of a mistake, which the diagnostics name
};

BoundRule bind_rule(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics);

}  // namespace picket::engine
