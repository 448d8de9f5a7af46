// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <gtest/gtest.h>

namespace picket {
namespace {

TEST(Time, FormatsWhatItParses) {
  const auto time = parse_iso8601("2024-03-15T10:20:30.123Z");
  ASSERT_TRUE(time);
  EXPECT_EQ(format_iso8601(*time), "2024-03-15T10:20:30.123Z");
}

}  // namespace
}  // namespace picket
