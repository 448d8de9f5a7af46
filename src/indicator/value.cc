// SPDX-License-Identifier: Apache-2.0
#include "indicator/value.h"

#include <algorithm>
#include <charconv>

#include "base/ip.h"
#include "base/text.h"

namespace picket::indicator {
namespace {

// In the order of Kind.
constexpr KindInfo kKinds[kKindCount] = {
    {"ipv4-addr", "ip"},
    {"ipv6-addr", "ip"},
    {"domain-name", "url.domain domain"},
    {"url", "url.full url.original"},
    {"email-addr", "email.address"},
    {"file", "file.hash.md5"},
    {"file", "file.hash.sha1"},
    {"file", "file.hash.sha224"},
    {"file", "file.hash.sha256"},
    {"file", "file.hash.sha384"},
    {"file", "file.hash.sha512"},
    {"file", "file.hash.ssdeep"},
    {"file", "file.name"},
    {"windows-registry-key", "registry.path"},
    {"autonomous-system", "as.number"},
};

constexpr std::size_t kMaxDomain = 253;
constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxValue = 8192;

bool is_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

std::optional<Kind> hash_kind(std::string_view text) {
  if (!is_hex(text)) return std::nullopt;
  switch (text.size()) {
    case 32:
      return Kind::md5;
    case 40:
      return Kind::sha1;
    case 56:
      return Kind::sha224;
    case 64:
      return Kind::sha256;
    case 96:
      return Kind::sha384;
    case 128:
      return Kind::sha512;
    default:
      return std::nullopt;
  }
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-') return false;
  return std::ranges::all_of(label, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

// Two labels at least, and a last one that is no number: "1.2.3" is none.
bool is_domain(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.size() > kMaxDomain) return false;
  const std::vector<std::string_view> labels = split(text, '.');
  if (labels.size() < 2 || !std::ranges::all_of(labels, is_label)) return false;
  return !std::ranges::all_of(labels.back(), [](char c) { return c >= '0' && c <= '9'; }) && labels.back().size() > 1;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  return text.find_first_of(" \t<>\"/") == std::string_view::npos && is_domain(text.substr(at + 1));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// "hxxps[:]//evil[.]example" as it is meant.
std::string armed(std::string_view text) {
  std::string out(text);
  if (out.find_first_of("[(") != std::string::npos) {
    for (const std::string_view dot : {"[.]", "(.)", "[dot]", "(dot)"}) replace_all(out, dot, ".");
    replace_all(out, "[:]", ":");
    replace_all(out, "[:/]", ":/");
    replace_all(out, "[@]", "@");
    replace_all(out, "[at]", "@");
  }
  if (equals_ignoring_case(std::string_view(out).substr(0, 4), "hxxp")) out.replace(0, 4, "http");
  return out;
}

std::optional<Found> address(std::string_view text) {
  if (const auto ip = parse_ip(text)) return Found{ip->is_v4() ? Kind::ipv4 : Kind::ipv6, format_ip(*ip)};
  if (const auto range = parse_cidr(text)) {
    return Found{range->first.is_v4() ? Kind::ipv4 : Kind::ipv6, std::string(text)};
  }
  return std::nullopt;
}

// "192.0.2.1:443", "[2001:db8::1]:443"
std::optional<Found> address_with_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::uint32_t port = 0;
  const std::string_view digits = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port > 65'535) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto ip = parse_ip(host);
  if (!ip) return std::nullopt;
  return Found{ip->is_v4() ? Kind::ipv4 : Kind::ipv6, format_ip(*ip), port};
}

bool is_registry_key(std::string_view text) {
  constexpr std::string_view kRoots[] = {"HKEY_", "HKLM\\", "HKCU\\", "HKCR\\", "HKU\\"};
  return std::ranges::any_of(
      kRoots, [&](std::string_view root) { return equals_ignoring_case(text.substr(0, root.size()), root); });
}

bool is_url(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0 || scheme + 3 == text.size()) return false;
  return std::ranges::all_of(text.substr(0, scheme), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  });
}

// "evil.example/path" and "evil.example:8080/path": a URL whose scheme was left out.
bool is_url_without_scheme(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  std::string_view host = text.substr(0, slash);
  host = host.substr(0, host.find(':'));
  // "192.0.2.0/40" is no network, and meant to be one.
  const bool is_path = text.find_first_not_of("0123456789", slash + 1) != std::string_view::npos;
  return is_domain(host) || (parse_ip(host) && is_path);
}

std::string domain_text(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  return to_lower_ascii(text);
}

}  // namespace

const KindInfo& info(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<Found> classify(std::string_view text) {
  text = trim_ascii(text);
  if (text.empty() || text.size() > kMaxValue || !is_valid_utf8(text)) return std::nullopt;
  const std::string plain = armed(text);
  if (auto found = address(plain)) return found;
  if (auto found = address_with_port(plain)) return found;
  if (is_registry_key(plain)) return Found{Kind::registry_key, plain};
  if (std::ranges::any_of(plain, [](char c) { return static_cast<unsigned char>(c) <= ' '; })) return std::nullopt;
  if (is_url(plain)) return Found{Kind::url, plain};
  if (const auto kind = hash_kind(plain)) return Found{*kind, to_lower_ascii(plain)};
  if (is_email(plain)) return Found{Kind::email, to_lower_ascii(plain)};
  if (is_url_without_scheme(plain)) return Found{Kind::url, plain};
  if (is_domain(plain)) return Found{Kind::domain, domain_text(plain)};
  return std::nullopt;
}

std::optional<std::string> normalize(Kind kind, std::string_view text) {
  text = trim_ascii(text);
  if (text.empty() || text.size() > kMaxValue || !is_valid_utf8(text)) return std::nullopt;
  if (kind == Kind::ssdeep || kind == Kind::file_name || kind == Kind::registry_key) return std::string(text);
  if (kind == Kind::as_number) {
    if (equals_ignoring_case(text.substr(0, 2), "AS")) text.remove_prefix(2);
    const bool is_number = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return is_number && !text.empty() && text.size() <= 10 ? std::optional(std::string(text)) : std::nullopt;
  }
  std::optional<Found> found = classify(text);
  if (!found) return std::nullopt;
  const bool is_ip = found->kind == Kind::ipv4 || found->kind == Kind::ipv6;
  if (found->kind == kind || (is_ip && (kind == Kind::ipv4 || kind == Kind::ipv6))) return std::move(found->value);
  return std::nullopt;
}

}  // namespace picket::indicator
