// SPDX-License-Identifier: Apache-2.0
// Times of rule tests: "2026-03-02T10:00:00Z", "start", "start-3d", "start+1h30m", and relative to the event before
// "+5m",
// "-20m". A distance is made of signed runs of numbers with d, h, m, s or ms.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace picket::rule {

// `previous` is absent where a time may not be relative to an event.
std::optional<Timestamp> parse_test_time(std::string_view text, Timestamp start, std::optional<Timestamp> previous);

// "1h30m", without a sign. nullopt for anything else, and for none.
std::optional<Duration> parse_distance(std::string_view text);

}  // namespace picket::rule
