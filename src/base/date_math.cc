// SPDX-License-Identifier: Apache-2.0
#include "base/date_math.h"

#include <algorithm>
#include <charconv>

#include "base/calendar.h"
#include "base/check.h"

namespace picket {
namespace {

// A unit is so many months or so many milliseconds. Milliseconds count from `origin`: the epoch was a Thursday, so
// weeks count from the Monday before it.
struct Unit {
  char letter;
  std::int64_t months;
  std::int64_t milliseconds;
  std::int64_t origin;
};
constexpr Unit kUnits[] = {
    {'y', 12, 0, 0},
    {'M', 1, 0, 0},
    {'w', 0, 7 * kMillisecondsPerDay, -3 * kMillisecondsPerDay},
    {'d', 0, kMillisecondsPerDay, 0},
    {'h', 0, 3'600'000, 0},
    {'H', 0, 3'600'000, 0},
    {'m', 0, 60'000, 0},
    {'s', 0, 1000, 0},
};

const Unit* find_unit(char letter) {
  const auto* found = std::ranges::find(kUnits, letter, &Unit::letter);
  return found == std::ranges::end(kUnits) ? nullptr : found;
}

// Steps start from instants within these days of the epoch, so that one more unit never overflows.
constexpr std::int64_t kMaxDays = 106'000'000'000;
constexpr std::int64_t kMaxMilliseconds = kMaxDays * kMillisecondsPerDay;

std::int64_t clamp(std::int64_t milliseconds) {
  return std::clamp(milliseconds, -kMaxMilliseconds, kMaxMilliseconds);
}

// January of year 0 is month 0.
std::int64_t month_of(std::int64_t time) {
  const CivilDate date = civil_from_days(floor_divide(time, kMillisecondsPerDay));
  return date.year * 12 + date.month - 1;
}

CivilDate first_of_month(std::int64_t month) {
  return {floor_divide(month, 12), static_cast<unsigned>(floor_modulo(month, 12) + 1), 1};
}

std::int64_t add_months(std::int64_t time, std::int64_t months) {
  const CivilDate date = civil_from_days(floor_divide(time, kMillisecondsPerDay));
  CivilDate target = first_of_month(month_of(time) + months);
  target.day = std::min(date.day, days_in_month(target.year, target.month));
  const std::int64_t days = std::clamp(days_from_civil(target), -kMaxDays, kMaxDays);
  return clamp(days * kMillisecondsPerDay + floor_modulo(time, kMillisecondsPerDay));
}

std::int64_t add(std::int64_t time, const Unit& unit, std::int64_t amount) {
  if (unit.months != 0) return add_months(time, amount * unit.months);
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(time, amount * unit.milliseconds, &sum)) return clamp(sum);
  return amount < 0 ? -kMaxMilliseconds : kMaxMilliseconds;
}

TimeInterval unit_around(std::int64_t time, const Unit& unit) {
  const auto interval = [](std::int64_t begin, std::int64_t end) {
    return TimeInterval{Timestamp(Duration(begin)), Timestamp(Duration(end - 1))};
  };
  if (unit.months == 0) {
    const std::int64_t begin = time - floor_modulo(time - unit.origin, unit.milliseconds);
    return interval(begin, begin + unit.milliseconds);
  }
  const std::int64_t month = floor_divide(month_of(time), unit.months) * unit.months;
  const auto begin_of = [](std::int64_t m) { return days_from_civil(first_of_month(m)) * kMillisecondsPerDay; };
  return interval(begin_of(month), begin_of(month + unit.months));
}

}  // namespace

std::optional<DateMath> DateMath::parse(std::string_view text) {
  DateMath math;
  constexpr std::string_view kNow = "now";
  constexpr std::string_view kAnchorEnd = "||";
  if (text.starts_with(kNow)) {
    if (!math.parse_steps(text.substr(kNow.size()))) return std::nullopt;
    return math;
  }
  const std::size_t bars = text.find(kAnchorEnd);
  math.anchor_ = parse_date_interval(text.substr(0, bars));
  if (!math.anchor_) return std::nullopt;
  if (bars == std::string_view::npos) return math;
  math.anchor_->last = math.anchor_->first;
  if (!math.parse_steps(text.substr(bars + kAnchorEnd.size()))) return std::nullopt;
  return math;
}

bool DateMath::parse_steps(std::string_view text) {
  while (!text.empty()) {
    const char sign = text.front();
    text.remove_prefix(1);
    if ((sign != '+' && sign != '-' && sign != '/') || steps_.size() == kMaxSteps) return false;
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    std::int64_t amount = 1;
    if (digits > 0) {
      const char* const begin = text.data();
      const auto [stop, error] = std::from_chars(begin, begin + digits, amount);
      if (error != std::errc{} || amount > kMaxAmount) return false;
    }
    text.remove_prefix(digits);
    if (text.empty() || find_unit(text.front()) == nullptr || (sign == '/' && amount != 1)) return false;
    steps_.push_back({sign == '/' ? Step::Kind::round : Step::Kind::add, text.front(), sign == '-' ? -amount : amount});
    text.remove_prefix(1);
  }
  return true;
}

std::optional<Duration> DateMath::fixed_offset() const {
  if (anchor_) return std::nullopt;
  std::int64_t back = 0;
  for (const Step& step : steps_) {
    const Unit* unit = find_unit(step.unit);
    if (step.kind == Step::Kind::round || unit->months != 0) return std::nullopt;
    if (__builtin_sub_overflow(back, step.amount * unit->milliseconds, &back)) return std::nullopt;
  }
  return Duration(back);
}

Timestamp DateMath::evaluate(Timestamp now, Rounding rounding) const {
  Timestamp time = now;
  if (anchor_) time = rounding == Rounding::down ? anchor_->first : anchor_->last;
  for (const Step& step : steps_) {
    const Unit* unit = find_unit(step.unit);
    PICKET_CHECK(unit != nullptr, "a parsed step has a known unit");
    const std::int64_t milliseconds = clamp(time.time_since_epoch().count());
    if (step.kind == Step::Kind::add) {
      time = Timestamp(Duration(add(milliseconds, *unit, step.amount)));
    } else {
      const TimeInterval around = unit_around(milliseconds, *unit);
      time = rounding == Rounding::down ? around.first : around.last;
    }
  }
  return time;
}

}  // namespace picket
