// SPDX-License-Identifier: Apache-2.0
#include "detect/detector.h"

#include <algorithm>
#include <utility>

#include "detect/new_terms.h"
#include "detect/query.h"
#include "detect/suppression.h"
#include "detect/threat_match.h"
#include "detect/threshold.h"

namespace picket::detect {

namespace {

struct Entry {
  rule::RuleType type;
  std::unique_ptr<Detector> (*make)(const rule::Rule& rule, RuleFields&& fields);
};
constexpr Entry kDetectors[] = {
    {rule::RuleType::query, [](const rule::Rule& rule, RuleFields&&) { return make_query_detector(rule); }},
    {rule::RuleType::saved_query, [](const rule::Rule& rule, RuleFields&&) { return make_query_detector(rule); }},
    {rule::RuleType::threshold, make_threshold_detector},
    {rule::RuleType::threat_match,
     [](const rule::Rule& rule, RuleFields&& fields) {
       return make_threat_match_detector(rule, *fields.threats, std::move(fields.selects));
     }},
    {rule::RuleType::new_terms,
     [](const rule::Rule& rule, RuleFields&& fields) {
       return make_new_terms_detector(rule, std::move(fields.terms));
     }},
};

const Entry* entry_of(rule::RuleType type) {
  const auto* const found = std::ranges::find(kDetectors, type, &Entry::type);
  return found == std::end(kDetectors) ? nullptr : found;
}

}  // namespace

std::vector<std::string> term_fields(const rule::Rule& rule) {
  if (rule.new_terms) return rule.new_terms->fields;
  return rule.threshold ? rule.threshold->fields : std::vector<std::string>();
}

std::string counted_field(const rule::Rule& rule) {
  if (!rule.threshold || rule.threshold->cardinality.empty()) return {};
  return rule.threshold->cardinality.front().field;
}

std::vector<std::string> suppression_fields(const rule::Rule& rule) {
  return rule.suppression ? rule.suppression->group_by : std::vector<std::string>();
}

bool has_detector(rule::RuleType type) {
  return entry_of(type) != nullptr;
}

std::unique_ptr<Detector> make_detector(const rule::Rule& rule, RuleFields fields) {
  const Entry* entry = entry_of(rule.type);
  if (entry == nullptr) return nullptr;
  if (!rule.suppression) return entry->make(rule, std::move(fields));
  std::vector<TermField> grouped = std::move(fields.grouped);
  return make_suppressing_detector(rule, std::move(grouped), [&](const rule::Rule& without_cap) {
    return entry->make(without_cap, std::move(fields));
  });
}

}  // namespace picket::detect
