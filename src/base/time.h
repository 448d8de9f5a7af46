// SPDX-License-Identifier: Apache-2.0
// Time: a Timestamp is milliseconds since the Unix epoch, UTC, as Elasticsearch's date type keeps it. A Duration is a
// span of milliseconds. Formats: facts of Elasticsearch's strict_date_optional_time and the Azure forms.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace picket {

using Duration = std::chrono::milliseconds;
using Timestamp = std::chrono::sys_time<Duration>;

// ISO 8601 date with optional time: 2024-03-15, 2024-03-15T10:20, ...:30.1234567Z, offsets +02:00, +0200, +02. No zone
// means UTC. Digits beyond milliseconds are cut off, not rounded. Also accepts a blank in place of the T. Month and day
// need two digits. Returns nullopt for anything else.
std::optional<Timestamp> parse_iso8601(std::string_view text);

// "2024-03-15T10:20:30.123Z", always with milliseconds; years outside 0000-9999 carry a sign.
std::string format_iso8601(Timestamp time);

// "4m", "7d", "90s", "1h": the interval syntax of rules. nullopt for anything else or for zero.
std::optional<Duration> parse_interval(std::string_view text);
// The largest whole unit: 300000 -> "5m"; 540000 -> "9m"; 604800000 -> "7d"; 1500 -> "1500ms".
std::string format_interval(Duration duration);

}  // namespace picket
