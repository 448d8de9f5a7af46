// SPDX-License-Identifier: Apache-2.0
#include "base/date_math.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/json.h"
#include "base/text.h"
#include "support/shared_data.h"

namespace picket {
namespace {

using Rounding = DateMath::Rounding;

constexpr const char* kNow = "2024-03-15T10:20:30.500Z";  // a Friday

std::string at(std::string_view text, Rounding rounding, std::string_view now = kNow) {
  const auto math = DateMath::parse(text);
  return math ? format_iso8601(math->evaluate(*parse_iso8601(now), rounding)) : "refused";
}
std::string down(std::string_view text, std::string_view now = kNow) {
  return at(text, Rounding::down, now);
}
std::string up(std::string_view text, std::string_view now = kNow) {
  return at(text, Rounding::up, now);
}

TEST(DateMath, Now) {
  EXPECT_EQ(down("now"), kNow);
  EXPECT_EQ(up("now"), kNow);
  EXPECT_TRUE(DateMath::parse("now-1d")->is_relative());
  EXPECT_FALSE(DateMath::parse("2024-03-15||-1d")->is_relative());
  EXPECT_FALSE(DateMath::parse("2024-03-15")->is_relative());
}

TEST(DateMath, FixedOffsetIsWhatNowDoesNotChange) {
  using namespace std::chrono_literals;
  const auto offset = [](std::string_view text) { return DateMath::parse(text)->fixed_offset(); };
  EXPECT_EQ(offset("now"), 0ms);
  EXPECT_EQ(offset("now-9m"), 9min);
  EXPECT_EQ(offset("now-1d+30m"), 23h + 30min);
  EXPECT_EQ(offset("now+1w"), -168h);
  for (const char* text : {"now-1M", "now-1y", "now/d", "now-1d/d", "2024-03-15", "2024-03-15||-1d"}) {
    EXPECT_EQ(offset(text), std::nullopt) << text;
  }
  std::string far = "now";
  for (int i = 0; i < 8; ++i) far += "-2147483647w";
  EXPECT_EQ(offset(far), std::nullopt);  // beyond what a Duration holds
}

TEST(DateMath, AddsEveryUnit) {
  EXPECT_EQ(down("now+1s"), "2024-03-15T10:20:31.500Z");
  EXPECT_EQ(down("now-9m"), "2024-03-15T10:11:30.500Z");
  EXPECT_EQ(down("now+2h"), "2024-03-15T12:20:30.500Z");
  EXPECT_EQ(down("now+2H"), "2024-03-15T12:20:30.500Z");
  EXPECT_EQ(down("now-7d"), "2024-03-08T10:20:30.500Z");
  EXPECT_EQ(down("now-1w"), "2024-03-08T10:20:30.500Z");
  EXPECT_EQ(down("now-1M"), "2024-02-15T10:20:30.500Z");
  EXPECT_EQ(down("now+10M"), "2025-01-15T10:20:30.500Z");
  EXPECT_EQ(down("now-3M"), "2023-12-15T10:20:30.500Z");
  EXPECT_EQ(down("now-27M"), "2021-12-15T10:20:30.500Z");
  EXPECT_EQ(down("now-1y"), "2023-03-15T10:20:30.500Z");
  EXPECT_EQ(down("now+0d"), kNow);
}

TEST(DateMath, MonthsAndYearsKeepOrClampTheDay) {
  EXPECT_EQ(down("2024-01-31||+1M"), "2024-02-29T00:00:00.000Z");
  EXPECT_EQ(down("2023-01-31||+1M"), "2023-02-28T00:00:00.000Z");
  EXPECT_EQ(down("2024-03-31||-1M"), "2024-02-29T00:00:00.000Z");
  EXPECT_EQ(down("2024-02-29||+1y"), "2025-02-28T00:00:00.000Z");
  EXPECT_EQ(down("2024-02-29||+4y"), "2028-02-29T00:00:00.000Z");
  EXPECT_EQ(down("2024-01-31||+1M+1M"), "2024-03-29T00:00:00.000Z");  // each step clamps for itself
  EXPECT_EQ(down("2024-01-31||+2M"), "2024-03-31T00:00:00.000Z");
  EXPECT_EQ(down("2023-12-31T23:59:59.999Z||+2M"), "2024-02-29T23:59:59.999Z");
}

TEST(DateMath, RoundsToEveryUnit) {
  EXPECT_EQ(down("now/s"), "2024-03-15T10:20:30.000Z");
  EXPECT_EQ(up("now/s"), "2024-03-15T10:20:30.999Z");
  EXPECT_EQ(down("now/m"), "2024-03-15T10:20:00.000Z");
  EXPECT_EQ(up("now/m"), "2024-03-15T10:20:59.999Z");
  EXPECT_EQ(down("now/h"), "2024-03-15T10:00:00.000Z");
  EXPECT_EQ(up("now/H"), "2024-03-15T10:59:59.999Z");
  EXPECT_EQ(down("now/d"), "2024-03-15T00:00:00.000Z");
  EXPECT_EQ(up("now/d"), "2024-03-15T23:59:59.999Z");
  EXPECT_EQ(down("now/w"), "2024-03-11T00:00:00.000Z");  // Monday
  EXPECT_EQ(up("now/w"), "2024-03-17T23:59:59.999Z");    // Sunday
  EXPECT_EQ(down("now/M"), "2024-03-01T00:00:00.000Z");
  EXPECT_EQ(up("now/M"), "2024-03-31T23:59:59.999Z");
  EXPECT_EQ(down("now/y"), "2024-01-01T00:00:00.000Z");
  EXPECT_EQ(up("now/y"), "2024-12-31T23:59:59.999Z");
}

TEST(DateMath, RoundingKeepsWhatIsAtTheEdge) {
  EXPECT_EQ(down("now/d", "2024-03-15T00:00:00.000Z"), "2024-03-15T00:00:00.000Z");
  EXPECT_EQ(up("now/d", "2024-03-15T00:00:00.000Z"), "2024-03-15T23:59:59.999Z");
  EXPECT_EQ(up("now/d", "2024-03-15T23:59:59.999Z"), "2024-03-15T23:59:59.999Z");
  EXPECT_EQ(down("now/w", "2024-03-11T00:00:00.000Z"), "2024-03-11T00:00:00.000Z");
  EXPECT_EQ(down("now/w", "2024-03-10T23:59:59.999Z"), "2024-03-04T00:00:00.000Z");
  EXPECT_EQ(up("now/M", "2023-02-10"), "2023-02-28T23:59:59.999Z");
}

TEST(DateMath, RoundsTowardsThePastBeforeTheEpoch) {
  EXPECT_EQ(down("now/d", "1969-12-31T23:00:00Z"), "1969-12-31T00:00:00.000Z");
  EXPECT_EQ(up("now/h", "1969-12-31T23:00:00Z"), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(down("now/w", "1970-01-01"), "1969-12-29T00:00:00.000Z");
  EXPECT_EQ(down("now/w", "1969-12-28T12:00:00Z"), "1969-12-22T00:00:00.000Z");
  EXPECT_EQ(down("now/y", "1965-06-01"), "1965-01-01T00:00:00.000Z");
  EXPECT_EQ(down("now-1M/M", "1970-01-15"), "1969-12-01T00:00:00.000Z");
}

TEST(DateMath, TakesStepsInOrder) {
  EXPECT_EQ(down("now-1d/d"), "2024-03-14T00:00:00.000Z");
  EXPECT_EQ(up("now-1d/d"), "2024-03-14T23:59:59.999Z");
  EXPECT_EQ(down("now/d-1h"), "2024-03-14T23:00:00.000Z");
  EXPECT_EQ(up("now/d+1h"), "2024-03-16T00:59:59.999Z");
  EXPECT_EQ(down("now-1M/M+1w/w"), "2024-02-05T00:00:00.000Z");
  EXPECT_EQ(down("now+1d-24h+60m-3600s"), kNow);
}

TEST(DateMath, ANumberMayBeLeftOut) {
  EXPECT_EQ(down("now+d"), down("now+1d"));
  EXPECT_EQ(down("now-h/1d"), down("now-1h/d"));
}

TEST(DateMath, BareDatesRoundByTheirPrecision) {
  EXPECT_EQ(down("2024"), "2024-01-01T00:00:00.000Z");
  EXPECT_EQ(up("2024"), "2024-12-31T23:59:59.999Z");
  EXPECT_EQ(down("2024-03"), "2024-03-01T00:00:00.000Z");
  EXPECT_EQ(up("2024-03"), "2024-03-31T23:59:59.999Z");
  EXPECT_EQ(up("2024-03-15T10:20"), "2024-03-15T10:20:59.999Z");
  EXPECT_EQ(up("2024-03-15T10:20:30.250Z"), "2024-03-15T10:20:30.250Z");
  EXPECT_EQ(down("1710498030500"), kNow);
  EXPECT_EQ(up("1710498030500"), kNow);
}

TEST(DateMath, AnchorsStartAtTheirFirstMillisecond) {
  EXPECT_EQ(down("2024-03-01||+14d"), "2024-03-15T00:00:00.000Z");
  EXPECT_EQ(up("2024-03-01||+14d"), "2024-03-15T00:00:00.000Z");
  EXPECT_EQ(up("2024-03||/M"), "2024-03-31T23:59:59.999Z");
  EXPECT_EQ(down("2024-03-10||"), "2024-03-10T00:00:00.000Z");
  EXPECT_EQ(down("1710498030500||/d"), "2024-03-15T00:00:00.000Z");
  EXPECT_EQ(down("2024-03-15T10:20:30+02:00||-1h"), "2024-03-15T07:20:30.000Z");
}

TEST(DateMath, RefusesOtherTexts) {
  for (const char* text : {"",
                           "No",
                           "NOW",
                           "Now",
                           "now ",
                           " now",
                           "now-",
                           "now+",
                           "now/",
                           "now-1",
                           "now1d",
                           "nowd",
                           "now-1x",
                           "now-1D",
                           "now-1ms",
                           "now-1q",
                           "now/2d",
                           "now-2d/2d",
                           "now/0d",
                           "now//d",
                           "now-1 d",
                           "now - 1d",
                           "now--1d",
                           "now+-1d",
                           "now-1.5h",
                           "now-1d/",
                           "now-1d/dd",
                           "now|",
                           "now||",
                           "now||-1d",
                           "now-2147483648s",
                           "now-99999999999999999999s",
                           "2024-03-15-1d",
                           "2024-03-15|-1d",
                           "2024-03-15/d",
                           "2024-03-15||1d",
                           "||",
                           "||+1d",
                           "yesterday",
                           "15/03/2024",
                           "2024-3-1",
                           "2024-03-*",
                           "2024-03-15||/d||+1d"}) {
    EXPECT_FALSE(DateMath::parse(text)) << text;
  }
}

TEST(DateMath, LimitsTheNumberOfSteps) {
  std::string text = "now";
  for (std::size_t i = 0; i < DateMath::kMaxSteps; ++i) text += "+1d";
  EXPECT_EQ(down(text), "2024-05-18T10:20:30.500Z");
  EXPECT_FALSE(DateMath::parse(text + "+1d"));
}

TEST(DateMath, HugeAmountsStopAtTheEndOfTime) {
  for (const char* unit : {"y", "M", "w", "d"}) {
    const std::string amount = "2147483647" + std::string(unit);
    std::string forward = "now";
    std::string back = "now";
    for (int i = 0; i < 8; ++i) {
      forward += "+" + amount + "/y/w/s";
      back += "-" + amount + "/y/w/s";
    }
    const bool reaches_end = unit[0] != 'd';  // eight times 2147483647 days are only some 47 million years
    EXPECT_EQ(down(forward).substr(0, 5), reaches_end ? "+2902" : "+4703") << forward;
    EXPECT_EQ(down(back).substr(0, 5), reaches_end ? "-2902" : "-4703") << back;
  }
}

TEST(DateMath, ExtremeInstantsDoNotOverflow) {
  for (const char* text : {"now", "now/y", "now/w", "now+1y", "now-1y", "now+1s", "now-1s", "now/y+1M/M", "now/d/h"}) {
    const auto math = DateMath::parse(text);
    ASSERT_TRUE(math) << text;
    for (const Timestamp now : {Timestamp::min(), Timestamp::max()}) {
      const Timestamp lower = math->evaluate(now, Rounding::down);
      const Timestamp upper = math->evaluate(now, Rounding::up);
      EXPECT_LE(lower, upper) << text;
      EXPECT_EQ(lower > Timestamp{}, now > Timestamp{}) << text;
      EXPECT_EQ(upper > Timestamp{}, now > Timestamp{}) << text;
    }
  }
}

// Random expressions over random instants against the definitions of the steps.
TEST(DateMathProperty, RoundingGivesTheUnitAroundTheInstant) {
  std::mt19937_64 random(7);  // NOLINT(cert-msc51-cpp): the same cases in every run
  std::uniform_int_distribution<std::int64_t> any_time(-62'167'219'200'000, 253'402'300'799'999);
  for (int i = 0; i < 5'000; ++i) {
    const Timestamp now{Duration(any_time(random))};
    for (const char unit : std::string_view("yMwdhHms")) {
      const auto math = DateMath::parse(std::string("now/") + unit);
      ASSERT_TRUE(math);
      const Timestamp first = math->evaluate(now, Rounding::down);
      const Timestamp last = math->evaluate(now, Rounding::up);
      ASSERT_LE(first, now);
      ASSERT_LE(now, last);
      // Rounding again changes nothing, and the next millisecond begins the next unit.
      ASSERT_EQ(math->evaluate(first, Rounding::down), first);
      ASSERT_EQ(math->evaluate(last, Rounding::down), first);
      ASSERT_EQ(math->evaluate(last, Rounding::up), last);
      ASSERT_EQ(math->evaluate(last + Duration(1), Rounding::down), last + Duration(1));
      const auto next = DateMath::parse(std::string("now/") + unit + "+1" + unit);
      ASSERT_EQ(next->evaluate(now, Rounding::down), last + Duration(1)) << format_iso8601(now) << unit;
    }
    const auto week_begin = DateMath::parse("now/w")->evaluate(now);
    ASSERT_EQ(std::chrono::weekday(std::chrono::floor<std::chrono::days>(week_begin)), std::chrono::Monday);
  }
}

TEST(DateMathProperty, FixedUnitsAddUpAndTakeBack) {
  std::mt19937_64 random(11);  // NOLINT(cert-msc51-cpp): the same cases in every run
  std::uniform_int_distribution<std::int64_t> any_time(-62'167'219'200'000, 253'402'300'799'999);
  std::uniform_int_distribution<std::int64_t> any_amount(0, 100'000);
  for (int i = 0; i < 5'000; ++i) {
    const Timestamp now{Duration(any_time(random))};
    const std::int64_t a = any_amount(random);
    const std::int64_t b = any_amount(random);
    const auto value = [&](const std::string& text) { return DateMath::parse(text)->evaluate(now); };
    for (const char unit : std::string_view("wdhms")) {
      ASSERT_EQ(value(fmt::format("now+{0}{1}-{0}{1}", a, unit)), now);
      ASSERT_EQ(value(fmt::format("now+{0}{2}+{1}{2}", a, b, unit)),
                value(fmt::format("now+{1}{2}+{0}{2}", a, b, unit)));
    }
    ASSERT_EQ(value(fmt::format("now+{}w", a)), now + a * std::chrono::weeks(1));
    ASSERT_EQ(value(fmt::format("now+{}h", a)), now + a * std::chrono::hours(1));
    // Months: the date moves by as many months, and the time of day stays.
    const Timestamp moved = value(fmt::format("now+{}M", a % 1000));
    ASSERT_EQ(std::chrono::floor<std::chrono::days>(moved) - moved, std::chrono::floor<std::chrono::days>(now) - now);
  }
}

// The parser takes any bytes without harm, and what it takes evaluates without overflow (the sanitizers watch).
TEST(DateMathProperty, RandomTextsAreRefusedOrEvaluate) {
  constexpr std::string_view kPieces[] = {"now",        "2024-03-15", "1710498030500",
                                          "||",         "+",          "-",
                                          "/",          "1",          "9",
                                          "2147483647", "y",          "M",
                                          "w",          "d",          "h",
                                          "H",          "m",          "s",
                                          "x",          " ",          "T",
                                          ":",          "\xff",       "/d",
                                          "-7d",        "+1M"};
  std::mt19937_64 random(13);  // NOLINT(cert-msc51-cpp): the same cases in every run
  std::size_t accepted = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text = i % 2 == 0 ? "now" : "";
    for (std::uint64_t left = random() % 8; left > 0; --left) text += kPieces[random() % std::size(kPieces)];
    const auto math = DateMath::parse(text);
    if (!math) continue;
    ++accepted;
    const Timestamp now{Duration(static_cast<std::int64_t>(random()))};
    ASSERT_LE(math->evaluate(now, Rounding::down), math->evaluate(now, Rounding::up)) << text;
  }
  EXPECT_GT(accepted, 3'000U);
}

// A reader of just those queries that the date vectors use: terms `FIELD:VALUE` or `FIELD OP VALUE`, `not` before one,
// `and` between them.
class DateQuery {
 public:
  explicit DateQuery(const json::Value& vector) : doc_(vector.at("doc").as_object()) {
    const json::Value* const now = json::get(vector.as_object(), "now");
    if (now != nullptr) now_ = *parse_iso8601(json::view(*now));
  }

  bool matches(std::string_view query) const {
    const std::size_t conjunction = query.find(" and ");
    if (conjunction != std::string_view::npos) {
      return matches(query.substr(0, conjunction)) && matches(query.substr(conjunction + 5));
    }
    if (query.starts_with("not ")) return !matches(query.substr(4));
    const std::size_t field_end = query.find_first_of(" :<>");
    const std::size_t value_begin = query.find_first_not_of(" :<>=", field_end);
    const std::string_view operation = trim_ascii(query.substr(field_end, value_begin - field_end));
    std::string_view value = query.substr(value_begin);
    if (value.starts_with('"')) value = value.substr(1, value.size() - 2);
    return compare(query.substr(0, field_end), operation, value);
  }

 private:
  bool compare(std::string_view field, std::string_view operation, std::string_view value) const {
    const auto math = DateMath::parse(value);
    EXPECT_TRUE(math) << value;
    const json::Value* const stored = json::get(doc_, field);
    if (!math || stored == nullptr) return false;
    const auto time = parse_date(json::scalar_text(*stored));
    EXPECT_TRUE(time) << json::scalar_text(*stored);
    const Timestamp lower = math->evaluate(now_, Rounding::down);
    const Timestamp upper = math->evaluate(now_, Rounding::up);
    if (operation == ">=") return *time >= lower;
    if (operation == ">") return *time > upper;
    if (operation == "<=") return *time <= upper;
    if (operation == "<") return *time < lower;
    EXPECT_EQ(operation, ":");
    return lower <= *time && *time <= upper;
  }

  const json::Object& doc_;
  Timestamp now_{};
};

TEST(DateMathVectors, DateTermsOfTheKqlVectors) {
  const auto path = test::shared_data("vectors/kql/match.jsonl");
  if (!path) GTEST_SKIP() << test::kNoSharedData;
  std::size_t checked = 0;
  const std::string text = test::read_file(*path);
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    const auto vector = json::parse(line);
    ASSERT_TRUE(vector) << line;
    const std::string_view id = json::view(vector->at("id"));
    if (!id.starts_with("match-date")) continue;
    const std::string_view query = json::view(vector->at("query"));
    EXPECT_EQ(DateQuery(*vector).matches(query), vector->at("match").as_bool()) << id << ": " << query;
    ++checked;
  }
  EXPECT_GE(checked, 30U);
}

}  // namespace
}  // namespace picket
