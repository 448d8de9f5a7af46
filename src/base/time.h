// SPDX-License-Identifier: Apache-2.0
// Time: a Timestamp is milliseconds since the Unix epoch, UTC, as Elasticsearch's date type keeps it. A Duration is a
// span of milliseconds. Formats: facts of Elasticsearch's strict_date_optional_time and epoch_millis, and the forms
// that Azure's logs and exports carry. Parsers allocate nothing, take the whole text or nothing (no blanks around it),
// and give nullopt for what is not a date: 30 February, hour 24 and second 60 are none. Digits beyond milliseconds are
// cut off, never rounded. No zone means UTC.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace picket {

using Duration = std::chrono::milliseconds;
using Timestamp = std::chrono::sys_time<Duration>;

// First and last millisecond of what a text of less than millisecond precision stands for; both belong to it.
struct TimeInterval {
  Timestamp first;
  Timestamp last;
  friend bool operator==(const TimeInterval&, const TimeInterval&) = default;
};

// ISO 8601 date with optional time: 2024, 2024-03, 2024-03-15, and after a full date T (or a blank) and 10, 10:20,
// 10:20:30 or 10:20:30.1234567 (1 to 9 digits, '.' or ','), then nothing, Z, +02, +0200 or +02:00. Years have four
// digits, all else two.
std::optional<Timestamp> parse_iso8601(std::string_view text);
// "2024-03" is the whole month, "2024-03-15T10:20:30" the whole second, with a fraction it is one millisecond.
std::optional<TimeInterval> parse_iso8601_interval(std::string_view text);

// Milliseconds since the epoch: decimal digits after an optional '-', and a fraction of up to 6 digits that is cut off.
std::optional<Timestamp> parse_epoch_milliseconds(std::string_view text);

// What a date field accepts by default: ISO 8601, else epoch milliseconds ("2024" is a year, "20240315" is not a day).
std::optional<Timestamp> parse_date(std::string_view text);
std::optional<TimeInterval> parse_date_interval(std::string_view text);

// The other forms that Azure writes. Month before day, one or two digits: "3/15/2024 9:06:42 AM +00:00" (offset
// optional), 24-hour "3/15/2024 21:06:42", and the portal's "3/15/2024, 9:06:42.123 AM"; and ISO 8601 with a one-digit
// hour, "2024-03-15T9:06:42.958Z".
std::optional<Timestamp> parse_us_datetime(std::string_view text);

// "2024-03-15T10:20:30.123Z", always with milliseconds; years outside 0000-9999 carry a sign.
std::string format_iso8601(Timestamp time);

// "4m", "7d", "90s", "1h": the interval syntax of rules. nullopt for anything else, for zero, for leading zeros, and
// for more than kMaxInterval.
std::optional<Duration> parse_interval(std::string_view text);
// Far more than any schedule needs, and small enough that a date plus or minus an interval never overflows.
inline constexpr Duration kMaxInterval = std::chrono::days{1'000'000};
// The largest whole unit: 300000 -> "5m"; 540000 -> "9m"; 604800000 -> "7d"; 1500 -> "1500ms".
std::string format_interval(Duration duration);

// For people, to about two digits: "45 s", "9 min", "2.8 h", "7 days".
std::string rough_duration(Duration duration);

}  // namespace picket
