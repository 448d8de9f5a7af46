// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#include <gtest/gtest.h>

#include <set>

namespace picket {
namespace {

// FIPS 180 examples.
TEST(Hash, Sha1OfKnownTexts) {
  EXPECT_EQ(sha1_hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

TEST(Hash, Sha256OfKnownTexts) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, AlertIdOfAQueryRule) {
  const std::string concatenated = std::string(".ds-logs-x-2024.01.01-000001") + "AbC1" + "undefined" +
                                   "default:11111111-2222-3333-4444-555555555555";
  EXPECT_EQ(sha256_hex(concatenated), "db135f5dc2b83fee506beab3cbec8315496a54138a85699517d6d441efc1083b");
}

TEST(Hash, Sha1InPiecesEqualsSha1AtOnce) {
  Sha1 pieces;
  pieces.add("ab");
  pieces.add("");
  pieces.add("c");
  Sha1 moved = std::move(pieces);
  EXPECT_EQ(moved.finish(), sha1("abc"));
}

TEST(Hash, BytesBeyondAsciiAndZeroCount) {
  EXPECT_NE(sha1_hex(std::string_view("a\0b", 3)), sha1_hex(std::string_view("a\0c", 3)));
  EXPECT_NE(hash64(std::string_view("\0", 1)), hash64(""));
  EXPECT_NE(hash128(std::string_view("\0", 1)), hash128(""));
}

TEST(Hash, ToHexKeepsLeadingZeros) {
  const std::uint8_t bytes[] = {0x00, 0x0f, 0xf0, 0xff};
  EXPECT_EQ(to_hex(bytes), "000ff0ff");
  EXPECT_EQ(to_hex({}), "");
}

// The values are those of the published XXH3: what is stored by one build is found by another.
TEST(Hash, Xxh3OfKnownTexts) {
  EXPECT_EQ(hash64(""), 0x2d06800538d394c2U);
  EXPECT_EQ(hash128(""), (Hash128{0x99aa06d3014798d8U, 0x6001c324468d497fU}));
}

TEST(Hash, SeedAndTextChangeTheHash) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    for (const char* text : {"", "a", "b", "ab"}) seen.insert(hash64(text, seed));
  }
  EXPECT_EQ(seen.size(), 16U);
}

}  // namespace
}  // namespace picket
