// SPDX-License-Identifier: Apache-2.0
// Helpers of the tests of rule loading.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "rule/load.h"

namespace picket::rule::tests {

struct Loaded {
  RuleSet set;
  Diagnostics diagnostics;

  // "R124 9:14" for each diagnostic; the file's name stands in for a position that is none.
  std::vector<std::string> problems() const {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : diagnostics.items()) {
      if (diagnostic.source == nullptr) {
        out.push_back(fmt::format("{} {}", diagnostic.code, diagnostic.where));
        continue;
      }
      const LineColumn at = locate(*diagnostic.source, diagnostic.span.begin);
      out.push_back(fmt::format("{} {}:{}", diagnostic.code, at.line, at.column));
    }
    return out;
  }

  std::string rendered() const {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics.items()) out += render(diagnostic, false) + "\n";
    return out;
  }
};

inline Loaded load_text(std::string_view text, std::string_view name = "test") {
  Loaded out;
  load_rules_text(name, text, out.set, out.diagnostics);
  return out;
}

// A valid query rule of eight lines; what follows begins on line 9.
inline constexpr std::string_view kQueryRule = R"([rule]
name = "A rule"
description = "What it finds"
rule_id = "11111111-2222-4333-8444-555555555555"
severity = "low"
risk_score = 21
type = "query"
query = "user.name : alice"
)";

// The same up to `risk_score`; what follows begins on line 7.
inline constexpr std::string_view kRuleHead = R"([rule]
name = "A rule"
description = "What it finds"
rule_id = "11111111-2222-4333-8444-555555555555"
severity = "low"
risk_score = 21
)";

inline std::string with(std::string_view head, std::string_view tail) {
  return std::string(head) + std::string(tail);
}

}  // namespace picket::rule::tests
