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
  std::int64_t milliseconds;
};
constexpr Unit kUnits[] = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
constexpr std::int64_t kMaxAmount = 1'000'000'000;
constexpr std::string_view kStart = "start";

// "-7d+2m": runs of one sign each.
std::optional<Duration> parse_signed(std::string_view text) {
  Duration total{};
  while (!text.empty()) {
    if (text.front() != '+' && text.front() != '-') return std::nullopt;
    const bool back = text.front() == '-';
    text.remove_prefix(1);
    const std::string_view run = text.substr(0, text.find_first_of("+-"));
    const std::optional<Duration> distance = parse_distance(run);
    if (!distance) return std::nullopt;
    total += back ? -*distance : *distance;
    text.remove_prefix(run.size());
  }
  return total;
}

}  // namespace

std::optional<Duration> parse_distance(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Duration total{};
  while (!text.empty()) {
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (error != std::errc{} || amount < 0 || amount > kMaxAmount) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::size_t letters = std::min(text.find_first_of("0123456789"), text.size());
    const auto* unit = std::ranges::find(kUnits, text.substr(0, letters), &Unit::name);
    if (unit == std::end(kUnits)) return std::nullopt;
    total += Duration(amount * unit->milliseconds);
    text.remove_prefix(letters);
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
    return parse_iso8601(text);
  }
  const std::optional<Duration> distance = parse_signed(text);
  if (!anchor || !distance) return std::nullopt;
  return *anchor + *distance;
}

}  // namespace picket::rule
