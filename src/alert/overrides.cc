// SPDX-License-Identifier: Apache-2.0
#include "alert/overrides.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <optional>
#include <vector>

#include "base/text.h"
#include "event/document.h"

namespace picket::alert {
namespace {

using event::Scalar;

std::vector<Scalar> values_of(const json::Object& source, const std::string& field, std::deque<std::string>& texts) {
  std::vector<Scalar> values;
  event::collect(source, {field, event::Shape::leaf}, values, texts);
  return values;
}

std::optional<double> to_number(std::string_view text) {
  double number = 0;
  const std::string_view trimmed = trim_ascii(text);
  const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
  if (error != std::errc{} || end != trimmed.data() + trimmed.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool is_text_or_integer(const Scalar& value) {
  return value.kind == Scalar::Kind::string ||
         (value.kind == Scalar::Kind::number && value.text.find_first_of(".eE") == std::string_view::npos);
}

// event.severity is compared as a number with the mapping's whole part; all other fields as text.
bool severity_applies(const rule::SeverityMapping& mapping, const Scalar& value) {
  if (mapping.field == "event.severity") {
    const std::optional<double> wanted = to_number(mapping.value);
    const std::optional<double> found = to_number(value.text);
    return wanted && found && std::floor(*wanted) == *found;
  }
  return is_text_or_integer(value) && value.text == mapping.value;
}

}  // namespace

Overrides apply_overrides(const rule::Rule& rule, const json::Object& source) {
  Overrides result{rule.severity, static_cast<double>(rule.risk_score), rule.name};
  std::deque<std::string> texts;

  std::optional<rule::Severity> mapped;  // the highest that applies
  for (const rule::SeverityMapping& mapping : rule.severity_mapping) {
    const std::vector<Scalar> values = values_of(source, mapping.field, texts);
    if (std::ranges::any_of(values, [&](const Scalar& value) { return severity_applies(mapping, value); })) {
      mapped = std::max(mapped.value_or(mapping.severity), mapping.severity);
    }
  }
  result.severity = mapped.value_or(rule.severity);

  if (!rule.risk_score_mapping.empty()) {
    std::optional<double> highest;
    for (const Scalar& value : values_of(source, rule.risk_score_mapping.front().field, texts)) {
      const std::optional<double> number = to_number(value.text);
      if (number && *number >= 0 && *number <= 100) highest = std::max(highest.value_or(*number), *number);
    }
    result.risk_score = highest.value_or(result.risk_score);
  }

  if (!rule.rule_name_override.empty()) {
    const std::vector<Scalar> values = values_of(source, rule.rule_name_override, texts);
    if (values.size() == 1 && values.front().kind == Scalar::Kind::string && !values.front().text.empty())
      result.name = values.front().text;
  }
  return result;
}

}  // namespace picket::alert
