// SPDX-License-Identifier: Apache-2.0
// The summary after a scan, for people: what was read and refused, the time it spans, alerts by severity, rule and
// ATT&CK tactic, the clock, a verdict for every rule, how long it took. Silence is never the answer: a rule that could
// not have found anything says so.
#pragma once

#include <cstdint>
#include <string>

#include "engine/report.h"
#include "sink/sink.h"

namespace picket::sink {

struct SummaryOptions {
  bool all_rules = false;  // also those that found nothing, one by one, however many there are
};
// Ends with a line break.
std::string summary(const engine::ScanReport& report, const Style& style, const SummaryOptions& options);

}  // namespace picket::sink
