// SPDX-License-Identifier: Apache-2.0
#include "generate/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace picket::generate {
namespace {

// First outputs of the published reference implementation of splitmix64, seeded with 0 and stepped once.
TEST(Mix, EqualsTheReference) {
  EXPECT_EQ(mix(0), 0xe220a8397b1dcdafU);
  EXPECT_EQ(mix(0x9e3779b97f4a7c15U), 0x6e789e6aa1b965f4U);
}

TEST(NegativeLog, EqualsTheNaturalLogarithm) {
  Random random(1, 1);
  for (int round = 0; round < 10'000; ++round) {
    const std::uint64_t bits = random.next() >> random.below(64);
    if (bits == 0) continue;
    const double expected = -std::log(std::ldexp(static_cast<double>(bits), -64));
    EXPECT_NEAR(std::ldexp(static_cast<double>(negative_log(bits)), -32), expected, 1e-6) << bits;
  }
}

TEST(NegativeLog, EndsOfTheRange) {
  EXPECT_NEAR(std::ldexp(static_cast<double>(negative_log(1)), -32), 64 * std::log(2.0), 1e-6);
  EXPECT_LT(negative_log(~std::uint64_t{0}), 1000U);
}

TEST(Random, StaysWithinItsBounds) {
  Random random(7, 2);
  std::set<std::int64_t> seen;
  for (int round = 0; round < 1000; ++round) {
    const auto value = random.between(-2, 2);
    ASSERT_GE(value, -2);
    ASSERT_LE(value, 2);
    seen.insert(value);
  }
  EXPECT_EQ(seen.size(), 5U);
}

TEST(Random, ExponentialHasItsMean) {
  Random random(7, 3);
  std::uint64_t sum = 0;
  constexpr std::uint64_t kRounds = 200'000;
  for (std::uint64_t round = 0; round < kRounds; ++round) sum += random.exponential(1'000'000);
  EXPECT_NEAR(static_cast<double>(sum) / kRounds, 1e6, 1e4);
}

TEST(Random, StreamsOfOneSeedDiffer) {
  EXPECT_NE(Random(1, 1).next(), Random(1, 2).next());
  EXPECT_NE(Random(1, 1).next(), Random(2, 1).next());
  EXPECT_EQ(Random(1, 1).next(), Random(1, 1).next());
}

TEST(Guid, IsOfTheRandomKind) {
  EXPECT_EQ(guid_text(0, 0), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(guid_text(~std::uint64_t{0}, ~std::uint64_t{0}), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(Weighted, DrawsInProportionAndNeverWhatHasNoWeight) {
  const std::uint32_t weights[] = {0, 3, 0, 1, 0};
  const Weighted weighted(weights);
  Random random(3, 3);
  int counts[5] = {};
  for (int round = 0; round < 40'000; ++round) ++counts[weighted.pick(random)];
  EXPECT_EQ(counts[0] + counts[2] + counts[4], 0);
  EXPECT_NEAR(counts[1], 30'000, 600);
}

}  // namespace
}  // namespace picket::generate
