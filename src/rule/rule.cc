// SPDX-License-Identifier: Apache-2.0
#include "rule/rule.h"

#include <algorithm>
#include <array>

#include "rule/rule_types.h"

namespace picket::rule {
namespace {

constexpr LanguageSet kQueryLanguages = languages(Language::kuery, Language::lucene);

constexpr std::array kTypes = {
    TypeFacts{RuleType::query, "query", "Custom Query Rule", "siem.queryRule", Language::kuery, kQueryLanguages},
    TypeFacts{RuleType::saved_query, "saved_query", "Saved Query Rule", "siem.savedQueryRule", Language::kuery,
              kQueryLanguages},
    TypeFacts{RuleType::eql, "eql", "Event Correlation Rule", "siem.eqlRule", Language::eql, languages(Language::eql)},
    TypeFacts{RuleType::esql, "esql", "ES|QL Rule", "siem.esqlRule", Language::esql, languages(Language::esql)},
    TypeFacts{RuleType::threshold, "threshold", "Threshold Rule", "siem.thresholdRule", Language::kuery,
              kQueryLanguages},
    TypeFacts{RuleType::threat_match, "threat_match", "Indicator Match Rule", "siem.indicatorRule", Language::kuery,
              kQueryLanguages},
    TypeFacts{RuleType::machine_learning, "machine_learning", "Machine Learning Rule", "siem.mlRule", Language::none,
              languages()},
    TypeFacts{RuleType::new_terms, "new_terms", "New Terms Rule", "siem.newTermsRule", Language::kuery,
              kQueryLanguages},
};

template <class E, std::size_t N>
std::string_view name_of(const std::array<Named<E>, N>& names, E value) {
  const auto found = std::ranges::find(names, value, &Named<E>::value);
  return found == names.end() ? std::string_view() : found->name;
}

constexpr std::array<std::string_view, 9> kDefaultIndex = {
    "apm-*-transaction*", "auditbeat-*",  "endgame-*",
    "filebeat-*",         "logs-*",       "packetbeat-*",
    "traces-apm*",        "winlogbeat-*", "-*elastic-cloud-logs-*",
};

}  // namespace

std::span<const TypeFacts> type_facts() {
  return kTypes;
}

std::string_view to_string(RuleType type) {
  return facts_of(type).name;
}

std::string_view to_string(Language language) {
  return language == Language::none ? "none" : name_of(kLanguageNames, language);
}

std::string_view to_string(Severity severity) {
  return name_of(kSeverityNames, severity);
}

std::string_view type_label(RuleType type) {
  return facts_of(type).label;
}

std::string_view rule_type_id(RuleType type) {
  return facts_of(type).rule_type_id;
}

std::vector<std::string> effective_index(const Rule& rule) {
  if (rule.type == RuleType::esql || rule.type == RuleType::machine_learning) return {};
  if (!rule.index.empty()) return rule.index;
  return {kDefaultIndex.begin(), kDefaultIndex.end()};
}

}  // namespace picket::rule
