// SPDX-License-Identifier: Apache-2.0
// The part of a rule file in which something stands, as a source text of its own: what is bound later (filters,
// exception items) points into it, without keeping the whole file.
#pragma once

#include <memory>
#include <vector>

#include "base/diagnostic.h"
#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

// From the first to the last byte of the node and of all that is in it: the parts of a TOML table are not together.
Span extent_of(const Node& node);
std::shared_ptr<const SourceText> excerpt(Span extent, Problems& problems);
// Makes spans of the document spans of the excerpt that begins at `begin`.
void move_spans(Node& node, std::uint32_t begin);
Span moved(Span span, std::uint32_t begin);

}  // namespace picket::rule
