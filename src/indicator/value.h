// SPDX-License-Identifier: Apache-2.0
// What a bare value is: the lists that people have hold one value a line and do not say of which type. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace picket::indicator {

enum class Kind : std::uint8_t {
  ipv4,  // also a network in CIDR notation
  ipv6,
  domain,
  url,
  email,
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  ssdeep,
  file_name,
  registry_key,
  as_number,
};
inline constexpr std::size_t kKindCount = 15;

struct KindInfo {
  std::string_view type;    // threat.indicator.type, as ECS names it
  std::string_view fields;  // below threat.indicator, separated by blanks: all get the value
};
const KindInfo& info(Kind kind);

struct Found {
  Kind kind = Kind::domain;
  std::string value;       // as events carry it: hashes, domains and addresses of e-mail in lower case
  std::uint32_t port = 0;  // of "192.0.2.1:443"; 0: none
};

// Values made harmless ("hxxps://evil[.]example") are read as what they mean. nullopt for what is none of the kinds
// that can be told by their form: a bare word, a domain with `*`.
std::optional<Found> classify(std::string_view text);

// A value whose kind is known, in the form in which events carry it; nullopt when it cannot be of the kind.
std::optional<std::string> normalize(Kind kind, std::string_view text);

}  // namespace picket::indicator
