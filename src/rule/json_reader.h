// SPDX-License-Identifier: Apache-2.0
// JSON text -> Node, with the place of every key and value. Scalars are base/json's; the structure is read here because
// no JSON library tells where a key stood. One problem where the text is not JSON; each duplicate key is a problem of
// its own (the last one counts, as in JavaScript).
#pragma once

#include <optional>
#include <string_view>

#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

// `problems.text()` is what is read: one value and nothing after it but white space; well-formed UTF-8 without byte
// order mark.
std::optional<Node> read_json(Problems& problems);

// True when the text begins with one whole JSON object or list followed by the end or a line break: the first line of
// JSON lines, as against the first line of an indented document.
bool is_json_value(std::string_view text);

}  // namespace picket::rule
