// SPDX-License-Identifier: Apache-2.0
#include "detect/detector.h"

#include "detect/new_terms.h"
#include "detect/query.h"

namespace picket::detect {

std::vector<std::string> term_fields(const rule::Rule& rule) {
  return rule.new_terms ? rule.new_terms->fields : std::vector<std::string>();
}

bool has_detector(rule::RuleType type) {
  return type == rule::RuleType::query || type == rule::RuleType::new_terms;
}

std::unique_ptr<Detector> make_detector(const rule::Rule& rule, std::vector<TermField> fields) {
  if (rule.type == rule::RuleType::query) return make_query_detector(rule);
  if (rule.type == rule::RuleType::new_terms) return make_new_terms_detector(rule, std::move(fields));
  return nullptr;
}

}  // namespace picket::detect
