// SPDX-License-Identifier: Apache-2.0
// query and saved_query rules: one alert per event, oldest first.
#pragma once

#include <memory>

#include "detect/detector.h"

namespace picket::detect {

std::unique_ptr<Detector> make_query_detector(const rule::Rule& rule);

}  // namespace picket::detect
