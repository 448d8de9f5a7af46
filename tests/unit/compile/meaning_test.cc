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
Condition range(std::vector<RangeBound> bounds) {
  Condition condition;
  condition.kind = Kind::range;
  condition.bounds = std::move(bounds);
  return condition;
}
Condition range(Comparison comparison, std::string bound) {
  return range({{comparison, std::move(bound)}});
}
Condition term(std::string value, bool ignore_case) {
  Condition condition = text(std::move(value));
  condition.kind = Kind::term;
  condition.ignore_case = ignore_case;
  return condition;
}
Condition wildcard(std::vector<std::string> parts, bool ignore_case) {
  Condition condition;
  condition.kind = Kind::wildcard;
  condition.pattern.parts = std::move(parts);
  condition.ignore_case = ignore_case;
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
  EXPECT_EQ(code_of(range({{Comparison::gte, "1"}, {Comparison::lt, "x"}}), FieldType::integer), codes::kNotANumber);
  for (const FieldType type : {FieldType::integer, FieldType::boolean, FieldType::ip, FieldType::date}) {
    EXPECT_EQ(code_of(term("1", true), type), codes::kCaseOnType) << static_cast<int>(type);
    EXPECT_EQ(code_of(wildcard({"1", ""}, false), type), codes::kPatternOnType) << static_cast<int>(type);
  }
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

bool holds_for(const Condition& condition, const event::FieldMapping& mapping, std::string_view value) {
  const auto meaning = meaning_of(condition, mapping, {});
  return meaning && meaning->predicate && matches(*meaning->predicate, {Scalar::Kind::string, value});
}
bool holds_for(const Condition& condition, FieldType type, std::string_view value) {
  return holds_for(condition, of(type), value);
}

// What KQL has no words for: both ends of a range in one value.
TEST(Meaning, OneValueSatisfiesEveryBound) {
  const auto between = [](std::string low, std::string high) {
    return range({{Comparison::gte, std::move(low)}, {Comparison::lt, std::move(high)}});
  };
  const struct {
    Condition condition;
    FieldType type;
    std::string_view inside;
    std::string_view outside;
  } cases[] = {
      {between("2", "5"), FieldType::integer, "4", "5"},
      {between("2", "5.5"), FieldType::unsigned_long, "5", "6"},
      {between("1.5", "2"), FieldType::floating, "1.75", "2"},
      {between("10.0.0.1", "10.0.0.9"), FieldType::ip, "10.0.0.1", "10.0.0.9"},
      {between("2024-01", "2024-02"), FieldType::date, "2024-01-31T23:59:59.999Z", "2024-02-01"},
      {between("b", "d"), FieldType::keyword, "cc", "d"},
      {between("b", "d"), FieldType::text, "x CC", "a d"},
      {between("1.2.0", "1.10.0"), FieldType::version, "1.9.0", "1.10.0"},
      {between("b", "d"), FieldType::flattened_key, "c", "e"},
      {between("b", "d"), FieldType::dynamic, "c", "e"},
      {between("false", "true"), FieldType::boolean, "false", "true"},
  };
  for (const auto& one : cases) {
    EXPECT_TRUE(holds_for(one.condition, one.type, one.inside)) << one.inside;
    EXPECT_FALSE(holds_for(one.condition, one.type, one.outside)) << one.outside;
  }
  EXPECT_FALSE(predicate_of(between("5", "2"), FieldType::integer));
}

TEST(Meaning, IgnoresTheCaseOfAsciiLetters) {
  EXPECT_TRUE(holds_for(term("CMD.exe", true), FieldType::keyword, "cmd.EXE"));
  EXPECT_FALSE(holds_for(term("CMD.exe", false), FieldType::keyword, "cmd.EXE"));
  EXPECT_FALSE(holds_for(term("\u00C4", true), FieldType::keyword, "\u00E4"));
  EXPECT_TRUE(holds_for(wildcard({"C:", ".EXE"}, true), FieldType::wildcard, "c:\\a.exe"));
  EXPECT_FALSE(holds_for(wildcard({"C:", ".EXE"}, false), FieldType::wildcard, "c:\\a.exe"));
  event::FieldMapping caseless = of(FieldType::keyword);
  caseless.lowercase = true;
  EXPECT_TRUE(holds_for(wildcard({"\u00C4X\xFF", ""}, true), caseless, "\u00E4xy"));
}

// On analyzed text a term and a wildcard see one word as the index holds it: nobody makes them lower case.
TEST(Meaning, OfTermsIsOneWordAsItStands) {
  EXPECT_TRUE(holds_for(term("fox", false), FieldType::text, "The FOX"));
  EXPECT_FALSE(holds_for(term("FOX", false), FieldType::text, "The FOX"));
  EXPECT_TRUE(holds_for(term("FOX", true), FieldType::text, "The FOX"));
  EXPECT_FALSE(holds_for(term("the fox", false), FieldType::text, "The FOX"));
  EXPECT_TRUE(holds_for(wildcard({"f\xFF", ""}, false), FieldType::text, "The FOX"));
  EXPECT_FALSE(holds_for(wildcard({"F", ""}, false), FieldType::text, "The FOX"));
  EXPECT_TRUE(holds_for(wildcard({"F", ""}, true), FieldType::text, "The FOX"));
}

TEST(Meaning, ReadsDatesInTheirZone) {
  const Timestamp now = *parse_iso8601("2024-03-15T23:30:00Z");
  const auto first = [&](std::string date) {
    Condition condition = range(Comparison::gte, std::move(date));
    condition.zone = std::chrono::hours(1);
    const auto meaning = meaning_of(condition, of(FieldType::date), now);
    return format_iso8601(Timestamp(Duration(std::get<Dates>(*meaning->predicate).intervals.at(0).first)));
  };
  EXPECT_EQ(first("2024-03-15"), "2024-03-14T23:00:00.000Z");
  EXPECT_EQ(first("2024-03-15T10:00:00"), "2024-03-15T09:00:00.000Z");
  EXPECT_EQ(first("2024-03-15T10:00:00Z"), "2024-03-15T10:00:00.000Z");
  EXPECT_EQ(first("2024-03-15T10:00:00+02:00"), "2024-03-15T08:00:00.000Z");
  EXPECT_EQ(first("1710498030500"), "2024-03-15T10:20:30.500Z");
  EXPECT_EQ(first("now/d"), "2024-03-15T23:00:00.000Z");
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
