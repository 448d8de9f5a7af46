// SPDX-License-Identifier: Apache-2.0
#include "generate/random.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "base/check.h"

namespace picket::generate {
namespace {

__extension__ using Wide = unsigned __int128;

std::uint64_t high_product(std::uint64_t left, std::uint64_t right) {
  return static_cast<std::uint64_t>((static_cast<Wide>(left) * right) >> 64);
}

void append_hex(std::string& out, std::uint64_t bits, int digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kDigits[(bits >> shift) & 15];
}

}  // namespace

std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

std::uint64_t negative_log(std::uint64_t bits) {
  PICKET_CHECK(bits > 0, "the logarithm of zero");
  // bits = m * 2^(63 - zeros) with m in [1, 2), held with 63 fraction bits. The digits of log2(m) come one by one:
  // squaring m doubles its logarithm, and a result of 2 or more means that the next digit is one.
  const int zeros = std::countl_zero(bits);
  std::uint64_t mantissa = bits << zeros;
  std::uint64_t fraction = 0;
  for (int digit = 0; digit < 24; ++digit) {
    const std::uint64_t square = high_product(mantissa, mantissa);  // 62 fraction bits
    const bool carry = (square >> 63) != 0;
    fraction = (fraction << 1) | (carry ? 1U : 0U);
    mantissa = carry ? square : square << 1;
  }
  const std::uint64_t log2 = ((static_cast<std::uint64_t>(zeros) + 1) << 32) - (fraction << 8);
  constexpr std::uint64_t kLn2 = 0xb17217f7d1cf79ab;  // ln 2 with 64 fraction bits
  return high_product(log2, kLn2);
}

std::string guid_text(std::uint64_t high, std::uint64_t low) {
  high = (high & ~std::uint64_t{0xf000}) | 0x4000;
  low = (low & (~std::uint64_t{0} >> 2)) | (std::uint64_t{1} << 63);
  std::string text;
  text.reserve(36);
  append_hex(text, high >> 32, 8);
  text += '-';
  append_hex(text, (high >> 16) & 0xffff, 4);
  text += '-';
  append_hex(text, high & 0xffff, 4);
  text += '-';
  append_hex(text, low >> 48, 4);
  text += '-';
  append_hex(text, low & 0xffffffffffff, 12);
  return text;
}

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t key = mix(seed) ^ mix(~stream);
  for (auto& word : state_) word = mix(key++);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t limit) {
  PICKET_CHECK(limit > 0, "a choice among nothing");
  return high_product(next(), limit);
}

std::int64_t Random::between(std::int64_t lowest, std::int64_t highest) {
  PICKET_CHECK(lowest <= highest, "an empty range");
  const auto width = static_cast<std::uint64_t>(highest - lowest) + 1;
  return lowest + static_cast<std::int64_t>(below(width));
}

std::uint64_t Random::exponential(std::uint64_t mean) {
  PICKET_CHECK(mean < (std::uint64_t{1} << 57), "a mean out of range");
  const std::uint64_t bits = std::max<std::uint64_t>(next(), 1);
  return static_cast<std::uint64_t>((static_cast<Wide>(negative_log(bits)) * mean) >> 32);
}

std::string Random::guid() {
  const std::uint64_t high = next();
  return guid_text(high, next());
}

void Random::append_token(std::string& out, std::size_t count) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::uint64_t bits = 0;
  for (std::size_t index = 0; index < count; ++index, bits >>= 6) {
    if (index % 10 == 0) bits = next();
    out += kAlphabet[bits & 63];
  }
}

Weighted::Weighted(std::span<const std::uint32_t> weights) {
  std::uint64_t sum = 0;
  for (const std::uint32_t weight : weights) ends_.push_back(sum += weight);
  PICKET_CHECK(sum > 0, "no weight at all");
}

std::size_t Weighted::pick(Random& random) const {
  const auto end = std::ranges::upper_bound(ends_, random.below(total()));
  return static_cast<std::size_t>(end - ends_.begin());
}

}  // namespace picket::generate
