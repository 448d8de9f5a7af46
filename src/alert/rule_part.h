// SPDX-License-Identifier: Apache-2.0
// What every alert of a rule repeats: the members `kibana.alert.rule.*` that do not depend on the event, and their
// text. Immutable.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "rule/rule.h"

namespace picket::alert {

inline constexpr std::string_view kRulePrefix = "kibana.alert.rule.";

class RulePart {
 public:
  explicit RulePart(const rule::Rule& rule);

  const json::Object& members() const { return members_; }
  // `"key":value,"key":value`, in their order.
  std::string_view text() const { return text_; }

 private:
  json::Object members_;
  std::string text_;
};

// Every leaf of an object under flat dotted keys.
void add_flat(json::Object& out, const std::string& prefix, const json::Value& value);

}  // namespace picket::alert
