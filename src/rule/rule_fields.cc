// SPDX-License-Identifier: Apache-2.0
#include "rule/rule_fields.h"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/time.h"

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

// ---- ATT&CK

template <class T>
constexpr Field<T> descriptive(std::string_view key, std::string T::* member) {
  return {.key = key, .shape = Shape::text, .target = member, .expected = kAnyType};
}

constexpr std::array kSubtechniqueFields = {
    descriptive<Technique>("id", &Technique::id),
    descriptive<Technique>("name", &Technique::name),
    descriptive<Technique>("reference", &Technique::reference),
};
constexpr std::array kTechniqueFields = {
    descriptive<Technique>("id", &Technique::id),
    descriptive<Technique>("name", &Technique::name),
    descriptive<Technique>("reference", &Technique::reference),
    Field<Technique>{.key = "subtechnique",
                     .shape = Shape::objects,
                     .target = bind_parts<Technique, Technique, &Technique::subtechniques, kSubtechniqueFields>},
};
constexpr std::array kTacticFields = {
    descriptive<Threat>("id", &Threat::tactic_id),
    descriptive<Threat>("name", &Threat::tactic_name),
    descriptive<Threat>("reference", &Threat::tactic_reference),
};

void bind_tactic(Binding& binding, Node& value, Threat& threat) {
  bind_object<Threat>(binding, value, kTacticFields, threat);
}

constexpr std::array kThreatFields = {
    descriptive<Threat>("framework", &Threat::framework),
    Field<Threat>{.key = "framework_version", .shape = Shape::text},
    Field<Threat>{.key = "tactic", .shape = Shape::object, .target = bind_tactic, .expected = kAnyType},
    Field<Threat>{.key = "technique",
                  .shape = Shape::objects,
                  .target = bind_parts<Threat, Technique, &Threat::techniques, kTechniqueFields>},
};

// ---- Mappings, exceptions, what the interface shows

constexpr std::array kSeverityMappingFields = {
    Field<SeverityMapping>{.key = "field",
                           .shape = Shape::text,
                           .target = &SeverityMapping::field,
                           .limits = kNotEmpty,
                           .needed = kAnyType},
    Field<SeverityMapping>{.key = "operator", .shape = Shape::text},
    Field<SeverityMapping>{.key = "value", .shape = Shape::text, .target = &SeverityMapping::value, .needed = kAnyType},
    Field<SeverityMapping>{.key = "severity",
                           .shape = Shape::text,
                           .target = bind_name<SeverityMapping, Severity, &SeverityMapping::severity, kSeverityNames>,
                           .needed = kAnyType},
};

constexpr std::array kRiskScoreMappingFields = {
    Field<RiskScoreMapping>{.key = "field",
                            .shape = Shape::text,
                            .target = &RiskScoreMapping::field,
                            .limits = kNotEmpty,
                            .needed = kAnyType},
    Field<RiskScoreMapping>{.key = "operator", .shape = Shape::text},
    Field<RiskScoreMapping>{.key = "value", .shape = Shape::text},
    Field<RiskScoreMapping>{.key = "risk_score", .shape = Shape::integer},
};

constexpr std::array kExceptionListFields = {
    Field<ExceptionListReference>{.key = "id", .shape = Shape::text, .target = &ExceptionListReference::id},
    Field<ExceptionListReference>{.key = "list_id",
                                  .shape = Shape::text,
                                  .target = &ExceptionListReference::list_id,
                                  .limits = kNotEmpty,
                                  .needed = kAnyType},
    Field<ExceptionListReference>{.key = "type", .shape = Shape::text, .target = &ExceptionListReference::type},
    Field<ExceptionListReference>{
        .key = "namespace_type", .shape = Shape::text, .target = &ExceptionListReference::namespace_type},
};

constexpr std::array kInvestigationFields = {
    Field<Rule>{.key = "field_names", .shape = Shape::texts, .target = &Rule::investigation_fields},
};

// ---- Thresholds

constexpr std::array kCardinalityFields = {
    Field<Threshold::Cardinality>{.key = "field",
                                  .shape = Shape::text,
                                  .target = &Threshold::Cardinality::field,
                                  .limits = kNotEmpty,
                                  .needed = kAnyType},
    Field<Threshold::Cardinality>{.key = "value",
                                  .shape = Shape::integer,
                                  .target = &Threshold::Cardinality::value,
                                  .limits = kPositive,
                                  .needed = kAnyType},
};
constexpr std::array kThresholdFields = {
    // Three fields before Kibana 9.2, five since.
    Field<Threshold>{.key = "field",
                     .shape = Shape::one_or_texts,
                     .target = &Threshold::fields,
                     .limits = {.least = 0, .most = 5},
                     .needed = kAnyType},
    Field<Threshold>{
        .key = "value", .shape = Shape::integer, .target = &Threshold::value, .limits = kPositive, .needed = kAnyType},
    Field<Threshold>{
        .key = "cardinality",
        .shape = Shape::objects,
        .target = bind_parts<Threshold, Threshold::Cardinality, &Threshold::cardinality, kCardinalityFields>},
};

// The UI writes "" for a threshold over all events.
void bind_threshold(Binding& binding, Node& value, Rule& rule) {
  bind_object<Threshold>(binding, value, kThresholdFields, rule.threshold.emplace());
  std::erase(rule.threshold->fields, "");
}

// ---- Suppression

struct SuppressionDuration {
  std::int64_t value = 0;
  std::chrono::seconds unit{1};
};
constexpr std::array kUnitNames = {
    Named<std::chrono::seconds>{"s", std::chrono::seconds(1)},
    Named<std::chrono::seconds>{"m", std::chrono::minutes(1)},
    Named<std::chrono::seconds>{"h", std::chrono::hours(1)},
};
// A century in seconds: longer than any window, and no product of value and unit overflows.
constexpr std::int64_t kMaxDurationValue = 100LL * 366 * 24 * 3600;
constexpr std::array kDurationFields = {
    Field<SuppressionDuration>{.key = "value",
                               .shape = Shape::integer,
                               .target = &SuppressionDuration::value,
                               .limits = {.least = 1, .most = kMaxDurationValue},
                               .needed = kAnyType},
    Field<SuppressionDuration>{
        .key = "unit",
        .shape = Shape::text,
        .target = bind_name<SuppressionDuration, std::chrono::seconds, &SuppressionDuration::unit, kUnitNames>,
        .needed = kAnyType},
};

void bind_duration(Binding& binding, Node& value, Suppression& suppression) {
  SuppressionDuration duration;
  bind_object<SuppressionDuration>(binding, value, kDurationFields, duration);
  suppression.duration = duration.value * duration.unit;
}

constexpr std::array kStrategyNames = {Named<bool>{"suppress", true}, Named<bool>{"doNotSuppress", false}};
constexpr std::array kSuppressionFields = {
    // Three fields before Kibana 9.2, five since.
    Field<Suppression>{.key = "group_by",
                       .shape = Shape::texts,
                       .target = &Suppression::group_by,
                       .limits = {.least = 1, .most = 5},
                       .needed = kAnyType & ~kThreshold,
                       .allowed = kAnyType & ~kThreshold},
    Field<Suppression>{.key = "duration", .shape = Shape::object, .target = bind_duration, .needed = kThreshold},
    Field<Suppression>{.key = "missing_fields_strategy",
                       .shape = Shape::text,
                       .target = bind_name<Suppression, bool, &Suppression::suppress_missing, kStrategyNames>,
                       .allowed = kAnyType & ~kThreshold},
};

void bind_suppression(Binding& binding, Node& value, Rule& rule) {
  bind_object<Suppression>(binding, value, kSuppressionFields, rule.suppression.emplace());
}

// ---- Indicator match

ThreatMapping& threat_match(Rule& rule) {
  return rule.threat_match.has_value() ? *rule.threat_match : rule.threat_match.emplace();
}

constexpr std::array kMappingTypeNames = {Named<bool>{"mapping", true}};
struct MappingEntry : ThreatMapping::Entry {
  bool is_mapping = true;
};
constexpr std::array kEntryFields = {
    Field<MappingEntry>{
        .key = "field", .shape = Shape::text, .target = &MappingEntry::field, .limits = kNotEmpty, .needed = kAnyType},
    Field<MappingEntry>{
        .key = "value", .shape = Shape::text, .target = &MappingEntry::value, .limits = kNotEmpty, .needed = kAnyType},
    Field<MappingEntry>{.key = "type",
                        .shape = Shape::text,
                        .target = bind_name<MappingEntry, bool, &MappingEntry::is_mapping, kMappingTypeNames>},
    Field<MappingEntry>{.key = "negate", .shape = Shape::flag, .target = &MappingEntry::negate},
};

struct MappingGroup {
  std::vector<MappingEntry> entries;
};
constexpr std::array kGroupFields = {
    Field<MappingGroup>{.key = "entries",
                        .shape = Shape::objects,
                        .target = bind_parts<MappingGroup, MappingEntry, &MappingGroup::entries, kEntryFields>,
                        .limits = {.least = 1},
                        .needed = kAnyType},
};

void bind_threat_mapping(Binding& binding, Node& value, Rule& rule) {
  for (std::size_t index = 0; Node & each : *value.list()) {
    const Binding::Step step(binding, index++);
    MappingGroup group;
    bind_object<MappingGroup>(binding, each, kGroupFields, group);
    if (!group.entries.empty() && std::ranges::all_of(group.entries, &MappingEntry::negate)) {
      binding.problem(Code::unknown_value, each.span, fmt::format("{} has only negated entries", binding.quoted_path()),
                      "a group needs at least one entry that is not negated");
    }
    threat_match(rule).groups.emplace_back(group.entries.begin(), group.entries.end());
  }
}

void bind_threat_language(Binding& binding, Node& value, Rule& rule) {
  bind_name<ThreatMapping, Language, &ThreatMapping::language, kLanguageNames>(binding, value, threat_match(rule));
}

// ---- Times

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

// ---- New terms

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

// ---- The rest

void bind_type(Binding& binding, Node& value, Rule& rule) {
  bind_name<Rule, RuleType, &Rule::type, kTypeNames>(binding, value, rule);
}

void bind_filters(Binding&, Node& value, Rule& rule) {
  rule.filters = to_json(value).get_array();
}

// Kibana 8.11 had a bare list of names here.
void bind_investigation_fields(Binding& binding, Node& value, Rule& rule) {
  if (value.list() != nullptr) {
    Node names{value.span, std::move(value.value)};
    value.value = Node::Object{{"field_names", value.span, std::move(names)}};
  }
  if (binding.check_shape(value, Shape::object)) bind_object<Rule>(binding, value, kInvestigationFields, rule);
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
    F{.key = "threat_filters",
      .shape = Shape::objects,
      .target = [](Binding&, Node& value, Rule& rule) { threat_match(rule).filters = to_json(value).get_array(); },
      .allowed = kThreatMatch},
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
    F{.key = "severity_mapping",
      .shape = Shape::objects,
      .target = bind_parts<Rule, SeverityMapping, &Rule::severity_mapping, kSeverityMappingFields>,
      .fallback = "[]"},
    F{.key = "risk_score",
      .shape = Shape::integer,
      .target = &Rule::risk_score,
      .limits = {.least = 0, .most = 100},
      .needed = kAnyType},
    F{.key = "risk_score_mapping",
      .shape = Shape::objects,
      .target = bind_parts<Rule, RiskScoreMapping, &Rule::risk_score_mapping, kRiskScoreMappingFields>,
      .fallback = "[]"},
    F{.key = "rule_name_override", .shape = Shape::text, .target = &Rule::rule_name_override},
    F{.key = "building_block_type", .shape = Shape::text, .target = bind_building_block},
    F{.key = "exceptions_list",
      .shape = Shape::objects,
      .target = bind_parts<Rule, ExceptionListReference, &Rule::exceptions_list, kExceptionListFields>,
      .fallback = "[]"},
    F{.key = "threat",
      .shape = Shape::objects,
      .target = bind_parts<Rule, Threat, &Rule::threat, kThreatFields>,
      .fallback = "[]"},
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
