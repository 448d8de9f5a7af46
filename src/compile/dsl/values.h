// SPDX-License-Identifier: Apache-2.0
// What the forms of query_dsl.h share in reading values. For the files of this folder and query_dsl.cc only.
#pragma once

#include <optional>
#include <string>

#include "rule/node.h"

namespace picket::compile::dsl {

// A value as the index would see it; nullopt for null, lists and objects.
std::optional<std::string> text_of(const rule::Node& value);

}  // namespace picket::compile::dsl
