// SPDX-License-Identifier: Apache-2.0
// Choosing rules by what they are: what --rule, --tag, --level, --type and --tactic mean. Within one criterion any term
// will do, of different criteria all must hold; a criterion without terms holds for every rule. Terms ignore the case
// of ASCII letters and may hold `*`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rule/rule.h"

namespace picket::rule {

struct Selection {
  std::vector<std::string> rules = {};  // rule_id or name
  std::vector<std::string> tags = {};   // a whole tag, or what follows "Kind: " in it: "Tactic: Execution", "Execution"
  std::vector<std::string> types = {};  // "new_terms"
  std::vector<std::string> tactics = {};  // ATT&CK name or id: "Execution", "TA0002"
  Severity least_severity = Severity::low;
};

bool is_selected(const Rule& rule, const Selection& selection);

// The terms that no rule matches, such as "--tag Azur": a misspelling would otherwise look like a rule that found
// nothing. Each with the option's name.
std::vector<std::string> unmatched_terms(std::span<const Rule> rules, const Selection& selection);

Result<Severity> parse_severity(std::string_view text);  // the error names the allowed ones

}  // namespace picket::rule
