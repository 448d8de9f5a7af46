// SPDX-License-Identifier: Apache-2.0
// One alert in full for a terminal: what happened, the real caller, the target, the baseline, the rule with its guide,
// and the whole event.
#pragma once

#include <string>

#include "alert/alert.h"
#include "sink/sink.h"

namespace picket::sink {

std::string explain_alert(const alert::Alert& alert, const Style& style);

}  // namespace picket::sink
