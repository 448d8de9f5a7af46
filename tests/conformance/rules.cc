// SPDX-License-Identifier: Apache-2.0
#include "conformance.h"
#include "engine/prepare.h"
#include "rule/load.h"
#include "support/shared_data.h"

namespace picket::conformance {

RuleScores score_rules() {
  RuleScores scores;
  Diagnostics diagnostics;
  rule::RuleSet rules;
  const std::string paths[] = {test::shared_data("rules-elastic")->string()};
  rule::load_rules(paths, rules, diagnostics);
  const engine::PreparedRules prepared =
      engine::prepare(rules, Timestamp{}, diagnostics, {.indicators = nullptr, .is_check = true});
  scores.failed = rules.failed_rules + prepared.bad_queries;
  for (const engine::PreparedRule& one : prepared.rules) {
    RuleScore& kind = scores.by_kind[std::string(rule::to_string(one.rule->type)) + ", " +
                                     std::string(rule::to_string(one.rule->language))];
    ++kind.rules;
    kind.runnable += one.runs() ? 1U : 0U;
    if (!one.runs()) ++scores.reasons[one.cannot_run];
  }
  return scores;
}

}  // namespace picket::conformance
