// SPDX-License-Identifier: Apache-2.0
#include "rule/select.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "rule/rule_types.h"

namespace picket::rule {
namespace {

bool matches(std::string_view term, std::string_view text) {
  return glob_match(to_lower_ascii(term), to_lower_ascii(text));
}

bool matches_rule(const Rule& rule, std::string_view term) {
  return matches(term, rule.rule_id) || matches(term, rule.name);
}

bool matches_tag(const Rule& rule, std::string_view term) {
  return std::ranges::any_of(rule.tags, [&](std::string_view tag) {
    const std::size_t colon = tag.find(": ");
    return matches(term, tag) || (colon != std::string_view::npos && matches(term, tag.substr(colon + 2)));
  });
}

bool matches_type(const Rule& rule, std::string_view term) {
  return matches(term, to_string(rule.type));
}

bool matches_tactic(const Rule& rule, std::string_view term) {
  return std::ranges::any_of(rule.threat, [&](const Threat& threat) {
    return matches(term, threat.tactic_name) || matches(term, threat.tactic_id);
  });
}

struct Criterion {
  std::string_view option;
  std::vector<std::string> Selection::* terms;
  bool (*matches)(const Rule& rule, std::string_view term);
};
constexpr std::array kCriteria = {
    Criterion{"--rule", &Selection::rules, matches_rule},
    Criterion{"--tag", &Selection::tags, matches_tag},
    Criterion{"--type", &Selection::types, matches_type},
    Criterion{"--tactic", &Selection::tactics, matches_tactic},
};

}  // namespace

bool is_selected(const Rule& rule, const Selection& selection) {
  if (rule.severity < selection.least_severity) return false;
  return std::ranges::all_of(kCriteria, [&](const Criterion& criterion) {
    const std::vector<std::string>& terms = selection.*criterion.terms;
    return terms.empty() ||
           std::ranges::any_of(terms, [&](const std::string& term) { return criterion.matches(rule, term); });
  });
}

std::vector<std::string> unmatched_terms(std::span<const Rule> rules, const Selection& selection) {
  std::vector<std::string> out;
  for (const Criterion& criterion : kCriteria) {
    for (const std::string& term : selection.*criterion.terms) {
      const bool found = std::ranges::any_of(rules, [&](const Rule& rule) { return criterion.matches(rule, term); });
      if (!found) out.push_back(fmt::format("{} {}", criterion.option, term));
    }
  }
  return out;
}

Result<Severity> parse_severity(std::string_view text) {
  for (const Named<Severity>& named : kSeverityNames) {
    if (equals_ignoring_case(named.name, text)) return named.value;
  }
  return fail(fmt::format("\"{}\" is no severity; expected low, medium, high or critical", text));
}

}  // namespace picket::rule
