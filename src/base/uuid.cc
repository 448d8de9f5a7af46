// SPDX-License-Identifier: Apache-2.0
#include "base/uuid.h"

#include <algorithm>

#include "base/hash.h"

namespace picket {
namespace {

constexpr std::size_t kTextLength = 36;

bool is_dash_position(std::size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  Uuid uuid;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < kTextLength; ++i) {
    if (is_dash_position(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const std::optional<std::uint8_t> digit = hex_digit(text[i]);
    if (!digit) return std::nullopt;
    std::uint8_t& byte = uuid.bytes[digits++ / 2];
    byte = static_cast<std::uint8_t>((byte << 4U) | *digit);
  }
  return uuid;
}

std::string format_uuid(const Uuid& uuid) {
  std::string text = to_hex(uuid.bytes);
  for (std::size_t i = 0; i < kTextLength; ++i) {
    if (is_dash_position(i)) text.insert(i, 1, '-');
  }
  return text;
}

Uuid uuid_v5(const Uuid& name_space, std::string_view name) {
  std::string named(name_space.bytes.begin(), name_space.bytes.end());
  named += name;
  const Sha1Digest digest = sha1(named);
  Uuid uuid;
  std::copy_n(digest.begin(), uuid.bytes.size(), uuid.bytes.begin());
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0FU) | 0x50U);  // version
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);  // variant
  return uuid;
}

}  // namespace picket
