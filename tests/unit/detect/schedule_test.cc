// SPDX-License-Identifier: Apache-2.0
#include "detect/schedule.h"

#include <gtest/gtest.h>

#include "unit/detect/harness.h"

namespace picket::detect::testing {
namespace {

constexpr std::int64_t kMinute = 60'000;

rule::Rule every_five(const char* from, const char* to = "now") {
  return make_rule(rule::RuleType::query, from, "5m", to);
}

TEST(Schedule, WindowsOverlapByTheAdditionalLookBack) {
  const Schedule schedule(every_five("now-9m"));
  const std::optional<Executions> seen = schedule.seen_by(at(6 * kMinute));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->first, at(10 * kMinute));
  EXPECT_EQ(seen->last, at(15 * kMinute));
}

TEST(Schedule, TheLowerBoundCountsUnlessStrict) {
  const Schedule schedule(every_five("now-9m"));
  EXPECT_EQ(schedule.seen_by(at(1 * kMinute))->last, at(10 * kMinute));
  EXPECT_EQ(schedule.seen_by(at(1 * kMinute), true)->last, at(5 * kMinute));
}

TEST(Schedule, ALookBackShorterThanTheIntervalLeavesGaps) {
  const Schedule schedule(every_five("now-2m"));
  EXPECT_FALSE(schedule.seen_by(at(1 * kMinute)));
  EXPECT_TRUE(schedule.seen_by(at(3 * kMinute)));
}

TEST(Schedule, AgreesWithTryingEveryExecution) {
  const char* froms[] = {"now-9m", "now-1h/h", "now-1d/d", "now-3m", "now-1M"};
  const char* tos[] = {"now", "now-2m", "now/m"};
  for (const char* from : froms) {
    for (const char* to : tos) {
      const rule::Rule rule = every_five(from, to);
      const Schedule schedule(rule);
      for (std::int64_t time = 1'767'225'600'000; time < 1'767'225'600'000 + 90 * kMinute; time += 7 * kMinute + 1) {
        std::optional<Executions> expected;
        for (std::int64_t t = time / (5 * kMinute) - 3; t < time / (5 * kMinute) + 13'000; ++t) {
          if (!schedule.window(at(t * 5 * kMinute)).contains(at(time))) continue;
          if (!expected) expected = Executions{at(t * 5 * kMinute), at(t * 5 * kMinute)};
          expected->last = at(t * 5 * kMinute);
        }
        const std::optional<Executions> actual = schedule.seen_by(at(time));
        ASSERT_EQ(actual.has_value(), expected.has_value()) << from << " " << to << " " << time;
        if (!expected) continue;
        EXPECT_EQ(actual->first, expected->first) << from << " " << to << " " << time;
        EXPECT_EQ(actual->last, expected->last) << from << " " << to << " " << time;
      }
    }
  }
}

}  // namespace
}  // namespace picket::detect::testing
