// SPDX-License-Identifier: Apache-2.0
// The table of a rule's fields: Kibana's schema as data. docs/formats/rules.md describes the same fields in prose.
#pragma once

#include <span>

#include "rule/binding.h"
#include "rule/rule.h"

namespace picket::rule {

std::span<const Field<Rule>> rule_fields();

}  // namespace picket::rule
