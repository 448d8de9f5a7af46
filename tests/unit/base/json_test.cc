// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace picket::json {
namespace {

std::string round_trip(std::string_view text) {
  const auto value = parse(text);
  return value ? serialize(*value) : value.error().message;
}

std::string error_of(std::string_view text, std::size_t max_depth = kMaxDepth) {
  const auto value = parse(text, max_depth);
  return value ? "accepted" : value.error().message;
}

TEST(Json, ReadsAndWritesEveryKind) {
  for (const char* text : {"null", "true", "false", "0", "-1", "1.5", "\"\"", "\"text\"", "[]", "{}", "[1,[2,[]],{}]",
                           R"({"a":1,"b":{"c":[null]}})"}) {
    EXPECT_EQ(round_trip(text), text);
  }
  EXPECT_EQ(round_trip(" \t\r\n{ \"a\" : [ 1 , 2 ] }\n "), R"({"a":[1,2]})");
}

TEST(Json, KeepsTheOrderOfKeys) {
  EXPECT_EQ(round_trip(R"({"z":1,"a":2,"m":3,"":4})"), R"({"z":1,"a":2,"m":3,"":4})");
}

TEST(Json, LastOfEqualKeysWins) {
  EXPECT_EQ(round_trip(R"({"a":1,"a":2})"), R"({"a":2})");
  EXPECT_EQ(round_trip(R"({"a":1,"b":0,"a":{"c":1,"c":[3]}})"), R"({"a":{"c":[3]},"b":0})");
  // Also in an object so large that keys are found by hash.
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  const auto value = parse(text + R"("k7":7,"k99":99})");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_object().size(), 100U);
  EXPECT_EQ(value->at("k7").as_int64(), 7);
  EXPECT_EQ(value->at("k99").as_int64(), 99);
}

TEST(Json, IntegersKeepAllTheirDigits) {
  EXPECT_EQ(round_trip("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(round_trip("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(round_trip("9223372036854775808"), "9223372036854775808");
  EXPECT_EQ(round_trip("18446744073709551615"), "18446744073709551615");
}

TEST(Json, IntegersBeyondSixtyFourBitsBecomeDoubles) {
  EXPECT_TRUE(parse("18446744073709551616")->is_double());
  EXPECT_EQ(parse("18446744073709551616")->as_double(), 18446744073709551616.0);
  EXPECT_TRUE(parse("-9223372036854775809")->is_double());
  EXPECT_EQ(round_trip("100000000000000000000000"), "1e+23");
  EXPECT_EQ(round_trip("1" + std::string(308, '0')), "1e+308");
}

TEST(Json, DoublesPrintTheShortestDigitsThatReadBack) {
  EXPECT_EQ(round_trip("0.1"), "0.1");
  EXPECT_EQ(round_trip("1.0"), "1.0");
  EXPECT_EQ(round_trip("1e2"), "100.0");
  EXPECT_EQ(round_trip("-0.0"), "-0.0");
  EXPECT_EQ(round_trip("0.30000000000000004"), "0.30000000000000004");
  EXPECT_EQ(round_trip("1e21"), "1e+21");
  EXPECT_EQ(round_trip("123456789.125"), "123456789.125");
  EXPECT_EQ(round_trip("5e-324"), "5e-324");
  EXPECT_EQ(round_trip("1.7976931348623157e308"), "1.7976931348623157e+308");
  EXPECT_EQ(round_trip("1E-7"), "1e-07");
}

TEST(Json, DoublesAreReadExactly) {
  // Halfway cases and long mantissas, where a multiplication by a power of ten is off by one.
  EXPECT_EQ(parse("2.2250738585072011e-308")->as_double(), 2.2250738585072011e-308);
  EXPECT_EQ(parse("9007199254740993.0")->as_double(), 9007199254740992.0);
  EXPECT_EQ(parse("0.500000000000000166533453693773481063544750213623046875")->as_double(), 0.5000000000000002);
  EXPECT_EQ(parse("3.8146972656250003e-06")->as_double(), 3.8146972656250003e-06);
  EXPECT_EQ(parse("[1.1,2.2]")->at(1).as_double(), 2.2);
}

TEST(Json, NumbersTooSmallAreZeroAndTooLargeAreRefused) {
  EXPECT_EQ(round_trip("1e-400"), "0.0");
  EXPECT_EQ(round_trip("-1e-400"), "-0.0");
  EXPECT_EQ(round_trip("0e5"), "0.0");
  EXPECT_NE(error_of("1e400").find("number out of range"), std::string::npos);
  EXPECT_NE(error_of("[-1e309]").find("number out of range"), std::string::npos);
  EXPECT_NE(error_of("1e99999999999").find("number out of range"), std::string::npos);
  EXPECT_NE(error_of("1" + std::string(400, '0')).find("number out of range"), std::string::npos);
}

TEST(Json, EveryDoubleReadsBackEqual) {
  std::mt19937_64 random(17);  // NOLINT(cert-msc51-cpp): the same cases in every run
  for (int i = 0; i < 50'000; ++i) {
    double number = std::bit_cast<double>(random());
    if (i % 2 == 0) number = static_cast<double>(static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000) / 1000;
    if (!std::isfinite(number)) continue;
    const std::string text = serialize(Value(number));
    const auto value = parse(text);
    ASSERT_TRUE(value) << text;
    ASSERT_TRUE(value->is_double()) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(value->as_double()), std::bit_cast<std::uint64_t>(number)) << text;
  }
}

TEST(Json, NumbersThatJsonLacksAreNull) {
  EXPECT_EQ(serialize(Value(std::numeric_limits<double>::infinity())), "null");
  EXPECT_EQ(serialize(Value(std::numeric_limits<double>::quiet_NaN())), "null");
}

TEST(Json, StringsKeepEveryCharacter) {
  EXPECT_EQ(round_trip(R"("\"\\\/\b\f\n\r\t\u0001\u001f\u007f")"), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
  EXPECT_EQ(round_trip(R"("\u00e9\u20ac\ud83d\ude00")"), "\"é€😀\"");
  EXPECT_EQ(round_trip("\"é€😀\""), "\"é€😀\"");
  EXPECT_EQ(view(*parse(R"("a\u0000b")")), std::string_view("a\0b", 3));
  EXPECT_EQ(round_trip(R"("a\u0000b")"), R"("a\u0000b")");
  EXPECT_EQ(round_trip(R"({"k\ny":1})"), R"({"k\ny":1})");
}

TEST(Json, WritesIllFormedUtf8AsReplacementCharacters) {
  EXPECT_EQ(serialize(Value("a\xff"
                            "b\xc3")),
            "\"a\uFFFDb\uFFFD\"");
  EXPECT_EQ(serialize(Object{{"\xed\xa0\x80", 1}}), "{\"\uFFFD\uFFFD\uFFFD\":1}");
  std::string out = "x";
  append_string(out, "\xf0\x9f\x98");
  EXPECT_EQ(out, "x\"\uFFFD\"");
}

TEST(Json, RefusesIllFormedUtf8) {
  for (const char* text :
       {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"", "{\"\xff\":1}"}) {
    EXPECT_NE(error_of(text), "accepted") << text;
  }
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const char* text : {"",
                           " ",
                           "nul",
                           "True",
                           "NaN",
                           "Infinity",
                           "-",
                           "+1",
                           "01",
                           "-01",
                           "1.",
                           ".5",
                           "1e",
                           "1e+",
                           "0x1",
                           "'a'",
                           "\"a",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\ud83d\"",
                           "\"\\ude00\"",
                           "\"a\nb\"",
                           "\"\t\"",
                           "[",
                           "]",
                           "[1",
                           "[1,",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "{",
                           "}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{1:2}",
                           "{\"a\" 1}",
                           "{\"a\":1 \"b\":2}",
                           "[1]]",
                           "{} {}",
                           "1 2",
                           "// x\n1",
                           "/**/1",
                           "[1] x",
                           "\xef\xbb\xbf{}"}) {
    EXPECT_NE(error_of(text), "accepted") << text;
  }
  EXPECT_NE(error_of(std::string_view("1\0", 2)), "accepted");
}

TEST(Json, ErrorsNameTheByte) {
  EXPECT_EQ(error_of(R"({"a":1,})"), "not JSON: syntax error at byte 7");
  EXPECT_EQ(error_of("[1,2] x"), "not JSON: text after the end of the value at byte 6");
  EXPECT_EQ(error_of(R"({"a":)"), "not JSON: the text ends too early at byte 5");
  EXPECT_EQ(error_of(""), "not JSON: the text ends too early at byte 0");
}

TEST(Json, DepthIsLimited) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(round_trip(nested(kMaxDepth)), nested(kMaxDepth));
  EXPECT_EQ(error_of(nested(kMaxDepth + 1)), "not JSON: nested deeper than 256 levels at byte 256");
  EXPECT_NE(error_of(nested(100'000)), "accepted");
  EXPECT_EQ(error_of(nested(3), 3), "accepted");
  EXPECT_NE(error_of(nested(4), 3), "accepted");
  EXPECT_EQ(error_of(R"({"a":[{"b":1}]})", 3), "accepted");
  EXPECT_NE(error_of(R"({"a":[{"b":1}]})", 2), "accepted");
  EXPECT_EQ(error_of("1", 0), "accepted");
}

TEST(Json, PrettyTakesALineForEachMember) {
  const auto value = parse(R"({"b":[1,{"z":null,"a":{}}],"a":[],"c":"x"})");
  EXPECT_EQ(serialize_pretty(*value),
            "{\n  \"b\": [\n    1,\n    {\n      \"z\": null,\n      \"a\": {}\n    }\n  ],\n  \"a\": [],\n  \"c\": "
            "\"x\"\n}");
  EXPECT_EQ(serialize_pretty(*value, true),
            "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {\n      \"a\": {},\n      \"z\": null\n    }\n  ],\n  \"c\": "
            "\"x\"\n}");
  EXPECT_EQ(serialize_pretty(Value("x")), "\"x\"");
}

TEST(Json, SortsKeysByTheirBytes) {
  const auto value = parse("{\"é\":1,\"z\":2,\"aa\":3,\"a\":4,\"A\":5,\"\":6}");
  EXPECT_EQ(serialize_pretty(*value, true),
            "{\n  \"\": 6,\n  \"A\": 5,\n  \"a\": 4,\n  \"aa\": 3,\n  \"z\": 2,\n  \"é\": 1\n}");
}

TEST(Json, ScalarText) {
  EXPECT_EQ(scalar_text(Value("a \"b\"")), "a \"b\"");
  EXPECT_EQ(scalar_text(Value(true)), "true");
  EXPECT_EQ(scalar_text(Value(false)), "false");
  EXPECT_EQ(scalar_text(Value(4625)), "4625");
  EXPECT_EQ(scalar_text(Value(-7)), "-7");
  EXPECT_EQ(scalar_text(Value(1.5)), "1.5");
  EXPECT_EQ(scalar_text(Value(200.0)), "200.0");
  EXPECT_EQ(scalar_text(Value(std::numeric_limits<std::uint64_t>::max())), "18446744073709551615");
  EXPECT_EQ(scalar_text(Value(nullptr)), "");
  EXPECT_EQ(scalar_text(Value(Array{1})), "");
  EXPECT_EQ(scalar_text(Value(Object{{"a", 1}})), "");
}

TEST(Json, GetFollowsKeys) {
  const auto value = parse(R"({"a":{"b":{"c":1}},"s":"x","n":null})");
  const Object& object = value->as_object();
  ASSERT_NE(get(object, "a", "b", "c"), nullptr);
  EXPECT_EQ(get(object, "a", "b", "c")->as_int64(), 1);
  EXPECT_TRUE(get(object, "n")->is_null());
  EXPECT_EQ(get(object, "a", "x"), nullptr);
  EXPECT_EQ(get(object, "s", "x"), nullptr);
  EXPECT_EQ(get(object, "n", "x"), nullptr);
  EXPECT_EQ(get(object, "x", "b", "c"), nullptr);
}

// Random documents: what is written, in either layout, reads back equal, and every damaged text is refused or reads as
// something that writes and reads again.
Value random_value(std::mt19937_64& random, int depth) {
  const auto text = [&] {
    std::string out;
    for (std::uint64_t left = random() % 6; left > 0; --left) {
      constexpr const char* kPieces[] = {"a", "\"", "\\", "\n", "\x01", "é", "😀", "/", "\x7f", " "};
      out += kPieces[random() % std::size(kPieces)];
    }
    return out;
  };
  switch (random() % (depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random());
    case 3:
      return random() | (1ULL << 63U);  // what fits int64 is read as int64
    case 4:
      return static_cast<double>(random() % 100'000) / 64;
    case 5:
      return Value(text());
    case 6: {
      Array array;
      for (std::uint64_t left = random() % 5; left > 0; --left) array.push_back(random_value(random, depth - 1));
      return array;
    }
    default: {
      Object object;
      for (std::uint64_t left = random() % 5; left > 0; --left) object[text()] = random_value(random, depth - 1);
      return object;
    }
  }
}

TEST(JsonProperty, WhatIsWrittenReadsBackAndDamageIsHarmless) {
  std::mt19937_64 random(23);  // NOLINT(cert-msc51-cpp): the same cases in every run
  for (int i = 0; i < 5'000; ++i) {
    const Value value = random_value(random, 4);
    const std::string text = serialize(value);
    const auto again = parse(text);
    ASSERT_TRUE(again) << text;
    ASSERT_EQ(*again, value) << text;
    ASSERT_EQ(serialize(*again), text);
    ASSERT_EQ(*parse(serialize_pretty(value)), value);
    ASSERT_EQ(*parse(serialize_pretty(value, true)), value);
    std::string damaged = text;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto read = parse(damaged);
    if (!read) continue;
    const auto reread = parse(serialize(*read));
    ASSERT_TRUE(reread) << damaged;
    ASSERT_EQ(*reread, *read) << damaged;
  }
}

}  // namespace
}  // namespace picket::json
