// SPDX-License-Identifier: Apache-2.0
// TOML 1.0 text -> Node, with the place of everything. All that is not valid TOML is reported, not only the first:
// after a problem the reader goes on at the next line that looks like a header or a key. Dates and times become their
// text: rules have them in [metadata] only. Why not a library: docs/decisions.
#pragma once

#include <optional>
#include <string_view>

#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

// `problems.text()` is what is read: well-formed UTF-8 without byte order mark. nullopt after a problem.
std::optional<Node> read_toml(Problems& problems);

}  // namespace picket::rule
