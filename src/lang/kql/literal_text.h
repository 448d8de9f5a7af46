// SPDX-License-Identifier: Apache-2.0
// Writes a literal as KQL that reads back to the same literal wherever a literal may stand.
#pragma once

#include <string>

#include "lang/kql/ast.h"

namespace picket::kql {

void append_literal(std::string& out, const Literal& literal);

}  // namespace picket::kql
