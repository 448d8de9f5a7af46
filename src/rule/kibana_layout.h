// SPDX-License-Identifier: Apache-2.0
// What Kibana's JSON files hold and how it is wrapped: lines of an export, lists, answers of the API ("data", "rules"),
// saved objects and packaged rule assets ("attributes").
#pragma once

#include <cstdint>

#include "rule/node.h"

namespace picket::rule {

enum class Entry : std::uint8_t { rule, exception_list, exception_item, connector, summary, unknown };

// The objects that the wrappings hold, without their wrappings, in order. Anything that is no wrapping is returned as
// it is.
Node::List unwrap(Node root);
Entry classify(const Node& entry);

}  // namespace picket::rule
