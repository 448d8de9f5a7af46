// SPDX-License-Identifier: Apache-2.0
#include "compile/dsl/values.h"

#include "base/json.h"

namespace picket::compile::dsl {

std::optional<std::string> text_of(const rule::Node& value) {
  if (value.text() != nullptr) return *value.text();
  if (value.is_null() || value.list() != nullptr || value.object() != nullptr) return std::nullopt;
  return json::scalar_text(rule::to_json(value));
}

}  // namespace picket::compile::dsl
