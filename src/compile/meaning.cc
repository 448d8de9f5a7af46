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
Outcome expected(std::string_view code, std::string_view what, std::string_view text, std::string hint = {}) {
  return misfit(code, fmt::format("expected {}, found '{}'", what, printable(text)), std::move(hint));
}

bool is_pattern(const Condition& condition) {
  static constexpr std::array kPatterns = {Kind::pattern, Kind::wildcard, Kind::word_pattern,
                                           Kind::prefix,  Kind::regexp,   Kind::fuzzy};
  return std::ranges::find(kPatterns, condition.kind) != kPatterns.end();
}
Outcome no_patterns(const Condition& condition) {
  return misfit(codes::kPatternOnType,
                fmt::format("only text can be matched by a pattern such as '{}'", shown(condition)),
                "give whole values, or compare with <, <=, >, >=");
}

// The parts of a pattern keep kAnyCharacter through any change of their letters.
template <class Change>
Pattern changed(const Pattern& pattern, const Change& change) {
  Pattern out;
  for (const std::string& part : pattern.parts) {
    std::string& text = out.parts.emplace_back();
    for (std::string_view rest = part; !rest.empty();) {
      const std::size_t literal = std::min(rest.find(kAnyCharacter), rest.size());
      text += change(std::string(rest.substr(0, literal)));
      rest.remove_prefix(literal);
      const std::size_t any = std::min(rest.find_first_not_of(kAnyCharacter), rest.size());
      text += rest.substr(0, any);
      rest.remove_prefix(any);
    }
  }
  return out;
}

Outcome on_keyword(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  const KeywordRules rules{mapping.ignore_above, mapping.lowercase};
  const auto folded = [&](const std::string& text) { return condition.ignore_case ? fold_case(text) : text; };
  const auto normalized = [&](const std::string& text) { return folded(mapping.lowercase ? to_lower(text) : text); };
  switch (condition.kind) {
    case Kind::exists:
      return exists(mapping);
    case Kind::text:
    case Kind::phrase:
    case Kind::term:
      return test(Terms{rules, {normalized(condition.text)}, condition.ignore_case});
    case Kind::pattern:
    case Kind::wildcard:
      return test(Wildcards{rules, {changed(condition.pattern, normalized)}, condition.ignore_case});
    case Kind::word_pattern:
      return test(Wildcards{rules, {changed(condition.pattern, normalized)}});
    case Kind::prefix:
      return test(Wildcards{rules, {{{normalized(condition.text), ""}}}});
    case Kind::regexp:
      return test(RegexpTerm{rules, mapping.lowercase ? condition.regexp->lower : condition.regexp->plain});
    case Kind::fuzzy:
      return test(FuzzyTerm{rules, {normalized(condition.text), condition.edits}});
    case Kind::range: {
      TextRange range{rules, condition.bounds};
      for (RangeBound& bound : range.bounds) bound.text = normalized(bound.text);
      return test(std::move(range));
    }
  }
  return nothing();
}

// Each alternative is a pattern for single words, or words of which any will do.
Outcome text_pattern(const Condition& condition, const FieldMapping& mapping) {
  TokenWildcards wildcards;
  for (const Pattern& alternative : alternatives(condition.pattern)) {
    if (is_lone_star(alternative)) return exists(mapping);
    if (!has_wildcard(alternative)) {
      for (std::string& token : analyze(alternative.parts[0])) wildcards.patterns.push_back({{std::move(token)}});
      continue;
    }
    wildcards.patterns.push_back(changed(alternative, to_lower));
  }
  if (wildcards.patterns.empty()) return nothing();
  std::ranges::sort(wildcards.patterns);
  return test(std::move(wildcards));
}

// One word as it stands in the index. A text without wildcards is a phrase of one word, which is found faster.
Outcome text_wildcard(const Pattern& pattern, bool ignore_case) {
  if (ignore_case) return test(TokenWildcards{{fold_case(pattern)}, true});
  if (!has_wildcard(pattern)) return test(Phrases{{{pattern.parts[0]}}});
  return test(TokenWildcards{{pattern}});
}

Outcome text_range(const Condition& condition) {
  TokenRange range{condition.bounds};
  for (RangeBound& bound : range.bounds) {
    if (condition.fold_words) bound.text = to_lower(bound.text);
  }
  return test(std::move(range));
}

Outcome text_phrase(const Condition& condition) {
  std::vector<std::string> words = analyze(condition.text);
  if (words.empty()) return nothing();
  if (condition.slop > 0 && words.size() > 1) return test(NearPhrase{std::move(words), condition.slop});
  return test(Phrases{{std::move(words)}});
}

Outcome text_words(const Condition& condition) {
  Phrases any;
  TokenWildcards every{{}, false, true};
  for (std::string& word : analyze(condition.text)) {
    every.patterns.push_back({{word}});
    any.phrases.push_back({std::move(word)});
  }
  std::ranges::sort(any.phrases);
  any.phrases.erase(std::ranges::unique(any.phrases).begin(), any.phrases.end());
  if (any.phrases.empty()) return nothing();
  if (any.phrases.size() == 1 || !condition.every_word) return test(std::move(any));
  std::ranges::sort(every.patterns);
  return test(std::move(every));
}

Outcome text_prefix(const Condition& condition) {
  TokenWildcards words{{}, false, condition.every_word};
  for (std::string& word : analyze(condition.text)) words.patterns.push_back({{std::move(word)}});
  if (words.patterns.empty()) return nothing();
  words.patterns.back().parts.emplace_back();
  std::ranges::sort(words.patterns);
  return test(std::move(words));
}

Outcome on_text(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  switch (condition.kind) {
    case Kind::exists:
      return exists(mapping);
    case Kind::text:
      return text_words(condition);
    case Kind::phrase:
      return text_phrase(condition);
    case Kind::term:
      return text_wildcard({{condition.text}}, condition.ignore_case);
    case Kind::pattern:
      return text_pattern(condition, mapping);
    case Kind::wildcard:
      return text_wildcard(condition.pattern, condition.ignore_case);
    case Kind::range:
      return text_range(condition);
    case Kind::word_pattern:
      return text_wildcard(changed(condition.pattern, to_lower), false);
    case Kind::prefix:
      return text_prefix(condition);
    case Kind::regexp:
      return test(TokenRegexp{condition.regexp->plain});
    case Kind::fuzzy:
      return test(TokenFuzzy{{to_lower(condition.text), condition.edits}});
  }
  return nothing();
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
  IpAddress highest;
  highest.bytes.fill(0xFF);
  IpRanges ranges{{{IpAddress{}, highest}}};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<IpAddress> bound = parse_ip(text);
    if (!bound && parse_cidr(text)) {
      return misfit(codes::kNotAnAddress,
                    fmt::format("expected one address as a bound, found the network '{}'", printable(text)),
                    "match a network with a colon instead: field:10.0.0.0/8");
    }
    if (!bound) return expected(codes::kNotAnAddress, "an IP address", text, std::string(kIpHint));
    ranges.intervals = intersection(ranges.intervals, compared(comparison, *bound, IpAddress{}, highest, step_address));
  }
  return ranges.intervals.empty() ? nothing() : test(std::move(ranges));
}

Outcome on_ip(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) {
    return misfit(codes::kPatternOnType,
                  fmt::format("an address cannot be matched by the pattern '{}'", shown(condition)),
                  "write a network instead: 10.0.0.0/8");
  }
  if (condition.kind == Kind::range) return ip_range(condition);
  if (condition.text.find('/') != std::string::npos) {
    const std::optional<IpRange> network = parse_cidr(condition.text);
    if (!network) return expected(codes::kNotAnAddress, "a network such as 10.0.0.0/8", condition.text);
    return test(IpRanges{{{network->first, network->last}}});
  }
  const std::optional<IpAddress> address = parse_ip(condition.text);
  if (!address)
    return expected(codes::kNotAnAddress, "an IP address or a network", condition.text, std::string(kIpHint));
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

Outcome whole_range(const Condition& condition, bool is_unsigned) {
  using Limits = std::numeric_limits<std::int64_t>;
  Wholes wholes{is_unsigned, {{Limits::min(), Limits::max()}}};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<Whole> bound = parse_whole(text, is_unsigned);
    if (!bound) return expected(codes::kNotANumber, "a number", text);
    wholes.intervals = intersection(wholes.intervals, compared_whole(comparison, *bound));
  }
  return wholes.intervals.empty() ? nothing() : test(std::move(wholes));
}

Outcome on_whole(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  const bool is_unsigned = mapping.type == FieldType::unsigned_long;
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) return no_patterns(condition);
  if (condition.kind == Kind::range) return whole_range(condition, is_unsigned);
  const std::optional<Whole> number = parse_whole(condition.text, is_unsigned);
  if (!number) return expected(codes::kNotANumber, "a number", condition.text);
  if (number->has_fraction || number->range != Whole::Range::inside) return nothing();
  return test(Wholes{is_unsigned, {{number->key, number->key}}});
}

Outcome real_range(const Condition& condition, bool is_single) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Reals reals{is_single, {{-kInfinity, kInfinity}}};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<double> bound = is_single ? parse_single(text) : parse_double(text);
    if (!bound) return expected(codes::kNotANumber, "a number", text);
    reals.intervals = intersection(reals.intervals, compared(comparison, *bound, -kInfinity, kInfinity, step_double));
  }
  return reals.intervals.empty() ? nothing() : test(std::move(reals));
}

Outcome on_real(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  const bool is_single = mapping.type == FieldType::single;
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) return no_patterns(condition);
  if (condition.kind == Kind::range) return real_range(condition, is_single);
  const std::optional<double> number = is_single ? parse_single(condition.text) : parse_double(condition.text);
  if (!number) return expected(codes::kNotANumber, "a number", condition.text);
  return test(Reals{is_single, {{*number, *number}}});
}

// nullopt: an error.
std::optional<bool> parse_boolean(std::string_view text) {
  if (text != "true" && text != "false") return std::nullopt;
  return text == "true";
}
Outcome no_boolean(std::string_view text) {
  return expected(codes::kNotABoolean, "true or false", text, "booleans are written in lower case");
}

Outcome boolean_range(const Condition& condition) {
  Booleans accepted{true, true};
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<bool> bound = parse_boolean(text);
    if (!bound) return no_boolean(text);
    accepted.accepts_false = accepted.accepts_false && holds(comparison, false <=> *bound);
    accepted.accepts_true = accepted.accepts_true && holds(comparison, true <=> *bound);
  }
  return accepted.accepts_false || accepted.accepts_true ? test(accepted) : nothing();
}

Outcome on_boolean(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) return no_patterns(condition);
  if (condition.kind == Kind::range) return boolean_range(condition);
  const std::optional<bool> value = parse_boolean(condition.text);
  return value ? test(Booleans{!*value, *value}) : no_boolean(condition.text);
}

// A date of a query, and the first and last instant that it stands for, in the unit of the type.
struct DateValue {
  Interval<std::int64_t> instants;
  bool is_relative = false;
};

// A date that says where it was: then its zone is not what the condition says.
bool names_zone(std::string_view text) {
  const std::string_view date = text.substr(0, text.find("||"));
  const std::size_t time = date.find('T');
  const bool milliseconds = date.size() > 4 && date.find_first_not_of("-0123456789.") == std::string_view::npos &&
                            date.find('-', 1) == std::string_view::npos;
  return milliseconds || (time != std::string_view::npos && date.find_first_of("Z+-", time) != std::string_view::npos);
}

// Stays at the ends of time.
Timestamp shifted(Timestamp time, Duration by) {
  std::int64_t out = 0;
  if (!__builtin_add_overflow(time.time_since_epoch().count(), by.count(), &out)) return Timestamp(Duration(out));
  return by < Duration{} ? Timestamp::min() : Timestamp::max();
}

std::optional<DateValue> date_value(const std::string& text, Duration zone, Timestamp now, bool nanos) {
  const std::optional<DateMath> math = DateMath::parse(text);
  // The reader of logs takes a blank for the T; queries are read as Elasticsearch reads them.
  if (!math || text.find(' ') != std::string::npos) return std::nullopt;
  // Local time is computed as if it were UTC.
  const Duration ahead = names_zone(text) ? Duration{} : zone;
  const Timestamp down = shifted(math->evaluate(shifted(now, ahead), DateMath::Rounding::down), -ahead);
  const Timestamp up = shifted(math->evaluate(shifted(now, ahead), DateMath::Rounding::up), -ahead);
  if (!nanos) return DateValue{{down.time_since_epoch().count(), up.time_since_epoch().count()}, math->is_relative()};
  constexpr std::int64_t kLastNanos = 999'999;
  const bool plain = !math->is_relative() && text.find("||") == std::string_view::npos;
  const std::int64_t below = plain ? sub_millisecond_nanos(text) : 0;
  return DateValue{{to_nanos(down, below), to_nanos(up, up == down ? below : kLastNanos)}, math->is_relative()};
}

Outcome no_date(std::string_view text) {
  return expected(codes::kNotADate, "a date", text,
                  "dates are written 2024-03-15, 2024-03-15T10:20:30Z, now-1d/d or in milliseconds since 1970");
}

Outcome date_range(const Condition& condition, Timestamp now, bool nanos) {
  using Limits = std::numeric_limits<std::int64_t>;
  Dates dates{nanos, {{Limits::min(), Limits::max()}}};
  bool is_relative = false;
  for (const auto& [comparison, text] : condition.bounds) {
    const std::optional<DateValue> value = date_value(text, condition.zone, now, nanos);
    if (!value) return no_date(text);
    is_relative = is_relative || value->is_relative;
    const bool rounds_down = comparison == Comparison::gte || comparison == Comparison::lt;
    const std::int64_t bound = rounds_down ? value->instants.first : value->instants.last;
    dates.intervals =
        intersection(dates.intervals, compared(comparison, bound, Limits::min(), Limits::max(), step_whole));
  }
  if (dates.intervals.empty()) return Meaning{std::nullopt, is_relative};
  return Meaning{Predicate(std::move(dates)), is_relative};
}

Outcome on_date(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  const bool nanos = mapping.type == FieldType::date_nanos;
  if (condition.kind == Kind::exists) return exists(mapping);
  if (is_pattern(condition)) {
    return misfit(codes::kPatternOnType, fmt::format("a date cannot be matched by the pattern '{}'", shown(condition)),
                  "write a part of a date, which is all of it: 2024-03 is the whole month");
  }
  if (condition.kind == Kind::range) return date_range(condition, now, nanos);
  const std::optional<DateValue> value = date_value(condition.text, condition.zone, now, nanos);
  if (!value) return no_date(condition.text);
  return Meaning{Predicate(Dates{nanos, {value->instants}}), value->is_relative};
}

Outcome on_version(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  if (condition.kind == Kind::range) return test(VersionRange{condition.bounds});
  return on_keyword(condition, mapping, now);
}

Outcome on_flattened(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  if (condition.kind != Kind::range || condition.bounds.size() > 1) return on_keyword(condition, mapping, now);
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
    case Kind::term:
      return condition.ignore_case ? on_keyword(condition, mapping, now) : test(DynamicTerms{{condition.text}});
    case Kind::range:
      return test(DynamicRange{condition.bounds});
    case Kind::exists:
    case Kind::pattern:
    case Kind::wildcard:
    case Kind::word_pattern:
    case Kind::prefix:
    case Kind::regexp:
    case Kind::fuzzy:
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
  bool may_ignore_case = false;  // Elasticsearch refuses `case_insensitive` on the others
};
constexpr TypeReading kReadings[] = {
    {FieldType::keyword, on_keyword, true},
    {FieldType::constant_keyword, on_keyword, true},
    {FieldType::wildcard, on_keyword, true},
    {FieldType::text, on_text, true},
    {FieldType::match_only_text, on_text, true},
    {FieldType::integer, on_whole},
    {FieldType::unsigned_long, on_whole},
    {FieldType::floating, on_real},
    {FieldType::single, on_real},
    {FieldType::boolean, on_boolean},
    {FieldType::date, on_date},
    {FieldType::date_nanos, on_date},
    {FieldType::ip, on_ip},
    {FieldType::version, on_version, true},
    {FieldType::flattened, on_flattened, true},
    {FieldType::flattened_key, on_flattened, true},
    {FieldType::nested, on_object, true},
    {FieldType::object, on_object, true},
    {FieldType::geo_point, on_opaque},
    {FieldType::binary, on_opaque},
    {FieldType::dynamic, on_dynamic, true},
    {FieldType::unmapped, on_unmapped, true},
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
  if (condition.ignore_case && !found->may_ignore_case) {
    return misfit(codes::kCaseOnType, "only text can be compared without regard to case",
                  "leave out case_insensitive here");
  }
  return found->reading(condition, mapping, now);
}

event::Shape shape_of(const Condition& condition, FieldType type) {
  if (type == FieldType::flattened || type == FieldType::object || type == FieldType::nested)
    return event::Shape::subtree;
  // What a name in no catalog is, only the data knows; an object exists when anything below it does.
  const bool exists = condition.kind == Kind::exists;
  return exists && type == FieldType::dynamic ? event::Shape::subtree : event::Shape::leaf;
}

std::string shown(const Condition& condition) {
  switch (condition.kind) {
    case Kind::exists:
      return "*";
    case Kind::text:
      return printable(condition.text);
    case Kind::phrase: {
      const std::string text = fmt::format("\"{}\"", printable(condition.text));
      return condition.slop == 0 ? text : fmt::format("{}~{}", text, condition.slop);
    }
    case Kind::term:
      return fmt::format("\"{}\"", printable(condition.text));
    case Kind::pattern:
    case Kind::wildcard:
    case Kind::word_pattern:
      return to_string(condition.pattern);
    case Kind::prefix:
      return to_string(Pattern{{condition.text, ""}});
    case Kind::regexp:
      return fmt::format("/{}/", printable(condition.regexp->plain.source()));
    case Kind::fuzzy:
      return fmt::format("{}~{}", printable(condition.text), condition.edits);
    case Kind::range:
      return condition.bounds.empty() ? "" : printable(condition.bounds[0].text);
  }
  return {};
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

bool asks_of_now(const Condition& condition) {
  const auto of_now = [](const std::string& text) {
    return text.starts_with("now") && DateMath::parse(text).has_value();
  };
  return of_now(condition.text) ||
         std::ranges::any_of(condition.bounds, [&](const RangeBound& bound) { return of_now(bound.text); });
}

bool has_wildcard(const Pattern& pattern) {
  return pattern.parts.size() > 1 || pattern.parts[0].find(kAnyCharacter) != std::string::npos;
}

bool is_lone_star(const Pattern& pattern) {
  return pattern.parts.size() == 2 && pattern.parts[0].empty() && pattern.parts[1].empty();
}

}  // namespace picket::compile
