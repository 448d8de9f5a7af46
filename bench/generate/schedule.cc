// SPDX-License-Identifier: Apache-2.0
#include "generate/schedule.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace picket::generate {
namespace {

__extension__ using Wide = unsigned __int128;

// How busy people are in each hour of a working day (UTC; the tenant's people live one to two hours east of it).
constexpr std::array<std::uint32_t, 24> kWorkday = {2,  1,  1,   1,  2,  8,  30, 70, 100, 105, 100, 80,
                                                    75, 95, 100, 85, 60, 30, 15, 12, 10,  8,   5,   3};

// Rates are in thousandths of an operation an hour, so that one operation is this many rates times ticks.
constexpr Wide kRateUnit = static_cast<Wide>(kHour) * 1000;

std::uint32_t rhythm(Ticks time) {
  const auto hour = static_cast<std::size_t>(time / kHour % 24);
  const Ticks weekday = (time / kDay + 3) % 7;  // 0: Monday; the epoch began on a Thursday
  return weekday < 5 ? kWorkday[hour] : std::max<std::uint32_t>(kWorkday[hour] / 8, 1);
}

}  // namespace

Schedule::Schedule(Ticks start, Ticks end, std::uint64_t operations)
    : hours_(static_cast<std::uint64_t>((end - start + kHour - 1) / kHour)) {
  std::ranges::transform(kCallerShares, operations_.begin(),
                         [&](std::uint64_t share) { return operations * share / 1000 + 1; });
  for (Ticks hour = start; hour < end; hour += kHour) rhythm_total_ += rhythm(hour);
}

Schedule::Rates Schedule::rates_at(Ticks time) const {
  const auto clamped = [](std::uint64_t rate) {
    return static_cast<std::uint32_t>(
        std::clamp<std::uint64_t>(rate, 1, std::numeric_limits<std::uint32_t>::max() / 4));
  };
  Rates rates;
  std::ranges::transform(operations_, rates.begin(),
                         [&](std::uint64_t count) { return clamped(count * 1000 / hours_); });
  rates.front() = clamped(operations_.front() * 1000 * rhythm(time) / rhythm_total_);
  return rates;
}

std::pair<Ticks, CallerKind> Schedule::next(Random& random, Ticks now) const {
  // One unit-rate waiting time, used up hour by hour at the rate of each.
  Wide left = negative_log(std::max<std::uint64_t>(random.next(), 1));
  while (true) {
    const Rates rates = rates_at(now);
    const std::uint64_t rate = std::accumulate(rates.begin(), rates.end(), std::uint64_t{0});
    const Ticks hour_end = (now / kHour + 1) * kHour;
    const Wide area = (static_cast<Wide>(rate * static_cast<std::uint64_t>(hour_end - now)) << 32) / kRateUnit;
    if (left < area) {
      now += static_cast<Ticks>((left * kRateUnit / rate) >> 32);
      return {now, static_cast<CallerKind>(Weighted(rates).pick(random))};
    }
    left -= area;
    now = hour_end;
  }
}

}  // namespace picket::generate
