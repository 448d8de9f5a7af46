// SPDX-License-Identifier: Apache-2.0
// Digests and ids. Cryptographic digests are OpenSSL's; hash64 is XXH3 (fast, not for untrusted identity). All
// functions are thread-safe; a Sha1 belongs to one thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace picket {

using Sha1Digest = std::array<std::uint8_t, 20>;

Sha1Digest sha1(std::string_view bytes);
std::string sha1_hex(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);

// SHA-1 of what is added piece by piece. After finish() the object is spent.
class Sha1 {
 public:
  Sha1();
  ~Sha1();
  Sha1(Sha1&&) noexcept;
  Sha1& operator=(Sha1&&) noexcept;
  void add(std::string_view bytes);
  Sha1Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// Lower-case hexadecimal digits of the bytes.
std::string to_hex(std::span<const std::uint8_t> bytes);

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

// 128 bits of XXH3: the identity of an event inside one run.
struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};
Hash128 hash128(std::string_view bytes);

}  // namespace picket
