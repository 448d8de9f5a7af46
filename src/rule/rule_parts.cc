// SPDX-License-Identifier: Apache-2.0
#include "rule/rule_parts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace picket::rule {
namespace {

constexpr Limits kNotEmpty{.least = 1};
constexpr Limits kPositive{.least = 1};
constexpr TypeSet kThreshold = types(RuleType::threshold);

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

}  // namespace

void bind_threat(Binding& binding, Node& value, Rule& rule) {
  bind_parts<Rule, Threat, &Rule::threat, kThreatFields>(binding, value, rule);
}

void bind_severity_mapping(Binding& binding, Node& value, Rule& rule) {
  bind_parts<Rule, SeverityMapping, &Rule::severity_mapping, kSeverityMappingFields>(binding, value, rule);
}

void bind_risk_score_mapping(Binding& binding, Node& value, Rule& rule) {
  bind_parts<Rule, RiskScoreMapping, &Rule::risk_score_mapping, kRiskScoreMappingFields>(binding, value, rule);
}

void bind_exceptions_list(Binding& binding, Node& value, Rule& rule) {
  bind_parts<Rule, ExceptionListReference, &Rule::exceptions_list, kExceptionListFields>(binding, value, rule);
}

// Kibana 8.11 had a bare list of names here.
void bind_investigation_fields(Binding& binding, Node& value, Rule& rule) {
  if (value.list() != nullptr) {
    Node names{value.span, std::move(value.value)};
    value.value = Node::Object{{"field_names", value.span, std::move(names)}};
  }
  if (binding.check_shape(value, Shape::object)) bind_object<Rule>(binding, value, kInvestigationFields, rule);
}

// The UI writes "" for a threshold over all events.
void bind_threshold(Binding& binding, Node& value, Rule& rule) {
  bind_object<Threshold>(binding, value, kThresholdFields, rule.threshold.emplace());
  std::erase(rule.threshold->fields, "");
}

void bind_suppression(Binding& binding, Node& value, Rule& rule) {
  bind_object<Suppression>(binding, value, kSuppressionFields, rule.suppression.emplace());
}

ThreatMapping& threat_match(Rule& rule) {
  return rule.threat_match.has_value() ? *rule.threat_match : rule.threat_match.emplace();
}

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

}  // namespace picket::rule
