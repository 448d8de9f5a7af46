// SPDX-License-Identifier: Apache-2.0
#include "base/calendar.h"

#include <gtest/gtest.h>

#include <chrono>

namespace picket {
namespace {

TEST(Calendar, KnownDays) {
  EXPECT_EQ(days_from_civil({1970, 1, 1}), 0);
  EXPECT_EQ(days_from_civil({1969, 12, 31}), -1);
  EXPECT_EQ(days_from_civil({2000, 2, 29}), 11016);
  EXPECT_EQ(days_from_civil({2024, 3, 15}), 19797);
  EXPECT_EQ(days_from_civil({0, 3, 1}), -719468);
}

TEST(Calendar, AgreesWithChronoOnEveryDayOfEightCenturies) {
  using namespace std::chrono;
  const std::int64_t first = days_from_civil({1600, 1, 1});
  const std::int64_t last = days_from_civil({2400, 1, 1});
  for (std::int64_t day = first; day <= last; ++day) {
    const year_month_day expected{sys_days{days{day}}};
    const CivilDate date = civil_from_days(day);
    ASSERT_EQ(date.year, static_cast<int>(expected.year())) << day;
    ASSERT_EQ(date.month, static_cast<unsigned>(expected.month())) << day;
    ASSERT_EQ(date.day, static_cast<unsigned>(expected.day())) << day;
    ASSERT_EQ(days_from_civil(date), day);
  }
}

TEST(Calendar, RoundTripsFarFromTheEpoch) {
  constexpr std::int64_t kDays[] = {-106'000'000'000, -1'000'000'007, -40'000'000,
                                    40'000'000,       1'000'000'007,  106'000'000'000};
  for (const std::int64_t day : kDays) {
    EXPECT_EQ(days_from_civil(civil_from_days(day)), day);
  }
}

TEST(Calendar, LengthsOfMonths) {
  EXPECT_EQ(days_in_month(2023, 2), 28U);
  EXPECT_EQ(days_in_month(2024, 2), 29U);
  EXPECT_EQ(days_in_month(1900, 2), 28U);
  EXPECT_EQ(days_in_month(2000, 2), 29U);
  EXPECT_EQ(days_in_month(-4, 2), 29U);
  EXPECT_EQ(days_in_month(2024, 4), 30U);
  EXPECT_EQ(days_in_month(2024, 12), 31U);
}

TEST(Calendar, FloorDivideRoundsTowardsThePast) {
  EXPECT_EQ(floor_divide(7, 2), 3);
  EXPECT_EQ(floor_divide(-7, 2), -4);
  EXPECT_EQ(floor_divide(-8, 2), -4);
  EXPECT_EQ(floor_divide(0, 2), 0);
}

}  // namespace
}  // namespace picket
