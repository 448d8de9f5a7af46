// SPDX-License-Identifier: Apache-2.0
#include "decode/stream_values.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/time.h"
#include "decode/activity_values.h"

namespace picket::decode::stream {
namespace {

using event::Scalar;
using Kind = Scalar::Kind;

bool is_text(const Scalar* input) {
  return input != nullptr && input->kind == Kind::string;
}
bool is_scalar(const Scalar* input) {
  return input != nullptr && input->kind != Kind::object;
}

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

json::Value value_of(const Scalar& scalar) {
  return scalar.kind == Kind::string ? text_value(scalar.text) : json::parse(scalar.text).value_or(nullptr);
}

json::Value first_that(Inputs inputs, bool (*wanted)(const Scalar*)) {
  const auto found = std::ranges::find_if(inputs, wanted);
  return found == inputs.end() ? json::Value() : value_of(**found);
}

bool is_audit_outcome(const Scalar* result) {
  return is_text(result) &&
         (equals_ignoring_case(result->text, "success") || equals_ignoring_case(result->text, "failure"));
}

}  // namespace

json::Value first(Inputs inputs, const Surroundings&) {
  return first_that(inputs, is_scalar);
}

json::Value first_text(Inputs inputs, const Surroundings&) {
  return first_that(inputs, is_text);
}

json::Value date(Inputs inputs, const Surroundings&) {
  if (!is_scalar(inputs[0])) return nullptr;
  const auto parsed = is_text(inputs[0]) ? parse_azure_time(inputs[0]->text) : std::nullopt;
  return parsed ? text_value(format_iso8601(*parsed)) : value_of(*inputs[0]);
}

json::Value audit_outcome(Inputs inputs, const Surroundings&) {
  return is_audit_outcome(inputs[0]) ? text_value(to_lower_ascii(inputs[0]->text)) : json::Value();
}

json::Value other_result(Inputs inputs, const Surroundings&) {
  return is_scalar(inputs[0]) && !is_audit_outcome(inputs[0]) ? value_of(*inputs[0]) : json::Value();
}

json::Value platform_outcome(Inputs inputs, const Surroundings& surroundings) {
  json::Value outcome = activity::outcome(inputs.first(2), surroundings);
  if (!outcome.is_null() || !is_text(inputs[2])) return outcome;
  // Elastic's expected documents keep these words as they are: "succeeded" is not made "success".
  constexpr auto kWords = std::to_array<std::string_view>({"success", "failure", "succeeded", "failed", "unknown"});
  const std::string status = to_lower_ascii(inputs[2]->text);
  return std::ranges::find(kWords, status) != kWords.end() ? text_value(status) : json::Value();
}

}  // namespace picket::decode::stream
