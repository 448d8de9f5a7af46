// SPDX-License-Identifier: Apache-2.0
#include "compile/query_dsl.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "compile/codes.h"
#include "compile/dsl/values.h"

namespace picket::compile {
namespace {

using dsl::text_of;
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
      {"regexp", &QueryDsl::regexp},
      {"range", &QueryDsl::range},
      {"bool", &QueryDsl::bool_query},
      {"nested", &QueryDsl::nested},
      {"query_string", &QueryDsl::query_string},
      {"constant_score", &QueryDsl::constant_score},
      {"dis_max", &QueryDsl::dis_max},
  };
  // Elasticsearch's other forms: they are no misspellings.
  static constexpr std::string_view kOthers[] = {"simple_query_string",
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

bool QueryDsl::check_options(const rule::Node& spec, std::string_view form, std::span<const std::string_view> known) {
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

}  // namespace picket::compile
