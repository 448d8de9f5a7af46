// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

namespace picket {
namespace {

constexpr const char* kRefused = "refused";

std::string shown(std::optional<Timestamp> time) {
  return time ? format_iso8601(*time) : kRefused;
}
std::string iso(std::string_view text) {
  return shown(parse_iso8601(text));
}
std::string us(std::string_view text) {
  return shown(parse_us_datetime(text));
}
std::string epoch(std::string_view text) {
  return shown(parse_epoch_milliseconds(text));
}

std::string ends(std::optional<TimeInterval> interval) {
  return interval ? format_iso8601(interval->first) + " " + format_iso8601(interval->last) : kRefused;
}

TEST(Iso8601, AcceptsEveryPrecision) {
  EXPECT_EQ(iso("2024"), "2024-01-01T00:00:00.000Z");
  EXPECT_EQ(iso("2024-03"), "2024-03-01T00:00:00.000Z");
  EXPECT_EQ(iso("2024-03-15"), "2024-03-15T00:00:00.000Z");
  EXPECT_EQ(iso("2024-03-15T10"), "2024-03-15T10:00:00.000Z");
  EXPECT_EQ(iso("2024-03-15T10:20"), "2024-03-15T10:20:00.000Z");
  EXPECT_EQ(iso("2024-03-15T10:20:30"), "2024-03-15T10:20:30.000Z");
  EXPECT_EQ(iso("2024-03-15T10:20:30.5"), "2024-03-15T10:20:30.500Z");
  EXPECT_EQ(iso("2024-03-15T10:20:30,5"), "2024-03-15T10:20:30.500Z");
  EXPECT_EQ(iso("2024-03-15 10:20:30"), "2024-03-15T10:20:30.000Z");
}

TEST(Iso8601, CutsDigitsBeyondMilliseconds) {
  EXPECT_EQ(iso("2020-10-30T07:48:48.6816663Z"), "2020-10-30T07:48:48.681Z");
  EXPECT_EQ(iso("2020-10-30T07:48:48.9999999Z"), "2020-10-30T07:48:48.999Z");
  EXPECT_EQ(iso("1969-12-31T23:59:59.9999Z"), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(iso("2024-03-15T10:20:30.123456789Z"), "2024-03-15T10:20:30.123Z");
  EXPECT_EQ(iso("2024-03-15T10:20:30.1234567890Z"), kRefused);
  EXPECT_EQ(iso("2024-03-15T10:20:30.01Z"), "2024-03-15T10:20:30.010Z");
}

TEST(Iso8601, AppliesTheZone) {
  EXPECT_EQ(iso("2024-03-15T23:30:00-01:00"), "2024-03-16T00:30:00.000Z");
  EXPECT_EQ(iso("2024-03-15T00:30:00+02:00"), "2024-03-14T22:30:00.000Z");
  EXPECT_EQ(iso("2024-03-15T00:30:00+0530"), "2024-03-14T19:00:00.000Z");
  EXPECT_EQ(iso("2024-03-15T00:30:00+05"), "2024-03-14T19:30:00.000Z");
  EXPECT_EQ(iso("2024-03-15T00:30:00.25-03:30"), "2024-03-15T04:00:00.250Z");
  EXPECT_EQ(iso("2024-03-15T10Z"), "2024-03-15T10:00:00.000Z");
  EXPECT_EQ(iso("2024-03-15T10:20+01:00"), "2024-03-15T09:20:00.000Z");
  EXPECT_EQ(iso("2024-03-15T10:20:30-00:00"), "2024-03-15T10:20:30.000Z");
  EXPECT_EQ(iso("2024-01-01T00:00:00+18:00"), "2023-12-31T06:00:00.000Z");
  EXPECT_EQ(iso("2024-01-01T00:00:00+18:01"), kRefused);
  EXPECT_EQ(iso("2024-01-01T00:00:00+19"), kRefused);
  EXPECT_EQ(iso("2024-01-01T00:00:00+01:60"), kRefused);
}

TEST(Iso8601, RefusesOtherTexts) {
  for (const char* text : {"",
                           " ",
                           "2",
                           "202",
                           "20240",
                           "20240315",
                           "2024-",
                           "2024-3",
                           "2024-3-1",
                           "2024-03-",
                           "2024-03-1",
                           "2024-03-155",
                           "2024-03-15T",
                           "2024-03-15 ",
                           "2024-03-15T1",
                           "2024-03-15T1:20:30",
                           "2024-03-15T10:",
                           "2024-03-15T10:2",
                           "2024-03-15T10:20:",
                           "2024-03-15T10:20:3",
                           "2024-03-15T10:20:30.",
                           "2024-03-15T10:20:30.Z",
                           "2024-03-15T10:20:30 Z",
                           "2024-03-15T10:20:30z",
                           "2024-03-15t10:20:30Z",
                           "2024-03-15T10:20:30ZZ",
                           "2024-03-15T10:20:30+",
                           "2024-03-15T10:20:30+1",
                           "2024-03-15T10:20:30+01:",
                           "2024-03-15T10:20:30+01:0",
                           "2024-03-15T10:20:30+010",
                           "2024-03-15T10:20:30+01:00Z",
                           "2024-03-15T10:20.5",
                           "2024-03-15T10.5",
                           "2024-03-15Z",
                           "2024Z",
                           "2024-03Z",
                           "2024-03T10",
                           "2024-03-15+01:00",
                           " 2024-03-15",
                           "2024-03-15T10:20:30Z ",
                           "-2024-03-15",
                           "+2024-03-15",
                           "2024/03/15",
                           "2024-03-15T10-20-30",
                           "2023-06-15:54:46.86Z",
                           "yesterday",
                           "15/03/2024",
                           "2024-W11",
                           "2024-075",
                           "now"}) {
    EXPECT_EQ(iso(text), kRefused) << text;
  }
  EXPECT_EQ(iso(std::string_view("2024-03-15\0", 11)), kRefused);
}

TEST(Iso8601, RefusesDatesThatDoNotExist) {
  for (const char* text : {"2024-00", "2024-13", "2024-00-10", "2024-13-10", "2024-01-00", "2024-01-32", "2024-04-31",
                           "2023-02-29", "1900-02-29", "2024-02-30", "2024-03-15T24", "2024-03-15T24:00:00",
                           "2024-03-15T10:60", "2024-03-15T10:20:60"}) {
    EXPECT_EQ(iso(text), kRefused) << text;
  }
  EXPECT_EQ(iso("2024-02-29"), "2024-02-29T00:00:00.000Z");
  EXPECT_EQ(iso("2000-02-29"), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(iso("0000-01-01"), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(iso("9999-12-31T23:59:59.999Z"), "9999-12-31T23:59:59.999Z");
}

TEST(Iso8601, IntervalOfAPartialDate) {
  const auto interval = [](std::string_view text) { return ends(parse_iso8601_interval(text)); };
  EXPECT_EQ(interval("2024"), "2024-01-01T00:00:00.000Z 2024-12-31T23:59:59.999Z");
  EXPECT_EQ(interval("2023"), "2023-01-01T00:00:00.000Z 2023-12-31T23:59:59.999Z");
  EXPECT_EQ(interval("2024-02"), "2024-02-01T00:00:00.000Z 2024-02-29T23:59:59.999Z");
  EXPECT_EQ(interval("2023-02"), "2023-02-01T00:00:00.000Z 2023-02-28T23:59:59.999Z");
  EXPECT_EQ(interval("2024-12"), "2024-12-01T00:00:00.000Z 2024-12-31T23:59:59.999Z");
  EXPECT_EQ(interval("2024-03-15"), "2024-03-15T00:00:00.000Z 2024-03-15T23:59:59.999Z");
  EXPECT_EQ(interval("2024-03-15T10"), "2024-03-15T10:00:00.000Z 2024-03-15T10:59:59.999Z");
  EXPECT_EQ(interval("2024-03-15T10:20"), "2024-03-15T10:20:00.000Z 2024-03-15T10:20:59.999Z");
  EXPECT_EQ(interval("2024-03-15T10:20:30"), "2024-03-15T10:20:30.000Z 2024-03-15T10:20:30.999Z");
  EXPECT_EQ(interval("2024-03-15T10:20:30.5"), "2024-03-15T10:20:30.500Z 2024-03-15T10:20:30.500Z");
  EXPECT_EQ(interval("2024-03-15T10+02:00"), "2024-03-15T08:00:00.000Z 2024-03-15T08:59:59.999Z");
  EXPECT_EQ(interval("2024-3"), kRefused);
  EXPECT_EQ(interval("2024-02-30"), kRefused);
}

TEST(EpochMilliseconds, ReadsNumbers) {
  EXPECT_EQ(epoch("0"), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(epoch("1710498030500"), "2024-03-15T10:20:30.500Z");
  EXPECT_EQ(epoch("1710498030500.999999"), "2024-03-15T10:20:30.500Z");
  EXPECT_EQ(epoch("-1"), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(epoch("2024"), "1970-01-01T00:00:02.024Z");
}

TEST(EpochMilliseconds, RefusesOtherTexts) {
  for (const char* text : {"", "-", "+1", " 1", "1 ", "1.", "1.0000000", "1e3", "0x10", "1,000", "9223372036854775808",
                           "1710498030500ms"}) {
    EXPECT_EQ(epoch(text), kRefused) << text;
  }
}

TEST(Date, IsIsoFirstAndEpochMillisecondsElse) {
  EXPECT_EQ(shown(parse_date("2024")), "2024-01-01T00:00:00.000Z");
  EXPECT_EQ(shown(parse_date("20240315")), "1970-01-01T05:37:20.315Z");
  EXPECT_EQ(shown(parse_date("1710498030500")), "2024-03-15T10:20:30.500Z");
  EXPECT_EQ(shown(parse_date("2024-3-1")), kRefused);
  EXPECT_EQ(ends(parse_date_interval("2024-03-15")), "2024-03-15T00:00:00.000Z 2024-03-15T23:59:59.999Z");
  EXPECT_EQ(ends(parse_date_interval("1710498030500")), "2024-03-15T10:20:30.500Z 2024-03-15T10:20:30.500Z");
  EXPECT_EQ(ends(parse_date_interval("yesterday")), kRefused);
}

TEST(UsDatetime, ReadsHalfDays) {
  EXPECT_EQ(us("11/3/2020 9:06:42 AM +00:00"), "2020-11-03T09:06:42.000Z");
  EXPECT_EQ(us("8/22/2022 6:11:52 PM"), "2022-08-22T18:11:52.000Z");
  EXPECT_EQ(us("08/22/2022 06:11:52 PM"), "2022-08-22T18:11:52.000Z");
  EXPECT_EQ(us("1/9/2007 12:00:00 AM"), "2007-01-09T00:00:00.000Z");
  EXPECT_EQ(us("1/9/2007 12:00:00 PM"), "2007-01-09T12:00:00.000Z");
  EXPECT_EQ(us("1/9/2007 11:59:59 pm"), "2007-01-09T23:59:59.000Z");
  EXPECT_EQ(us("1/9/2007 9:06:42 AM +02:00"), "2007-01-09T07:06:42.000Z");
  EXPECT_EQ(us("1/9/2007 9:06:42 AM -0800"), "2007-01-09T17:06:42.000Z");
  EXPECT_EQ(us("1/9/2007 9:06:42 AM Z"), "2007-01-09T09:06:42.000Z");
}

TEST(UsDatetime, ReadsTwentyFourHours) {
  EXPECT_EQ(us("3/15/2024 21:06:42"), "2024-03-15T21:06:42.000Z");
  EXPECT_EQ(us("3/15/2024 9:06:42"), "2024-03-15T09:06:42.000Z");
  EXPECT_EQ(us("03/15/2024 00:00:00"), "2024-03-15T00:00:00.000Z");
  EXPECT_EQ(us("3/15/2024 21:06:42.1234567 +01:00"), "2024-03-15T20:06:42.123Z");
}

TEST(UsDatetime, ReadsThePortalsExport) {
  EXPECT_EQ(us("3/15/2024, 9:06:42.123 AM"), "2024-03-15T09:06:42.123Z");
  EXPECT_EQ(us("3/15/2024, 9:06:42 PM"), "2024-03-15T21:06:42.000Z");
  EXPECT_EQ(us("3/15/2024, 9:06:42\u202FPM"), "2024-03-15T21:06:42.000Z");
}

TEST(UsDatetime, ReadsIsoWithAOneDigitHour) {
  EXPECT_EQ(us("2022-09-09T9:59:27.958Z"), "2022-09-09T09:59:27.958Z");
  EXPECT_EQ(us("2022-09-09T09:59:27.958Z"), "2022-09-09T09:59:27.958Z");
  EXPECT_EQ(us("2022-09-09 8:48:50"), "2022-09-09T08:48:50.000Z");
}

TEST(UsDatetime, RefusesOtherTexts) {
  for (const char* text : {"",
                           "3/15/2024",
                           "3/15/2024 ",
                           "3/15/2024 9 AM",
                           "15/3/2024 9:06:42 AM",
                           "0/15/2024 9:06:42 AM",
                           "3/0/2024 9:06:42 AM",
                           "2/30/2024 9:06:42 AM",
                           "3/15/24 9:06:42 AM",
                           "3/15/2024 0:06:42 AM",
                           "3/15/2024 13:06:42 PM",
                           "3/15/2024 24:06:42",
                           "3/15/2024 9:6:42 AM",
                           "3/15/2024 9:06:60 AM",
                           "3/15/2024 9:06:42 XM",
                           "3/15/2024 9:06:42 A",
                           "3/15/2024 9:06:42 AM UTC",
                           "3/15/2024 9:06:42 AM PM",
                           "3/15/2024T9:06:42",
                           "3-15-2024 9:06:42",
                           "2022-9-09T9:59:27Z",
                           "2022-09-09",
                           "2022",
                           "111/3/2020 9:06:42 AM",
                           "2023-06-15:54:46.86Z",
                           "3/15/2024 9:06:42 AM ZZ"}) {
    EXPECT_EQ(us(text), kRefused) << text;
  }
}

TEST(FormatIso8601, YearsBeyondFourDigitsCarryASign) {
  EXPECT_EQ(format_iso8601(Timestamp(Duration(253402300800000))), "+10000-01-01T00:00:00.000Z");
  EXPECT_EQ(format_iso8601(Timestamp(Duration(-62167219200001))), "-0001-12-31T23:59:59.999Z");
  EXPECT_EQ(format_iso8601(Timestamp(Duration(std::numeric_limits<std::int64_t>::max()))),
            "+292278994-08-17T07:12:55.807Z");
  EXPECT_EQ(format_iso8601(Timestamp(Duration(std::numeric_limits<std::int64_t>::min()))),
            "-292275055-05-16T16:47:04.192Z");
}

TEST(Interval, ReadsAmountAndUnit) {
  using namespace std::chrono_literals;
  EXPECT_EQ(parse_interval("4m"), 4min);
  EXPECT_EQ(parse_interval("7d"), 168h);
  EXPECT_EQ(parse_interval("90s"), 90s);
  EXPECT_EQ(parse_interval("1h"), 1h);
  EXPECT_EQ(parse_interval("1000000d"), kMaxInterval);
  EXPECT_EQ(parse_interval("24000000h"), kMaxInterval);
}

TEST(Interval, RefusesOtherTexts) {
  for (const char* text : {"",
                           "m",
                           "5",
                           "0m",
                           "05m",
                           "-5m",
                           "+5m",
                           "5 m",
                           " 5m",
                           "5m ",
                           "5M",
                           "5w",
                           "5y",
                           "5ms",
                           "1.5h",
                           "1h30m",
                           "5min",
                           "now-5m",
                           "1000001d",
                           "24000001h",
                           "86400000001s",
                           "99999999999999999999s",
                           "1e3s"}) {
    EXPECT_FALSE(parse_interval(text)) << text;
  }
}

TEST(Interval, FormatsTheLargestWholeUnit) {
  using namespace std::chrono_literals;
  EXPECT_EQ(format_interval(300000ms), "5m");
  EXPECT_EQ(format_interval(540000ms), "9m");
  EXPECT_EQ(format_interval(168h), "7d");
  EXPECT_EQ(format_interval(25h), "25h");
  EXPECT_EQ(format_interval(90s), "90s");
  EXPECT_EQ(format_interval(1500ms), "1500ms");
  EXPECT_EQ(format_interval(0ms), "0s");
  EXPECT_EQ(format_interval(-300s), "-5m");
}

class TimeProperty : public ::testing::Test {
 protected:
  std::mt19937_64 random_{20240315};  // the same cases in every run

  std::int64_t between(std::int64_t min, std::int64_t max) {
    return std::uniform_int_distribution<std::int64_t>(min, max)(random_);
  }
  // Years 0 to 9999, which ISO 8601 texts can say.
  Timestamp any_time() { return Timestamp(Duration(between(-62'167'219'200'000, 253'402'300'799'999))); }
};

TEST_F(TimeProperty, WhatIsFormattedReadsBack) {
  for (int i = 0; i < 20'000; ++i) {
    const Timestamp time = any_time();
    const std::string text = format_iso8601(time);
    ASSERT_EQ(parse_iso8601(text), time) << text;
    ASSERT_EQ(parse_us_datetime(text), time) << text;
    ASSERT_EQ(parse_iso8601_interval(text), (TimeInterval{time, time})) << text;
    ASSERT_EQ(parse_epoch_milliseconds(std::to_string(time.time_since_epoch().count())), time);
  }
}

TEST_F(TimeProperty, CuttingATextGivesTheIntervalAroundIt) {
  // Lengths at which a formatted time is still a date: year, month, day, hour, minute, second.
  constexpr std::size_t kLengths[] = {4, 7, 10, 13, 16, 19};
  for (int i = 0; i < 5'000; ++i) {
    const Timestamp time = any_time();
    TimeInterval outer{Timestamp::min(), Timestamp::max()};
    for (const std::size_t length : kLengths) {
      const std::string text = format_iso8601(time).substr(0, length);
      const auto interval = parse_iso8601_interval(text);
      ASSERT_TRUE(interval) << text;
      ASSERT_EQ(parse_iso8601(text), interval->first) << text;
      ASSERT_LE(interval->first, time) << text;
      ASSERT_LE(time, interval->last) << text;
      ASSERT_LE(outer.first, interval->first) << text;
      ASSERT_LE(interval->last, outer.last) << text;
      // The neighbors are others: what lies just outside formats to another prefix.
      ASSERT_NE(format_iso8601(interval->first - Duration(1)).substr(0, length), text);
      ASSERT_NE(format_iso8601(interval->last + Duration(1)).substr(0, length), text);
      outer = *interval;
    }
  }
}

TEST_F(TimeProperty, AnOffsetShiftsTheInstant) {
  for (int i = 0; i < 5'000; ++i) {
    const Timestamp time = any_time();
    const std::int64_t minutes = between(-1080, 1080);
    const std::int64_t magnitude = minutes < 0 ? -minutes : minutes;
    char offset[8];
    std::snprintf(offset, sizeof offset, "%c%02d:%02d", minutes < 0 ? '-' : '+', static_cast<int>(magnitude / 60),
                  static_cast<int>(magnitude % 60));
    std::string text = format_iso8601(time);
    text.pop_back();
    ASSERT_EQ(parse_iso8601(text + offset), time - std::chrono::minutes(minutes)) << text << offset;
  }
}

// One byte changed, dropped or added: the parsers must refuse or give a date, and whatever they give must be a date
// that its own text form gives again.
TEST_F(TimeProperty, DamagedTextsAreRefusedOrDates) {
  constexpr std::string_view kBytes = "0123456789-:T Z.,+/APM\0\xff";
  const std::string seeds[] = {"2024-03-15T10:20:30.123Z", "2024-03-15T10:20:30+02:00", "11/3/2020 9:06:42 AM +00:00",
                               "1710498030500"};
  std::size_t accepted = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string text = seeds[static_cast<std::size_t>(i) % std::size(seeds)];
    const auto at = static_cast<std::size_t>(between(0, static_cast<std::int64_t>(text.size()) - 1));
    const char byte = kBytes[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(kBytes.size()) - 1))];
    switch (between(0, 2)) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.erase(at, 1);
        break;
      default:
        text.insert(at, 1, byte);
    }
    for (const auto& time : {parse_iso8601(text), parse_us_datetime(text)}) {
      if (!time) continue;
      ++accepted;
      ASSERT_EQ(parse_iso8601(format_iso8601(*time)), time) << text;
    }
    parse_epoch_milliseconds(text);
    parse_interval(text);
  }
  EXPECT_GT(accepted, 1000U);
}

}  // namespace
}  // namespace picket
