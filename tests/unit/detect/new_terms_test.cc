// SPDX-License-Identifier: Apache-2.0
// new_terms: the cases of the definition one by one, then random rules over random events against a brute-force reading
// of the definition.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "unit/detect/harness.h"

namespace picket::detect::testing {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z, on every grid

Happening event(std::int64_t ms, std::string id, std::string term) {
  return {kStart + ms, std::move(id), {{std::move(term)}}};
}

TEST(NewTerms, FirstEventOfATermAlertsAtTheNextExecution) {
  const Replay result = replay(make_new_terms_rule("now-7d", 1), {event(1 * kMinute, "a", "alice")});
  EXPECT_EQ(result.findings, std::vector<std::string>({"2026-01-01T00:05:00.000Z 2026-01-01T00:01:00.000Z a alice"}));
}

TEST(NewTerms, AnEventOnTheGridIsSeenByItsOwnExecution) {
  const Replay result = replay(make_new_terms_rule("now-7d", 1), {event(5 * kMinute, "a", "alice")});
  EXPECT_EQ(result.findings, std::vector<std::string>({"2026-01-01T00:05:00.000Z 2026-01-01T00:05:00.000Z a alice"}));
}

TEST(NewTerms, ATermSeenWithinTheHistoryIsOld) {
  const Replay result =
      replay(make_new_terms_rule("now-7d", 1), {event(kMinute, "a", "alice"), event(3 * kDay, "b", "alice")});
  EXPECT_EQ(result.findings.size(), 1U);
}

TEST(NewTerms, ATermUnseenForLongerThanTheHistoryIsNewAgain) {
  const Replay result =
      replay(make_new_terms_rule("now-7d", 1), {event(kMinute, "a", "alice"), event(8 * kDay, "b", "alice")});
  EXPECT_EQ(result.findings.size(), 2U);
}

TEST(NewTerms, TheHistoryIncludesItsLowerBound) {
  // The execution at 7d + 5m looks back to exactly 5m.
  const std::vector<Happening> on_bound = {event(5 * kMinute, "a", "alice"),
                                           event(7 * kDay + 5 * kMinute, "b", "alice")};
  // The second event is seen by the executions at 7d+5m (history from 5m: old) and 7d+10m (history from 10m: new).
  EXPECT_EQ(replay(make_new_terms_rule("now-7d", 1), on_bound).findings.back(),
            "2026-01-08T00:10:00.000Z 2026-01-08T00:05:00.000Z b alice");
}

TEST(NewTerms, WithoutHistoryBeforeTheWindowAnExecutionFails) {
  // Facts 1.1: an execution whose history does not begin before its window alerts on nothing.
  const Replay result = replay(
      make_new_terms_rule("2026-01-02T00:00:00Z", 1),
      {event(kMinute, "a", "alice"), event(kDay - kMinute, "b", "bob"), event(kDay + 3 * kMinute, "c", "carol")});
  // The window of 00:05 begins at 23:56, that of 00:10 at 00:01.
  EXPECT_EQ(result.findings, std::vector<std::string>({"2026-01-02T00:10:00.000Z 2026-01-02T00:03:00.000Z c carol"}));
  EXPECT_EQ(result.outcome.without_history, 2U);
}

TEST(NewTerms, TheEarliestEventOfTheWindowIsTheAlerts) {
  const Replay result = replay(make_new_terms_rule("now-7d", 1),
                               {event(3 * kMinute, "later", "alice"), event(1 * kMinute, "earlier", "alice")});
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_NE(result.findings[0].find(" earlier "), std::string::npos);
}

TEST(NewTerms, TiesGoToTheLowestEventId) {
  for (const auto& order : {std::vector<std::string>{"x", "b"}, std::vector<std::string>{"b", "x"}}) {
    const Replay result = replay(make_new_terms_rule("now-7d", 1),
                                 {event(kMinute, order[0], "alice"), event(kMinute, order[1], "alice")});
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_NE(result.findings[0].find(" b "), std::string::npos);
  }
}

TEST(NewTerms, EveryElementAndEveryCombinationIsATerm) {
  const Happening both{kStart + kMinute, "a", {{"h1", "h2"}, {"u1", "u2", "u3"}}};
  EXPECT_EQ(replay(make_new_terms_rule("now-7d", 2), {both}).findings.size(), 6U);
}

TEST(NewTerms, AMissingFieldContributesNothing) {
  const Happening half{kStart + kMinute, "a", {{"h1"}, {}}};
  EXPECT_TRUE(replay(make_new_terms_rule("now-7d", 2), {half}).findings.empty());
}

TEST(NewTerms, OverTheCapIsCarriedOverAndSaid) {
  rule::Rule rule = make_new_terms_rule("now-7d", 1);
  rule.max_signals = 2;
  std::vector<Happening> events;
  for (int i = 0; i < 5; ++i) events.push_back(event(kMinute, fmt::format("e{}", i), fmt::format("t{}", i)));
  const Replay result = replay(rule, events);
  ASSERT_EQ(result.findings.size(), 5U);
  EXPECT_TRUE(result.findings[0].starts_with("2026-01-01T00:05"));
  EXPECT_TRUE(result.findings[2].starts_with("2026-01-01T00:10"));
  EXPECT_TRUE(result.findings[4].starts_with("2026-01-01T00:15"));
  ASSERT_EQ(result.outcome.overflows.size(), 2U);
  EXPECT_EQ(result.outcome.overflows[0].left, 3U);
  EXPECT_FALSE(result.outcome.findings[0].carried_over);
  EXPECT_TRUE(result.outcome.findings[4].carried_over);
}

TEST(NewTerms, DroppedOverflowComesBackOnlyWhileItIsStillSeen) {
  rule::Rule rule = make_new_terms_rule("now-7d", 1);
  rule.max_signals = 1;
  rule.overflow = rule::Overflow::drop;
  std::vector<Happening> events;
  for (int i = 0; i < 5; ++i) events.push_back(event(4 * kMinute, fmt::format("e{}", i), fmt::format("t{}", i)));
  // Seen by the executions at 5 and 10 minutes only; one alert each.
  EXPECT_EQ(replay(rule, events).findings.size(), 2U);
}

TEST(NewTerms, TheCapTakesTheMostFrequentTermsFirst) {
  rule::Rule rule = make_new_terms_rule("now-7d", 1);
  rule.max_signals = 1;
  rule.overflow = rule::Overflow::drop;
  const Replay result = replay(rule, {event(kMinute, "e1", "aaa"), event(2 * kMinute, "e2", "zzz"),
                                      event(3 * kMinute, "e3", "zzz"), event(3 * kMinute, "e3", "zzz")});
  ASSERT_FALSE(result.findings.empty());
  EXPECT_NE(result.findings[0].find("zzz"), std::string::npos);
}

TEST(NewTerms, TheBaselineSaysHowMuchHistoryThereWas) {
  Coverage coverage{at(kStart), at(kStart + 2 * kDay)};
  const Replay result = replay(make_new_terms_rule("now-7d", 1), {event(2 * kDay, "a", "alice")}, coverage);
  ASSERT_EQ(result.outcome.findings.size(), 1U);
  const Baseline& baseline = *result.outcome.findings[0].baseline;
  EXPECT_EQ(baseline.wanted, Duration(7 * kDay - 9 * kMinute));
  EXPECT_EQ(baseline.available, Duration(2 * kDay - 9 * kMinute));
  EXPECT_FALSE(baseline.complete());
}

TEST(NewTerms, ABurstReadBackwardsTakesNoLongerThanForwards) {
  // Newest first is the order of az and REST exports. A hundred thousand events would take minutes if each moved all.
  std::vector<Happening> events;
  for (int i = 0; i < 100'000; ++i) events.push_back(event(100'000 - i, fmt::format("e{}", i), "alice"));
  for (const char* history : {"now-7d", "now-7d/d"}) {
    const Replay result = replay(make_new_terms_rule(history, 1), events);
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_NE(result.findings[0].find(" e99999 "), std::string::npos);
  }
}

TEST(NewTerms, EventsWithTooManyCombinationsAreCounted) {
  Happening wide{kStart + kMinute, "a", {{}, {}}};
  for (int i = 0; i < 101; ++i) {
    wide.values[0].push_back(fmt::format("h{}", i));
    wide.values[1].push_back(fmt::format("u{}", i));
  }
  EXPECT_EQ(replay(make_new_terms_rule("now-7d", 2), {wide}).outcome.cut, 1U);
}

// The definition, read literally: every execution of the grid, every combination, every event.
std::vector<std::string> brute_force(const rule::Rule& rule, const std::vector<Happening>& events) {
  const DateMath history = *rule.new_terms->history_start;
  std::vector<std::string> findings;
  std::set<std::pair<std::string, std::string>> raised;
  std::int64_t first = events.front().ms;
  std::int64_t last = first;
  for (const Happening& happening : events) {
    first = std::min(first, happening.ms);
    last = std::max(last, happening.ms);
  }
  const std::int64_t interval = rule.interval.count();
  for (std::int64_t t = (first / interval - 1) * interval; t <= last + 3 * kDay; t += interval) {
    const std::int64_t from = rule.from->evaluate(at(t)).time_since_epoch().count();
    const std::int64_t to = rule.to->evaluate(at(t)).time_since_epoch().count();
    const std::int64_t start = history.evaluate(at(to)).time_since_epoch().count();
    std::map<std::vector<std::string>, std::pair<std::int64_t, std::string>> first_seen;
    for (const Happening& happening : events) {
      if (happening.ms < start || happening.ms > to) continue;
      std::vector<std::vector<std::string>> combinations = {{}};
      for (const std::vector<std::string>& values : happening.values) {
        std::vector<std::vector<std::string>> longer;
        for (const auto& prefix : combinations) {
          for (const std::string& value : values) {
            longer.push_back(prefix);
            longer.back().push_back(value);
          }
        }
        combinations = longer;
      }
      for (const auto& terms : combinations) {
        const std::pair<std::int64_t, std::string> seen{happening.ms, happening.id};
        const auto [place, fresh] = first_seen.try_emplace(terms, seen);
        if (!fresh) place->second = std::min(place->second, seen);
      }
    }
    for (const auto& [terms, seen] : first_seen) {
      if (seen.first <= from) continue;
      std::string joined;
      for (const std::string& term : terms) joined += term + "|";
      if (raised.insert({joined, seen.second}).second)
        findings.push_back(describe(at(t), seen.first, seen.second, terms));
    }
  }
  std::ranges::sort(findings);
  return findings;
}

struct Shape {
  const char* from;
  const char* interval;
  const char* to;
  const char* history;
};
constexpr Shape kShapes[] = {
    {"now-9m", "5m", "now", "now-7d"},    {"now-6m", "5m", "now", "now-1d"},    {"now-9m", "5m", "now-1m", "now-12h"},
    {"now-90m", "30m", "now", "now-5h"},  {"now-2h", "1h", "now", "now-1d/d"},  {"now-3m", "5m", "now", "now-2h"},
    {"now-1h", "7m", "now-3m", "now-3h"}, {"now-1h/h", "30m", "now", "now-1d"}, {"now-20m", "5m", "now", "now-21m"},
};

TEST(NewTerms, AgreesWithABruteForceReadingWhateverTheOrder) {
  std::mt19937_64 random(20260101);
  std::size_t found = 0;
  for (int round = 0; round < 150; ++round) {
    const Shape& shape = kShapes[random() % std::size(kShapes)];
    const std::size_t fields = 1 + random() % 2;
    const rule::Rule rule = make_new_terms_rule(shape.history, fields, shape.from, shape.interval, shape.to);
    const std::int64_t span = (random() % 2 == 0 ? 2 * kHour : 3 * kDay);
    std::vector<Happening> events;
    const std::size_t count = 1 + random() % 40;
    for (std::size_t i = 0; i < count; ++i) {
      // Times on minutes, so that bounds are hit; a few are delivered twice.
      const auto ms = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span / kMinute)) * kMinute;
      Happening happening{kStart + ms, fmt::format("e{:03}", i), {}};
      for (std::size_t f = 0; f < fields; ++f) {
        std::vector<std::string>& values = happening.values.emplace_back();
        for (std::size_t v = 0; v < random() % 3 + (f == 0 ? 1 : 0); ++v) {
          const std::string value = fmt::format("v{}", random() % 4);
          if (std::ranges::find(values, value) == values.end()) values.push_back(value);
        }
      }
      events.push_back(happening);
      if (random() % 8 == 0) events.push_back(happening);
    }
    const std::vector<std::string> expected = brute_force(rule, events);
    for (int order = 0; order < 3; ++order) {
      std::ranges::shuffle(events, random);
      std::vector<std::string> actual = replay(rule, events).findings;
      std::ranges::sort(actual);
      ASSERT_EQ(actual, expected) << "round " << round << " " << shape.from << " " << shape.interval << " " << shape.to
                                  << " " << shape.history;
    }
    found += expected.size();
  }
  EXPECT_GT(found, 400U);
}

}  // namespace
}  // namespace picket::detect::testing
