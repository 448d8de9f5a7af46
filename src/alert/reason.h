// SPDX-License-Identifier: Apache-2.0
// The reason: one sentence that says what happened, to whom and where, in Kibana's form.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "rule/rule.h"

namespace picket::alert {

std::string build_reason(const json::Object& source, rule::Severity severity, std::string_view rule_name);

}  // namespace picket::alert
