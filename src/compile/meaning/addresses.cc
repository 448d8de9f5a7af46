// SPDX-License-Identifier: Apache-2.0
// Addresses and networks.
#include <fmt/format.h>

#include <optional>

#include "base/ip.h"
#include "base/text.h"
#include "compile/codes.h"
#include "compile/meaning/readings.h"

namespace picket::compile::readings {

using event::FieldMapping;
using Kind = Condition::Kind;

namespace {

IpAddress step_address(IpAddress address, bool up) {
  for (std::size_t i = address.bytes.size(); i > 0; --i) {
    std::uint8_t& byte = address.bytes[i - 1];
    const bool carries = byte == (up ? 0xFF : 0x00);
    byte = static_cast<std::uint8_t>(up ? byte + 1 : byte - 1);
    if (!carries) break;
  }
  return address;
}

constexpr std::string_view kIpHint = "write an IPv6 address in quotes: \"fe80::1\"";

Outcome ip_range(const Condition& condition) {
  IpAddress highest;
  highest.bytes.fill(0xFF);
  IpRanges ranges{{{IpAddress{}, highest}}};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<IpAddress> bound = parse_ip(text);
    if (!bound && parse_cidr(text)) {
      return misfit(codes::kNotAnAddress,
                    fmt::format("expected one address as a bound, found the network '{}'", printable(text)),
                    "match a network with a colon instead: field:10.0.0.0/8");
    }
    if (!bound) return expected(codes::kNotAnAddress, "an IP address", text, std::string(kIpHint));
    ranges.intervals = intersection(ranges.intervals, compared(comparison, *bound, IpAddress{}, highest, step_address));
  }
  return ranges.intervals.empty() ? nothing() : matching(std::move(ranges));
}

}  // namespace

Outcome on_ip(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) {
    return misfit(codes::kPatternOnType,
                  fmt::format("an address cannot be matched by the pattern '{}'", shown(condition)),
                  "write a network instead: 10.0.0.0/8");
  }
  if (condition.kind == Kind::range) return ip_range(condition);
  if (condition.text.find('/') != std::string::npos) {
    const std::optional<IpRange> network = parse_cidr(condition.text);
    if (!network) return expected(codes::kNotAnAddress, "a network such as 10.0.0.0/8", condition.text);
    return matching(IpRanges{{{network->first, network->last}}});
  }
  const std::optional<IpAddress> address = parse_ip(condition.text);
  if (!address)
    return expected(codes::kNotAnAddress, "an IP address or a network", condition.text, std::string(kIpHint));
  return matching(IpRanges{{{*address, *address}}});
}

}  // namespace picket::compile::readings
