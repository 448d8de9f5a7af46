// SPDX-License-Identifier: Apache-2.0
// Request and response bodies, which Azure keeps in some records' properties as the text of a JSON document.
#pragma once

#include "generate/operation.h"
#include "generate/random.h"

namespace picket::generate {

// Sets the bodies of an operation whose kind, scope and region are set. Empty where the kind has none.
void make_bodies(Random& random, const Wish& wish, Operation& operation);

}  // namespace picket::generate
