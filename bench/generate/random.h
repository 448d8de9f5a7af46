// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same on every machine: xoshiro256** seeded by splitmix64 (Blackman and Vigna, public
// domain), and the few distributions that the generator needs, all in integers. The distributions of <random> and the
// logarithm of libm may differ from one library to the next, and then a seed would no longer name one file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace picket::generate {

// The output function of splitmix64: spreads the bits of `value`. Also derives stable values from a key.
std::uint64_t mix(std::uint64_t value);

// -ln(bits / 2^64) as a fixed-point number with 32 fraction bits; requires bits > 0.
std::uint64_t negative_log(std::uint64_t bits);

// The 36 characters of a random (version 4) UUID made of these bits, lower case.
std::string guid_text(std::uint64_t high, std::uint64_t low);

class Random {
 public:
  // Streams of one seed are independent of each other: drawing more from one leaves the others as they were.
  Random(std::uint64_t seed, std::uint64_t stream);

  std::uint64_t next();
  std::uint64_t below(std::uint64_t limit);                         // [0, limit); requires limit > 0
  std::int64_t between(std::int64_t lowest, std::int64_t highest);  // both ends included
  bool chance(std::uint32_t millionths) { return below(1'000'000) < millionths; }
  std::uint64_t exponential(std::uint64_t mean);  // a waiting time in the unit of its mean; requires mean < 2^57

  std::string guid();
  // `count` characters of the URL-safe base64 alphabet: what opaque tokens look like.
  void append_token(std::string& out, std::size_t count);

  template <class Sequence>
  const auto& pick(const Sequence& sequence) {
    return sequence[static_cast<std::size_t>(below(std::size(sequence)))];
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

// Picks an index with a probability proportional to its weight: one draw and a binary search.
class Weighted {
 public:
  Weighted() = default;
  explicit Weighted(std::span<const std::uint32_t> weights);  // requires one that is not zero

  std::size_t pick(Random& random) const;
  std::uint64_t total() const { return ends_.empty() ? 0 : ends_.back(); }

 private:
  std::vector<std::uint64_t> ends_;  // running sums
};

}  // namespace picket::generate
