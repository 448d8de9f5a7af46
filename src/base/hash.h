// SPDX-License-Identifier: Apache-2.0
// Digests and ids. Cryptographic digests are OpenSSL's; hash64 is XXH3 (fast, not for untrusted identity).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace picket {

std::string sha1_hex(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

// 128 bits of XXH3: the identity of an event inside one run.
struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};
Hash128 hash128(std::string_view bytes);

}  // namespace picket
