// SPDX-License-Identifier: Apache-2.0
// Suppression: the cases of the definition one by one, then random rules of every type over random events against a
// literal grouping of what the same rule raises without suppression.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <set>

#include "unit/detect/harness.h"

namespace picket::detect::testing {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z, on every grid
constexpr std::optional<std::int64_t> kPerExecution = std::nullopt;

using Lines = std::vector<std::string>;
using Values = std::vector<std::string>;

void suppress(rule::Rule& rule, std::vector<std::string> group_by, std::optional<std::int64_t> minutes) {
  rule.suppression.emplace();
  rule.suppression->group_by = std::move(group_by);
  if (minutes) rule.suppression->duration = Duration(*minutes * kMinute);
}

rule::Rule query_rule(std::optional<std::int64_t> minutes = kPerExecution,
                      std::vector<std::string> group_by = {"by0"}) {
  rule::Rule rule = make_rule(rule::RuleType::query, "now-9m", "5m");
  suppress(rule, std::move(group_by), minutes);
  return rule;
}

Happening event(std::int64_t minute, std::string id, Values by) {
  return {kStart + minute * kMinute, std::move(id), {std::move(by)}};
}

// What the findings are about, without times: event, group, how many are suppressed.
Lines brief(const Replay& result) {
  constexpr std::size_t kTwoTimes = 50;
  Lines lines;
  for (const std::string& finding : result.findings) {
    const std::string line = finding.substr(kTwoTimes);
    lines.push_back(line.substr(0, line.find(" 2026-")));
  }
  return lines;
}

TEST(Suppression, OneAlertForEachGroupOfAnExecution) {
  const Replay result = replay(query_rule(), {event(1, "a", {"x"}), event(2, "b", {"y"}), event(3, "c", {"x"})});
  EXPECT_EQ(result.findings,
            Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:01:00.000Z a [x] +1 2026-01-01T00:01:00.000Z.."
                   "2026-01-01T00:03:00.000Z, last 2026-01-01T00:05:00.000Z",
                   "2026-01-01T00:05:00.000Z 2026-01-01T00:02:00.000Z b [y] +0 2026-01-01T00:02:00.000Z.."
                   "2026-01-01T00:02:00.000Z, last 2026-01-01T00:05:00.000Z"}));
}

TEST(Suppression, TheNextExecutionRaisesAnotherAndCountsNothingTwice) {
  // b lies in the window of the second execution too, but the first has counted it.
  EXPECT_EQ(brief(replay(query_rule(), {event(3, "a", {"x"}), event(4, "b", {"x"}), event(6, "c", {"x"})})),
            Lines({"a [x] +1", "c [x] +0"}));
}

TEST(Suppression, WithADurationLaterExecutionsAddToTheAlert) {
  const std::vector<Happening> events = {event(3, "a", {"x"}), event(6, "b", {"x"}), event(24, "c", {"x"}),
                                         event(26, "d", {"x"})};
  // Raised at 00:05, open until 00:25 with both ends.
  const Replay result = replay(query_rule(20), events);
  EXPECT_EQ(result.findings,
            Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:03:00.000Z a [x] +2 2026-01-01T00:03:00.000Z.."
                   "2026-01-01T00:24:00.000Z, last 2026-01-01T00:25:00.000Z",
                   "2026-01-01T00:30:00.000Z 2026-01-01T00:26:00.000Z d [x] +0 2026-01-01T00:26:00.000Z.."
                   "2026-01-01T00:26:00.000Z, last 2026-01-01T00:30:00.000Z"}));
  EXPECT_EQ(result.outcome.findings[0].suppressed->first_end, at(kStart + 3 * kMinute));
}

TEST(Suppression, AMissingFieldIsAGroupOfItsOwn) {
  EXPECT_EQ(brief(replay(query_rule(), {event(1, "a", {}), event(2, "b", {}), event(3, "c", {"x"})})),
            Lines({"a [-] +1", "c [x] +0"}));
}

TEST(Suppression, OrIsNotSuppressed) {
  rule::Rule rule = query_rule();
  rule.suppression->suppress_missing = false;
  const Replay result =
      replay(rule, {event(1, "a", {}), event(2, "b", {}), event(3, "c", {"x"}), event(3, "d", {"x"})});
  ASSERT_EQ(result.findings.size(), 3U);
  EXPECT_FALSE(result.outcome.findings[0].suppressed.has_value());
  EXPECT_FALSE(result.outcome.findings[1].suppressed.has_value());
  EXPECT_EQ(result.outcome.findings[2].suppressed->count, 1U);
}

TEST(Suppression, QueryRulesGroupByEachElementOfAnArray) {
  EXPECT_EQ(brief(replay(query_rule(), {event(1, "a", {"x", "y"}), event(2, "b", {"y"})})),
            Lines({"a [x] +0", "a [y] +1"}));
}

TEST(Suppression, OtherTypesGroupByTheWholeArrayInAnyOrder) {
  rule::Rule rule = make_new_terms_rule("now-7d", 1);
  suppress(rule, {"by0"}, kPerExecution);
  EXPECT_EQ(brief(replay(rule, {{kStart + 1, "a", {{"t1"}, {"x", "y"}}},
                                {kStart + 2, "b", {{"t2"}, {"y", "x"}}},
                                {kStart + 3, "c", {{"t3"}, {"y"}}}})),
            Lines({"a t1 [x,y] +1", "c t3 [y] +0"}));
}

TEST(Suppression, ThresholdRulesGroupByTheirOwnFields) {
  rule::Rule rule = make_threshold_rule(2, 1);
  suppress(rule, {}, 60);
  std::vector<Happening> events;
  for (std::int64_t i = 0; i < 6; ++i) events.push_back(event(1 + 3 * i, fmt::format("{}", i), {i < 5 ? "x" : "y"}));
  EXPECT_EQ(replay(rule, events).findings,
            Lines({"2026-01-01T00:05:00.000Z 2026-01-01T00:04:00.000Z 1 x x2 from 2026-01-01T00:01:00.000Z [x] +1 "
                   "2026-01-01T00:01:00.000Z..2026-01-01T00:10:00.000Z, last 2026-01-01T00:10:00.000Z"}));
}

TEST(Suppression, TheCapCountsAlertsAndTakesQueryGroupsInTheirOrder) {
  rule::Rule rule = query_rule();
  rule.max_signals = 1;
  const std::vector<Happening> events = {event(1, "a", {}), event(2, "b", {"y"}), event(2, "c", {"y"}),
                                         event(3, "d", {"x"})};
  const Replay carried = replay(rule, events);
  EXPECT_EQ(brief(carried), Lines({"d [x] +0", "b [y] +1", "a [-] +0"}));
  EXPECT_FALSE(carried.outcome.findings[0].carried_over);
  EXPECT_TRUE(carried.outcome.findings[1].carried_over);
  ASSERT_EQ(carried.outcome.overflows.size(), 2U);
  EXPECT_EQ(carried.outcome.overflows[0].found, 3U);
  EXPECT_EQ(carried.outcome.overflows[0].left, 2U);
  rule.overflow = rule::Overflow::drop;
  EXPECT_EQ(brief(replay(rule, events)), Lines({"d [x] +0", "b [y] +1"})) << "the third run no longer sees a";
}

TEST(Suppression, AGroupThatWaitsTakesInWhatComes) {
  rule::Rule rule = query_rule();
  rule.max_signals = 1;
  EXPECT_EQ(brief(replay(rule, {event(1, "a", {"x"}), event(2, "b", {"y"}), event(7, "c", {"y"})})),
            Lines({"a [x] +0", "b [y] +1"}));
}

TEST(Suppression, NothingIsOverTheCapWhereAllIsOneGroup) {
  rule::Rule rule = query_rule();
  rule.max_signals = 1;
  std::vector<Happening> events;
  for (int i = 0; i < 50; ++i) events.push_back(event(1, fmt::format("e{:02}", i), {"x"}));
  const Replay result = replay(rule, events);
  EXPECT_EQ(brief(result), Lines({"e00 [x] +49"}));
  EXPECT_TRUE(result.outcome.overflows.empty());
}

// The definition, read literally, over what the rule raises without suppression.
class LiteralGrouping {
 public:
  LiteralGrouping(const rule::Rule& rule, const std::vector<Happening>& events) : rule_(rule) {
    for (const Happening& happening : events) by_key_.emplace(key_of_id(happening.id), &happening);
    rule::Rule plain = rule;
    plain.suppression.reset();
    plain.max_signals = 1'000'000;
    // The columns are the same without the last ones, those of group_by.
    plain_ = replay(plain, events).outcome.findings;
    std::ranges::sort(plain_, [](const Finding& a, const Finding& b) {
      const auto key = [](const Finding& one) {
        return std::tuple(one.execution, one.threshold ? one.threshold->from : one.event_time, one.event);
      };
      return key(a) != key(b) ? key(a) < key(b) : compare(a.new_terms, b.new_terms) < 0;
    });
  }

  Lines run() {
    for (const Finding& finding : plain_) {
      const std::vector<std::string> groups = groups_of(finding);
      for (const std::string& group : groups) add(finding, group);
      if (groups.empty()) alerts_.push_back({&finding, {}, 0, {}, {}, {}});
    }
    Lines lines;
    for (const Alert& alert : alerts_) {
      std::string line =
          fmt::format("{} {}", format_iso8601(alert.finding->execution), by_key_.at(alert.finding->event)->id);
      for (const Term& term : alert.finding->new_terms) line += " " + term.text;
      if (!alert.group.empty()) {
        line += fmt::format(" [{}] +{} {}..{}, last {}", alert.group, alert.count, format_iso8601(alert.start),
                            format_iso8601(alert.end), format_iso8601(alert.last));
      }
      lines.push_back(line);
    }
    std::ranges::sort(lines);
    return lines;
  }

 private:
  struct Alert {
    const Finding* finding;
    std::string group;
    std::size_t count = 0;
    Timestamp start;
    Timestamp end;
    Timestamp last;
  };

  std::vector<std::string> groups_of(const Finding& finding) const {
    if (finding.threshold) {
      std::string group;
      for (const Term& term : finding.threshold->terms) group += (group.empty() ? "" : "/") + term.text;
      return {group};
    }
    const Happening& happening = *by_key_.at(finding.event);
    const std::size_t fields = rule_.suppression->group_by.size();
    std::vector<std::string> groups = {""};
    for (std::size_t i = 0; i < fields; ++i) {
      const Values& values = happening.values[happening.values.size() - fields + i];
      std::set<std::string> choices(values.begin(), values.end());
      if (choices.empty()) {
        if (!rule_.suppression->suppress_missing) return {};
        choices.insert("-");
      } else if (rule_.type == rule::RuleType::new_terms) {
        std::multiset<std::string> sorted(values.begin(), values.end());
        std::string whole;
        for (const std::string& value : sorted) whole += (whole.empty() ? "" : ",") + value;
        choices = {whole};
      }
      std::vector<std::string> longer;
      for (const std::string& group : groups) {
        for (const std::string& choice : choices) longer.push_back((i == 0 ? "" : group + "/") + choice);
      }
      groups = longer;
    }
    return groups;
  }

  void add(const Finding& finding, const std::string& group) {
    const Timestamp start = finding.threshold ? finding.threshold->from : finding.event_time;
    const Duration reach = rule_.suppression->duration.value_or(Duration(0));
    for (std::size_t i = alerts_.size(); i-- > 0;) {
      Alert& alert = alerts_[i];
      if (alert.group != group || finding.execution - alert.finding->execution > reach) continue;
      ++alert.count;
      alert.start = std::min(alert.start, start);
      alert.end = std::max(alert.end, finding.event_time);
      alert.last = finding.execution;
      return;
    }
    alerts_.push_back({&finding, group, 0, start, finding.event_time, finding.execution});
  }

  const rule::Rule& rule_;
  std::map<EventKey, const Happening*> by_key_;
  std::vector<Finding> plain_;
  std::vector<Alert> alerts_;
};

rule::Rule random_rule(std::mt19937_64& random) {
  constexpr std::pair<const char*, const char*> kSchedules[] = {
      {"now-9m", "5m"}, {"now-6m", "5m"}, {"now-1h", "7m"}, {"now-3m", "5m"}, {"now-1h/h", "30m"}};
  const auto& [from, interval] = kSchedules[random() % std::size(kSchedules)];
  const std::optional<std::int64_t> minutes =
      random() % 2 == 0 ? kPerExecution : std::optional<std::int64_t>(1 + static_cast<std::int64_t>(random() % 60));
  std::vector<std::string> group_by = {"by0", "by1"};
  group_by.resize(1 + random() % 2);
  rule::Rule rule;
  switch (random() % 3) {
    case 0:
      rule = make_threshold_rule(static_cast<std::int64_t>(1 + random() % 3), 1, from, interval);
      suppress(rule, {}, minutes.value_or(10));
      return rule;
    case 1:
      rule = make_new_terms_rule("now-2h", 1, from, interval);
      break;
    default:
      rule = make_rule(rule::RuleType::query, from, interval);
  }
  suppress(rule, group_by, minutes);
  rule.suppression->suppress_missing = random() % 2 == 0;
  return rule;
}

std::vector<Happening> random_events(std::mt19937_64& random, std::size_t fields) {
  std::vector<Happening> events;
  const std::size_t count = 1 + random() % 80;
  for (std::size_t i = 0; i < count; ++i) {
    Happening happening{kStart + static_cast<std::int64_t>(random() % 200) * kMinute, fmt::format("e{:03}", i), {}};
    for (std::size_t f = 0; f < fields; ++f) {
      Values& values = happening.values.emplace_back();
      for (std::size_t v = 0; v < random() % 3; ++v) values.push_back(fmt::format("v{}", random() % 3));
    }
    events.push_back(happening);
    if (random() % 8 == 0) events.push_back(happening);
  }
  return events;
}

TEST(Suppression, IsALiteralGroupingOfWhatIsRaisedWithoutItWhateverTheOrder) {
  std::mt19937_64 random(20260104);
  std::size_t suppressed = 0;
  for (int round = 0; round < 400; ++round) {
    const rule::Rule rule = random_rule(random);
    std::vector<Happening> events = random_events(random, term_fields(rule).size() + suppression_fields(rule).size());
    const Lines expected = LiteralGrouping(rule, events).run();
    for (int order = 0; order < 3; ++order) {
      std::ranges::shuffle(events, random);
      Lines actual;
      for (const Finding& finding : replay(rule, events).outcome.findings) {
        const auto named = std::ranges::find_if(
            events, [&](const Happening& happening) { return key_of_id(happening.id) == finding.event; });
        std::string line = fmt::format("{} {}", format_iso8601(finding.execution), named->id);
        for (const Term& term : finding.new_terms) line += " " + term.text;
        if (finding.suppressed) {
          line += " " + describe(*finding.suppressed);
          suppressed += finding.suppressed->count;
        }
        actual.push_back(line);
      }
      std::ranges::sort(actual);
      ASSERT_EQ(actual, expected) << "round " << round << " " << rule::to_string(rule.type) << " " << rule.from_text;
    }
  }
  EXPECT_GT(suppressed, 3000U);
}

}  // namespace
}  // namespace picket::detect::testing
