// SPDX-License-Identifier: Apache-2.0
#include "compile/predicate.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <limits>
#include <utility>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "base/utf8.h"
#include "compile/analyze.h"
#include "compile/tokens.h"

namespace picket::compile {
namespace {

using event::FieldType;
using event::Scalar;

bool is_indexed(std::string_view text, const KeywordRules& rules) {
  // Bytes are never fewer than characters, so most values need no counting.
  return rules.ignore_above == 0 || text.size() <= rules.ignore_above || count_utf16_units(text) <= rules.ignore_above;
}

// Calls `test` with the text that the index holds for the value, if it holds one.
template <class Test>
bool on_indexed(const Scalar& value, const KeywordRules& rules, const Test& test) {
  if (!is_indexed(value.text, rules)) return false;
  return rules.lowercase ? test(std::string_view(to_lower(value.text))) : test(value.text);
}

// The same for tests that may ignore case.
template <class Test>
bool on_folded(const Scalar& value, const KeywordRules& rules, bool ignore_case, const Test& test) {
  return on_indexed(value, rules, [&](std::string_view text) {
    return ignore_case ? test(std::string_view(fold_case(text))) : test(text);
  });
}

// `order` says how the value stands to the text of a bound.
template <class Order>
bool within(const std::vector<RangeBound>& bounds, const Order& order) {
  return std::ranges::all_of(bounds,
                             [&](const RangeBound& bound) { return holds(bound.comparison, order(bound.text)); });
}

struct Matcher {
  const Scalar& value;

  bool operator()(const Exists& test) const {
    switch (test.type) {
      case FieldType::integer:
      case FieldType::unsigned_long:
        return read_whole(value, test.type == FieldType::unsigned_long).has_value();
      case FieldType::floating:
      case FieldType::single:
        return read_double(value, test.type == FieldType::single).has_value();
      case FieldType::boolean:
        return read_boolean(value).has_value();
      case FieldType::date:
      case FieldType::date_nanos:
        return read_date(value, false).has_value();
      case FieldType::ip:
        return parse_ip(value.text).has_value();
      case FieldType::keyword:
      case FieldType::constant_keyword:
      case FieldType::wildcard:
      case FieldType::text:
      case FieldType::match_only_text:
      case FieldType::version:
      case FieldType::flattened:
      case FieldType::flattened_key:
      case FieldType::nested:
      case FieldType::object:
      case FieldType::geo_point:
      case FieldType::binary:
      case FieldType::dynamic:
        return is_indexed(value.text, test.rules);
      case FieldType::unmapped:
        return false;
    }
    return false;
  }
  bool operator()(const Terms& test) const {
    return on_folded(value, test.rules, test.ignore_case,
                     [&](std::string_view text) { return std::ranges::binary_search(test.texts, text); });
  }
  bool operator()(const Wildcards& test) const {
    return on_folded(value, test.rules, test.ignore_case, [&](std::string_view text) {
      return std::ranges::any_of(test.patterns, [&](const Pattern& pattern) { return matches(pattern, text); });
    });
  }
  bool operator()(const TextRange& test) const {
    return on_indexed(value, test.rules, [&](std::string_view text) {
      return within(test.bounds, [&](const std::string& bound) { return text <=> std::string_view(bound); });
    });
  }
  bool operator()(const Phrases& test) const { return on_tokens(test); }
  bool operator()(const TokenWildcards& test) const { return on_tokens(test); }
  bool operator()(const TokenRange& test) const { return on_tokens(test); }
  bool operator()(const NearPhrase& test) const { return on_tokens(test); }
  bool operator()(const TokenRegexp& test) const { return on_tokens(test); }
  bool operator()(const TokenFuzzy& test) const { return on_tokens(test); }
  bool operator()(const RegexpTerm& test) const {
    return on_indexed(value, test.rules, [&](std::string_view text) { return test.regexp.matches(text); });
  }
  bool operator()(const FuzzyTerm& test) const {
    return on_indexed(value, test.rules, [&](std::string_view text) { return test.text.matches(text); });
  }
  bool operator()(const IpRanges& test) const {
    const std::optional<IpAddress> address = parse_ip(value.text);
    return address && contains(test.intervals, *address);
  }
  bool operator()(const Wholes& test) const {
    const std::optional<std::int64_t> whole = read_whole(value, test.is_unsigned);
    return whole && contains(test.intervals, *whole);
  }
  bool operator()(const Reals& test) const {
    const std::optional<double> real = read_double(value, test.is_single);
    return real && contains(test.intervals, *real);
  }
  bool operator()(const Booleans& test) const {
    const std::optional<bool> boolean = read_boolean(value);
    return boolean && (*boolean ? test.accepts_true : test.accepts_false);
  }
  bool operator()(const Dates& test) const {
    const std::optional<std::int64_t> date = read_date(value, test.nanos);
    return date && contains(test.intervals, *date);
  }
  bool operator()(const VersionRange& test) const {
    return within(test.bounds, [&](const std::string& bound) { return compare_versions(value.text, bound); });
  }
  bool operator()(const DynamicTerms& test) const {
    if (std::ranges::binary_search(test.texts, value.text)) return true;
    if (value.kind != Scalar::Kind::number) return false;
    const std::optional<Number> number = parse_number(value.text);
    return number && std::ranges::any_of(test.texts, [&](const std::string& text) {
             const std::optional<Number> wanted = parse_number(text);
             return wanted && compare(*number, *wanted) == 0;
           });
  }
  bool operator()(const DynamicRange& test) const {
    const std::optional<Number> number =
        value.kind == Scalar::Kind::number ? parse_number(value.text) : std::optional<Number>();
    return within(test.bounds, [&](const std::string& text) -> std::partial_ordering {
      const std::optional<Number> bound = number ? parse_number(text) : std::optional<Number>();
      return bound ? compare(*number, *bound) : value.text <=> std::string_view(text);
    });
  }

 private:
  template <class Test>
  bool on_tokens(const Test& test) const {
    Tokens tokens;
    analyze(value.text, tokens);
    return matches(test, tokens);
  }
};

std::string in_quotes(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

// ": x" for one, ": (x or y)" for several.
std::string list(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return ": " + texts[0];
  return ": (" + join(texts, " or ") + ")";
}

// The longest list of a published rule has 351 values; value lists may have many thousands.
constexpr std::size_t kMaxShown = 500;

template <class T, class Print>
std::string list_of(const std::vector<T>& items, const Print& print) {
  std::vector<std::string> texts;
  for (const T& item : items) {
    if (texts.size() == kMaxShown) {
      texts.push_back(fmt::format("{} more", items.size() - kMaxShown));
      break;
    }
    texts.push_back(print(item));
  }
  return list(texts);
}

std::string patterns(const std::vector<Pattern>& items) {
  return list_of(items, [](const Pattern& pattern) { return to_string(pattern); });
}

std::string suffix(const KeywordRules& rules, bool ignore_case = false) {
  return fmt::format("{}{}", rules.lowercase ? " in lower case" : "", ignore_case ? " ignoring case" : "");
}

// "> x and <= y"
std::string bounds(const std::vector<RangeBound>& items) {
  std::vector<std::string> texts;
  for (const RangeBound& bound : items)
    texts.push_back(fmt::format("{} {}", symbol(bound.comparison), in_quotes(bound.text)));
  return join(texts, " and ");
}

// A value, or "first to last"; the ends of the type are left out.
template <class T, class Print>
std::string intervals(const std::vector<Interval<T>>& items, T lowest, T highest, const Print& print) {
  return list_of(items, [&](const Interval<T>& item) {
    if (item.first == item.last) return print(item.first);
    if (item.first == lowest && item.last == highest) return std::string("*");
    if (item.first == lowest) return "<= " + print(item.last);
    if (item.last == highest) return ">= " + print(item.first);
    return fmt::format("{} to {}", print(item.first), print(item.last));
  });
}

std::string regexp(const Regexp& item) {
  return fmt::format(": {}", item.shown());
}
std::string fuzzy(const FuzzyText& item) {
  return fmt::format(": {}~{}", in_quotes(item.text()), item.edits());
}

std::string print_date(std::int64_t date, bool nanos) {
  if (!nanos) return format_iso8601(Timestamp(Duration(date)));
  const std::int64_t milliseconds = date >= 0 ? date / 1'000'000 : -((-(date + 1)) / 1'000'000) - 1;
  std::string text = format_iso8601(Timestamp(Duration(milliseconds)));
  text.insert(text.size() - 1, fmt::format("{:06}", date - milliseconds * 1'000'000));
  return text;
}

struct Printer {
  std::string operator()(const Exists& /*test*/) const { return ": *"; }
  std::string operator()(const Terms& test) const {
    return list_of(test.texts, in_quotes) + suffix(test.rules, test.ignore_case);
  }
  std::string operator()(const Wildcards& test) const {
    return patterns(test.patterns) + suffix(test.rules, test.ignore_case);
  }
  std::string operator()(const TextRange& test) const { return bounds(test.bounds) + suffix(test.rules); }
  std::string operator()(const Phrases& test) const {
    return list_of(test.phrases, [](const std::vector<std::string>& phrase) { return in_quotes(join(phrase, " ")); }) +
           " in words";
  }
  std::string operator()(const TokenWildcards& test) const {
    return patterns(test.patterns) + suffix({}, test.ignore_case) + (test.every ? " each in words" : " in words");
  }
  std::string operator()(const NearPhrase& test) const {
    return fmt::format(": {}~{} in words", in_quotes(join(test.words, " ")), test.slop);
  }
  std::string operator()(const RegexpTerm& test) const { return regexp(test.regexp) + suffix(test.rules); }
  std::string operator()(const TokenRegexp& test) const { return regexp(test.regexp) + " in words"; }
  std::string operator()(const FuzzyTerm& test) const { return fuzzy(test.text) + suffix(test.rules); }
  std::string operator()(const TokenFuzzy& test) const { return fuzzy(test.text) + " in words"; }
  std::string operator()(const TokenRange& test) const { return bounds(test.bounds) + " in words"; }
  std::string operator()(const IpRanges& test) const {
    IpAddress highest;
    highest.bytes.fill(0xFF);
    return intervals(test.intervals, IpAddress{}, highest, format_ip);
  }
  std::string operator()(const Wholes& test) const {
    using Limits = std::numeric_limits<std::int64_t>;
    return intervals(test.intervals, Limits::min(), Limits::max(), [&](std::int64_t key) {
      return test.is_unsigned ? fmt::format("{}", static_cast<std::uint64_t>(key ^ Limits::min()))
                              : fmt::format("{}", key);
    });
  }
  std::string operator()(const Reals& test) const {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return intervals(test.intervals, -kInfinity, kInfinity, [](double real) { return fmt::format("{}", real); });
  }
  std::string operator()(const Booleans& test) const {
    if (test.accepts_false && test.accepts_true) return ": (false or true)";
    return test.accepts_true ? ": true" : ": false";
  }
  std::string operator()(const Dates& test) const {
    using Limits = std::numeric_limits<std::int64_t>;
    return intervals(test.intervals, Limits::min(), Limits::max(),
                     [&](std::int64_t date) { return print_date(date, test.nanos); });
  }
  std::string operator()(const VersionRange& test) const { return bounds(test.bounds) + " by version"; }
  std::string operator()(const DynamicTerms& test) const { return list_of(test.texts, in_quotes); }
  std::string operator()(const DynamicRange& test) const { return bounds(test.bounds); }
};

// By what is done once for each value, then once for each alternative.
struct Coster {
  static unsigned many(unsigned each, std::size_t count) {
    return each * static_cast<unsigned>(std::min<std::size_t>(count, 1000));
  }
  unsigned operator()(const Exists& /*test*/) const { return 1; }
  unsigned operator()(const Terms& test) const { return test.rules.lowercase || test.ignore_case ? 8 : 2; }
  unsigned operator()(const Wildcards& test) const { return 10 + many(2, test.patterns.size()); }
  unsigned operator()(const TextRange& /*test*/) const { return 3; }
  unsigned operator()(const Phrases& /*test*/) const { return 500; }
  unsigned operator()(const TokenWildcards& test) const { return 500 + many(20, test.patterns.size()); }
  unsigned operator()(const TokenRange& /*test*/) const { return 500; }
  unsigned operator()(const NearPhrase& /*test*/) const { return 550; }
  unsigned operator()(const TokenRegexp& /*test*/) const { return 550; }
  unsigned operator()(const TokenFuzzy& /*test*/) const { return 550; }
  unsigned operator()(const RegexpTerm& /*test*/) const { return 20; }
  unsigned operator()(const FuzzyTerm& /*test*/) const { return 40; }
  unsigned operator()(const IpRanges& /*test*/) const { return 6; }
  unsigned operator()(const Wholes& /*test*/) const { return 3; }
  unsigned operator()(const Reals& /*test*/) const { return 5; }
  unsigned operator()(const Booleans& /*test*/) const { return 1; }
  unsigned operator()(const Dates& /*test*/) const { return 8; }
  unsigned operator()(const VersionRange& /*test*/) const { return 10; }
  unsigned operator()(const DynamicTerms& /*test*/) const { return 4; }
  unsigned operator()(const DynamicRange& /*test*/) const { return 6; }
};

bool has_any_character(std::string_view part) {
  return part.find(kAnyCharacter) != std::string_view::npos;
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

// The end of the part, when it stands in the text at `at`.
std::optional<std::size_t> match_at(std::string_view part, std::string_view text, std::size_t at) {
  for (const char c : part) {
    if (at == text.size() || (c != kAnyCharacter && c != text[at])) return std::nullopt;
    at += c == kAnyCharacter ? decode_utf8(text, at).length : 1;
  }
  return at;
}

// The begin of the part, when the text ends with it.
std::optional<std::size_t> match_before(std::string_view part, std::string_view text) {
  std::size_t at = text.size();
  for (std::size_t i = part.size(); i > 0; --i) {
    const char c = part[i - 1];
    if (at == 0 || (c != kAnyCharacter && c != text[at - 1])) return std::nullopt;
    --at;
    while (c == kAnyCharacter && at > 0 && continues_character(text[at])) --at;
  }
  return at;
}

// The end of the leftmost place of the part.
std::optional<std::size_t> find_part(std::string_view part, std::string_view text) {
  if (!has_any_character(part)) {
    // memmem is linear in the worst case.
    const void* const found = ::memmem(text.data(), text.size(), part.data(), part.size());
    if (found == nullptr) return std::nullopt;
    return static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + part.size();
  }
  for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).length) {
    if (const std::optional<std::size_t> end = match_at(part, text, at)) return end;
  }
  return std::nullopt;
}

}  // namespace

bool matches(const Pattern& pattern, std::string_view text) {
  const std::string& head = pattern.parts.front();
  const std::optional<std::size_t> head_end = match_at(head, text, 0);
  if (!head_end) return false;
  if (pattern.parts.size() == 1) return *head_end == text.size();
  const std::optional<std::size_t> tail_begin = match_before(pattern.parts.back(), text);
  if (!tail_begin || *tail_begin < *head_end) return false;
  std::string_view rest = text.substr(*head_end, *tail_begin - *head_end);
  for (std::size_t i = 1; i + 1 < pattern.parts.size(); ++i) {
    // The leftmost place of each part leaves the most room for the others.
    const std::optional<std::size_t> end = find_part(pattern.parts[i], rest);
    if (!end) return false;
    rest.remove_prefix(*end);
  }
  return true;
}

std::string to_string(const Pattern& pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
    if (i > 0) out += '*';
    for (const char c : pattern.parts[i]) {
      if (c == '*' || c == '?' || c == '\\') out += '\\';
      out += c == kAnyCharacter ? '?' : c;
    }
  }
  return printable(out);
}

std::string fold_case(std::string_view text) {
  return to_lower_ascii(text);
}

Pattern fold_case(const Pattern& pattern) {
  Pattern out;
  for (const std::string& part : pattern.parts) out.parts.push_back(fold_case(part));
  return out;
}

std::string_view symbol(Comparison comparison) {
  static constexpr std::array<std::string_view, 4> kSymbols = {"<", "<=", ">", ">="};
  return kSymbols.at(static_cast<std::size_t>(comparison));
}

bool matches(const Predicate& predicate, const event::Scalar& value) {
  return std::visit(Matcher{value}, predicate);
}

std::string to_string(const Predicate& predicate) {
  return std::visit(Printer{}, predicate);
}

std::uint64_t hash(const Predicate& predicate) {
  return std::visit(
      [&](const auto& test) {
        std::uint64_t result = hash64(to_string(predicate), predicate.index());
        // What the text leaves out of a long set of literal values.
        if constexpr (requires { test.texts; }) {
          for (std::size_t i = kMaxShown; i < test.texts.size(); ++i) result = hash64(test.texts[i], result);
        }
        return result;
      },
      predicate);
}

unsigned cost(const Predicate& predicate) {
  return std::visit(Coster{}, predicate);
}

}  // namespace picket::compile
