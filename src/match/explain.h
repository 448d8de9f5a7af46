// SPDX-License-Identifier: Apache-2.0
// Why an event does not match: the tests of the query that would have to come out otherwise. For people who write rules
// (`picket test`), one event at a time; speed is no matter. Pure function.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.h"
#include "compile/bound.h"

namespace picket::match {

struct Reason {
  std::string path;  // from the root of the tree: "and 2 / or 1"
  std::string atom;  // the test, like KQL: `event.action: "a"`
  // True: the test holds but stands below a `not`. False: it does not hold but would have to.
  bool holds = false;
  bool missing = false;  // the event has no value in the field
  std::string found;     // the event's values, shortened and safe for a terminal; empty when missing
};

// At most this many; the first of a list that fails as a whole says what the others say.
inline constexpr std::size_t kMaxReasons = 20;

// Empty when the document matches.
std::vector<Reason> explain(const compile::Bound& bound, const json::Object& document);

}  // namespace picket::match
