// SPDX-License-Identifier: Apache-2.0
#include "decode/uri_parts.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"

namespace picket::decode {
namespace {

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

std::string without_markers(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find("<pii>"), text.find("</pii>"));
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(text.find('>', at) + 1);
  }
  return out;
}

std::optional<unsigned char> escaped_byte(std::string_view text, std::size_t percent) {
  if (percent + 3 > text.size()) return std::nullopt;
  unsigned byte = 0;
  const char* const begin = text.data() + percent + 1;
  const auto [end, error] = std::from_chars(begin, begin + 2, byte, 16);
  if (error != std::errc() || end != begin + 2) return std::nullopt;
  return static_cast<unsigned char>(byte);
}

// RFC 2396, and characters beyond ASCII.
bool is_valid(std::string_view uri) {
  constexpr std::string_view kMarks = "-_.!~*'();/?:@&=+$,#[]";
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const char c = uri[i];
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          static_cast<unsigned char>(c) >= 0x80 || kMarks.find(c) != std::string_view::npos;
    if (!is_plain && !(c == '%' && escaped_byte(uri, i))) return false;
  }
  return true;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? escaped_byte(text, i) : std::nullopt;
    out += byte ? static_cast<char>(*byte) : text[i];
    if (byte) i += 2;
  }
  return to_valid_utf8(out);
}

// Takes what stands before the first of `ends`, and the end itself is left.
std::string_view take_until(std::string_view& text, std::string_view ends) {
  const std::string_view part = text.substr(0, text.find_first_of(ends));
  text.remove_prefix(part.size());
  return part;
}

void add_authority(json::Object& out, std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    const std::string_view user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    out["user_info"] = text_value(user);
    const std::size_t colon = user.find(':');
    out["username"] = text_value(user.substr(0, colon));
    if (colon != std::string_view::npos) out["password"] = text_value(user.substr(colon + 1));
  }
  const std::size_t colon = authority.rfind(':');
  int port = 0;
  if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error == std::errc() && end == digits.data() + digits.size()) out["port"] = port;
    authority = authority.substr(0, colon);
  }
  if (!authority.empty()) out["domain"] = text_value(authority);
}

void add_path(json::Object& out, const std::string& path) {
  out["path"] = text_value(path);
  const std::size_t slash = path.rfind('/');
  const std::size_t dot = path.rfind('.');
  const bool is_in_last = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  if (is_in_last && dot + 1 < path.size()) out["extension"] = text_value(path.substr(dot + 1));
}

}  // namespace

json::Object read_uri(std::string_view text) {
  json::Object out;
  out["original"] = text_value(text);
  const std::string uri = without_markers(text);
  const bool is_decoded = is_valid(uri);
  const auto part = [is_decoded](std::string_view raw) { return is_decoded ? decoded(raw) : std::string(raw); };

  std::string_view rest = uri;
  const std::size_t colon = rest.find_first_of(":/?#");
  if (colon != std::string_view::npos && colon > 0 && rest[colon] == ':') {
    out["scheme"] = text_value(rest.substr(0, colon));
    rest.remove_prefix(colon + 1);
  }
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    add_authority(out, take_until(rest, "/?#"));
  }
  if (const std::string_view path = take_until(rest, "?#"); !path.empty()) add_path(out, part(path));
  if (rest.starts_with("?")) {
    rest.remove_prefix(1);
    out["query"] = text_value(part(take_until(rest, "#")));
  }
  if (rest.starts_with("#")) out["fragment"] = text_value(part(rest.substr(1)));
  return out;
}

}  // namespace picket::decode
