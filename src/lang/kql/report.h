// SPDX-License-Identifier: Apache-2.0
// The problems of one KQL query.
#pragma once

#include "lang/kql/codes.h"
#include "lang/kql/limits.h"
#include "lang/report.h"

namespace picket::kql {

using Report = lang::Report<Code, Code::more_problems, kMaxReports>;

}  // namespace picket::kql
