// SPDX-License-Identifier: Apache-2.0
#include "compile/meaning.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compile/codes.h"

namespace picket::compile {
namespace {

using event::FieldType;
using event::Scalar;
using Kind = Condition::Kind;

event::FieldMapping of(FieldType type) {
  event::FieldMapping mapping;
  mapping.type = type;
  return mapping;
}
Condition text(std::string value) {
  Condition condition;
  condition.kind = Kind::text;
  condition.text = std::move(value);
  return condition;
}
Condition range(Comparison comparison, std::string bound) {
  Condition condition = text(std::move(bound));
  condition.kind = Kind::range;
  condition.comparison = comparison;
  return condition;
}
Condition pattern(std::vector<std::string> parts) {
  Condition condition;
  condition.kind = Kind::pattern;
  condition.pattern.parts = std::move(parts);
  return condition;
}
std::string code_of(const Condition& condition, FieldType type) {
  const auto meaning = meaning_of(condition, of(type), {});
  return meaning ? "" : std::string(meaning.error().code);
}
std::optional<Predicate> predicate_of(const Condition& condition, FieldType type) {
  return meaning_of(condition, of(type), {})->predicate;
}

TEST(Meaning, IsSaidForEveryType) {
  for (int type = 0; type <= static_cast<int>(FieldType::unmapped); ++type) {
    const auto meaning = meaning_of(Condition{}, of(static_cast<FieldType>(type)), {});
    ASSERT_TRUE(meaning) << type;
    EXPECT_EQ(meaning->predicate.has_value(), static_cast<FieldType>(type) != FieldType::unmapped);
  }
}

TEST(Meaning, RefusesWhatDoesNotFit) {
  const struct {
    Condition condition;
    FieldType type;
    std::string_view code;
  } cases[] = {
      {text("abc"), FieldType::integer, codes::kNotANumber},
      {text("1e999"), FieldType::floating, codes::kNotANumber},
      {range(Comparison::gt, ""), FieldType::single, codes::kNotANumber},
      {pattern({"1", ""}), FieldType::unsigned_long, codes::kPatternOnType},
      {pattern({"", "", ""}), FieldType::ip, codes::kPatternOnType},
      {text("1"), FieldType::boolean, codes::kNotABoolean},
      {text("10.0.0.0/33"), FieldType::ip, codes::kNotAnAddress},
      {text("010.0.0.1"), FieldType::ip, codes::kNotAnAddress},
      {range(Comparison::gt, "10.0.0.0/8"), FieldType::ip, codes::kNotAnAddress},
      {text("2024-3-1"), FieldType::date, codes::kNotADate},
      {text("2024-03-15 10:20"), FieldType::date, codes::kNotADate},
      {text("now-2d/2d"), FieldType::date_nanos, codes::kNotADate},
      {range(Comparison::lt, "5"), FieldType::flattened_key, codes::kRangeOnFlattened},
      {text("1,2"), FieldType::geo_point, codes::kOpaqueType},
  };
  for (const auto& one : cases) EXPECT_EQ(code_of(one.condition, one.type), one.code) << one.condition.text;
}

TEST(Meaning, TurnsFractionalBoundsIntoWholeOnes) {
  const auto interval = [](Comparison comparison, std::string bound) {
    const auto predicate = predicate_of(range(comparison, std::move(bound)), FieldType::integer);
    return std::get<Wholes>(*predicate).intervals.at(0);
  };
  EXPECT_EQ(interval(Comparison::gt, "1.5").first, 2);
  EXPECT_EQ(interval(Comparison::gte, "1.5").first, 2);
  EXPECT_EQ(interval(Comparison::lt, "1.5").last, 1);
  EXPECT_EQ(interval(Comparison::lte, "1.5").last, 1);
  EXPECT_EQ(interval(Comparison::gt, "-1.5").first, -1);
  EXPECT_EQ(interval(Comparison::lte, "-1.5").last, -2);
  EXPECT_EQ(interval(Comparison::lt, "-0.5").last, -1);
  EXPECT_EQ(interval(Comparison::gt, "-0.5").first, 0);
  EXPECT_FALSE(predicate_of(text("1.5"), FieldType::integer));
  EXPECT_FALSE(predicate_of(range(Comparison::gt, "9223372036854775807"), FieldType::integer));
  EXPECT_FALSE(predicate_of(range(Comparison::gte, "1e30"), FieldType::integer));
  EXPECT_TRUE(predicate_of(range(Comparison::lt, "1e30"), FieldType::integer));
}

TEST(Meaning, EndsWhereTheTypeEnds) {
  EXPECT_FALSE(predicate_of(range(Comparison::lt, "::"), FieldType::ip));
  EXPECT_FALSE(predicate_of(range(Comparison::gt, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), FieldType::ip));
  const auto after = predicate_of(range(Comparison::gt, "10.0.0.255"), FieldType::ip);
  EXPECT_EQ(format_ip(std::get<IpRanges>(*after).intervals.at(0).first), "10.0.1.0");
  const auto before = predicate_of(range(Comparison::lt, "10.0.1.0"), FieldType::ip);
  EXPECT_EQ(format_ip(std::get<IpRanges>(*before).intervals.at(0).last), "10.0.0.255");
  EXPECT_FALSE(predicate_of(range(Comparison::lt, "false"), FieldType::boolean));
}

TEST(Meaning, SaysWhenItDependsOnNow) {
  EXPECT_TRUE(meaning_of(text("now-1d/d"), of(FieldType::date), {})->depends_on_now);
  EXPECT_FALSE(meaning_of(text("2024-03-15||-1d"), of(FieldType::date), {})->depends_on_now);
  EXPECT_FALSE(meaning_of(text("now"), of(FieldType::keyword), {})->depends_on_now);
}

TEST(Meaning, OfTextWithoutWordsIsNothing) {
  EXPECT_FALSE(predicate_of(text("---"), FieldType::text));
  EXPECT_FALSE(predicate_of(text(""), FieldType::match_only_text));
}

TEST(Alternatives, AreCutAtLucenesWhiteSpace) {
  const auto texts = [](std::vector<std::string> parts) {
    std::vector<std::string> out;
    for (const Pattern& one : alternatives({std::move(parts)})) out.push_back(to_string(one));
    return out;
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(texts({"", "foo bar", ""}), (Texts{"*foo", "bar*"}));
  EXPECT_EQ(texts({"a\tb\u3000c\nd", ""}), (Texts{"a", "b", "c", "d*"}));
  EXPECT_EQ(texts({" ", " "}), (Texts{"*"}));
  EXPECT_EQ(texts({"a\u00a0b", ""}), (Texts{"a\u00a0b*"}));
}

TEST(Predicates, AreSortedSetsOfIntervals) {
  std::vector<Interval<int>> intervals = {{5, 9}, {1, 2}, {8, 12}, {20, 19}, {2, 3}};
  normalize(intervals);
  EXPECT_EQ(intervals, (std::vector<Interval<int>>{{1, 3}, {5, 12}}));
  EXPECT_TRUE(contains(intervals, 1));
  EXPECT_TRUE(contains(intervals, 12));
  EXPECT_FALSE(contains(intervals, 4));
  EXPECT_FALSE(contains(intervals, 0));
  EXPECT_FALSE(contains(intervals, 13));
}

TEST(Patterns, AreAnchoredAndGreedyEnough) {
  const Pattern pattern{{"a", "b", "b"}};  // a*b*b
  EXPECT_TRUE(matches(pattern, "abb"));
  EXPECT_TRUE(matches(pattern, "axbxb"));
  EXPECT_FALSE(matches(pattern, "ab"));
  EXPECT_FALSE(matches(Pattern{{"ab", "ba"}}, "aba"));
  EXPECT_TRUE(matches(Pattern{{"", "", ""}}, ""));
  EXPECT_TRUE(matches(Pattern{{"x"}}, "x"));
  EXPECT_FALSE(matches(Pattern{{"x"}}, "xx"));
}

}  // namespace
}  // namespace picket::compile
