// SPDX-License-Identifier: Apache-2.0
// TOML 1.0 text -> Node. Wraps toml++, which nothing else includes. A text that is not valid TOML gives one problem
// (the parser does not go on after the first). Dates and times become their text: rules have none but in [metadata].
#pragma once

#include <optional>
#include <string_view>

#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

// `problems.text()` is what is read: well-formed UTF-8 without byte order mark.
std::optional<Node> read_toml(Problems& problems);

}  // namespace picket::rule
