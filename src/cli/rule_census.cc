// SPDX-License-Identifier: Apache-2.0
#include "cli/rule_census.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"

namespace picket::cli {
namespace {

json::Object to_json(const Diagnostic& diagnostic) {
  json::Object object{
      {"code", diagnostic.code}, {"level", to_string(diagnostic.level)}, {"message", diagnostic.message}};
  if (diagnostic.source != nullptr) {
    const LineColumn place = locate(*diagnostic.source, diagnostic.span.begin);
    object["file"] = diagnostic.source->name;
    object["line"] = place.line;
    object["column"] = place.column;
  } else {
    object["file"] = diagnostic.where;
  }
  if (!diagnostic.hint.empty()) object["hint"] = diagnostic.hint;
  return object;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// The most frequent first.
std::vector<std::pair<std::string, std::size_t>> ranked(const std::map<std::string, std::size_t>& counts) {
  std::vector<std::pair<std::string, std::size_t>> ranked(counts.begin(), counts.end());
  std::ranges::stable_sort(ranked, [](const auto& a, const auto& b) { return a.second > b.second; });
  return ranked;
}

void print_totals(const RuleCensus& census) {
  fmt::print("{}: {} loaded, {} with errors; {} can run\n", counted(census.files, "file"),
             counted(census.loaded, "rule"), census.failed, census.runnable);
  if (census.by_kind.empty()) return;
  std::size_t type_width = 4;
  for (const auto& [kind, count] : census.by_kind) type_width = std::max(type_width, kind.type.size());
  fmt::print("\n  {:<{}}  {:<8}  {:>6}  {:>7}\n", "type", type_width, "language", "rules", "can run");
  for (const auto& [kind, count] : census.by_kind) {
    fmt::print("  {:<{}}  {:<8}  {:>6}  {:>7}\n", kind.type, type_width, kind.language, count.rules, count.runnable);
  }
  if (census.by_reason.empty()) return;
  fmt::print("\n  cannot run\n");
  for (const auto& [reason, count] : ranked(census.by_reason)) fmt::print("  {:>6}  {}\n", count, reason);
}

}  // namespace

RuleCensus take_census(const rule::RuleSet& rules, const engine::PreparedRules& prepared) {
  RuleCensus census;
  census.files = rules.files;
  census.loaded = rules.rules.size();
  census.failed = rules.failed_rules + prepared.bad_queries;
  for (const engine::PreparedRule& one : prepared.rules) {
    RuleCensus::Count& count =
        census
            .by_kind[{std::string(rule::to_string(one.rule->type)), std::string(rule::to_string(one.rule->language))}];
    ++count.rules;
    if (one.runs()) {
      ++count.runnable;
      ++census.runnable;
    } else {
      ++census.by_reason[one.cannot_run];
    }
  }
  return census;
}

json::Object to_json(const engine::PreparedRule& prepared) {
  const rule::Rule& rule = *prepared.rule;
  json::Object object{{"rule_id", rule.rule_id},
                      {"name", rule.name},
                      {"type", rule::to_string(rule.type)},
                      {"language", rule::to_string(rule.language)},
                      {"severity", rule::to_string(rule.severity)},
                      {"risk_score", rule.risk_score},
                      {"file", rule.file},
                      {"line", rule.line},
                      {"runs", prepared.runs()}};
  if (!prepared.runs()) object["cannot_run"] = prepared.cannot_run;
  return object;
}

json::Object to_json(const RuleCensus& census, const engine::PreparedRules& prepared, const Diagnostics& diagnostics) {
  json::Array kinds;
  for (const auto& [kind, count] : census.by_kind) {
    kinds.push_back(json::Object{
        {"type", kind.type}, {"language", kind.language}, {"rules", count.rules}, {"runnable", count.runnable}});
  }
  json::Array reasons;
  for (const auto& [reason, count] : ranked(census.by_reason)) {
    reasons.push_back(json::Object{{"reason", reason}, {"rules", count}});
  }
  json::Array rules;
  for (const engine::PreparedRule& one : prepared.rules) rules.emplace_back(to_json(one));
  json::Array problems;
  for (const Diagnostic& diagnostic : diagnostics.items()) problems.emplace_back(to_json(diagnostic));
  return {{"files", census.files},         {"rules_loaded", census.loaded},
          {"rules_failed", census.failed}, {"rules_runnable", census.runnable},
          {"by_type", std::move(kinds)},   {"cannot_run", std::move(reasons)},
          {"rules", std::move(rules)},     {"diagnostics", std::move(problems)}};
}

void print_check(const RuleCensus& census, const engine::PreparedRules& prepared, const Diagnostics& diagnostics,
                 bool color) {
  for (const Diagnostic& diagnostic : diagnostics.items()) fmt::print("{}\n", render(diagnostic, color));
  for (const engine::PreparedRule& one : prepared.rules) {
    if (one.runs()) continue;
    fmt::print("{}:{}: cannot run: {}: {}\n", printable(one.rule->file), one.rule->line, printable(one.rule->name),
               one.cannot_run);
  }
  print_totals(census);
}

}  // namespace picket::cli
