// SPDX-License-Identifier: Apache-2.0
// The exception items that apply to a rule: those of the lists that it refers to, by list_id and namespace, that have
// not expired. Any one of them silences an event.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compile/bound.h"
#include "engine/bind_rule.h"
#include "rule/load.h"

namespace picket::engine {

struct BoundExceptions {
  std::vector<AppliedException> applied;
  std::size_t expired = 0;
  std::string cannot_run;  // a value list is missing, or an item has an error
  bool has_error = false;
  bool depends_on_now = false;
};
BoundExceptions bind_exceptions(const rule::Rule& rule, const BindContext& context, Diagnostics& diagnostics);

}  // namespace picket::engine
