// SPDX-License-Identifier: Apache-2.0
// The pipelines try patterns one after the other until one yields a subscription. Their parts are greedy, so that a
// keyword is found at its LAST place: in .../VIRTUALMACHINES/VM1/PROVIDERS/MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/g
// the provider is the role assignment's and the group holds the virtual machine. Keywords are searched without a
// pattern library: each pattern is a chain of "/KEYWORD/part".
#include "decode/resource_id.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/text.h"

namespace picket::decode {
namespace {

constexpr std::string_view kSubscriptions = "/subscriptions/";
constexpr std::string_view kGroups = "/resourcegroups/";
constexpr std::string_view kProviders = "/providers/";
constexpr std::string_view kNamespaces = "/namespaces/";
constexpr std::string_view kAuthorizationRules = "/authorizationrules/";
constexpr std::size_t kGuidLength = 36;

bool matches_at(std::string_view text, std::size_t at, std::string_view keyword) {
  return at + keyword.size() <= text.size() && equals_ignoring_case(text.substr(at, keyword.size()), keyword);
}

std::size_t find_first(std::string_view text, std::string_view keyword) {
  for (std::size_t at = text.find('/'); at != std::string_view::npos; at = text.find('/', at + 1)) {
    if (matches_at(text, at, keyword)) return at;
  }
  return std::string_view::npos;
}

std::size_t find_last(std::string_view text, std::string_view keyword) {
  for (std::size_t at = text.rfind('/'); at != std::string_view::npos;
       at = at == 0 ? at - 1 : text.rfind('/', at - 1)) {
    if (matches_at(text, at, keyword)) return at;
  }
  return std::string_view::npos;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool starts_with_guid(std::string_view text) {
  if (text.size() < kGuidLength) return false;
  for (std::size_t i = 0; i < kGuidLength; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

// "<head>/KEYWORD/<tail>" at the last keyword that leaves something on both sides.
struct Halves {
  std::string_view head;
  std::string_view tail;
};
std::optional<Halves> cut_last(std::string_view text, std::string_view keyword) {
  std::string_view searched = text;
  while (true) {
    const std::size_t at = find_last(searched, keyword);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view tail = text.substr(at + keyword.size());
    if (at > 0 && !tail.empty()) return Halves{text.substr(0, at), tail};
    if (at == 0) return std::nullopt;
    // The keyword's own last slash may begin another one, so only what lies before its first slash is searched again,
    // with room for a keyword that shares that slash.
    searched = text.substr(0, at + keyword.size() - 1);
  }
}

std::size_t nth_slash(std::string_view text, int n) {
  std::size_t at = std::string_view::npos;
  for (int i = 0; i < n; ++i) {
    at = text.find('/', at == std::string_view::npos ? 0 : at + 1);
    if (at == std::string_view::npos) return at;
  }
  return at;
}

// "A/B/rest" with all three non-empty.
bool set_typed_name(std::string_view tail, ResourceId& out) {
  const std::size_t first = nth_slash(tail, 1);
  const std::size_t second = nth_slash(tail, 2);
  if (first == 0 || first == std::string_view::npos || second == std::string_view::npos || second == first + 1 ||
      second + 1 == tail.size()) {
    return false;
  }
  out.provider = tail.substr(0, second);
  out.name = tail.substr(second + 1);
  return true;
}

// The last segment is the name, all before it the provider.
bool set_last_segment_name(std::string_view tail, ResourceId& out) {
  const std::size_t slash = tail.rfind('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == tail.size()) return false;
  out.provider = tail.substr(0, slash);
  out.name = tail.substr(slash + 1);
  return true;
}

// What follows "/resourcegroups/". False where no provider with a name is behind the group.
bool set_grouped(std::string_view text, ResourceId& out) {
  const auto provided = cut_last(text, kProviders);
  if (!provided) return false;
  out.group = provided->head;
  if (const auto ruled = cut_last(provided->tail, kAuthorizationRules)) {
    if (const auto spaced = cut_last(ruled->head, kNamespaces)) {
      out.provider = spaced->head;
      out.name_space = spaced->tail;
      out.authorization_rule = ruled->tail;
      return true;
    }
  }
  const bool ruled = find_first(provided->tail, kAuthorizationRules.substr(0, kAuthorizationRules.size() - 1)) !=
                     std::string_view::npos;
  return (!ruled && set_typed_name(provided->tail, out)) || set_last_segment_name(provided->tail, out);
}

// What follows "/providers/" directly after the subscription: two segments, or the only one.
std::string_view provider_of_subscription(std::string_view text) {
  return text.substr(0, nth_slash(text, 2));
}

}  // namespace

ResourceId split_resource_id(std::string_view id) {
  ResourceId out;
  const std::size_t providers = find_first(id, kProviders);
  if (providers != std::string_view::npos) out.provider = id.substr(providers + kProviders.size());

  const std::size_t at = find_first(id, kSubscriptions);
  if (at == std::string_view::npos) return out;
  const std::string_view after = id.substr(at + kSubscriptions.size());
  if (!starts_with_guid(after)) return out;
  out.subscription = after.substr(0, kGuidLength);
  const std::string_view tail = after.substr(kGuidLength);
  if (matches_at(tail, 0, kGroups)) {
    const std::string_view grouped = tail.substr(kGroups.size());
    ResourceId inner;
    if (set_grouped(grouped, inner)) {
      inner.subscription = out.subscription;
      return inner;
    }
    out.group = grouped.substr(0, find_first(grouped, kProviders));
  } else if (matches_at(tail, 0, kProviders)) {
    out.provider = provider_of_subscription(tail.substr(kProviders.size()));
  }
  return out;
}

}  // namespace picket::decode
