// SPDX-License-Identifier: Apache-2.0
// A rule in Kibana's flat form -> Rule: every key validated and bound along the table of rule fields, defaults filled
// in, then what the values mean together.
#pragma once

#include <cstdint>
#include <optional>

#include "rule/node.h"
#include "rule/problems.h"
#include "rule/rule.h"

namespace picket::rule {

enum class Form : std::uint8_t { toml, json };

// `flat` must be an object. nullopt when there was an error; everything found is in `problems`.
std::optional<Rule> bind_rule(Node flat, Form form, Problems& problems);

// Problems of a rule whose values are each valid for themselves. `flat` gives their places.
void check_rule(const Rule& rule, const Node& flat, Form form, Problems& problems);

// The query of a rule as a text with the place of its first character.
SourceText locate_query(const Node* query, Problems& problems);

}  // namespace picket::rule
