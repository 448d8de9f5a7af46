// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/text.h"

namespace picket {
namespace {

std::string encoded(char32_t code_point) {
  std::string out;
  append_utf8(out, code_point);
  return out;
}

TEST(Utf8, EveryCodePointReadsBack) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    const std::string text = encoded(code_point);
    const DecodedCodePoint decoded = decode_utf8(text, 0);
    ASSERT_TRUE(decoded.valid);
    ASSERT_EQ(decoded.value, code_point);
    ASSERT_EQ(decoded.length, text.size());
    ASSERT_TRUE(is_valid_utf8(text));
  }
}

TEST(Utf8, WhatIsNoCodePointIsWrittenAsReplacement) {
  for (const char32_t code_point : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, char32_t{0xFFFFFFFF}}) {
    EXPECT_EQ(encoded(code_point), "\uFFFD");
  }
}

TEST(Utf8, IllFormedSequences) {
  const struct {
    std::string_view text;
    std::string_view replaced;  // R for each replacement character
  } cases[] = {
      {"\x80", "R"},                                                      // lone continuation
      {"\xff", "R"},                                                      //
      {"\xc0\x80", "RR"},                                                 // overlong
      {"\xc1\xbf", "RR"},                                                 //
      {"\xe0\x80\x80", "RRR"},                                            //
      {"\xe0\x9f\xbf", "RRR"},                                            //
      {"\xf0\x80\x80\x80", "RRRR"},                                       //
      {"\xf0\x8f\xbf\xbf", "RRRR"},                                       //
      {"\xed\xa0\x80", "RRR"},                                            // surrogate
      {"\xed\xbf\xbf", "RRR"},                                            //
      {"\xf4\x90\x80\x80", "RRRR"},                                       // beyond U+10FFFF
      {"\xf5\x80\x80\x80", "RRRR"},                                       //
      {"\xe2\x82", "R"},                                                  // cut off: one maximal subpart
      {"\xf0\x9f\x98", "R"},                                              //
      {"\xf0\x9f", "R"},                                                  //
      {"\xc3", "R"},                                                      //
      {"a\xe2\x82z", "aRz"},                                              //
      {"\xe2\xe2\x82\xac", "R\xe2\x82\xac"},                              // the next sequence is whole
      {"\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64", "RRRbRcRRd"},  // Unicode's own example, table 3-8
      {"12345678\xff"
       "12345678",
       "12345678R12345678"},
  };
  for (const auto& c : cases) {
    std::string expected;
    for (const char byte : c.replaced) expected += byte == 'R' ? std::string("\uFFFD") : std::string(1, byte);
    EXPECT_FALSE(is_valid_utf8(c.text));
    EXPECT_EQ(to_valid_utf8(c.text), expected);
    EXPECT_EQ(count_code_points(c.text), count_code_points(expected));
    EXPECT_EQ(count_utf16_units(c.text), count_utf16_units(expected));
  }
}

TEST(Utf8, WellFormedTextStays) {
  for (const char* text : {"", "a", "12345678", "123456789", "é", "a€b", "😀", "1234567é", "12345678é1234567😀"}) {
    EXPECT_TRUE(is_valid_utf8(text));
    EXPECT_EQ(to_valid_utf8(text), text);
  }
  EXPECT_TRUE(is_valid_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, CountsCodePointsAndUtf16Units) {
  EXPECT_EQ(count_code_points("aé€😀"), 4U);
  EXPECT_EQ(count_utf16_units("aé€😀"), 5U);
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_utf16_units("\uFFFF"), 1U);
  EXPECT_EQ(count_utf16_units("\U00010000"), 2U);
}

TEST(Utf8, RandomBytesBecomeWellFormed) {
  std::mt19937 random(3);  // NOLINT(cert-msc51-cpp): the same cases in every run
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 24, ' ');
    for (char& c : text) c = static_cast<char>(random() % 3 == 0 ? random() : 0x80 + random() % 0x80);
    const std::string repaired = to_valid_utf8(text);
    ASSERT_TRUE(is_valid_utf8(repaired));
    ASSERT_EQ(is_valid_utf8(text), repaired == text);
    ASSERT_EQ(count_code_points(text), count_code_points(repaired));
  }
}

std::vector<std::byte> units(std::u16string_view text, bool big_endian) {
  std::vector<std::byte> bytes;
  for (const char16_t unit : text) {
    const auto high = static_cast<std::byte>(unit >> 8U);
    const auto low = static_cast<std::byte>(unit & 0xFFU);
    bytes.push_back(big_endian ? high : low);
    bytes.push_back(big_endian ? low : high);
  }
  return bytes;
}

TEST(Utf16, BothByteOrders) {
  for (const bool big_endian : {false, true}) {
    EXPECT_EQ(utf16_to_utf8(units(u"{\"a\":\"é€😀\"}", big_endian), big_endian), "{\"a\":\"é€😀\"}");
    EXPECT_EQ(utf16_to_utf8({}, big_endian), "");
  }
}

TEST(Utf16, LoneSurrogatesAndHalfUnitsAreReplaced) {
  const char16_t high = 0xD83D;
  const char16_t low = 0xDE00;
  for (const bool big_endian : {false, true}) {
    EXPECT_EQ(utf16_to_utf8(units(std::u16string{high}, big_endian), big_endian), "\uFFFD");
    EXPECT_EQ(utf16_to_utf8(units(std::u16string{low, u'a'}, big_endian), big_endian), "\uFFFDa");
    EXPECT_EQ(utf16_to_utf8(units(std::u16string{high, u'a'}, big_endian), big_endian), "\uFFFDa");
    EXPECT_EQ(utf16_to_utf8(units(std::u16string{high, high, low}, big_endian), big_endian), "\uFFFD😀");
    auto odd = units(u"ab", big_endian);
    odd.push_back(std::byte{'c'});
    EXPECT_EQ(utf16_to_utf8(odd, big_endian), "ab\uFFFD");
    auto odd_after_high = units(std::u16string{high}, big_endian);
    odd_after_high.push_back(std::byte{0xDE});
    EXPECT_EQ(utf16_to_utf8(odd_after_high, big_endian), "\uFFFD\uFFFD");
  }
}

}  // namespace
}  // namespace picket
