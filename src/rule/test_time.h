// SPDX-License-Identifier: Apache-2.0
// Times of rule tests: "2026-03-02T10:00:00Z", "start", "start-3d", "start+1h30m", and relative to the event before
// "+5m", "-20m". A distance is made of numbers with d, h, m, s or ms. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace picket::rule {

// Longer than any history window; small enough that no sum of distances that a test can write overflows.
inline constexpr Duration kMaxTestDistance = std::chrono::days{100 * 366};
// What every form of record can carry: years of four digits.
inline constexpr Timestamp kFirstTestTime = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
inline constexpr Timestamp kEndOfTestTime = std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1};

// `previous` is absent where a time may not be relative to an event. nullopt for what is no time, or none between
// kFirstTestTime and kEndOfTestTime.
std::optional<Timestamp> parse_test_time(std::string_view text, Timestamp start, std::optional<Timestamp> previous);

// "1h30m", without a sign. nullopt for anything else, for none, and beyond kMaxTestDistance.
std::optional<Duration> parse_distance(std::string_view text);

}  // namespace picket::rule
