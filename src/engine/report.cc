// SPDX-License-Identifier: Apache-2.0
#include "engine/report.h"

namespace picket::engine {

std::uint64_t ScanReport::alerts() const {
  std::uint64_t total = 0;
  for (const RuleReport& rule : rules) total += rule.alerts;
  return total;
}

}  // namespace picket::engine
