// SPDX-License-Identifier: Apache-2.0
#include "reference/value_test.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <tuple>

#include "base/date_math.h"
#include "base/ip.h"
#include "base/text.h"
#include "base/utf8.h"
#include "compile/analyze.h"

namespace picket::reference {

using event::FieldMapping;
using event::FieldType;

void at_path(const json::Value& value, std::string_view path, const std::function<void(const json::Value&)>& visit) {
  if (const auto* array = value.if_array()) {
    for (const json::Value& element : *array) at_path(element, path, visit);
    return;
  }
  if (path.empty()) return visit(value);
  const auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto& member : *object) {
    const std::string_view key(member.key().data(), member.key().size());
    if (key == path) at_path(member.value(), "", visit);
    if (path.starts_with(std::string(key) + ".")) at_path(member.value(), path.substr(key.size() + 1), visit);
  }
}

void for_leaves(const json::Value& value, const std::string& path,
                const std::function<void(const std::string&, const Value&)>& visit) {
  if (const auto* array = value.if_array()) {
    for (const json::Value& element : *array) for_leaves(element, path, visit);
  } else if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      const std::string key(member.key().data(), member.key().size());
      for_leaves(member.value(), path.empty() ? key : path + "." + key, visit);
    }
  } else if (!value.is_null()) {
    visit(path, {json::scalar_text(value), value.is_number(), value.is_bool()});
  }
}

bool glob(const std::vector<std::string>& parts, std::size_t part, std::string_view text) {
  if (!text.starts_with(parts[part])) return false;
  const std::string_view rest = text.substr(parts[part].size());
  if (part + 1 == parts.size()) return rest.empty();
  for (std::size_t skip = 0; skip <= rest.size(); ++skip) {
    if (glob(parts, part + 1, rest.substr(skip))) return true;
  }
  return false;
}

std::vector<std::vector<std::string>> pieces_of(const std::vector<std::string>& parts) {
  constexpr char kStar = '\0';  // no KQL text reaches this function with a NUL in it
  std::string whole = join(parts, std::string(1, kStar));
  for (std::size_t i = whole.find("\u3000"); i != std::string::npos; i = whole.find("\u3000")) whole.replace(i, 3, " ");
  std::vector<std::vector<std::string>> out;
  std::string piece;
  for (const char c : whole + " ") {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      piece += c;
    } else if (!piece.empty()) {
      std::vector<std::string> piece_parts;
      for (const std::string_view part : split(piece, kStar)) piece_parts.emplace_back(part);
      out.push_back(piece_parts);
      piece.clear();
    }
  }
  return out;
}

namespace {

bool of_text(const Wanted& wanted) {
  return wanted.op == Op::pattern || wanted.op == Op::special;
}

template <class T>
bool in_order(Op op, const T& value, const T& bound) {
  if (op == Op::lt) return value < bound;
  if (op == Op::lte) return !(bound < value);
  if (op == Op::gt) return bound < value;
  if (op == Op::gte) return !(value < bound);
  return value == bound;
}

bool on_keyword(const Wanted& wanted, const FieldMapping& mapping, std::string value) {
  if (mapping.ignore_above > 0 && count_utf16_units(value) > mapping.ignore_above) return false;
  if (wanted.op == Op::exists) return true;
  if (wanted.op == Op::special)
    return wanted.on_whole(mapping.lowercase ? compile::to_lower(value) : value, mapping.lowercase);
  std::string text = wanted.text;
  std::vector<std::string> parts = wanted.parts;
  if (mapping.lowercase) {
    value = compile::to_lower(value);
    text = compile::to_lower(text);
    for (std::string& part : parts) part = compile::to_lower(part);
  }
  if (wanted.op == Op::pattern) return glob(parts, 0, value);
  return wanted.is_range() ? in_order(wanted.op, value, text) : value == text;
}

bool has_phrase(const std::vector<std::string>& tokens, const std::vector<std::string>& phrase) {
  return !phrase.empty() && !std::ranges::search(tokens, phrase).empty();
}

bool has_any(const std::vector<std::string>& tokens, const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [&](const std::string& word) { return has_phrase(tokens, {word}); });
}

// Every way to put the words of the phrase from `word` on at places of their own, `least` and `most` being how far
// those before it are from where they belong.
bool is_near(const std::vector<std::string>& tokens, const std::vector<std::string>& phrase, std::uint32_t slop,
             std::vector<bool>& taken, std::size_t word, std::optional<long> least, std::optional<long> most) {
  if (word == phrase.size()) return true;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (taken[at] || tokens[at] != phrase[word]) continue;
    const long shift = static_cast<long>(at) - static_cast<long>(word);
    const long low = std::min(shift, least.value_or(shift));
    const long high = std::max(shift, most.value_or(shift));
    if (high - low > static_cast<long>(slop)) continue;
    taken[at] = true;
    const bool found = is_near(tokens, phrase, slop, taken, word + 1, low, high);
    taken[at] = false;
    if (found) return true;
  }
  return false;
}

bool in_word_range(const Wanted& wanted, const std::string& word) {
  const auto folded = [&](const std::string& text) { return wanted.fold_words ? compile::to_lower(text) : text; };
  return in_order(wanted.op, word, folded(wanted.text)) &&
         (!wanted.other_end || in_order(wanted.other_end->first, word, folded(wanted.other_end->second)));
}

bool on_text(const Wanted& wanted, const std::string& value) {
  if (wanted.op == Op::exists) return true;
  const std::vector<std::string> tokens = compile::analyze(value);
  if (wanted.op == Op::special) return wanted.on_words(tokens);
  if (wanted.op == Op::phrase && wanted.slop > 0) {
    std::vector<bool> taken(tokens.size());
    const std::vector<std::string> words = compile::analyze(wanted.text);
    return !words.empty() && is_near(tokens, words, wanted.slop, taken, 0, {}, {});
  }
  if (wanted.op == Op::phrase) return has_phrase(tokens, compile::analyze(wanted.text));
  if (wanted.op == Op::text) return has_any(tokens, compile::analyze(wanted.text));
  if (wanted.is_range()) {
    return std::ranges::any_of(tokens, [&](const std::string& t) { return in_word_range(wanted, t); });
  }
  for (std::vector<std::string> piece : pieces_of(wanted.parts)) {
    if (piece == std::vector<std::string>{"", ""}) return true;
    if (piece.size() == 1 && has_any(tokens, compile::analyze(piece[0]))) return true;
    if (piece.size() == 1) continue;
    for (std::string& part : piece) part = compile::to_lower(part);
    if (std::ranges::any_of(tokens, [&](const std::string& t) { return glob(piece, 0, t); })) return true;
  }
  return false;
}

// 64 bits of mantissa hold every whole number that Elasticsearch has.
std::optional<long double> number_of(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
  char* end = nullptr;
  const long double number = std::strtold(text.c_str(), &end);
  if (*end != '\0' || number != number) return std::nullopt;
  return number;
}

bool on_number(const Wanted& wanted, FieldType type, const Value& value) {
  if (value.is_boolean) return false;
  std::optional<long double> number = number_of(value.text);
  if (!number) return false;
  std::optional<long double> bound = number_of(wanted.text);
  if (type == FieldType::integer || type == FieldType::unsigned_long) {
    number = *number < 0 ? std::ceil(*number) : std::floor(*number);
    const long double limit = type == FieldType::integer ? 9223372036854775808.0L : 18446744073709551616.0L;
    if (*number >= limit || *number < (type == FieldType::integer ? -limit : 0)) return false;
  } else {
    const auto narrow = [&](long double x) -> long double {
      return type == FieldType::single ? static_cast<long double>(static_cast<float>(static_cast<double>(x)))
                                       : static_cast<long double>(static_cast<double>(x));
    };
    number = narrow(*number);
    if (!std::isfinite(*number)) return false;
    if (bound) bound = narrow(*bound);
    if (bound && !std::isfinite(*bound)) bound.reset();  // no number of this type
  }
  return wanted.op == Op::exists || (bound && !of_text(wanted) && in_order(wanted.op, *number, *bound));
}

bool on_boolean(const Wanted& wanted, const Value& value) {
  if (value.is_number || (value.text != "true" && value.text != "false" && !value.text.empty())) return false;
  if (wanted.op == Op::exists) return true;
  if (wanted.text != "true" && wanted.text != "false") return false;
  return !of_text(wanted) && in_order(wanted.op, value.text == "true", wanted.text == "true");
}

bool on_ip(const Wanted& wanted, const Value& value) {
  const auto address = parse_ip(value.text);
  if (!address || wanted.op == Op::exists) return address.has_value();
  if (of_text(wanted)) return false;
  const auto network = parse_cidr(wanted.text);
  if (network && !wanted.is_range()) return network->contains(*address);
  const auto bound = parse_ip(wanted.text);
  return bound && in_order(wanted.op, *address, *bound);
}

// Milliseconds, and the nanoseconds below them.
using Instant = std::pair<std::int64_t, std::int64_t>;

std::int64_t nanos_of(const std::string& text) {
  const std::size_t point = text.find_first_of(".,");
  if (point == std::string::npos) return 0;
  std::string digits =
      text.substr(point + 1, std::min(text.find_first_not_of("0123456789", point + 1), text.size()) - point - 1);
  if (text.find(':') != std::string::npos) digits.erase(0, 3);
  digits.resize(6, '0');
  return std::stoll(digits);
}

bool on_date(const Wanted& wanted, FieldType type, const Value& value) {
  const auto time = value.is_boolean ? std::nullopt : parse_date(value.text);
  if (!time || wanted.op == Op::exists) return time.has_value();
  const auto math = DateMath::parse(wanted.text);
  if (!math || of_text(wanted) || wanted.text.contains(' ')) return false;
  const bool nanos = type == FieldType::date_nanos;
  const Instant instant{time->time_since_epoch().count(), nanos ? nanos_of(value.text) : 0};
  Instant first{math->evaluate(wanted.now, DateMath::Rounding::down).time_since_epoch().count(), 0};
  Instant last{math->evaluate(wanted.now, DateMath::Rounding::up).time_since_epoch().count(), 0};
  if (nanos && !math->is_relative() && !wanted.text.contains("||")) first.second = last.second = nanos_of(wanted.text);
  if (nanos && first.first != last.first) last.second = 999'999;
  if (!wanted.is_range()) return first <= instant && instant <= last;
  return in_order(wanted.op, instant, wanted.op == Op::gte || wanted.op == Op::lt ? first : last);
}

// A version as a list that sorts in the type's order; texts that are no versions come last.
using VersionKey = std::tuple<int, std::vector<std::pair<std::size_t, std::string>>, int,
                              std::vector<std::tuple<int, std::size_t, std::string>>, std::string>;

VersionKey version_key(const std::string& text) {
  const auto is_digits = [](std::string_view s) { return !s.empty() && s.find_first_not_of("0123456789") == s.npos; };
  const auto is_word = [](std::string_view s) {
    return !s.empty() && std::ranges::all_of(s, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    });
  };
  const auto digits_key = [](std::string_view s) {
    s.remove_prefix(std::min(s.find_first_not_of('0'), s.size()));
    return std::pair(s.size(), std::string(s));
  };
  const VersionKey none{1, {}, 0, {}, text};
  VersionKey key;
  const std::size_t plus = text.find('+');
  const std::string core = text.substr(0, plus);
  const std::size_t minus = core.find('-');
  for (const std::string_view part : split(std::string_view(core).substr(0, minus), '.')) {
    if (!is_digits(part)) return none;
    std::get<1>(key).push_back(digits_key(part));
  }
  std::get<2>(key) = minus == std::string::npos ? 1 : 0;
  if (minus != std::string::npos) {
    for (const std::string_view part : split(std::string_view(core).substr(minus + 1), '.')) {
      if (!is_word(part)) return none;
      const auto [size, digits] = digits_key(part);
      if (is_digits(part))
        std::get<3>(key).emplace_back(0, size, digits);
      else
        std::get<3>(key).emplace_back(1, 0, std::string(part));
    }
  }
  if (plus != std::string::npos) {
    std::get<4>(key) = text.substr(plus);
    for (const std::string_view part : split(std::string_view(text).substr(plus + 1), '.')) {
      if (!is_word(part)) return none;
    }
  }
  return key;
}

bool on_dynamic(const Wanted& wanted, const FieldMapping& mapping, const Value& value) {
  const auto number = number_of(value.text);
  const auto bound = number_of(wanted.text);
  const bool by_number = value.is_number && number && bound && wanted.op != Op::exists && !of_text(wanted);
  if (!by_number) return on_keyword(wanted, mapping, value.text);
  // Whole numbers of 64 bits are compared exactly, all others as doubles.
  const auto is_whole = [](long double x) { return std::trunc(x) == x && std::fabs(x) < 9223372036854775808.0L; };
  if (is_whole(*number) && is_whole(*bound)) return in_order(wanted.op, *number, *bound);
  return in_order(wanted.op, static_cast<double>(*number), static_cast<double>(*bound));
}

bool fits_one(const Wanted& wanted, const FieldMapping& mapping, const Value& value) {
  switch (mapping.type) {
    case FieldType::text:
    case FieldType::match_only_text:
      return on_text(wanted, value.text);
    case FieldType::integer:
    case FieldType::unsigned_long:
    case FieldType::floating:
    case FieldType::single:
      return on_number(wanted, mapping.type, value);
    case FieldType::boolean:
      return on_boolean(wanted, value);
    case FieldType::date:
    case FieldType::date_nanos:
      return on_date(wanted, mapping.type, value);
    case FieldType::ip:
      return on_ip(wanted, value);
    case FieldType::version:
      return wanted.is_range() ? in_order(wanted.op, version_key(value.text), version_key(wanted.text))
                               : on_keyword(wanted, mapping, value.text);
    case FieldType::dynamic:
      return on_dynamic(wanted, mapping, value);
    case FieldType::keyword:
    case FieldType::constant_keyword:
    case FieldType::wildcard:
    case FieldType::flattened:
    case FieldType::flattened_key:
      return on_keyword(wanted, mapping, value.text);
    case FieldType::object:
    case FieldType::nested:
    case FieldType::geo_point:
    case FieldType::binary:
      return wanted.op == Op::exists;
    case FieldType::unmapped:
      return false;
  }
  return false;
}

}  // namespace

bool fits(const Wanted& wanted, const FieldMapping& mapping, const Value& value) {
  const bool is_text = mapping.type == FieldType::text || mapping.type == FieldType::match_only_text;
  const bool is_flat = mapping.type == FieldType::flattened || mapping.type == FieldType::flattened_key;
  if (is_flat && wanted.is_range() && !wanted.other_end) return false;
  if (wanted.other_end && !is_text) {
    Wanted first = wanted;
    first.other_end.reset();
    Wanted second = first;
    second.op = wanted.other_end->first;
    second.text = wanted.other_end->second;
    return fits_one(first, mapping, value) && fits_one(second, mapping, value);
  }
  return fits_one(wanted, mapping, value);
}

}  // namespace picket::reference
