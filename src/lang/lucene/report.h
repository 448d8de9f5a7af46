// SPDX-License-Identifier: Apache-2.0
// The problems of one Lucene query.
#pragma once

#include "lang/lucene/codes.h"
#include "lang/lucene/limits.h"
#include "lang/report.h"

namespace picket::lucene {

using Report = lang::Report<Code, Code::more_problems, kMaxReports>;

}  // namespace picket::lucene
