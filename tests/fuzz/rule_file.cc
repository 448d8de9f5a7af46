// SPDX-License-Identifier: Apache-2.0
// Any bytes as a rule file: rules or diagnostics; every span within its text; and a rule that loaded is loaded again,
// without an error and as the same rule, from the form in which Kibana would export it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/diagnostic.h"
#include "base/json.h"
#include "rule/limits.h"
#include "rule/load.h"

namespace picket::rule {
namespace {

void check_diagnostics(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    PICKET_CHECK(!diagnostic.message.empty(), "a diagnostic says something");
    if (diagnostic.source == nullptr) continue;
    PICKET_CHECK(diagnostic.span.begin <= diagnostic.span.end, "a span begins before it ends");
    PICKET_CHECK(diagnostic.span.end <= diagnostic.source->text.size(), "a span is within its text");
    PICKET_CHECK(!render(diagnostic, true).empty(), "a diagnostic can be shown");
  }
}

void check_rule(const Rule& rule) {
  PICKET_CHECK(!rule.rule_id.empty() && !rule.name.empty(), "a rule has an id and a name");
  PICKET_CHECK(rule.from.has_value() && rule.to.has_value() && rule.query != nullptr,
               "a rule has a window and a query");
  PICKET_CHECK(rule.query->text.size() <= kMaxQueryBytes, "a query is within its limit");
  if (rule.type == RuleType::new_terms) {
    PICKET_CHECK(rule.new_terms.has_value() && rule.new_terms->history_start.has_value(), "new terms have a history");
    PICKET_CHECK(!rule.new_terms->fields.empty() && rule.new_terms->fields.size() <= 3, "new terms have 1 to 3 fields");
  }
}

void check_round_trip(const Rule& rule) {
  const std::string line = json::serialize(rule.parameters);
  if (line.size() > kMaxFileBytes) return;
  RuleSet again;
  Diagnostics diagnostics;
  load_rules_text("again", line, again, diagnostics);
  PICKET_CHECK(!diagnostics.has_errors() && again.rules.size() == 1, "a rule's parameters are a rule");
  PICKET_CHECK(json::serialize(again.rules[0].parameters) == line, "and the same rule");
}

}  // namespace
}  // namespace picket::rule

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  picket::rule::RuleSet set;
  picket::Diagnostics diagnostics;
  picket::rule::load_rules_text("fuzz", text, set, diagnostics);
  // The other way round, an error may also be an exception's.
  PICKET_CHECK(set.failed_rules == 0 || diagnostics.has_errors(), "a rule that failed is reported");
  picket::rule::check_diagnostics(diagnostics);
  for (const picket::rule::Rule& rule : set.rules) {
    picket::rule::check_rule(rule);
    picket::rule::check_round_trip(rule);
  }
  return 0;
}
