// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include "base/check.h"

namespace picket {
namespace {

// Fetched once: OpenSSL 3 otherwise looks the algorithm up by name for every digest, which costs more than the digest.
const EVP_MD* algorithm_sha1() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  PICKET_CHECK(algorithm != nullptr, "OpenSSL offers no SHA-1");
  return algorithm;
}

const EVP_MD* algorithm_sha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  PICKET_CHECK(algorithm != nullptr, "OpenSSL offers no SHA-256");
  return algorithm;
}

template <std::size_t N>
std::array<std::uint8_t, N> digest(std::string_view bytes, const EVP_MD* algorithm) {
  std::array<std::uint8_t, N> out{};
  PICKET_CHECK(EVP_MD_get_size(algorithm) == static_cast<int>(N), "digest size differs from the algorithm's");
  PICKET_CHECK(EVP_Digest(bytes.data(), bytes.size(), out.data(), nullptr, algorithm, nullptr) == 1,
               "OpenSSL could not compute a digest");
  return out;
}

}  // namespace

struct Sha1::Context {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> evp{EVP_MD_CTX_new()};
};

Sha1::Sha1() : context_(std::make_unique<Context>()) {
  PICKET_CHECK(context_->evp != nullptr && EVP_DigestInit_ex(context_->evp.get(), algorithm_sha1(), nullptr) == 1,
               "OpenSSL could not start a digest");
}
Sha1::~Sha1() = default;
Sha1::Sha1(Sha1&&) noexcept = default;
Sha1& Sha1::operator=(Sha1&&) noexcept = default;

void Sha1::add(std::string_view bytes) {
  PICKET_CHECK(EVP_DigestUpdate(context_->evp.get(), bytes.data(), bytes.size()) == 1,
               "OpenSSL could not add to a digest");
}

Sha1Digest Sha1::finish() {
  Sha1Digest out{};
  PICKET_CHECK(EVP_DigestFinal_ex(context_->evp.get(), out.data(), nullptr) == 1, "OpenSSL could not end a digest");
  return out;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out.push_back(kDigits[byte >> 4U]);
    out.push_back(kDigits[byte & 0x0FU]);
  }
  return out;
}

Sha1Digest sha1(std::string_view bytes) {
  return digest<20>(bytes, algorithm_sha1());
}
std::string sha1_hex(std::string_view bytes) {
  return to_hex(sha1(bytes));
}
std::string sha256_hex(std::string_view bytes) {
  return to_hex(digest<32>(bytes, algorithm_sha256()));
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

}  // namespace picket
