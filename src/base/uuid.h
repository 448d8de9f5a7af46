// SPDX-License-Identifier: Apache-2.0
// UUIDs (RFC 9562): the 36-character form, and version 5, which names a text inside a namespace by its SHA-1.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace picket {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// 8-4-4-4-12 hexadecimal digits in either case, nothing around them; any version. nullopt otherwise.
std::optional<Uuid> parse_uuid(std::string_view text);
std::string format_uuid(const Uuid& uuid);  // lower case

Uuid uuid_v5(const Uuid& name_space, std::string_view name);

}  // namespace picket
