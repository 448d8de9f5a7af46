// SPDX-License-Identifier: Apache-2.0
// threshold: the cases of the definition one by one, then random rules over random events against a brute-force reading
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
constexpr std::int64_t kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z, on every grid

Happening event(std::int64_t minute, std::string id, std::string group, std::vector<std::string> counted = {}) {
  return {kStart + minute * kMinute, std::move(id), {{std::move(group)}, std::move(counted)}};
}

using Lines = std::vector<std::string>;

TEST(Threshold, ValueEventsOfOneGroupInOneWindowAlert) {
  const rule::Rule rule = make_threshold_rule(2, 1);
  EXPECT_EQ(replay(rule, {event(1, "a", "alice"), event(2, "b", "bob"), event(3, "c", "alice")}).findings,
            Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:03:00.000Z c alice x2 from 2026-01-01T00:01:00.000Z"}));
  EXPECT_EQ(replay(rule, {event(1, "a", "alice"), event(3, "c", "bob")}).findings, Lines());
}

TEST(Threshold, TheWindowReachesBackBehindTheExecutionBefore) {
  // The execution at 00:10 sees [00:01, 00:10].
  EXPECT_EQ(replay(make_threshold_rule(2, 1), {event(1, "a", "alice"), event(10, "b", "alice")}).findings,
            Lines({"2026-01-01T00:10:00.000Z 2026-01-01T00:10:00.000Z b alice x2 from 2026-01-01T00:01:00.000Z"}));
  EXPECT_EQ(replay(make_threshold_rule(2, 1), {event(0, "a", "alice"), event(10, "b", "alice")}).findings, Lines());
}

TEST(Threshold, WhatAnAlertCountedDoesNotCountAgain) {
  const rule::Rule rule = make_threshold_rule(2, 1);
  EXPECT_EQ(replay(rule, {event(3, "a", "alice"), event(4, "b", "alice"), event(6, "c", "alice")}).findings.size(), 1U);
  EXPECT_EQ(
      replay(rule, {event(3, "a", "alice"), event(4, "b", "alice"), event(6, "c", "alice"), event(7, "d", "alice")})
          .findings,
      Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:04:00.000Z b alice x2 from 2026-01-01T00:03:00.000Z",
             "2026-01-01T00:10:00.000Z 2026-01-01T00:07:00.000Z d alice x2 from 2026-01-01T00:06:00.000Z"}));
}

TEST(Threshold, AnotherGroupsAlertTakesNothingAway) {
  EXPECT_EQ(replay(make_threshold_rule(2, 1),
                   {event(3, "a", "alice"), event(4, "b", "alice"), event(4, "c", "bob"), event(6, "d", "bob")})
                .findings.size(),
            2U);
}

TEST(Threshold, TheBoundOfAWindowIsNotCountedTwice) {
  // Windows without look-back share their bound.
  const rule::Rule rule = make_threshold_rule(1, 1, "now-5m");
  EXPECT_EQ(replay(rule, {event(5, "a", "alice")}).findings.size(), 1U);
}

TEST(Threshold, WithoutFieldsAllEventsAreOneGroup) {
  EXPECT_EQ(
      replay(make_threshold_rule(3, 0), {{kStart + 1, "a", {}}, {kStart + 2, "b", {}}, {kStart + 3, "c", {}}}).findings,
      Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:00:00.003Z c x3 from 2026-01-01T00:00:00.001Z"}));
}

TEST(Threshold, EachElementOfAnArrayIsCountedInItsGroup) {
  const Happening both{kStart + kMinute, "a", {{"alice", "bob"}}};
  EXPECT_EQ(replay(make_threshold_rule(2, 1), {both, event(2, "b", "bob")}).findings,
            Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:02:00.000Z b bob x2 from 2026-01-01T00:01:00.000Z"}));
}

TEST(Threshold, AMissingFieldContributesNothing) {
  const Happening half{kStart + kMinute, "a", {{"h1"}, {}}};
  EXPECT_TRUE(replay(make_threshold_rule(1, 2), {half}).findings.empty());
}

TEST(Threshold, AnEventDeliveredTwiceCountsOnce) {
  EXPECT_TRUE(replay(make_threshold_rule(2, 1), {event(1, "a", "alice"), event(1, "a", "alice")}).findings.empty());
}

TEST(Threshold, CardinalityIsTheNumberOfDistinctValues) {
  rule::Rule rule = make_threshold_rule(2, 1);
  rule.threshold->cardinality = {{"counted", 2}};
  EXPECT_TRUE(replay(rule, {event(1, "a", "alice", {"x"}), event(2, "b", "alice", {"x"})}).findings.empty());
  EXPECT_TRUE(replay(rule, {event(1, "a", "alice", {"x"}), event(2, "b", "alice", {})}).findings.empty());
  EXPECT_EQ(
      replay(rule, {event(1, "a", "alice", {"x"}), event(2, "b", "alice", {}), event(3, "c", "alice", {"x", "y"})})
          .findings,
      Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:03:00.000Z c alice x3 from 2026-01-01T00:01:00.000Z (2)"}));
  EXPECT_TRUE(replay(rule, {event(1, "a", "alice", {"x", "y"})}).findings.empty()) << "one event is below the value";
}

TEST(Threshold, ValuesThatLeaveTheWindowAreForgotten) {
  rule::Rule rule = make_threshold_rule(1, 1);
  rule.threshold->cardinality = {{"counted", 2}};
  EXPECT_EQ(replay(rule, {event(1, "a", "alice", {"x"}), event(10, "b", "alice", {"y"})}).findings.size(), 1U);
  EXPECT_TRUE(replay(rule, {event(0, "a", "alice", {"x"}), event(10, "b", "alice", {"y"})}).findings.empty());
}

TEST(Threshold, TheCapTakesGroupsInTheOrderOfTheirTerms) {
  rule::Rule rule = make_threshold_rule(1, 1);
  rule.max_signals = 1;
  const std::vector<Happening> events = {event(1, "a", "carol"), event(2, "b", "alice"), event(3, "c", "bob")};
  EXPECT_EQ(replay(rule, events).findings,
            Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:02:00.000Z b alice x1 from 2026-01-01T00:02:00.000Z",
                   "2026-01-01T00:10:00.000Z 2026-01-01T00:03:00.000Z c bob x1 from 2026-01-01T00:03:00.000Z",
                   "2026-01-01T00:15:00.000Z 2026-01-01T00:01:00.000Z a carol x1 from 2026-01-01T00:01:00.000Z"}));
  rule.overflow = rule::Overflow::drop;
  // 00:10 sees [00:01, 00:10] and finds the two others again; after that they are out of sight.
  const Replay dropped = replay(rule, events);
  EXPECT_EQ(dropped.findings,
            Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:02:00.000Z b alice x1 from 2026-01-01T00:02:00.000Z",
                   "2026-01-01T00:10:00.000Z 2026-01-01T00:03:00.000Z c bob x1 from 2026-01-01T00:03:00.000Z"}));
  ASSERT_EQ(dropped.outcome.overflows.size(), 2U);
  EXPECT_EQ(dropped.outcome.overflows[0].found, 3U);
  EXPECT_EQ(dropped.outcome.overflows[0].left, 2U);
  EXPECT_TRUE(dropped.outcome.overflows[0].dropped);
}

TEST(Threshold, WhatIsDroppedGoesOnCounting) {
  rule::Rule rule = make_threshold_rule(1, 1);
  rule.max_signals = 1;
  rule.overflow = rule::Overflow::drop;
  const Replay result = replay(rule, {event(4, "a", "alice"), event(4, "b", "bob"), event(6, "c", "bob")});
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_EQ(result.findings[1],
            "2026-01-01T00:10:00.000Z 2026-01-01T00:06:00.000Z c bob x2 from 2026-01-01T00:04:00.000Z");
}

TEST(Threshold, EventsBetweenTheWindowsAreCounted) {
  const rule::Rule rule = make_threshold_rule(1, 1, "now-3m");
  const Replay result = replay(rule, {event(1, "a", "alice")});
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(result.outcome.never_seen, 1U);
}

TEST(Threshold, ManyEventsOfOneGroupCostNoMoreThanTheirNumber) {
  std::vector<Happening> events;
  rule::Rule rule = make_threshold_rule(1'000'000, 1, "now-30d");
  rule.threshold->cardinality = {{"counted", 1}};
  for (int i = 0; i < 50'000; ++i) events.push_back(event(50'000 - i, fmt::format("e{}", i), "alice", {"x"}));
  EXPECT_TRUE(replay(rule, events).findings.empty());
}

// The definition, read literally: every execution of the grid, every group, every event.
class BruteForce {
 public:
  BruteForce(const rule::Rule& rule, const std::vector<Happening>& events) : rule_(rule) {
    for (const Happening& happening : events) by_id_.try_emplace(happening.id, happening);
  }

  std::vector<std::string> run() {
    std::int64_t first = by_id_.begin()->second.ms;
    std::int64_t last = first;
    for (const auto& [id, happening] : by_id_) {
      first = std::min(first, happening.ms);
      last = std::max(last, happening.ms);
    }
    const std::int64_t interval = rule_.interval.count();
    for (std::int64_t t = (first / interval - 1) * interval; t <= last + 72 * kHour; t += interval) execute(t);
    std::ranges::sort(lines_);
    return lines_;
  }

 private:
  using Group = std::vector<std::string>;

  // The groups of an event: every combination of its values of the rule's fields.
  std::set<Group> groups_of(const Happening& happening) const {
    std::set<Group> groups = {{}};
    for (std::size_t field = 0; field < rule_.threshold->fields.size(); ++field) {
      std::set<Group> longer;
      for (const Group& prefix : groups) {
        for (const std::string& value : happening.values[field]) {
          Group group = prefix;
          group.push_back(value);
          longer.insert(group);
        }
      }
      groups = longer;
    }
    return groups;
  }

  void execute(std::int64_t t) {
    const Timestamp from = rule_.from->evaluate(at(t));
    const Timestamp to = rule_.to->evaluate(at(t));
    std::map<Group, std::vector<const Happening*>> buckets;
    for (const auto& [id, happening] : by_id_) {
      if (at(happening.ms) < from || at(happening.ms) > to) continue;
      for (const Group& group : groups_of(happening)) {
        const auto counted = counted_until_.find(group);
        if (counted == counted_until_.end() || happening.ms > counted->second) buckets[group].push_back(&happening);
      }
    }
    std::int64_t alerts = 0;
    for (const auto& [group, bucket] : buckets) {
      std::set<std::string> distinct;
      for (const Happening* happening : bucket) {
        distinct.insert(happening->values.back().begin(), happening->values.back().end());
      }
      if (static_cast<std::int64_t>(bucket.size()) < rule_.threshold->value) continue;
      if (!rule_.threshold->cardinality.empty() &&
          static_cast<std::int64_t>(distinct.size()) < rule_.threshold->cardinality.front().value) {
        continue;
      }
      if (++alerts > rule_.max_signals) continue;  // Kibana's behavior
      const auto order = [](const Happening* a, const Happening* b) {
        return std::pair(a->ms, key_of_id(a->id)) < std::pair(b->ms, key_of_id(b->id));
      };
      const Happening& newest = **std::ranges::max_element(bucket, order);
      const Happening& oldest = **std::ranges::min_element(bucket, order);
      counted_until_[group] = newest.ms;
      std::vector<std::string> words = group;
      words.push_back(fmt::format("x{} from {}", bucket.size(), format_iso8601(at(oldest.ms))));
      if (!rule_.threshold->cardinality.empty()) words.push_back(fmt::format("({})", distinct.size()));
      lines_.push_back(describe(at(t), newest.ms, newest.id, words));
    }
  }

  const rule::Rule& rule_;
  std::map<std::string, Happening> by_id_;
  std::map<Group, std::int64_t> counted_until_;
  std::vector<std::string> lines_;
};

struct Shape {
  const char* from;
  const char* interval;
  const char* to;
};
constexpr Shape kShapes[] = {
    {"now-9m", "5m", "now"},  {"now-6m", "5m", "now"},    {"now-9m", "5m", "now-1m"}, {"now-90m", "30m", "now"},
    {"now-3m", "5m", "now"},  {"now-1h", "7m", "now-3m"}, {"now-1h/h", "30m", "now"}, {"now-5m", "5m", "now"},
    {"now/d", "1h", "now/h"}, {"now-1d", "1h", "now"},
};

rule::Rule random_rule(std::mt19937_64& random) {
  const Shape& shape = kShapes[random() % std::size(kShapes)];
  const auto value = static_cast<std::int64_t>(1 + random() % 5);
  rule::Rule rule = make_threshold_rule(value, random() % 3, shape.from, shape.interval, shape.to);
  if (random() % 2 == 0) rule.threshold->cardinality = {{"counted", static_cast<std::int64_t>(1 + random() % 3)}};
  rule.overflow = rule::Overflow::drop;  // as Kibana does; where the cap is not reached both are the same
  rule.max_signals = random() % 3 == 0 ? 1 : 100;
  return rule;
}

std::vector<Happening> random_events(std::mt19937_64& random, std::size_t fields) {
  std::vector<Happening> events;
  const std::int64_t minutes = random() % 2 == 0 ? 120 : 24 * 60;
  const std::size_t count = 1 + random() % 80;
  for (std::size_t i = 0; i < count; ++i) {
    // Times on minutes, so that bounds are hit; a few are delivered twice.
    const auto minute = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(minutes));
    Happening happening{kStart + minute * kMinute, fmt::format("e{:03}", i), {}};
    for (std::size_t f = 0; f < fields + 1; ++f) {
      std::vector<std::string>& values = happening.values.emplace_back();
      const std::size_t most = random() % 6 == 0 ? 0 : 1 + (random() % 4 == 0 ? 1 : 0);
      for (std::size_t v = 0; v < most; ++v) {
        const std::string value = fmt::format("v{}", random() % 3);
        if (std::ranges::find(values, value) == values.end()) values.push_back(value);
      }
    }
    events.push_back(happening);
    if (random() % 8 == 0) events.push_back(happening);
  }
  return events;
}

TEST(Threshold, AgreesWithABruteForceReadingWhateverTheOrder) {
  std::mt19937_64 random(20260102);
  std::size_t found = 0;
  for (int round = 0; round < 400; ++round) {
    const rule::Rule rule = random_rule(random);
    std::vector<Happening> events = random_events(random, rule.threshold->fields.size());
    const std::vector<std::string> expected = BruteForce(rule, events).run();
    for (int order = 0; order < 3; ++order) {
      std::ranges::shuffle(events, random);
      std::vector<std::string> actual = replay(rule, events).findings;
      std::ranges::sort(actual);
      ASSERT_EQ(actual, expected) << "round " << round << " " << rule.from_text << " " << rule.interval_text << " "
                                  << rule.to_text;
    }
    found += expected.size();
  }
  EXPECT_GT(found, 1000U);
}

// Of each group, what is counted in one alert is counted in no other: the alerts' spans do not touch.
TEST(Threshold, AlertsOfAGroupShareNoEvent) {
  std::mt19937_64 random(20260103);
  std::size_t pairs = 0;
  for (int round = 0; round < 200; ++round) {
    rule::Rule rule = random_rule(random);
    rule.overflow = rule::Overflow::carry_over;
    const Replay result = replay(rule, random_events(random, rule.threshold->fields.size()));
    std::map<std::string, std::vector<std::pair<Timestamp, Timestamp>>> spans;
    for (const Finding& finding : result.outcome.findings) {
      spans[key_of(finding.threshold->terms)].emplace_back(finding.threshold->from, finding.event_time);
    }
    for (auto& [group, of_group] : spans) {
      std::ranges::sort(of_group);
      for (std::size_t i = 1; i < of_group.size(); ++i) {
        EXPECT_GT(of_group[i].first, of_group[i - 1].second);
        ++pairs;
      }
    }
  }
  EXPECT_GT(pairs, 100U);
}

}  // namespace
}  // namespace picket::detect::testing
