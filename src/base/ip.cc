// SPDX-License-Identifier: Apache-2.0
#include "base/ip.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <span>

namespace picket {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr unsigned kMappedPrefixBits = 96;
constexpr std::size_t kGroups = 8;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Four decimal numbers of 0 to 255. A leading zero is refused: to some readers it means octal, so the address would be
// another one for them.
std::optional<IpAddress> parse_v4(std::string_view text) {
  IpAddress address;
  std::ranges::copy(kMappedPrefix, address.bytes.begin());
  std::size_t position = 0;
  for (std::size_t octet = 0; octet < 4; ++octet) {
    if (octet > 0) {
      if (position >= text.size() || text[position] != '.') return std::nullopt;
      ++position;
    }
    const std::size_t begin = position;
    unsigned value = 0;
    while (position < text.size() && position - begin < 3 && is_digit(text[position])) {
      value = value * 10 + static_cast<unsigned>(text[position++] - '0');
    }
    const std::size_t digits = position - begin;
    if (digits == 0 || value > 255 || (digits > 1 && text[begin] == '0')) return std::nullopt;
    address.bytes[kMappedPrefix.size() + octet] = static_cast<std::uint8_t>(value);
  }
  if (position != text.size()) return std::nullopt;
  return address;
}

std::optional<IpAddress> parse_v6(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof terminated || text.find('\0') != std::string_view::npos) return std::nullopt;
  *std::ranges::copy(text, terminated).out = '\0';
  IpAddress address;
  if (::inet_pton(AF_INET6, terminated, address.bytes.data()) != 1) return std::nullopt;
  return address;
}

// The longest run of at least two zero groups, the first of several: what RFC 5952 shortens to "::".
struct ZeroRun {
  std::size_t begin = kGroups;
  std::size_t length = 1;
};

ZeroRun longest_zero_run(const std::array<unsigned, kGroups>& groups) {
  ZeroRun best;
  for (std::size_t begin = 0; begin < kGroups; ++begin) {
    std::size_t end = begin;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - begin > best.length) best = {begin, end - begin};
  }
  return best;
}

std::optional<unsigned> parse_prefix_length(std::string_view digits) {
  if (digits.empty() || digits.size() > 3 || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  unsigned value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

}  // namespace

bool IpAddress::is_v4() const {
  return std::ranges::equal(kMappedPrefix, std::span(bytes).first<12>());
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
}

std::string format_ip(const IpAddress& address) {
  const auto& bytes = address.bytes;
  if (address.is_v4()) return fmt::format("{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
  std::array<unsigned, kGroups> groups{};
  for (std::size_t i = 0; i < kGroups; ++i) groups[i] = bytes[2 * i] * 256U + bytes[2 * i + 1];
  const ZeroRun zeros = longest_zero_run(groups);
  std::string out;
  for (std::size_t i = 0; i < kGroups;) {
    if (i == zeros.begin) {
      out += "::";
      i += zeros.length;
      continue;
    }
    if (!out.empty() && out.back() != ':') out += ':';
    fmt::format_to(std::back_inserter(out), "{:x}", groups[i++]);
  }
  return out;
}

std::optional<IpRange> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view host = text.substr(0, slash);
  const std::optional<IpAddress> address = parse_ip(host);
  const std::optional<unsigned> length = parse_prefix_length(text.substr(slash + 1));
  if (!address || !length) return std::nullopt;
  const bool dotted = host.find(':') == std::string_view::npos;
  if (*length > (dotted ? 32U : 128U)) return std::nullopt;
  const unsigned bits = *length + (dotted ? kMappedPrefixBits : 0U);
  IpRange range{*address, *address};
  for (unsigned i = 0; i < 16; ++i) {
    const unsigned kept = bits <= i * 8 ? 0U : std::min(8U, bits - i * 8);
    const auto host_mask = static_cast<std::uint8_t>(0xFFU >> kept);
    range.first.bytes[i] = static_cast<std::uint8_t>(range.first.bytes[i] & ~host_mask);
    range.last.bytes[i] = static_cast<std::uint8_t>(range.last.bytes[i] | host_mask);
  }
  return range;
}

}  // namespace picket
