// SPDX-License-Identifier: Apache-2.0
#include "compile/query_dsl.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "compile/bind_lucene.h"
#include "compile/codes.h"

namespace picket::compile {
namespace {

using rule::find;
using rule::Member;

// These change scores, names and speed, never what is found.
constexpr std::string_view kHarmless[] = {"boost",
                                          "_name",
                                          "rewrite",
                                          "max_expansions",
                                          "prefix_length",
                                          "fuzzy_transpositions",
                                          "cutoff_frequency",
                                          "auto_generate_synonyms_phrase_query",
                                          "max_determinized_states",
                                          "adjust_pure_negative",
                                          "score_mode",
                                          "tie_breaker"};
bool is_harmless(std::string_view key) {
  return std::ranges::find(kHarmless, key) != std::ranges::end(kHarmless);
}

// More subsets than that in a "so many of these" would be a tree too large to be worth it.
constexpr std::size_t kMaxSubsets = 512;

// A value as the index would see it; nullopt for null, lists and objects.
std::optional<std::string> text_of(const rule::Node& value) {
  if (value.text() != nullptr) return *value.text();
  if (value.is_null() || value.list() != nullptr || value.object() != nullptr) return std::nullopt;
  return json::scalar_text(rule::to_json(value));
}

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

std::size_t subsets(std::size_t of, std::size_t size) {
  std::size_t count = 1;
  for (std::size_t i = 1; i <= size && count <= kMaxSubsets; ++i) count = count * (of - size + i) / i;
  return count;
}

// All conjunctions of `size` of the children from `first` on.
void add_subsets(const std::vector<NodeRef>& children, std::size_t first, std::size_t size,
                 std::vector<NodeRef>& chosen, std::vector<NodeRef>& out) {
  if (size == 0) {
    out.push_back(both(chosen));
    return;
  }
  for (std::size_t i = first; i + size <= children.size(); ++i) {
    chosen.push_back(children[i]);
    add_subsets(children, i + 1, size - 1, chosen, out);
    chosen.pop_back();
  }
}

// How many of `count` a minimum_should_match asks for: 2, -1 (all but one), "75%", "-25%". Percentages are cut.
std::optional<std::int64_t> minimum_of(const rule::Node& minimum, std::int64_t count) {
  const std::optional<std::string> text = text_of(minimum);
  if (!text) return std::nullopt;
  std::string_view digits = trim_ascii(*text);
  const bool percent = digits.ends_with('%');
  if (percent) digits.remove_suffix(1);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc{} || end != digits.end()) return std::nullopt;
  const std::int64_t wanted = percent ? count * number / 100 : number;
  return std::clamp<std::int64_t>(number < 0 ? count + wanted : wanted, 0, count + 1);
}

}  // namespace

struct DslForm {
  std::string_view name;
  NodeRef (QueryDsl::*bind)(const Member&);
};

Pattern parse_wildcard(std::string_view text) {
  Pattern pattern{{""}};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*') {
      pattern.parts.emplace_back();
    } else if (text[i] == '?') {
      pattern.parts.back() += kAnyCharacter;
    } else {
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      pattern.parts.back() += text[i];
    }
  }
  return pattern;
}

NodeRef QueryDsl::unsupported(Span place, const std::string& what) {
  if (unsupported_.empty()) unsupported_ = what;
  fields_.warn_once(fmt::format("{}@{}", what, place.begin), place, codes::kFilterUnsupported,
                    fmt::format("the filter has {}, which cannot be evaluated", what),
                    "the rule does not run; say the same with term, match_phrase, wildcard, range, exists and bool");
  return none();
}

NodeRef QueryDsl::malformed(Span place, std::string message, std::string hint) {
  fields_.error(place, codes::kFilterMalformed, std::move(message), std::move(hint));
  return none();
}

NodeRef QueryDsl::bind(const rule::Node& query) {
  if (query.object() == nullptr || query.object()->size() != 1) {
    return malformed(query.span,
                     query.object() == nullptr
                         ? fmt::format("expected a query, found {}", rule::describe(query))
                         : fmt::format("expected a query with one form, found {}", query.object()->size()),
                     R"(a query is an object such as {"match_phrase": {"event.action": "x"}})");
  }
  return bind_clause(query.object()->front());
}

NodeRef QueryDsl::bind_clause(const Member& clause) {
  static constexpr DslForm kForms[] = {
      {"match_all", &QueryDsl::match_all},
      {"match_none", &QueryDsl::match_none},
      {"exists", &QueryDsl::exists},
      {"term", &QueryDsl::term},
      {"terms", &QueryDsl::terms},
      {"match", &QueryDsl::match},
      {"match_phrase", &QueryDsl::match_phrase},
      {"wildcard", &QueryDsl::wildcard},
      {"prefix", &QueryDsl::prefix},
      {"range", &QueryDsl::range},
      {"bool", &QueryDsl::bool_query},
      {"nested", &QueryDsl::nested},
      {"query_string", &QueryDsl::query_string},
      {"constant_score", &QueryDsl::constant_score},
      {"dis_max", &QueryDsl::dis_max},
  };
  // Elasticsearch's other forms: they are no misspellings.
  static constexpr std::string_view kOthers[] = {"simple_query_string",
                                                 "regexp",
                                                 "fuzzy",
                                                 "script",
                                                 "ids",
                                                 "multi_match",
                                                 "match_phrase_prefix",
                                                 "terms_set",
                                                 "match_bool_prefix",
                                                 "geo_distance",
                                                 "geo_bounding_box",
                                                 "geo_polygon",
                                                 "geo_shape",
                                                 "intervals",
                                                 "span_term",
                                                 "has_child",
                                                 "has_parent",
                                                 "more_like_this",
                                                 "percolate",
                                                 "function_score",
                                                 "boosting",
                                                 "combined_fields",
                                                 "knn"};
  const auto* known = std::ranges::find(kForms, clause.name, &DslForm::name);
  if (known != std::ranges::end(kForms)) {
    if (clause.value.object() == nullptr) {
      return malformed(clause.value.span, fmt::format("expected an object behind {}, found {}", clause.name,
                                                      rule::describe(clause.value)));
    }
    return (this->*known->bind)(clause);
  }
  if (std::ranges::find(kOthers, clause.name) != std::ranges::end(kOthers)) {
    return unsupported(clause.name_span, fmt::format("a {} query", clause.name));
  }
  std::vector<std::string_view> names;
  for (const DslForm& each : kForms) names.push_back(each.name);
  const auto near = nearest_name(clause.name, names);
  return malformed(clause.name_span, fmt::format("there is no query of the form '{}'", printable(clause.name)),
                   near ? fmt::format("did you mean {}?", *near) : std::string());
}

std::optional<QueryDsl::OneField> QueryDsl::one_field(const Member& clause) {
  const Member* found = nullptr;
  for (const Member& member : *clause.value.object()) {
    if (is_harmless(member.name)) continue;
    if (found != nullptr) {
      malformed(member.name_span,
                fmt::format("{} asks one field, found '{}' and '{}'", clause.name, printable(found->name),
                            printable(member.name)),
                "make a bool of several");
      return std::nullopt;
    }
    found = &member;
  }
  if (found == nullptr) {
    malformed(clause.value.span, fmt::format("{} needs a field", clause.name));
    return std::nullopt;
  }
  return OneField{found->name, {found->name_span, found->value.span}, &found->value};
}

bool QueryDsl::check_options(const rule::Node& spec, std::string_view form,
                             std::initializer_list<std::string_view> known) {
  for (const Member& member : *spec.object()) {
    if (is_harmless(member.name) || std::ranges::find(known, member.name) != known.end()) continue;
    unsupported(member.name_span, fmt::format("the option {} of {}", printable(member.name), form));
    return false;
  }
  return true;
}

// The value stands behind the field, or in an object under the first of `keys` that is there; the others are options.
std::optional<std::string> QueryDsl::scalar(const OneField& one, std::string_view form,
                                            std::initializer_list<std::string_view> keys) {
  const rule::Node* value = one.spec;
  if (one.spec->object() != nullptr) {
    value = nullptr;
    for (const std::string_view key : keys) {
      if (value == nullptr) value = find(*one.spec, key);
    }
  }
  std::optional<std::string> text = value == nullptr ? std::nullopt : text_of(*value);
  if (!text) {
    malformed(value == nullptr ? one.spec->span : value->span,
              fmt::format("{} of '{}' needs one value, found {}", form, printable(one.name),
                          value == nullptr ? "none" : rule::describe(*value)),
              "for several values use terms");
  }
  return text;
}

bool QueryDsl::flag(const rule::Node& spec, std::string_view key) const {
  const rule::Node* value = find(spec, key);
  return value != nullptr && text_of(*value) == "true";
}

NodeRef QueryDsl::leaf(const OneField& one, const Condition& condition) {
  return fields_.full_field(one.name, condition, one.places);
}

NodeRef QueryDsl::match_all(const Member& /*clause*/) {
  return all();
}
NodeRef QueryDsl::match_none(const Member& /*clause*/) {
  return none();
}

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

NodeRef QueryDsl::term(const Member& clause) {
  const auto one = one_field(clause);
  if (!one) return none();
  const bool options = one->spec->object() != nullptr;
  if (options && !check_options(*one->spec, "term", {"value", "case_insensitive"})) return none();
  const auto text = scalar(*one, "term", {"value"});
  if (!text) return none();
  Condition asked = condition(Condition::Kind::term, *text);
  asked.ignore_case = options && flag(*one->spec, "case_insensitive");
  return leaf(*one, asked);
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
  const auto one = one_field(clause);
  if (!one) return none();
  const bool options = one->spec->object() != nullptr;
  if (options && !check_options(*one->spec, "wildcard", {"value", "wildcard", "case_insensitive"})) return none();
  const auto text = scalar(*one, "wildcard", {"value", "wildcard"});
  if (!text) return none();
  Condition asked;
  asked.kind = Condition::Kind::wildcard;
  asked.pattern = parse_wildcard(*text);
  asked.ignore_case = options && flag(*one->spec, "case_insensitive");
  return leaf(*one, asked);
}

NodeRef QueryDsl::prefix(const Member& clause) {
  const auto one = one_field(clause);
  if (!one) return none();
  const bool options = one->spec->object() != nullptr;
  if (options && !check_options(*one->spec, "prefix", {"value", "prefix", "case_insensitive"})) return none();
  const auto text = scalar(*one, "prefix", {"value", "prefix"});
  if (!text) return none();
  Condition asked;
  asked.kind = Condition::Kind::wildcard;
  asked.pattern.parts = {*text, ""};
  asked.ignore_case = options && flag(*one->spec, "case_insensitive");
  return leaf(*one, asked);
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
  if (const rule::Node* zone = find(*one->spec, "time_zone")) {
    const auto offset = zone->text() == nullptr ? std::nullopt : parse_zone(*zone->text());
    if (!offset) return unsupported(zone->span, "a time_zone that is no offset such as +01:00");
    asked.zone = *offset;
  }
  const std::string_view format = rule::text_of(*one->spec, "format");
  if (!is_usual_format(format)) {
    return unsupported(find(*one->spec, "format")->span, fmt::format("dates in the format {}", printable(format)));
  }
  return leaf(placed, asked);
}

std::vector<NodeRef> QueryDsl::bind_each(const rule::Node& queries) {
  std::vector<NodeRef> out;
  if (queries.list() == nullptr) {
    out.push_back(bind(queries));
    return out;
  }
  for (const rule::Node& query : *queries.list()) out.push_back(bind(query));
  return out;
}

NodeRef QueryDsl::at_least(const rule::Node& minimum, std::vector<NodeRef> should) {
  const auto wanted = minimum_of(minimum, static_cast<std::int64_t>(should.size()));
  if (!wanted) return unsupported(minimum.span, "a minimum_should_match that is no number and no percentage");
  const auto count = static_cast<std::size_t>(*wanted);
  if (count == 0) return all();
  if (count > should.size()) return none();
  if (count == 1) return either(std::move(should));
  if (subsets(should.size(), count) > kMaxSubsets) {
    return unsupported(minimum.span, fmt::format("a minimum_should_match of {} of {}", count, should.size()));
  }
  std::vector<NodeRef> chosen;
  std::vector<NodeRef> out;
  add_subsets(should, 0, count, chosen, out);
  return either(std::move(out));
}

NodeRef QueryDsl::bool_query(const Member& clause) {
  const rule::Node& body = clause.value;
  if (!check_options(body, "bool", {"must", "filter", "should", "must_not", "minimum_should_match"})) return none();
  std::vector<NodeRef> parts;
  for (const std::string_view key : {"must", "filter"}) {
    if (const rule::Node* queries = find(body, key)) std::ranges::copy(bind_each(*queries), std::back_inserter(parts));
  }
  const bool required = !parts.empty();
  if (const rule::Node* queries = find(body, "must_not")) {
    for (NodeRef& query : bind_each(*queries)) parts.push_back(negated(std::move(query)));
  }
  std::vector<NodeRef> should;
  if (const rule::Node* queries = find(body, "should")) should = bind_each(*queries);
  const rule::Node* minimum = find(body, "minimum_should_match");
  if (minimum != nullptr) {
    parts.push_back(at_least(*minimum, std::move(should)));
  } else if (!should.empty() && !required) {
    parts.push_back(either(std::move(should)));  // with `must` or `filter` they would only count for the score
  }
  return both(std::move(parts));
}

NodeRef QueryDsl::nested(const Member& clause) {
  const rule::Node* path = find(clause.value, "path");
  const rule::Node* query = find(clause.value, "query");
  if (path == nullptr || path->text() == nullptr || query == nullptr) {
    return malformed(clause.value.span, "nested needs a path and a query");
  }
  if (!check_options(clause.value, "nested", {"path", "query", "ignore_unmapped"})) return none();
  if (flag(clause.value, "ignore_unmapped") && fields_.type_of(*path->text()) == event::FieldType::unmapped)
    return none();
  return fields_.full_group(*path->text(), path->span, [&] { return bind(*query); });
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
  if (const rule::Node* zone = find(body, "time_zone")) {
    const auto offset = zone->text() == nullptr ? std::nullopt : parse_zone(*zone->text());
    if (!offset) return unsupported(zone->span, "a time_zone that is no offset such as +01:00");
    options.zone = *offset;
  }
  const std::string_view type = rule::text_of(body, "type");
  if (!type.empty() && type != "best_fields") {
    return unsupported(find(body, "type")->span, fmt::format("a query_string of the type {}", printable(type)));
  }
  // Escapes of the file shift what is behind them in the line; the query's first character is where it is.
  const LineColumn at = locate(source_, query->span.begin);
  return bind_query_string({source_.name, *query->text(), at.line, at.column + 1}, options, fields_, diagnostics_);
}

NodeRef QueryDsl::constant_score(const Member& clause) {
  const rule::Node* query = find(clause.value, "filter");
  return query == nullptr ? malformed(clause.value.span, "constant_score needs a filter") : bind(*query);
}

NodeRef QueryDsl::dis_max(const Member& clause) {
  const rule::Node* queries = find(clause.value, "queries");
  return queries == nullptr ? malformed(clause.value.span, "dis_max needs queries") : either(bind_each(*queries));
}

}  // namespace picket::compile
