// SPDX-License-Identifier: Apache-2.0
#include "detect/term.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/ip.h"
#include "base/text.h"
#include "base/time.h"

namespace picket::detect {
namespace {

using event::FieldType;

std::optional<double> parse_number(std::string_view text) {
  text = trim_ascii(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<Term> number_term(std::string_view text, bool whole) {
  // Whole numbers are read as such first: a double would lose digits beyond 2^53.
  const std::string_view trimmed = trim_ascii(text);
  std::int64_t integer = 0;
  const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), integer);
  if (error == std::errc{} && end == trimmed.data() + trimmed.size()) {
    return Term{Term::Kind::number, fmt::format("{}", integer), static_cast<double>(integer)};
  }
  const std::optional<double> number = parse_number(trimmed);
  if (!number) return std::nullopt;
  const double value = whole ? std::trunc(*number) : *number;
  if (value == std::trunc(value) && std::abs(value) < 9.0e18) {
    return Term{Term::Kind::number, fmt::format("{}", static_cast<std::int64_t>(value)), value};
  }
  return Term{Term::Kind::number, fmt::format("{}", value), value};
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<Term> keyword_term(const event::FieldMapping& mapping, const event::Scalar& value) {
  if (mapping.ignore_above != 0 && value.text.size() > mapping.ignore_above &&
      code_points(value.text) > mapping.ignore_above) {
    return std::nullopt;
  }
  return Term{Term::Kind::text, mapping.lowercase ? to_lower_ascii(value.text) : std::string(value.text), 0};
}

std::optional<Term> date_term(std::string_view text) {
  std::optional<Timestamp> time = parse_iso8601(text);
  if (!time) time = parse_epoch_milliseconds(text);
  if (!time) return std::nullopt;
  const std::int64_t ms = time->time_since_epoch().count();
  return Term{Term::Kind::number, fmt::format("{}", ms), static_cast<double>(ms)};
}

std::optional<Term> boolean_term(std::string_view text) {
  if (text == "true") return Term{Term::Kind::boolean, "true", 1};
  if (text == "false" || text.empty()) return Term{Term::Kind::boolean, "false", 0};
  return std::nullopt;
}

}  // namespace

std::strong_ordering compare(const Term& a, const Term& b) {
  if (a.kind == Term::Kind::number && b.kind == Term::Kind::number && a.number != b.number) {
    return a.number < b.number ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return a.text <=> b.text;
}

std::strong_ordering compare(const Terms& a, const Terms& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const std::strong_ordering order = compare(a[i], b[i]);
    if (order != std::strong_ordering::equal) return order;
  }
  return a.size() <=> b.size();
}

json::Value to_json(const Term& term) {
  if (term.kind == Term::Kind::boolean) return term.text == "true";
  if (term.kind == Term::Kind::number) {
    std::int64_t integer = 0;
    const auto [end, error] = std::from_chars(term.text.data(), term.text.data() + term.text.size(), integer);
    if (error == std::errc{} && end == term.text.data() + term.text.size()) return integer;
    return term.number;
  }
  return json::Value(term.text);
}

std::optional<Term> to_term(const event::FieldMapping& mapping, const event::Scalar& value) {
  if (value.kind == event::Scalar::Kind::object) return std::nullopt;
  switch (mapping.type) {
    case FieldType::keyword:
    case FieldType::constant_keyword:
    case FieldType::wildcard:
    case FieldType::flattened:
    case FieldType::flattened_key:
    case FieldType::version:
      return keyword_term(mapping, value);
    case FieldType::dynamic:
      if (value.kind == event::Scalar::Kind::number) return number_term(value.text, false);
      if (value.kind == event::Scalar::Kind::boolean) return boolean_term(value.text);
      return keyword_term(mapping, value);
    case FieldType::integer:
    case FieldType::unsigned_long:
      return number_term(value.text, true);
    case FieldType::floating:
    case FieldType::single:
      return number_term(value.text, false);
    case FieldType::boolean:
      return boolean_term(value.text);
    case FieldType::date:
    case FieldType::date_nanos:
      return date_term(value.text);
    case FieldType::ip: {
      const std::optional<IpAddress> address = parse_ip(value.text);
      if (!address) return std::nullopt;
      return Term{Term::Kind::text, format_ip(*address), 0};
    }
    case FieldType::text:
    case FieldType::match_only_text:
    case FieldType::nested:
    case FieldType::object:
    case FieldType::geo_point:
    case FieldType::binary:
    case FieldType::unmapped:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string key_of(const Terms& terms) {
  std::string key;
  for (const Term& term : terms) {
    // The length in front keeps ["a","b"] and ["a\0b"] apart. The kind does not count: true and "true" in a field of no
    // catalog would be one term of any mapping.
    key += fmt::format("{}:", term.text.size());
    key += term.text;
  }
  return key;
}

std::vector<Term> terms_of(const TermField& field, const event::Batch& batch, std::size_t row) {
  std::vector<Term> terms;
  for (const event::Scalar& value : batch.values(field.id, row)) {
    if (std::optional<Term> term = to_term(field.mapping, value)) terms.push_back(std::move(*term));
  }
  std::ranges::sort(terms, [](const Term& a, const Term& b) { return compare(a, b) < 0; });
  const auto repeated = std::ranges::unique(terms, [](const Term& a, const Term& b) { return compare(a, b) == 0; });
  terms.erase(repeated.begin(), repeated.end());
  return terms;
}

Combinations combinations(const std::vector<TermField>& fields, const event::Batch& batch, std::size_t row) {
  Combinations result;
  std::vector<std::vector<Term>> choices;
  for (const TermField& field : fields) {
    choices.push_back(terms_of(field, batch, row));
    if (choices.back().empty()) return result;
  }
  std::vector<std::size_t> position(choices.size(), 0);
  for (;;) {
    if (result.list.size() == kMaxCombinations) {
      result.cut = true;
      return result;
    }
    Terms& terms = result.list.emplace_back();
    for (std::size_t i = 0; i < choices.size(); ++i) terms.push_back(choices[i][position[i]]);
    std::size_t i = choices.size();
    while (i > 0 && ++position[i - 1] == choices[i - 1].size()) position[--i] = 0;
    if (i == 0) return result;
  }
}

}  // namespace picket::detect
