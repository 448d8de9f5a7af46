// SPDX-License-Identifier: Apache-2.0
#include "rule/rule_fields.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "rule/excerpt.h"
#include "rule/rule_parts.h"

namespace picket::rule {
namespace {

constexpr Limits kNotEmpty{.least = 1};
constexpr Limits kPositive{.least = 1};
constexpr Limits kNotNegative{.least = 0};

constexpr TypeSet kEql = types(RuleType::eql);
constexpr TypeSet kEsql = types(RuleType::esql);
constexpr TypeSet kMl = types(RuleType::machine_learning);
constexpr TypeSet kNewTerms = types(RuleType::new_terms);
constexpr TypeSet kThreshold = types(RuleType::threshold);
constexpr TypeSet kThreatMatch = types(RuleType::threat_match);
constexpr TypeSet kSaved = types(RuleType::saved_query);
constexpr TypeSet kWithQuery = kAnyType & ~kMl;
constexpr TypeSet kWithIndex = kAnyType & ~kMl & ~kEsql;
constexpr TypeSet kQueryNeeded = kEql | kEsql | kNewTerms | kThreshold | kThreatMatch;

void bind_interval(Binding& binding, Node& value, Rule& rule) {
  const std::string& text = *value.text();
  static constexpr std::string_view kUnits = "smhd";
  const bool has_unit = !text.empty() && kUnits.find(text.back()) != std::string_view::npos &&
                        text.find_first_not_of("0123456789") == text.size() - 1;
  const std::optional<Duration> interval = has_unit ? parse_interval(text) : std::nullopt;
  if (!interval.has_value()) {
    binding.problem(
        Code::bad_interval, value.span,
        fmt::format("{} is \"{}\", expected a positive number and one of s, m, h, d", binding.quoted_path(), text),
        "for example \"5m\"");
    return;
  }
  rule.interval_text = text;
  rule.interval = *interval;
}

std::optional<DateMath> parse_date_math(Binding& binding, const Node& value) {
  std::optional<DateMath> math = DateMath::parse(*value.text());
  if (!math.has_value()) {
    binding.problem(Code::bad_date_math, value.span,
                    fmt::format("{} is \"{}\", which is not date math", binding.quoted_path(), *value.text()),
                    "write now, steps such as -9m or +1h, and rounding such as /d; units are y M w d h m s");
  }
  return math;
}

template <std::string Rule::* Text, std::optional<DateMath> Rule::* Math>
void bind_time(Binding& binding, Node& value, Rule& rule) {
  std::optional<DateMath> math = parse_date_math(binding, value);
  if (!math.has_value()) return;
  rule.*Text = *value.text();
  rule.*Math = std::move(math);
}

NewTerms& new_terms(Rule& rule) {
  return rule.new_terms.has_value() ? *rule.new_terms : rule.new_terms.emplace();
}

void bind_history_window_start(Binding& binding, Node& value, Rule& rule) {
  new_terms(rule).history_window_start = *value.text();
  new_terms(rule).history_start = parse_date_math(binding, value);
}

void bind_new_terms_fields(Binding& binding, Node& value, Rule& rule) {
  std::vector<std::string>& fields = new_terms(rule).fields;
  for (const Node& entry : *value.list()) {
    if (std::ranges::find(fields, *entry.text()) != fields.end()) {
      binding.problem(Code::repeated_field, entry.span,
                      fmt::format("{} names {} twice", binding.quoted_path(), *entry.text()));
    }
    fields.push_back(*entry.text());
  }
}

void bind_type(Binding& binding, Node& value, Rule& rule) {
  bind_name<Rule, RuleType, &Rule::type, kTypeNames>(binding, value, rule);
}

// A copy, because `parameters` are made of the node.
Filters keep_filters(Binding& binding, const Node& value) {
  if (value.list()->empty()) return {};
  const Span extent = extent_of(value);
  Filters filters{*value.list(), excerpt(extent, binding.problems())};
  for (Node& filter : filters.list) move_spans(filter, extent.begin);
  return filters;
}

void bind_filters(Binding& binding, Node& value, Rule& rule) {
  rule.filters = keep_filters(binding, value);
}

void bind_threat_filters(Binding& binding, Node& value, Rule& rule) {
  threat_match(rule).filters = keep_filters(binding, value);
}

void bind_building_block(Binding& binding, Node& value, Rule& rule) {
  static constexpr std::string_view kOnly[] = {"default"};
  if (*value.text() != kOnly[0]) report_unknown_value(binding, value, kOnly);
  rule.building_block_type = *value.text();
}

using F = Field<Rule>;

constexpr std::array kRuleFields = {
    // Identity.
    F{.key = "id", .shape = Shape::text, .target = &Rule::object_id},
    F{.key = "rule_id", .shape = Shape::text, .target = &Rule::rule_id, .limits = kNotEmpty},
    F{.key = "name", .shape = Shape::text, .target = &Rule::name, .limits = kNotEmpty, .needed = kAnyType},
    F{.key = "description",
      .shape = Shape::text,
      .target = &Rule::description,
      .limits = kNotEmpty,
      .needed = kAnyType},
    F{.key = "type", .shape = Shape::text, .target = bind_type, .needed = kAnyType},
    F{.key = "enabled", .shape = Shape::flag, .target = &Rule::enabled, .fallback = "true"},
    F{.key = "version", .shape = Shape::integer, .target = &Rule::version, .limits = kPositive, .fallback = "1"},
    F{.key = "revision", .shape = Shape::integer, .target = &Rule::revision, .limits = kNotNegative, .fallback = "0"},
    F{.key = "immutable", .shape = Shape::flag, .fallback = "false"},
    F{.key = "rule_source", .shape = Shape::object, .fallback = R"({"type":"internal"})"},
    F{.key = "created_at", .shape = Shape::text},
    F{.key = "created_by", .shape = Shape::text},
    F{.key = "updated_at", .shape = Shape::text},
    F{.key = "updated_by", .shape = Shape::text},
    F{.key = "execution_summary", .shape = Shape::object, .exported = false},
    F{.key = "outcome", .shape = Shape::text, .exported = false},
    F{.key = "alias_target_id", .shape = Shape::text, .exported = false},
    F{.key = "alias_purpose", .shape = Shape::text, .exported = false},
    F{.key = "deprecated", .shape = Shape::flag, .target = &Rule::deprecated, .exported = false},

    // What it searches.
    F{.key = "language",
      .shape = Shape::text,
      .target = bind_name<Rule, Language, &Rule::language, kLanguageNames>,
      .allowed = kWithQuery},
    F{.key = "query", .shape = Shape::text, .needed = kQueryNeeded, .allowed = kWithQuery},
    F{.key = "filters", .shape = Shape::objects, .target = bind_filters, .allowed = kWithIndex, .fallback = "[]"},
    F{.key = "saved_id", .shape = Shape::text, .needed = kSaved, .allowed = kWithQuery},
    F{.key = "response_actions", .shape = Shape::objects},
    F{.key = "index", .shape = Shape::texts, .target = &Rule::index, .allowed = kWithIndex},
    F{.key = "data_view_id", .shape = Shape::text, .target = &Rule::data_view_id, .allowed = kWithIndex},
    F{.key = "event_category_override", .shape = Shape::text, .allowed = kEql},
    F{.key = "tiebreaker_field", .shape = Shape::text, .allowed = kEql},
    F{.key = "timestamp_field", .shape = Shape::text, .allowed = kEql},
    F{.key = "machine_learning_job_id",
      .shape = Shape::one_or_texts,
      .limits = {.least = 1},
      .needed = kMl,
      .allowed = kMl},
    F{.key = "anomaly_threshold",
      .shape = Shape::integer,
      .limits = {.least = 0, .most = 100},
      .needed = kMl,
      .allowed = kMl},
    F{.key = "threshold",
      .shape = Shape::object,
      .target = bind_threshold,
      .needed = kThreshold,
      .allowed = kThreshold},
    F{.key = "new_terms_fields",
      .shape = Shape::texts,
      .target = bind_new_terms_fields,
      .limits = {.least = 1, .most = 3},
      .needed = kNewTerms,
      .allowed = kNewTerms},
    F{.key = "history_window_start",
      .shape = Shape::text,
      .target = bind_history_window_start,
      .limits = kNotEmpty,
      .needed = kNewTerms,
      .allowed = kNewTerms},
    F{.key = "threat_mapping",
      .shape = Shape::objects,
      .target = bind_threat_mapping,
      .limits = {.least = 1},
      .needed = kThreatMatch,
      .allowed = kThreatMatch},
    F{.key = "threat_query",
      .shape = Shape::text,
      .target = [](Binding&, Node& value, Rule& rule) { threat_match(rule).query = *value.text(); },
      .needed = kThreatMatch,
      .allowed = kThreatMatch},
    F{.key = "threat_language", .shape = Shape::text, .target = bind_threat_language, .allowed = kThreatMatch},
    F{.key = "threat_index",
      .shape = Shape::texts,
      .target =
          [](Binding&, Node& value, Rule& rule) {
            for (const Node& entry : *value.list()) threat_match(rule).index.push_back(*entry.text());
          },
      .limits = {.least = 1},
      .needed = kThreatMatch,
      .allowed = kThreatMatch},
    F{.key = "threat_filters", .shape = Shape::objects, .target = bind_threat_filters, .allowed = kThreatMatch},
    F{.key = "threat_indicator_path",
      .shape = Shape::text,
      .target = [](Binding&, Node& value, Rule& rule) { threat_match(rule).indicator_path = *value.text(); },
      .limits = kNotEmpty,
      .allowed = kThreatMatch},
    F{.key = "concurrent_searches", .shape = Shape::integer, .limits = kPositive, .allowed = kThreatMatch},
    F{.key = "items_per_search", .shape = Shape::integer, .limits = kPositive, .allowed = kThreatMatch},

    // When it runs and how much it may raise.
    F{.key = "interval", .shape = Shape::text, .target = bind_interval, .fallback = R"("5m")"},
    F{.key = "from",
      .shape = Shape::text,
      .target = bind_time<&Rule::from_text, &Rule::from>,
      .fallback = R"("now-6m")"},
    F{.key = "to", .shape = Shape::text, .target = bind_time<&Rule::to_text, &Rule::to>, .fallback = R"("now")"},
    F{.key = "timestamp_override", .shape = Shape::text, .target = &Rule::timestamp_override},
    F{.key = "timestamp_override_fallback_disabled",
      .shape = Shape::flag,
      .target = &Rule::timestamp_override_fallback_disabled},
    F{.key = "max_signals",
      .shape = Shape::integer,
      .target = &Rule::max_signals,
      .limits = kPositive,
      .fallback = "100"},
    F{.key = "max_signals_overflow",
      .shape = Shape::text,
      .target = bind_name<Rule, Overflow, &Rule::overflow, kOverflowNames>,
      .exported = false},
    F{.key = "alert_suppression", .shape = Shape::object, .target = bind_suppression},

    // What an alert says.
    F{.key = "severity",
      .shape = Shape::text,
      .target = bind_name<Rule, Severity, &Rule::severity, kSeverityNames>,
      .needed = kAnyType},
    F{.key = "severity_mapping", .shape = Shape::objects, .target = bind_severity_mapping, .fallback = "[]"},
    F{.key = "risk_score",
      .shape = Shape::integer,
      .target = &Rule::risk_score,
      .limits = {.least = 0, .most = 100},
      .needed = kAnyType},
    F{.key = "risk_score_mapping", .shape = Shape::objects, .target = bind_risk_score_mapping, .fallback = "[]"},
    F{.key = "rule_name_override", .shape = Shape::text, .target = &Rule::rule_name_override},
    F{.key = "building_block_type", .shape = Shape::text, .target = bind_building_block},
    F{.key = "exceptions_list", .shape = Shape::objects, .target = bind_exceptions_list, .fallback = "[]"},
    F{.key = "threat", .shape = Shape::objects, .target = bind_threat, .fallback = "[]"},
    F{.key = "tags", .shape = Shape::texts, .target = &Rule::tags, .fallback = "[]"},
    F{.key = "author", .shape = Shape::texts, .target = &Rule::author, .fallback = "[]"},
    F{.key = "license", .shape = Shape::text, .target = &Rule::license},
    F{.key = "references", .shape = Shape::texts, .target = &Rule::references, .fallback = "[]"},
    F{.key = "false_positives", .shape = Shape::texts, .target = &Rule::false_positives, .fallback = "[]"},
    F{.key = "note", .shape = Shape::text, .target = &Rule::note},
    F{.key = "setup", .shape = Shape::text, .target = &Rule::setup, .fallback = R"("")"},
    F{.key = "investigation_fields", .target = bind_investigation_fields},

    // For people and for Kibana alone.
    F{.key = "related_integrations", .shape = Shape::objects, .fallback = "[]"},
    F{.key = "required_fields", .shape = Shape::objects, .fallback = "[]"},
    F{.key = "actions", .shape = Shape::objects, .fallback = "[]"},
    F{.key = "throttle", .shape = Shape::text},
    F{.key = "meta", .shape = Shape::object},
    F{.key = "namespace", .shape = Shape::text},
    F{.key = "output_index", .shape = Shape::text},
    F{.key = "timeline_id", .shape = Shape::text},
    F{.key = "timeline_title", .shape = Shape::text},
};

}  // namespace

std::span<const Field<Rule>> rule_fields() {
  return kRuleFields;
}

}  // namespace picket::rule
