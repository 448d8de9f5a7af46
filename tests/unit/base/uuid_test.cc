// SPDX-License-Identifier: Apache-2.0
#include "base/uuid.h"

#include <gtest/gtest.h>

namespace picket {
namespace {

TEST(Uuid, Version5OfAThresholdEvent) {
  const auto name_space = parse_uuid("0684ec03-7201-4ee0-8ee0-3a3f6b2479b2");
  ASSERT_TRUE(name_space);
  EXPECT_EQ(format_uuid(uuid_v5(*name_space, "rule-12024-01-02T03:04:05.678Zhost.name,user.namealice,host-0")),
            "2c5a0749-0c69-58bb-aea0-c103fc63582c");
}

TEST(Uuid, Version5OfTheDnsNamespace) {  // RFC 9562, appendix A.4
  const auto dns = parse_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  ASSERT_TRUE(dns);
  EXPECT_EQ(format_uuid(uuid_v5(*dns, "www.example.com")), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(Uuid, FormatsWhatItParsesInLowerCase) {
  const auto uuid = parse_uuid("B4A80990-E028-4792-83EB-09E59959059F");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(format_uuid(*uuid), "b4a80990-e028-4792-83eb-09e59959059f");
  EXPECT_EQ(parse_uuid("b4a80990-e028-4792-83eb-09e59959059f"), uuid);
}

TEST(Uuid, RefusesOtherTexts) {
  for (const char* text : {"", "b4a80990e028479283eb09e59959059f", "b4a80990-e028-4792-83eb-09e59959059",
                           "b4a80990-e028-4792-83eb-09e59959059ff", "{b4a80990-e028-4792-83eb-09e59959059}",
                           "b4a80990-e028-4792-83eb-09e59959059g", "b4a80990-e028-4792-83eb009e59959059f",
                           "b4a8099-0e028-4792-83eb-09e59959059f", " b4a80990-e028-4792-83eb-09e59959059"}) {
    EXPECT_FALSE(parse_uuid(text)) << text;
  }
}

}  // namespace
}  // namespace picket
