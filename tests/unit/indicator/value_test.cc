// SPDX-License-Identifier: Apache-2.0
#include "indicator/value.h"

#include <gtest/gtest.h>

#include <string>

namespace picket::indicator {
namespace {

std::string told(std::string_view text) {
  const auto found = classify(text);
  if (!found) return "nothing";
  return std::string(info(found->kind).fields) + " = " + found->value +
         (found->port == 0 ? "" : " port " + std::to_string(found->port));
}

TEST(Value, IsToldByItsForm) {
  EXPECT_EQ(told("192.0.2.7"), "ip = 192.0.2.7");
  EXPECT_EQ(told(" 192.0.2.0/24\r"), "ip = 192.0.2.0/24");
  EXPECT_EQ(told("2001:DB8::1"), "ip = 2001:db8::1");
  EXPECT_EQ(told("192.0.2.7:8080"), "ip = 192.0.2.7 port 8080");
  EXPECT_EQ(told("[2001:db8::1]:443"), "ip = 2001:db8::1 port 443");
  EXPECT_EQ(told("Evil.Example."), "url.domain domain = evil.example");
  EXPECT_EQ(told("https://evil.example/A?b=c,d"), "url.full url.original = https://evil.example/A?b=c,d");
  EXPECT_EQ(told("evil.example/a"), "url.full url.original = evil.example/a");
  EXPECT_EQ(told("Someone@Evil.Example"), "email.address = someone@evil.example");
  EXPECT_EQ(told("D41D8CD98F00B204E9800998ECF8427E"), "file.hash.md5 = d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(told(std::string(40, 'a')), "file.hash.sha1 = " + std::string(40, 'a'));
  EXPECT_EQ(told(std::string(64, '0')), "file.hash.sha256 = " + std::string(64, '0'));
  EXPECT_EQ(told("HKLM\\Software\\Evil Corp"), "registry.path = HKLM\\Software\\Evil Corp");
}

TEST(Value, IsReadAsMeantWhenItWasMadeHarmless) {
  EXPECT_EQ(told("hxxps://evil[.]example/a"), "url.full url.original = https://evil.example/a");
  EXPECT_EQ(told("192[.]0[.]2[.]7"), "ip = 192.0.2.7");
  EXPECT_EQ(told("someone[@]evil[.]example"), "email.address = someone@evil.example");
}

TEST(Value, OtherTextsAreNothing) {
  for (const char* text : {"", "word", "two words.example", "*.evil.example", "1.2.3", "999.1.1.1", "192.0.2.0/40",
                           "abcdef", "a@b", "://", "-evil.example", "evil..example", "\xff.example"}) {
    EXPECT_EQ(told(text), "nothing") << text;
  }
}

TEST(Value, OfAKnownKindMustFitIt) {
  EXPECT_EQ(normalize(Kind::sha256, std::string(64, 'A')), std::string(64, 'a'));
  EXPECT_EQ(normalize(Kind::sha256, std::string(63, 'A')), std::nullopt);
  EXPECT_EQ(normalize(Kind::ipv4, "evil.example"), std::nullopt);
  EXPECT_EQ(normalize(Kind::ipv4, "2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(normalize(Kind::file_name, " a b.exe "), "a b.exe");
  EXPECT_EQ(normalize(Kind::as_number, "AS64496"), "64496");
  EXPECT_EQ(normalize(Kind::as_number, "ASX"), std::nullopt);
}

}  // namespace
}  // namespace picket::indicator
