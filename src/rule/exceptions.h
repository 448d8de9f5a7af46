// SPDX-License-Identifier: Apache-2.0
// Validation of Kibana's exception lists and items, in either file form. They are kept as the JSON objects that Kibana
// writes; what they mean is src/detect's.
#pragma once

#include <optional>

#include "base/json.h"
#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

// nullopt when there was an error.
std::optional<json::Object> bind_exception_list(Node list, Problems& problems);
std::optional<json::Object> bind_exception_item(Node item, Problems& problems);

}  // namespace picket::rule
