// SPDX-License-Identifier: Apache-2.0
#include "compile/meaning.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/check.h"
#include "base/date_math.h"
#include "base/text.h"
#include "compile/analyze.h"
#include "compile/codes.h"

namespace picket::compile {
namespace {

using event::FieldMapping;
using event::FieldType;
using Kind = Condition::Kind;
using Outcome = std::expected<Meaning, Misfit>;

template <class Test>
Outcome test(Test predicate) {
  return Meaning{Predicate(std::move(predicate)), false};
}
Outcome nothing() {
  return Meaning{};
}
Outcome exists(const FieldMapping& mapping) {
  return test(Exists{mapping.type, {mapping.ignore_above, false}});
}

Outcome misfit(std::string_view code, std::string message, std::string hint = {}) {
  return std::unexpected(Misfit{code, std::move(message), std::move(hint)});
}
Outcome expected(std::string_view code, std::string_view what, const Condition& condition, std::string hint = {}) {
  return misfit(code, fmt::format("expected {}, found '{}'", what, printable(condition.text)), std::move(hint));
}
Outcome no_patterns(const Condition& condition) {
  return misfit(codes::kPatternOnType,
                fmt::format("only text can be matched by a pattern such as '{}'", to_string(condition.pattern)),
                "give whole values, or compare with <, <=, >, >=");
}

Outcome on_keyword(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  const KeywordRules rules{mapping.ignore_above, mapping.lowercase};
  const auto normalized = [&](const std::string& text) { return mapping.lowercase ? to_lower(text) : text; };
  switch (condition.kind) {
    case Kind::exists:
      return exists(mapping);
    case Kind::text:
    case Kind::phrase:
      return test(Terms{rules, {normalized(condition.text)}});
    case Kind::pattern: {
      Pattern pattern = condition.pattern;
      for (std::string& part : pattern.parts) part = normalized(part);
      return test(Wildcards{rules, {std::move(pattern)}});
    }
    case Kind::range:
      return test(TextRange{rules, condition.comparison, normalized(condition.text)});
  }
  return nothing();
}

// Each alternative is a pattern for single words, or words of which any will do.
Outcome text_pattern(const Condition& condition, const FieldMapping& mapping) {
  TokenWildcards wildcards;
  for (const Pattern& alternative : alternatives(condition.pattern)) {
    if (is_lone_star(alternative)) return exists(mapping);
    if (alternative.parts.size() == 1) {
      for (std::string& token : analyze(alternative.parts[0])) wildcards.patterns.push_back({{std::move(token)}});
      continue;
    }
    Pattern lower = alternative;
    for (std::string& part : lower.parts) part = to_lower(part);
    wildcards.patterns.push_back(std::move(lower));
  }
  if (wildcards.patterns.empty()) return nothing();
  std::ranges::sort(wildcards.patterns);
  return test(std::move(wildcards));
}

Outcome on_text(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (condition.kind == Kind::range) return test(TokenRange{condition.comparison, condition.text});
  if (condition.kind == Kind::pattern) return text_pattern(condition, mapping);
  std::vector<std::string> tokens = analyze(condition.text);
  if (tokens.empty()) return nothing();
  if (condition.kind == Kind::phrase) return test(Phrases{{std::move(tokens)}});
  Phrases words;
  for (std::string& token : tokens) words.phrases.push_back({std::move(token)});
  std::ranges::sort(words.phrases);
  words.phrases.erase(std::ranges::unique(words.phrases).begin(), words.phrases.end());
  return test(std::move(words));
}

// Both ends of a comparison as an interval of a type with a smallest step; `next` and `previous` give nullopt at the
// type's ends.
template <class T, class Step>
std::vector<Interval<T>> compared(Comparison comparison, T bound, T lowest, T highest, const Step& step) {
  switch (comparison) {
    case Comparison::lt:
      if (bound == lowest) return {};
      return {{lowest, step(bound, false)}};
    case Comparison::lte:
      return {{lowest, bound}};
    case Comparison::gt:
      if (bound == highest) return {};
      return {{step(bound, true), highest}};
    case Comparison::gte:
      return {{bound, highest}};
  }
  return {};
}

std::int64_t step_whole(std::int64_t value, bool up) {
  return up ? value + 1 : value - 1;
}

double step_double(double value, bool up) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return std::nextafter(value, up ? kInfinity : -kInfinity);
}

IpAddress step_address(IpAddress address, bool up) {
  for (std::size_t i = address.bytes.size(); i > 0; --i) {
    std::uint8_t& byte = address.bytes[i - 1];
    const bool carries = byte == (up ? 0xFF : 0x00);
    byte = static_cast<std::uint8_t>(up ? byte + 1 : byte - 1);
    if (!carries) break;
  }
  return address;
}

constexpr std::string_view kIpHint = "write an IPv6 address in quotes: \"fe80::1\"";

Outcome ip_range(const Condition& condition) {
  const std::optional<IpAddress> bound = parse_ip(condition.text);
  if (!bound) {
    if (parse_cidr(condition.text)) {
      return misfit(codes::kNotAnAddress,
                    fmt::format("expected one address as a bound, found the network '{}'", printable(condition.text)),
                    "match a network with a colon instead: field:10.0.0.0/8");
    }
    return expected(codes::kNotAnAddress, "an IP address", condition, std::string(kIpHint));
  }
  IpAddress highest;
  highest.bytes.fill(0xFF);
  IpRanges ranges{compared(condition.comparison, *bound, IpAddress{}, highest, step_address)};
  return ranges.intervals.empty() ? nothing() : test(std::move(ranges));
}

Outcome on_ip(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (condition.kind == Kind::pattern) {
    return misfit(codes::kPatternOnType,
                  fmt::format("an address cannot be matched by the pattern '{}'", to_string(condition.pattern)),
                  "write a network instead: 10.0.0.0/8");
  }
  if (condition.kind == Kind::range) return ip_range(condition);
  if (condition.text.find('/') != std::string::npos) {
    const std::optional<IpRange> network = parse_cidr(condition.text);
    if (!network) return expected(codes::kNotAnAddress, "a network such as 10.0.0.0/8", condition);
    return test(IpRanges{{{network->first, network->last}}});
  }
  const std::optional<IpAddress> address = parse_ip(condition.text);
  if (!address) return expected(codes::kNotAnAddress, "an IP address or a network", condition, std::string(kIpHint));
  return test(IpRanges{{{*address, *address}}});
}

// The comparison with a bound that has a fraction is one with a whole number next to it: n > 1.5 is n >= 2.
std::vector<Interval<std::int64_t>> compared_whole(Comparison comparison, const Whole& bound) {
  using Limits = std::numeric_limits<std::int64_t>;
  const bool upward = comparison == Comparison::gt || comparison == Comparison::gte;
  if (bound.range != Whole::Range::inside) {
    const bool all = (bound.range == Whole::Range::below) == upward;
    if (!all) return {};
    return {{Limits::min(), Limits::max()}};
  }
  if (!bound.has_fraction) return compared(comparison, bound.key, Limits::min(), Limits::max(), step_whole);
  // The key was cut towards zero.
  if (upward)
    return compared(bound.negative ? Comparison::gte : Comparison::gt, bound.key, Limits::min(), Limits::max(),
                    step_whole);
  return compared(bound.negative ? Comparison::lt : Comparison::lte, bound.key, Limits::min(), Limits::max(),
                  step_whole);
}

Outcome on_whole(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (condition.kind == Kind::pattern) return no_patterns(condition);
  const bool is_unsigned = mapping.type == FieldType::unsigned_long;
  const std::optional<Whole> number = parse_whole(condition.text, is_unsigned);
  if (!number) return expected(codes::kNotANumber, "a number", condition);
  Wholes wholes{is_unsigned, {}};
  if (condition.kind == Kind::range) {
    wholes.intervals = compared_whole(condition.comparison, *number);
  } else if (!number->has_fraction && number->range == Whole::Range::inside) {
    wholes.intervals = {{number->key, number->key}};
  }
  return wholes.intervals.empty() ? nothing() : test(std::move(wholes));
}

Outcome on_real(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (condition.kind == Kind::pattern) return no_patterns(condition);
  const bool is_single = mapping.type == FieldType::single;
  const std::optional<double> number = is_single ? parse_single(condition.text) : parse_double(condition.text);
  if (!number) return expected(codes::kNotANumber, "a number", condition);
  if (condition.kind != Kind::range) return test(Reals{is_single, {{*number, *number}}});
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return test(Reals{is_single, compared(condition.comparison, *number, -kInfinity, kInfinity, step_double)});
}

Outcome on_boolean(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (condition.kind == Kind::pattern) return no_patterns(condition);
  if (condition.text != "true" && condition.text != "false") {
    return expected(codes::kNotABoolean, "true or false", condition, "booleans are written in lower case");
  }
  const bool value = condition.text == "true";
  if (condition.kind != Kind::range) return test(Booleans{!value, value});
  const Booleans accepted{holds(condition.comparison, false <=> value), holds(condition.comparison, true <=> value)};
  return accepted.accepts_false || accepted.accepts_true ? test(accepted) : nothing();
}

// First and last instant that a text stands for, in the unit of the type.
Interval<std::int64_t> instants(const DateMath& math, std::string_view text, Timestamp now, bool nanos) {
  const Timestamp down = math.evaluate(now, DateMath::Rounding::down);
  const Timestamp up = math.evaluate(now, DateMath::Rounding::up);
  if (!nanos) return {down.time_since_epoch().count(), up.time_since_epoch().count()};
  constexpr std::int64_t kLastNanos = 999'999;
  const bool plain = !math.is_relative() && text.find("||") == std::string_view::npos;
  const std::int64_t below = plain ? sub_millisecond_nanos(text) : 0;
  return {to_nanos(down, below), to_nanos(up, up == down ? below : kLastNanos)};
}

Outcome on_date(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (condition.kind == Kind::pattern) {
    return misfit(codes::kPatternOnType,
                  fmt::format("a date cannot be matched by the pattern '{}'", to_string(condition.pattern)),
                  "write a part of a date, which is all of it: 2024-03 is the whole month");
  }
  const std::optional<DateMath> math = DateMath::parse(condition.text);
  // The reader of logs takes a blank for the T; queries are read as Elasticsearch reads them.
  if (!math || condition.text.find(' ') != std::string::npos) {
    return expected(codes::kNotADate, "a date", condition,
                    "dates are written 2024-03-15, 2024-03-15T10:20:30Z, now-1d/d or in milliseconds since 1970");
  }
  const bool nanos = mapping.type == FieldType::date_nanos;
  const Interval<std::int64_t> value = instants(*math, condition.text, now, nanos);
  Dates dates{nanos, {value}};
  if (condition.kind == Kind::range) {
    using Limits = std::numeric_limits<std::int64_t>;
    const bool rounds_down = condition.comparison == Comparison::gte || condition.comparison == Comparison::lt;
    dates.intervals = compared(condition.comparison, rounds_down ? value.first : value.last, Limits::min(),
                               Limits::max(), step_whole);
  }
  if (dates.intervals.empty()) return nothing();
  return Meaning{Predicate(std::move(dates)), math->is_relative()};
}

Outcome on_version(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  if (condition.kind == Kind::range) return test(VersionRange{condition.comparison, condition.text});
  return on_keyword(condition, mapping, now);
}

Outcome on_flattened(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  if (condition.kind != Kind::range) return on_keyword(condition, mapping, now);
  return misfit(codes::kRangeOnFlattened, "values of a flattened object cannot be compared with <, <=, >, >=",
                "Elasticsearch refuses a range with one bound here");
}

// Only what lies below it has values.
Outcome on_object(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  return condition.kind == Kind::exists ? exists(mapping) : nothing();
}

Outcome on_opaque(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  return misfit(codes::kOpaqueType, "values of this type cannot be searched", "only `field:*` is possible");
}

Outcome on_dynamic(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  switch (condition.kind) {
    case Kind::text:
    case Kind::phrase:
      return test(DynamicTerms{{condition.text}});
    case Kind::range:
      return test(DynamicRange{condition.comparison, condition.text});
    case Kind::exists:
    case Kind::pattern:
      return on_keyword(condition, mapping, now);
  }
  return nothing();
}

Outcome on_unmapped(const Condition& /*condition*/, const FieldMapping& /*mapping*/, Timestamp /*now*/) {
  return nothing();
}

using Reading = Outcome (*)(const Condition&, const FieldMapping&, Timestamp);
struct TypeReading {
  FieldType type;
  Reading reading;
};
constexpr TypeReading kReadings[] = {
    {FieldType::keyword, on_keyword},
    {FieldType::constant_keyword, on_keyword},
    {FieldType::wildcard, on_keyword},
    {FieldType::text, on_text},
    {FieldType::match_only_text, on_text},
    {FieldType::integer, on_whole},
    {FieldType::unsigned_long, on_whole},
    {FieldType::floating, on_real},
    {FieldType::single, on_real},
    {FieldType::boolean, on_boolean},
    {FieldType::date, on_date},
    {FieldType::date_nanos, on_date},
    {FieldType::ip, on_ip},
    {FieldType::version, on_version},
    {FieldType::flattened, on_flattened},
    {FieldType::flattened_key, on_flattened},
    {FieldType::nested, on_object},
    {FieldType::object, on_object},
    {FieldType::geo_point, on_opaque},
    {FieldType::binary, on_opaque},
    {FieldType::dynamic, on_dynamic},
    {FieldType::unmapped, on_unmapped},
};

// Lucene's query parser: blank, tab, line ends, and the ideographic space.
std::size_t blank_length(std::string_view text) {
  if (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' || text.front() == '\r') return 1;
  constexpr std::string_view kIdeographicSpace = "\u3000";
  return text.starts_with(kIdeographicSpace) ? kIdeographicSpace.size() : 0;
}

}  // namespace

std::expected<Meaning, Misfit> meaning_of(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  const auto* found = std::ranges::find(kReadings, mapping.type, &TypeReading::type);
  PICKET_CHECK(found != std::ranges::end(kReadings), "every type says what a condition means on it");
  return found->reading(condition, mapping, now);
}

event::Shape shape_of(const Condition& condition, FieldType type) {
  if (type == FieldType::flattened || type == FieldType::object || type == FieldType::nested)
    return event::Shape::subtree;
  // What a name in no catalog is, only the data knows; an object exists when anything below it does.
  const bool exists = condition.kind == Kind::exists;
  return exists && type == FieldType::dynamic ? event::Shape::subtree : event::Shape::leaf;
}

std::vector<Pattern> alternatives(const Pattern& pattern) {
  std::vector<Pattern> out;
  Pattern current{{""}};
  const auto finish = [&] {
    if (current.parts.size() > 1 || !current.parts[0].empty()) out.push_back(std::move(current));
    current = Pattern{{""}};
  };
  for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
    if (i > 0) current.parts.emplace_back();
    for (std::string_view rest = pattern.parts[i]; !rest.empty();) {
      const std::size_t blank = blank_length(rest);
      if (blank > 0) {
        finish();
      } else {
        current.parts.back() += rest.front();
      }
      rest.remove_prefix(std::max<std::size_t>(blank, 1));
    }
  }
  finish();
  return out;
}

bool is_lone_star(const Pattern& pattern) {
  return pattern.parts.size() == 2 && pattern.parts[0].empty() && pattern.parts[1].empty();
}

}  // namespace picket::compile
