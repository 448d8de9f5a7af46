// SPDX-License-Identifier: Apache-2.0
#include "decode/entra_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "decode/activity_values.h"
#include "decode/resource_id.h"
#include "decode/uri_parts.h"
#include "decode/user_agent.h"

namespace picket::decode::entra {
namespace {

using event::Scalar;
using Kind = Scalar::Kind;

bool is_text(const Scalar* input) {
  return input != nullptr && input->kind == Kind::string && !input->text.empty();
}
bool is_scalar(const Scalar* input) {
  return input != nullptr && input->kind != Kind::object;
}

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}
json::Value list_of(json::Value value) {
  if (value.is_null()) return nullptr;
  return json::Array{std::move(value)};
}

std::string_view text_at(Inputs inputs, std::size_t index) {
  return is_text(inputs[index]) ? inputs[index]->text : std::string_view();
}

// What `derive` makes of the first text.
json::Value of_first_text(Inputs inputs, const Surroundings& surroundings, Derive derive) {
  const auto found = std::ranges::find_if(inputs, is_text);
  if (found == inputs.end()) return nullptr;
  return derive({&*found, 1}, surroundings);
}

std::optional<std::int64_t> whole_number(const Scalar* input) {
  if (!is_scalar(input) || input->kind == Kind::boolean) return std::nullopt;
  const std::string_view text = trim_ascii(input->text);
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

json::Value first_text(Inputs inputs, const Surroundings&) {
  const auto found = std::ranges::find_if(inputs, is_text);
  return found == inputs.end() ? json::Value() : text_value((*found)->text);
}

json::Value first_text_list(Inputs inputs, const Surroundings& surroundings) {
  return list_of(first_text(inputs, surroundings));
}

json::Value ip(Inputs inputs, const Surroundings& surroundings) {
  return of_first_text(inputs, surroundings, activity::ip);
}
json::Value ip_list(Inputs inputs, const Surroundings& surroundings) {
  return of_first_text(inputs, surroundings, activity::ip_list);
}
json::Value ip_geo(Inputs inputs, const Surroundings& surroundings) {
  return of_first_text(inputs, surroundings, activity::ip_geo);
}
json::Value ip_as(Inputs inputs, const Surroundings& surroundings) {
  return of_first_text(inputs, surroundings, activity::ip_as);
}

json::Value as_text(Inputs inputs, const Surroundings&) {
  return is_scalar(inputs[0]) ? text_value(inputs[0]->text) : nullptr;
}

json::Value number(Inputs inputs, const Surroundings&) {
  if (!is_scalar(inputs[0])) return nullptr;
  if (const auto whole = whole_number(inputs[0])) return *whole;
  return inputs[0]->kind == Kind::string ? text_value(inputs[0]->text) : json::parse(inputs[0]->text).value_or(nullptr);
}

json::Value words(Inputs inputs, const Surroundings&) {
  json::Array out;
  std::string_view rest = text_at(inputs, 0);
  while (!(rest = trim_ascii(rest)).empty()) {
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n"));
    out.push_back(text_value(word));
    rest.remove_prefix(word.size());
  }
  if (out.empty()) return nullptr;
  return out;
}

json::Value duration(Inputs inputs, const Surroundings& surroundings) {
  for (const Scalar* const& input : inputs) {
    json::Value made = activity::duration({&input, 1}, surroundings);
    if (!made.is_null()) return made;
  }
  return nullptr;
}

json::Value sign_in_outcome(Inputs inputs, const Surroundings&) {
  const Scalar* code = is_scalar(inputs[0]) ? inputs[0] : nullptr;
  // Records without a status say it in the result type; words ("Success") are no error code.
  if (code == nullptr && whole_number(inputs[1])) code = inputs[1];
  if (code == nullptr) return "success";
  return whole_number(code) == 0 ? "success" : "failure";
}

json::Value sign_in_message(Inputs inputs, const Surroundings&) {
  const std::string_view reason = text_at(inputs, 0);
  const std::string_view details = text_at(inputs, 1);
  if (reason.empty() && details.empty()) return nullptr;
  if (reason.empty() || details.empty()) return text_value(reason.empty() ? details : reason);
  return text_value(std::string(reason) + " (" + std::string(details) + ")");
}

json::Value request_type(Inputs inputs, const Surroundings&) {
  struct Row {
    std::string_view method;
    std::string_view type;
  };
  constexpr auto kTypes = std::to_array<Row>(
      {{"GET", "access"}, {"POST", "creation"}, {"PATCH", "change"}, {"PUT", "change"}, {"DELETE", "deletion"}});
  json::Array out;
  for (const Row& row : kTypes) {
    if (equals_ignoring_case(text_at(inputs, 0), row.method)) out.push_back(text_value(row.type));
  }
  const auto status = whole_number(inputs[1]);
  if (status == 401 || status == 403) out.emplace_back("denied");
  if (out.empty()) return nullptr;
  return out;
}

json::Value status_outcome(Inputs inputs, const Surroundings&) {
  const auto status = whole_number(inputs[0]);
  if (!status) return nullptr;
  if (*status >= 200 && *status < 300) return "success";
  return *status >= 400 ? json::Value("failure") : nullptr;
}

json::Value url(Inputs inputs, const Surroundings&) {
  const std::string_view text = text_at(inputs, 0);
  return text.empty() ? json::Value() : json::Value(read_uri(text));
}

json::Value user_agent(Inputs inputs, const Surroundings&) {
  const std::string_view text = text_at(inputs, 0);
  return text.empty() ? json::Value() : json::Value(read_user_agent(text));
}

json::Value provider_namespace(Inputs inputs, const Surroundings&) {
  const std::string_view provider = split_resource_id(text_at(inputs, 0)).provider;
  return provider.empty() ? json::Value() : text_value(provider.substr(0, provider.find('/')));
}

}  // namespace picket::decode::entra
