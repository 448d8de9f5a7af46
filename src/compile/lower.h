// SPDX-License-Identifier: Apache-2.0
// Lowers bound trees, all queries at once, to one program. Equal tests become one atom and equal subtrees one register;
// tests that cost something run under the mask of what the cheap ones left.
#pragma once

#include <span>

#include "compile/bound.h"
#include "compile/program.h"
#include "event/columns.h"

namespace picket::compile {

// Switches for tests; every combination gives the same matches.
struct LowerOptions {
  bool eager = true;  // cheap tests are known before the first instruction
  bool share = true;  // equal subtrees of all queries are computed once
  bool mask = true;   // expensive tests only for rows that can still match
};

// Adds the columns that the program reads to `fields`. Query i of the program is bounds[i].
Program lower(std::span<const Bound> bounds, event::FieldTable& fields, const LowerOptions& options = {});

}  // namespace picket::compile
