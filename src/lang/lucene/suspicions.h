// SPDX-License-Identifier: Apache-2.0
// Warnings of queries that are valid and surely mean something else than their author thinks. Elasticsearch says
// nothing of them. A suspicion belongs here only when it is practically never wrong.
#pragma once

#include <string_view>
#include <vector>

#include "lang/lucene/ast.h"
#include "lang/lucene/report.h"
#include "lang/lucene/tokens.h"

namespace picket::lucene {

void warn_of_suspicions(const Node& root, std::string_view query, const std::vector<Token>& tokens, Report& report);

}  // namespace picket::lucene
