// SPDX-License-Identifier: Apache-2.0
// Two predicates of which either may hold, as one: sets of texts, patterns, intervals become one set. Only predicates
// that read values the same way merge.
#pragma once

#include "compile/predicate.h"

namespace picket::compile {

// Requires predicates of one kind. False when the two do not merge; then nothing has changed. The sets of `into` are in
// no order until it is normalized.
bool absorb(Predicate& into, const Predicate& from);
void normalize(Predicate& predicate);

}  // namespace picket::compile
