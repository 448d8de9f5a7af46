// SPDX-License-Identifier: Apache-2.0
#include "rule/test_time.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

namespace picket::rule {
namespace {

struct Unit {
  std::string_view name;
  Duration length;
};
constexpr Unit kUnits[] = {{"ms", Duration{1}},
                           {"s", std::chrono::seconds{1}},
                           {"m", std::chrono::minutes{1}},
                           {"h", std::chrono::hours{1}},
                           {"d", std::chrono::days{1}}};
constexpr std::string_view kStart = "start";

std::optional<Duration> within_limit(Duration distance) {
  if (distance > kMaxTestDistance || distance < -kMaxTestDistance) return std::nullopt;
  return distance;
}

// "-7d+2m": runs of one sign each; "" is no distance at all.
std::optional<Duration> parse_signed(std::string_view text) {
  Duration total{};
  while (!text.empty()) {
    if (text.front() != '+' && text.front() != '-') return std::nullopt;
    const bool back = text.front() == '-';
    text.remove_prefix(1);
    const std::string_view run = text.substr(0, text.find_first_of("+-"));
    const std::optional<Duration> distance = parse_distance(run);
    if (!distance) return std::nullopt;
    const std::optional<Duration> sum = within_limit(total + (back ? -*distance : *distance));
    if (!sum) return std::nullopt;
    total = *sum;
    text.remove_prefix(run.size());
  }
  return total;
}

std::optional<Timestamp> within_range(std::optional<Timestamp> time) {
  if (!time || *time < kFirstTestTime || *time >= kEndOfTestTime) return std::nullopt;
  return time;
}

}  // namespace

std::optional<Duration> parse_distance(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Duration total{};
  while (!text.empty()) {
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (error != std::errc{} || amount < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::string_view name = text.substr(0, text.find_first_of("0123456789"));
    const auto* unit = std::ranges::find(kUnits, name, &Unit::name);
    if (unit == std::end(kUnits) || amount > kMaxTestDistance / unit->length) return std::nullopt;
    const std::optional<Duration> sum = within_limit(total + amount * unit->length);
    if (!sum) return std::nullopt;
    total = *sum;
    text.remove_prefix(name.size());
  }
  return total;
}

std::optional<Timestamp> parse_test_time(std::string_view text, Timestamp start, std::optional<Timestamp> previous) {
  std::optional<Timestamp> anchor;
  if (text.starts_with(kStart)) {
    anchor = start;
    text.remove_prefix(kStart.size());
  } else if (text.starts_with('+') || text.starts_with('-')) {
    anchor = previous;
  } else {
    return within_range(parse_iso8601(text));
  }
  const std::optional<Duration> distance = parse_signed(text);
  if (!anchor || !distance) return std::nullopt;
  return within_range(*anchor + *distance);
}

}  // namespace picket::rule
