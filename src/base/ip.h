// SPDX-License-Identifier: Apache-2.0
// IP addresses as Elasticsearch's ip type compares them: 128 bits, an IPv4 address equal to its IPv4-mapped IPv6 form.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace picket {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v4() const;
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

// Dotted quad without leading-zero octal tricks, or any spelling of IPv6 (no zone). nullopt otherwise.
std::optional<IpAddress> parse_ip(std::string_view text);
std::string format_ip(const IpAddress& address);  // RFC 5952; IPv4-mapped as dotted quad

// Inclusive on both ends.
struct IpRange {
  IpAddress first;
  IpAddress last;
  bool contains(const IpAddress& address) const { return first <= address && address <= last; }
  friend bool operator==(const IpRange&, const IpRange&) = default;
};
// "10.0.0.0/8", "fe80::/10"; host bits are ignored; the prefix length must fit the family.
std::optional<IpRange> parse_cidr(std::string_view text);

}  // namespace picket
