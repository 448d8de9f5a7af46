// SPDX-License-Identifier: Apache-2.0
// The forms that ask a field, or all of them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "compile/bind_lucene.h"
#include "compile/dsl/values.h"
#include "compile/query_dsl.h"

namespace picket::compile {
namespace {

using dsl::text_of;
using rule::find;
using rule::Member;

Condition condition(Condition::Kind kind, std::string text) {
  Condition out;
  out.kind = kind;
  out.text = std::move(text);
  return out;
}

// "+02:00"; nullopt for what is no offset: names of places need a database of time zones.
std::optional<Duration> parse_zone(std::string_view text) {
  if (text == "Z" || text == "UTC" || text == "GMT") return Duration{};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  int hours = 0;
  int minutes = 0;
  const auto number = [](std::string_view digits, int& out) {
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), out);
    return error == std::errc{} && end == digits.end() && out >= 0;
  };
  if (!number(text.substr(1, 2), hours) || !number(text.substr(4, 2), minutes)) return std::nullopt;
  const Duration offset = std::chrono::minutes(60 * hours + minutes);
  return text[0] == '-' ? -offset : offset;
}

// Formats that the date reader takes anyway.
bool is_usual_format(std::string_view format) {
  constexpr std::string_view kUsual[] = {"strict_date_optional_time",
                                         "strict_date_optional_time_nanos",
                                         "date_optional_time",
                                         "epoch_millis",
                                         "strict_date_time",
                                         "date_time",
                                         "strict_date",
                                         "date"};
  while (!format.empty()) {
    const std::size_t end = std::min(format.find("||"), format.size());
    if (std::ranges::find(kUsual, format.substr(0, end)) == std::ranges::end(kUsual)) return false;
    format.remove_prefix(std::min(end + 2, format.size()));
  }
  return true;
}

struct RegexpFlag {
  std::string_view name;
  bool lucene::RegexpSyntax::* is_read;
};
constexpr RegexpFlag kRegexpFlags[] = {
    {"COMPLEMENT", &lucene::RegexpSyntax::complement},
    {"INTERVAL", &lucene::RegexpSyntax::numbers},
    {"INTERSECTION", &lucene::RegexpSyntax::intersection},
    {"ANYSTRING", &lucene::RegexpSyntax::any_text},
    {"EMPTY", &lucene::RegexpSyntax::nothing},
};

// Where a mistake in a regular expression stands in the file. With escapes only the whole text is known.
Span part_of_text(Span place, std::string_view text, const lucene::RegexpError& mistake) {
  constexpr std::size_t kQuotes = 2;
  const bool is_verbatim = place.end - place.begin == text.size() + kQuotes;
  if (!is_verbatim || mistake.begin >= text.size()) return place;
  const auto offset = [&](std::size_t at) { return place.begin + 1 + static_cast<std::uint32_t>(at); };
  return {offset(mistake.begin), offset(mistake.end)};
}

}  // namespace

NodeRef QueryDsl::exists(const Member& clause) {
  const rule::Node* field = find(clause.value, "field");
  if (field == nullptr || field->text() == nullptr) {
    return malformed(clause.value.span, "exists needs a field", R"(write {"exists": {"field": "user.name"}})");
  }
  if (field->text()->find('*') != std::string::npos) {
    Pattern names = parse_wildcard(*field->text());
    if (is_lone_star(names)) return all();
    return fields_.full_field_pattern(std::move(names), {}, {field->span, field->span});
  }
  return fields_.full_field(*field->text(), {}, {field->span, field->span});
}

// `field: value` or `field: {key: value, case_insensitive}`.
std::optional<QueryDsl::OneValue> QueryDsl::one_value(const Member& clause,
                                                      std::initializer_list<std::string_view> keys) {
  std::optional<OneField> one = one_field(clause);
  if (!one) return std::nullopt;
  const bool options = one->spec->object() != nullptr;
  if (options) {
    std::vector<std::string_view> known(keys);
    known.push_back("case_insensitive");
    if (!check_options(*one->spec, clause.name, known)) return std::nullopt;
  }
  std::optional<std::string> text = scalar(*one, clause.name, keys);
  if (!text) return std::nullopt;
  const bool ignore_case = options && flag(*one->spec, "case_insensitive");
  return OneValue{*std::move(one), *std::move(text), ignore_case};
}

NodeRef QueryDsl::term(const Member& clause) {
  const auto value = one_value(clause, {"value"});
  if (!value) return none();
  Condition asked = condition(Condition::Kind::term, value->text);
  asked.ignore_case = value->ignore_case;
  return leaf(value->field, asked);
}

NodeRef QueryDsl::terms(const Member& clause) {
  const auto one = one_field(clause);
  if (!one) return none();
  if (one->spec->object() != nullptr) return unsupported(one->places.value, "a terms query that looks values up");
  if (one->spec->list() == nullptr) {
    return malformed(one->places.value, fmt::format("terms needs a list, found {}", rule::describe(*one->spec)));
  }
  std::vector<Condition> values;
  std::vector<Span> places;
  for (const rule::Node& value : *one->spec->list()) {
    const auto text = text_of(value);
    if (!text) return malformed(value.span, fmt::format("terms needs single values, found {}", rule::describe(value)));
    values.push_back(condition(Condition::Kind::term, *text));
    places.push_back(value.span);
  }
  std::vector<std::size_t> misfits;
  NodeRef any = fields_.full_field_any(one->name, values, one->places, misfits);
  for (const std::size_t misfit : misfits) {
    fields_.full_field(one->name, values[misfit], {one->places.field, places[misfit]});  // says what is wrong with it
  }
  return any;
}

NodeRef QueryDsl::match(const Member& clause) {
  const auto one = one_field(clause);
  if (!one) return none();
  const auto text = scalar(*one, "match", {"query"});
  if (!text) return none();
  const Condition words = condition(Condition::Kind::text, *text);
  if (one->spec->object() == nullptr) return leaf(*one, words);
  if (!check_options(*one->spec, "match", {"query", "type", "operator", "lenient"})) return none();
  const std::string_view type = rule::text_of(*one->spec, "type");
  if (!type.empty() && type != "phrase" && type != "boolean") {
    return unsupported(one->spec->span, fmt::format("a match query of the type {}", printable(type)));
  }
  Condition asked = words;
  if (type == "phrase") {
    asked.kind = Condition::Kind::phrase;
  } else {
    asked.every_word = equals_ignoring_case(rule::text_of(*one->spec, "operator"), "and");
  }
  if (flag(*one->spec, "lenient") && !fields_.takes(one->name, asked)) return none();
  return leaf(*one, asked);
}

NodeRef QueryDsl::match_phrase(const Member& clause) {
  const auto one = one_field(clause);
  if (!one) return none();
  if (one->spec->object() != nullptr && !check_options(*one->spec, "match_phrase", {"query", "slop"})) return none();
  const auto text = scalar(*one, "match_phrase", {"query"});
  if (!text) return none();
  Condition asked = condition(Condition::Kind::phrase, *text);
  if (const rule::Node* slop = find(*one->spec, "slop")) {
    constexpr std::int64_t kMostSlop = 1'000'000;
    if (slop->integer() == nullptr || *slop->integer() < 0 || *slop->integer() > kMostSlop) {
      return malformed(slop->span, "slop is a whole number that is not negative");
    }
    asked.slop = static_cast<std::uint32_t>(*slop->integer());
  }
  return leaf(*one, asked);
}

NodeRef QueryDsl::wildcard(const Member& clause) {
  const auto value = one_value(clause, {"value", "wildcard"});
  return value ? pattern(*value, parse_wildcard(value->text)) : none();
}

NodeRef QueryDsl::prefix(const Member& clause) {
  const auto value = one_value(clause, {"value", "prefix"});
  return value ? pattern(*value, {{value->text, ""}}) : none();
}

NodeRef QueryDsl::pattern(const OneValue& value, Pattern pattern) {
  Condition asked;
  asked.kind = Condition::Kind::wildcard;
  asked.pattern = std::move(pattern);
  asked.ignore_case = value.ignore_case;
  return leaf(value.field, asked);
}

NodeRef QueryDsl::regexp(const Member& clause) {
  const auto one = one_field(clause);
  if (!one) return none();
  const auto source = scalar(*one, "regexp", {"value"});
  if (!source) return none();
  const auto syntax = regexp_syntax(*one);
  if (!syntax) return none();
  const rule::Node* value = find(*one->spec, "value");
  const Span place = value == nullptr ? one->places.value : value->span;
  const auto tree = lucene::parse_regexp(*source, *syntax);
  if (!tree) {
    const lucene::RegexpError& mistake = tree.error();
    return malformed(part_of_text(place, *source, mistake), "in a regular expression: " + mistake.message,
                     mistake.hint);
  }
  Condition asked;
  asked.kind = Condition::Kind::regexp;
  asked.regexp = regexps_.compile(*source, *tree, place, *syntax);
  return asked.regexp ? leaf(*one, asked) : none();
}

// nullopt: it was reported. `flags` names the optional operators that the expression may have, `INTERVAL|ANYSTRING`.
std::optional<lucene::RegexpSyntax> QueryDsl::regexp_syntax(const OneField& one) {
  lucene::RegexpSyntax syntax;
  if (one.spec->object() == nullptr) return syntax;
  if (!check_options(*one.spec, "regexp", {"value", "flags", "case_insensitive"})) return std::nullopt;
  syntax.ignore_case = flag(*one.spec, "case_insensitive");
  const rule::Node* flags = find(*one.spec, "flags");
  if (flags == nullptr) return syntax;
  if (flags->text() == nullptr) {
    malformed(flags->span, fmt::format("flags is a text such as 'ALL', found {}", rule::describe(*flags)));
    return std::nullopt;
  }
  if (flags->text()->empty()) return syntax;
  for (const RegexpFlag& each : kRegexpFlags) syntax.*each.is_read = false;
  for (const std::string_view name : split(*flags->text(), '|')) {
    bool is_known = equals_ignoring_case(name, "NONE");
    for (const RegexpFlag& each : kRegexpFlags) {
      if (!equals_ignoring_case(name, each.name) && !equals_ignoring_case(name, "ALL")) continue;
      syntax.*each.is_read = true;
      is_known = true;
    }
    if (is_known) continue;
    malformed(flags->span, fmt::format("there is no flag '{}' of regular expressions", printable(name)),
              "the flags are ALL, NONE, COMPLEMENT, INTERVAL, INTERSECTION, ANYSTRING and EMPTY");
    return std::nullopt;
  }
  return syntax;
}

// nullopt: it was reported.
std::optional<Duration> QueryDsl::zone_of(const rule::Node& spec) {
  const rule::Node* zone = find(spec, "time_zone");
  if (zone == nullptr) return Duration{};
  const auto offset = zone->text() == nullptr ? std::nullopt : parse_zone(*zone->text());
  if (!offset) unsupported(zone->span, "a time_zone that is no offset such as +01:00");
  return offset;
}

NodeRef QueryDsl::range(const Member& clause) {
  const auto one = one_field(clause);
  if (!one) return none();
  if (one->spec->object() == nullptr) return malformed(one->places.value, "range needs bounds: gt, gte, lt, lte");
  if (!check_options(*one->spec, "range",
                     {"gt", "gte", "lt", "lte", "from", "to", "include_lower", "include_upper", "format", "time_zone",
                      "relation"})) {
    return none();
  }
  const auto excludes = [&](std::string_view key) {
    const rule::Node* value = find(*one->spec, key);
    return value != nullptr && text_of(*value) == "false";
  };
  struct Key {
    std::string_view name;
    Comparison comparison;
  };
  const Key keys[] = {
      {"gt", Comparison::gt},
      {"gte", Comparison::gte},
      {"lt", Comparison::lt},
      {"lte", Comparison::lte},
      {"from", excludes("include_lower") ? Comparison::gt : Comparison::gte},
      {"to", excludes("include_upper") ? Comparison::lt : Comparison::lte},
  };
  Condition asked;
  OneField placed = *one;
  for (const Key& key : keys) {
    const rule::Node* value = find(*one->spec, key.name);
    if (value == nullptr) continue;
    const auto text = text_of(*value);
    if (!text) return malformed(value->span, fmt::format("a bound is one value, found {}", rule::describe(*value)));
    asked.kind = Condition::Kind::range;
    asked.bounds.push_back({key.comparison, *text});
    placed.places.value = value->span;
  }
  if (asked.bounds.size() > 1) placed.places.value = one->spec->span;
  const auto zone = zone_of(*one->spec);
  if (!zone) return none();
  asked.zone = *zone;
  const std::string_view format = rule::text_of(*one->spec, "format");
  if (!is_usual_format(format)) {
    return unsupported(find(*one->spec, "format")->span, fmt::format("dates in the format {}", printable(format)));
  }
  return leaf(placed, asked);
}

NodeRef QueryDsl::query_string(const Member& clause) {
  const rule::Node& body = clause.value;
  if (!check_options(body, "query_string",
                     {"query", "default_field", "fields", "default_operator", "analyze_wildcard", "lenient",
                      "time_zone", "allow_leading_wildcard", "type"})) {
    return none();
  }
  const rule::Node* query = find(body, "query");
  if (query == nullptr || query->text() == nullptr) return malformed(body.span, "query_string needs a query");
  QueryStringOptions options;
  if (const rule::Node* field = find(body, "default_field"); field != nullptr && field->text() != nullptr) {
    options.default_fields.push_back(*field->text());
  }
  if (const rule::Node* fields = find(body, "fields"); fields != nullptr && fields->list() != nullptr) {
    for (const rule::Node& field : *fields->list()) {
      if (field.text() != nullptr) options.default_fields.push_back(field.text()->substr(0, field.text()->find('^')));
    }
  }
  if (equals_ignoring_case(rule::text_of(body, "default_operator"), "and")) {
    options.default_operator = lucene::Operator::op_and;
  }
  options.analyze_wildcard = flag(body, "analyze_wildcard");
  if (find(body, "lenient") != nullptr) options.lenient = flag(body, "lenient");
  const auto zone = zone_of(body);
  if (!zone) return none();
  options.zone = *zone;
  const std::string_view type = rule::text_of(body, "type");
  if (!type.empty() && type != "best_fields") {
    return unsupported(find(body, "type")->span, fmt::format("a query_string of the type {}", printable(type)));
  }
  // Escapes of the file shift what is behind them in the line; the query's first character is where it is.
  const LineColumn at = locate(source_, query->span.begin);
  return bind_query_string({source_.name, *query->text(), at.line, at.column + 1}, options, fields_, diagnostics_);
}

}  // namespace picket::compile
