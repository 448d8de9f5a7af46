// SPDX-License-Identifier: Apache-2.0
// Warnings of queries that are valid KQL and surely mean something else than their author thinks. Kibana says nothing
// of them. A suspicion belongs here only when it is practically never wrong.
#pragma once

#include <string_view>

#include "lang/kql/ast.h"
#include "lang/kql/report.h"

namespace picket::kql {

void warn_of_suspicions(const Node& root, std::string_view query, Report& report);

}  // namespace picket::kql
