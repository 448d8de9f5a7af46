// SPDX-License-Identifier: Apache-2.0
#include "base/ip.h"

#include <gtest/gtest.h>

#include <random>

namespace picket {
namespace {

std::string reformat(std::string_view text) {
  const auto address = parse_ip(text);
  return address ? format_ip(*address) : "refused";
}

TEST(Ip, ReadsAndWritesDottedQuads) {
  for (const char* text : {"0.0.0.0", "10.0.0.1", "127.0.0.1", "255.255.255.255", "1.20.100.9"}) {
    EXPECT_EQ(reformat(text), text);
    EXPECT_TRUE(parse_ip(text)->is_v4());
  }
}

TEST(Ip, RefusesWhatIsNoDottedQuad) {
  for (const char* text :
       {"",          ".",          "1",         "1.2",         "1.2.3",      "1.2.3.4.5", "1.2.3.4.",
        ".1.2.3.4",  "1..2.3",     "256.0.0.1", "1.2.3.999",   "1.2.3.0000", "010.0.0.1", "10.00.0.1",
        "10.0.0.01", "0x10.0.0.1", "1.2.3.4 ",  " 1.2.3.4",    "+1.2.3.4",   "-1.2.3.4",  "1.2.3.4:80",
        "1.2.3.4/8", "1.2.3.a",    "localhost", "127.0.0.0/8", "1,2,3,4"}) {
    EXPECT_FALSE(parse_ip(text)) << text;
  }
  EXPECT_FALSE(parse_ip(std::string_view("1.2.3.4\0", 8)));
}

TEST(Ip, WritesIpv6AsRfc5952) {
  const struct {
    const char* text;
    const char* canonical;
  } cases[] = {
      {"::", "::"},
      {"::1", "::1"},
      {"1::", "1::"},
      {"2001:db8::1", "2001:db8::1"},
      {"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
      {"2001:DB8::A", "2001:db8::a"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // one zero group stays
      {"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},   // also where the writer shortened it
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},           // the longest run
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},     // the first of equal runs
      {"0:0:0:0:0:0:0:0", "::"},
      {"fe80::0204:61ff:fe9d:f156", "fe80::204:61ff:fe9d:f156"},
      {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
      {"::192.0.2.33", "::c000:221"},  // IPv4-compatible is not IPv4-mapped
  };
  for (const auto& c : cases) {
    EXPECT_EQ(reformat(c.text), c.canonical);
    EXPECT_FALSE(parse_ip(c.text)->is_v4()) << c.text;
  }
}

TEST(Ip, Ipv4EqualsItsMappedForm) {
  const auto dotted = parse_ip("192.168.1.7");
  for (const char* text : {"::ffff:192.168.1.7", "::FFFF:c0a8:107", "0:0:0:0:0:ffff:c0a8:0107"}) {
    EXPECT_EQ(parse_ip(text), dotted) << text;
    EXPECT_EQ(reformat(text), "192.168.1.7");
  }
}

TEST(Ip, RefusesWhatIsNoIpv6) {
  for (const char* text :
       {":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1 ", " ::1", "[::1]",
        "fe80::1%eth0", "::1/64", "::ffff:256.0.0.1", "::ffff:1.2.3", "::ffff:01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
        ":1::2", "1::2:", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"}) {
    EXPECT_FALSE(parse_ip(text)) << text;
  }
  EXPECT_FALSE(parse_ip(std::string_view("::1\0", 4)));
  EXPECT_FALSE(
      parse_ip(std::string_view("::\0"
                                "1",
                                4)));
}

TEST(Ip, EveryAddressReadsBack) {
  std::mt19937 random(5952);  // NOLINT(cert-msc51-cpp): the same cases in every run
  for (int i = 0; i < 2000; ++i) {
    IpAddress address;
    // Many zero groups, so that "::" is at work in all places.
    for (std::size_t group = 0; group < 8; ++group) {
      if (random() % 2 == 0) continue;
      address.bytes[2 * group] = static_cast<std::uint8_t>(random() % 3 == 0 ? random() : 0);
      address.bytes[2 * group + 1] = static_cast<std::uint8_t>(random());
    }
    EXPECT_EQ(parse_ip(format_ip(address)), address) << format_ip(address);
  }
}

std::string ends_of(std::string_view text) {
  const auto range = parse_cidr(text);
  return range ? format_ip(range->first) + " " + format_ip(range->last) : "refused";
}

TEST(Cidr, GivesBothEnds) {
  EXPECT_EQ(ends_of("10.0.0.0/8"), "10.0.0.0 10.255.255.255");
  EXPECT_EQ(ends_of("192.168.1.0/24"), "192.168.1.0 192.168.1.255");
  EXPECT_EQ(ends_of("192.168.1.128/25"), "192.168.1.128 192.168.1.255");
  EXPECT_EQ(ends_of("172.16.0.0/12"), "172.16.0.0 172.31.255.255");
  EXPECT_EQ(ends_of("100.64.0.0/10"), "100.64.0.0 100.127.255.255");
  EXPECT_EQ(ends_of("1.2.3.4/32"), "1.2.3.4 1.2.3.4");
  EXPECT_EQ(ends_of("1.2.3.4/31"), "1.2.3.4 1.2.3.5");
  EXPECT_EQ(ends_of("0.0.0.0/0"), "0.0.0.0 255.255.255.255");
  EXPECT_EQ(ends_of("fe80::/10"), "fe80:: febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  EXPECT_EQ(ends_of("::1/128"), "::1 ::1");
  EXPECT_EQ(ends_of("2001:db8::/33"), "2001:db8:: 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff");
  EXPECT_EQ(ends_of("::ffff:10.0.0.0/104"), "10.0.0.0 10.255.255.255");
}

TEST(Cidr, IgnoresHostBits) {
  EXPECT_EQ(parse_cidr("10.1.2.3/8"), parse_cidr("10.0.0.0/8"));
  EXPECT_EQ(parse_cidr("fe80::dead:beef/10"), parse_cidr("fe80::/10"));
}

TEST(Cidr, OfIpv4LiesInTheMappedSpace) {
  EXPECT_TRUE(parse_cidr("10.0.0.0/8")->contains(*parse_ip("::ffff:10.9.9.9")));
  EXPECT_FALSE(parse_cidr("0.0.0.0/0")->contains(*parse_ip("::1")));
  EXPECT_FALSE(parse_cidr("10.0.0.0/8")->contains(*parse_ip("11.0.0.0")));
  EXPECT_FALSE(parse_cidr("10.0.0.0/8")->contains(*parse_ip("9.255.255.255")));
  EXPECT_TRUE(parse_cidr("::/0")->contains(*parse_ip("8.8.8.8")));
}

TEST(Cidr, RefusesOtherTexts) {
  for (const char* text : {"", "/", "10.0.0.0", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8",
                           "10.0.0.0/8 ", "10.0.0.0/ 8", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0/8", "10.0.0.0/a",
                           "10.0.0.0/255.0.0.0", "fe80::/129", "fe80::/1000", "fe80::/4294967296", "010.0.0.0/8"}) {
    EXPECT_FALSE(parse_cidr(text)) << text;
  }
}

}  // namespace
}  // namespace picket
