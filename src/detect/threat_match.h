// SPDX-License-Identifier: Apache-2.0
// threat_match rules: one alert for each event that an indicator matches, with all the indicators that do, oldest event
// first.
#pragma once

#include <memory>

#include "detect/detector.h"
#include "detect/threat_join.h"

namespace picket::detect {

// `rule` and `join` must outlive the detector.
std::unique_ptr<Detector> make_threat_match_detector(const rule::Rule& rule, const ThreatJoin& join, SelectsAt selects);

}  // namespace picket::detect
