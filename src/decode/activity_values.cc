// SPDX-License-Identifier: Apache-2.0
#include "decode/activity_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/ip.h"
#include "base/text.h"
#include "decode/geoip.h"
#include "decode/resource_id.h"

namespace picket::decode {
namespace {

using event::Scalar;
using Kind = Scalar::Kind;

std::optional<std::string_view> text_at(Inputs inputs, std::size_t index) {
  const Scalar* input = inputs[index];
  if (input == nullptr || input->kind != Kind::string) return std::nullopt;
  return input->text;
}

json::Value text_value(std::string_view text) {
  if (text.empty()) return nullptr;
  return boost::json::string(text.data(), text.size());
}

json::Value scalar_value(const Scalar& scalar) {
  if (scalar.kind == Kind::string) return boost::json::string(scalar.text.data(), scalar.text.size());
  return json::parse(scalar.text).value_or(nullptr);
}

json::Value single(json::Value value) {
  if (value.is_null()) return nullptr;
  return json::Array{std::move(value)};
}

std::optional<std::string_view> ip_at(Inputs inputs) {
  const auto text = text_at(inputs, 0);
  return text && parse_ip(*text) ? text : std::nullopt;
}

json::Value object_or_none(json::Object object) {
  if (object.empty()) return nullptr;
  return object;
}

}  // namespace

std::optional<Timestamp> parse_azure_time(std::string_view text) {
  text = trim_ascii(text);
  // Windows PowerShell: "/Date(1714979289123)/".
  constexpr std::string_view kDate = "/Date(";
  constexpr std::string_view kEnd = ")/";
  if (text.starts_with(kDate) && text.ends_with(kEnd)) {
    text.remove_prefix(kDate.size());
    return parse_epoch_milliseconds(text.substr(0, text.size() - kEnd.size()));
  }
  if (const auto time = parse_iso8601(text)) return time;
  return parse_us_datetime(text);
}

std::optional<Timestamp> parse_document_time(std::string_view text) {
  if (const auto time = parse_date(trim_ascii(text))) return time;
  return parse_azure_time(text);
}

namespace activity {

json::Value timestamp(Inputs times, const Surroundings&) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto text = text_at(times, i);
    const auto parsed = text ? parse_azure_time(*text) : std::nullopt;
    if (parsed) return text_value(format_iso8601(*parsed));
  }
  return nullptr;
}

json::Value ip(Inputs inputs, const Surroundings&) {
  const auto text = ip_at(inputs);
  return text ? text_value(*text) : nullptr;
}

json::Value ip_list(Inputs inputs, const Surroundings& surroundings) {
  return single(ip(inputs, surroundings));
}

json::Value not_an_ip(Inputs inputs, const Surroundings&) {
  if (inputs[0] == nullptr || inputs[0]->kind == Kind::object || ip_at(inputs)) return nullptr;
  return scalar_value(*inputs[0]);
}

json::Value ip_geo(Inputs inputs, const Surroundings& surroundings) {
  const auto text = ip_at(inputs);
  if (!text || surroundings.geoip == nullptr) return nullptr;
  return object_or_none(surroundings.geoip->geo(*text));
}

json::Value ip_as(Inputs inputs, const Surroundings& surroundings) {
  const auto text = ip_at(inputs);
  if (!text || surroundings.geoip == nullptr) return nullptr;
  return object_or_none(surroundings.geoip->as(*text));
}

json::Value geo_or_location(Inputs inputs, const Surroundings& surroundings) {
  json::Value geo = ip_geo(inputs.first(1), surroundings);
  const Scalar* location = inputs[1];
  if (!geo.is_null() || location == nullptr || location->kind == Kind::object) return geo;
  return json::Object{{"name", scalar_value(*location)}};
}

namespace {

// A whole number of nanoseconds that 64 bits hold.
std::optional<std::int64_t> nanoseconds(const Scalar& milliseconds) {
  constexpr std::int64_t kPerMillisecond = 1'000'000;
  if (milliseconds.kind != Kind::number && milliseconds.kind != Kind::string) return std::nullopt;
  const std::string_view text = trim_ascii(milliseconds.text);
  const char* const end = text.data() + text.size();
  std::int64_t whole = 0;
  const auto integer = std::from_chars(text.data(), end, whole);
  if (integer.ec == std::errc() && integer.ptr == end) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kPerMillisecond;
    if (whole > kMost || whole < -kMost) return std::nullopt;
    return whole * kPerMillisecond;
  }
  double fraction = 0;
  const auto real = std::from_chars(text.data(), end, fraction);
  if (real.ec != std::errc() || real.ptr != end) return std::nullopt;
  const double scaled = std::round(fraction * static_cast<double>(kPerMillisecond));
  constexpr double kLimit = 9.2e18;
  if (!(std::abs(scaled) < kLimit)) return std::nullopt;
  return static_cast<std::int64_t>(scaled);
}

}  // namespace

json::Value duration(Inputs inputs, const Surroundings&) {
  if (inputs[0] == nullptr) return nullptr;
  const auto converted = nanoseconds(*inputs[0]);
  return converted ? json::Value(*converted) : nullptr;
}

json::Value not_a_duration(Inputs inputs, const Surroundings&) {
  if (inputs[0] == nullptr || inputs[0]->kind == Kind::object || nanoseconds(*inputs[0])) return nullptr;
  return scalar_value(*inputs[0]);
}

json::Value event_category(Inputs inputs, const Surroundings&) {
  if (inputs[0] != nullptr && inputs[0]->kind != Kind::object) return scalar_value(*inputs[0]);
  return text_value(inputs[1] != nullptr ? "Policy" : "Administrative");
}

json::Value outcome(Inputs inputs, const Surroundings&) {
  const std::string type = to_lower_ascii(text_at(inputs, 0).value_or(""));
  if (type == "success" || type == "failure") return text_value(type);
  const std::string_view result = text_at(inputs, 1).value_or("");
  if (result == "success" || result == "failure" || result == "unknown") return text_value(result);
  // Azure Backup and other services end with these words, as REST does; Elastic's pipeline knows only the two above.
  if (type == "succeeded" || type == "succeeded.") return text_value("success");
  if (type == "failed" || type == "failed.") return text_value("failure");
  return nullptr;
}

json::Value event_type(Inputs inputs, const Surroundings&) {
  struct Row {
    std::string_view category;
    std::string_view type;
  };
  constexpr auto kTypes =
      std::to_array<Row>({{"write", "change"}, {"read", "access"}, {"delete", "deletion"}, {"action", "change"}});
  const std::string_view category = text_at(inputs, 0).value_or("");
  for (const Row& row : kTypes) {
    if (equals_ignoring_case(row.category, category)) return single(text_value(row.type));
  }
  return nullptr;
}

json::Value text_only(Inputs inputs, const Surroundings&) {
  const auto text = text_at(inputs, 0);
  return text ? scalar_value(*inputs[0]) : nullptr;
}

namespace {

json::Value part(Inputs inputs, std::string_view ResourceId::* member) {
  const auto id = text_at(inputs, 0);
  return id ? text_value(split_resource_id(*id).*member) : nullptr;
}

}  // namespace

json::Value subscription(Inputs inputs, const Surroundings&) {
  return part(inputs, &ResourceId::subscription);
}
json::Value resource_group(Inputs inputs, const Surroundings&) {
  return part(inputs, &ResourceId::group);
}
json::Value resource_provider(Inputs inputs, const Surroundings&) {
  return part(inputs, &ResourceId::provider);
}
json::Value resource_name(Inputs inputs, const Surroundings&) {
  return part(inputs, &ResourceId::name);
}
json::Value resource_namespace(Inputs inputs, const Surroundings&) {
  return part(inputs, &ResourceId::name_space);
}
json::Value authorization_rule(Inputs inputs, const Surroundings&) {
  return part(inputs, &ResourceId::authorization_rule);
}

json::Value copied_claim(Inputs inputs, const Surroundings&) {
  const bool wanted = inputs[0] != nullptr && inputs[1] != nullptr && inputs[1]->kind != Kind::object;
  return wanted ? scalar_value(*inputs[1]) : nullptr;
}

json::Value claim_schema(Inputs inputs, const Surroundings&) {
  if (inputs[0] == nullptr || inputs[1] == nullptr) return nullptr;
  return text_value("http://schemas.xmlsoap.org/ws/2005/05/identity/claims");
}

namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_local_part(char c) {
  return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
}

// The longest host name at the start of the text: labels of letters, digits and inner dashes, joined by dots.
std::string_view host_at(std::string_view text) {
  std::size_t end = 0;
  std::size_t at = 0;
  while (at < text.size() && is_alphanumeric(text[at])) {
    while (at < text.size() && (is_alphanumeric(text[at]) || text[at] == '-')) ++at;
    end = at;
    if (at + 1 >= text.size() || text[at] != '.') break;
    ++at;
  }
  return text.substr(0, end);
}

struct User {
  std::string_view name;
  std::string_view domain;
  std::string_view email;
};

// The first "local@host" anywhere in the text; the e-mail is the whole text, as the pipeline has it.
std::optional<User> find_address(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_local_part(text[begin - 1])) --begin;
    const std::string_view host = host_at(text.substr(at + 1));
    if (begin < at && !host.empty()) return User{text.substr(begin, at - begin), host, text};
  }
  return std::nullopt;
}

// The name claim counts only beside a claim `name`, as in Elastic's pipeline. Forms that name the caller outside of the
// claims give a user by that name where it is an address; a caller that is an object id is no user.
User user_of(Inputs inputs) {
  const auto claim = inputs[0] != nullptr ? text_at(inputs, 1) : std::nullopt;
  if (claim) return find_address(*claim).value_or(User{*claim, {}, {}});
  const auto caller = text_at(inputs, 2);
  return caller ? find_address(*caller).value_or(User{}) : User{};
}

}  // namespace

json::Value user_name(Inputs inputs, const Surroundings&) {
  return text_value(user_of(inputs).name);
}
json::Value user_domain(Inputs inputs, const Surroundings&) {
  return text_value(user_of(inputs).domain);
}
json::Value user_email(Inputs inputs, const Surroundings&) {
  return text_value(user_of(inputs).email);
}
json::Value related_user(Inputs inputs, const Surroundings&) {
  return single(text_value(user_of(inputs).name));
}

}  // namespace activity
}  // namespace picket::decode
