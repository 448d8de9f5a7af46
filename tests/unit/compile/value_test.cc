// SPDX-License-Identifier: Apache-2.0
#include "compile/value.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace picket::compile {
namespace {

using event::Scalar;
using Kind = Scalar::Kind;
using Limits = std::numeric_limits<std::int64_t>;

TEST(ParseWhole, ReadsEverySpelling) {
  EXPECT_EQ(parse_whole("200", false)->key, 200);
  EXPECT_EQ(parse_whole("+200", false)->key, 200);
  EXPECT_EQ(parse_whole("2e2", false)->key, 200);
  EXPECT_EQ(parse_whole("2000e-1", false)->key, 200);
  EXPECT_EQ(parse_whole("0.02E+4", false)->key, 200);
  EXPECT_EQ(parse_whole("200.", false)->key, 200);
  EXPECT_EQ(parse_whole("-9223372036854775808", false)->key, Limits::min());
  EXPECT_EQ(parse_whole("9223372036854775807.0", false)->key, Limits::max());
  for (const std::string_view text :
       {"", "-", ".", "e5", "1e", "1e+", "0x10", " 1", "1 ", "1,5", "NaN", "Infinity", "١"}) {
    EXPECT_FALSE(parse_whole(text, false)) << text;
  }
}

TEST(ParseWhole, TellsFractionsAndOverflow) {
  EXPECT_TRUE(parse_whole("200.5", false)->has_fraction);
  EXPECT_TRUE(parse_whole("1e-300", false)->has_fraction);
  EXPECT_FALSE(parse_whole("200.0", false)->has_fraction);
  EXPECT_FALSE(parse_whole("1.50e1", false)->has_fraction);
  EXPECT_TRUE(parse_whole("-0.5", false)->negative);
  EXPECT_EQ(parse_whole("9223372036854775808", false)->range, Whole::Range::above);
  EXPECT_EQ(parse_whole("-9223372036854775809", false)->range, Whole::Range::below);
  EXPECT_EQ(parse_whole("1e999999999999", false)->range, Whole::Range::above);
  EXPECT_EQ(parse_whole("0e999999999999", false)->range, Whole::Range::inside);
}

TEST(ParseWhole, OrdersUnsignedNumbersAsSigned) {
  const std::string_view ordered[] = {"0", "1", "9223372036854775807", "9223372036854775808", "18446744073709551615"};
  for (std::size_t i = 1; i < std::size(ordered); ++i) {
    EXPECT_LT(parse_whole(ordered[i - 1], true)->key, parse_whole(ordered[i], true)->key) << ordered[i];
  }
  EXPECT_EQ(parse_whole("18446744073709551616", true)->range, Whole::Range::above);
  EXPECT_EQ(parse_whole("-1", true)->range, Whole::Range::below);
  EXPECT_EQ(parse_whole("-0.5", true)->range, Whole::Range::inside);
}

TEST(ParseReal, RoundsAndRefusesWhatIsTooLarge) {
  EXPECT_EQ(parse_double(".5"), 0.5);
  EXPECT_EQ(parse_double("+5."), 5.0);
  EXPECT_EQ(parse_double("1e-400"), 0.0);
  EXPECT_EQ(parse_double("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_FALSE(parse_double("1e400"));
  EXPECT_FALSE(parse_double(std::string(400, '9')));
  EXPECT_FALSE(parse_double("inf"));
  EXPECT_EQ(parse_single("0.1"), static_cast<double>(0.1F));
  EXPECT_FALSE(parse_single("1e39"));
}

TEST(Numbers, CompareExactlyWhereBothAreWhole) {
  EXPECT_TRUE(compare(*parse_number("9007199254740993"), *parse_number("9007199254740992")) > 0);
  EXPECT_TRUE(compare(*parse_number("5.0"), *parse_number("5")) == 0);
  EXPECT_TRUE(compare(*parse_number("0.10"), *parse_number(".1")) == 0);
  EXPECT_TRUE(compare(*parse_number("-1e999"), *parse_number("1e999")) < 0);
}

TEST(Read, TakesWhatTheTypeCanHold) {
  EXPECT_EQ(read_whole({Kind::string, "200"}, false), 200);
  EXPECT_EQ(read_whole({Kind::number, "-1.9"}, false), -1);
  EXPECT_FALSE(read_whole({Kind::boolean, "true"}, false));
  EXPECT_FALSE(read_whole({Kind::string, ""}, false));
  EXPECT_FALSE(read_whole({Kind::number, "1e30"}, false));
  EXPECT_EQ(read_boolean({Kind::string, ""}), false);
  EXPECT_EQ(read_boolean({Kind::boolean, "true"}), true);
  EXPECT_FALSE(read_boolean({Kind::number, "1"}));
  EXPECT_FALSE(read_boolean({Kind::string, "True"}));
  EXPECT_EQ(read_date({Kind::number, "1710498030500"}, false), 1710498030500);
  EXPECT_EQ(read_date({Kind::string, "1970-01-01T00:00:00.0012345Z"}, true), 1'234'500);
  EXPECT_FALSE(read_date({Kind::string, "soon"}, false));
}

TEST(Nanoseconds, AreReadAndSaturate) {
  EXPECT_EQ(sub_millisecond_nanos("2024-03-15T10:20:30.1234567Z"), 456'700);
  EXPECT_EQ(sub_millisecond_nanos("2024-03-15T10:20:30.12Z"), 0);
  EXPECT_EQ(sub_millisecond_nanos("2024-03-15"), 0);
  EXPECT_EQ(sub_millisecond_nanos("1710498030500.25"), 250'000);
  EXPECT_EQ(to_nanos(Timestamp(Duration(2)), 5), 2'000'005);
  EXPECT_EQ(to_nanos(Timestamp(Duration(Limits::max())), 0), Limits::max());
  EXPECT_EQ(to_nanos(Timestamp(Duration(Limits::min())), 0), Limits::min());
}

TEST(Versions, HaveSemanticOrder) {
  const std::string_view ordered[] = {"0.9",           "1.0.0-alpha",
                                      "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                      "1.0.0-beta.2",  "1.0.0-beta.11",
                                      "1.0.0-rc.1",    "1.0.0",
                                      "1.0.0+build",   "1.9.0",
                                      "1.10.0",        "2",
                                      "2.0",           "10",
                                      "a.b",           "v1"};
  for (std::size_t i = 0; i < std::size(ordered); ++i) {
    for (std::size_t j = 0; j < std::size(ordered); ++j) {
      EXPECT_EQ(compare_versions(ordered[i], ordered[j]), i <=> j) << ordered[i] << " " << ordered[j];
    }
  }
}

}  // namespace
}  // namespace picket::compile
