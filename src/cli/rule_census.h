// SPDX-License-Identifier: Apache-2.0
// What `picket rules check` says of a set of rules: every file and every rule accounted for, by type and language, and
// why those that cannot run cannot. Pure functions but for printing.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <string>

#include "base/diagnostic.h"
#include "base/json.h"
#include "engine/prepare.h"
#include "rule/load.h"

namespace picket::cli {

struct RuleCensus {
  struct Kind {
    std::string type;
    std::string language;
    friend auto operator<=>(const Kind&, const Kind&) = default;
  };
  struct Count {
    std::size_t rules = 0;
    std::size_t runnable = 0;
  };
  std::size_t files = 0;
  std::size_t loaded = 0;
  std::size_t failed = 0;  // rules, or whole files, that have an error
  std::size_t runnable = 0;
  std::map<Kind, Count> by_kind;
  std::map<std::string, std::size_t> by_reason;  // why rules that loaded cannot run
};
RuleCensus take_census(const rule::RuleSet& rules, const engine::PreparedRules& prepared);

// One rule in a line: what it is, where it stands, whether it runs.
json::Object to_json(const engine::PreparedRule& prepared);
json::Object to_json(const RuleCensus& census, const engine::PreparedRules& prepared, const Diagnostics& diagnostics);
// Every diagnostic, one line for each rule that cannot run, and the totals.
void print_check(const RuleCensus& census, const engine::PreparedRules& prepared, const Diagnostics& diagnostics,
                 bool color);

}  // namespace picket::cli
