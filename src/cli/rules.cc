// SPDX-License-Identifier: Apache-2.0
// `picket rules list|show|check|explain`: rules without logs.
#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/common.h"
#include "cli/rule_census.h"
#include "compile/lower.h"
#include "compile/optimize.h"
#include "engine/bind_rule.h"
#include "engine/prepare.h"
#include "engine/query_language.h"
#include "sink/markdown.h"
#include "sink/terminal.h"

namespace picket::cli {
namespace {

struct RulesArguments {
  RuleArguments rules;
  OutputArguments output;
  std::string format = "table";
  std::string phase = "all";
};

Timestamp now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

struct Loaded {
  Diagnostics diagnostics;
  rule::RuleSet rules;
  engine::PreparedRules prepared;
};

std::unique_ptr<Loaded> load(const RulesArguments& arguments) {
  auto loaded = std::make_unique<Loaded>();
  loaded->rules = load_rule_set(arguments.rules, loaded->diagnostics);
  loaded->prepared =
      engine::prepare(loaded->rules, now(), loaded->diagnostics, {.indicators = nullptr, .is_check = true});
  return loaded;
}

ExitCode code_of(const Loaded& loaded) {
  return loaded.diagnostics.has_errors() ? ExitCode::bad_rule : ExitCode::done;
}

ExitCode list(const RulesArguments& arguments) {
  const std::unique_ptr<Loaded> loaded = load(arguments);
  const bool color = wants_color(arguments.output, stdout);
  for (const engine::PreparedRule& prepared : loaded->prepared.rules) {
    if (arguments.format == "json") {
      fmt::print("{}\n", json::serialize(to_json(prepared)));
      continue;
    }
    const rule::Rule& rule = *prepared.rule;
    const std::string severity = fmt::format("{:<8} {:>3}", rule::to_string(rule.severity), rule.risk_score);
    fmt::print("{}  {:<16}  {}{}\n", sink::paint(severity, sink::severity_color(rule.severity), color),
               rule::to_string(rule.type), printable(rule.name),
               prepared.runs() ? "" : sink::paint("  (cannot run: " + prepared.cannot_run + ")", "2", color));
  }
  print_diagnostics(loaded->diagnostics, wants_color(arguments.output, stderr), Shown::errors);
  return code_of(*loaded);
}

void show_rule(const engine::PreparedRule& prepared, const sink::Style& style) {
  const rule::Rule& rule = *prepared.rule;
  const auto fact = [&](std::string_view label, const std::string& value) {
    if (!value.empty())
      fmt::print("{} {}\n", sink::paint(fmt::format("{:<22}", label), "2", style.color), printable(value));
  };
  fmt::print("{}\n\n{}\n", sink::paint(printable(rule.name), "1", style.color),
             sink::markdown_to_terminal(rule.description, style));
  fact("Rule id", rule.rule_id);
  fact("File", fmt::format("{}:{}", rule.file, rule.line));
  fact("Type", std::string(rule::type_label(rule.type)));
  fact("Severity, risk", fmt::format("{}, {}", rule::to_string(rule.severity), rule.risk_score));
  fact("Runs", fmt::format("every {}, from {} to {}", rule.interval_text, rule.from_text, rule.to_text));
  fact("Clock", rule.timestamp_override.empty() ? "@timestamp" : rule.timestamp_override + ", else @timestamp");
  fact("Indices", join(prepared.indices, ", "));
  if (rule.new_terms) {
    fact("New terms",
         fmt::format("{} (history {})", join(rule.new_terms->fields, ", "), rule.new_terms->history_window_start));
  }
  fact("Alerts per run", fmt::format("at most {}", rule.max_signals));
  fact("Tags", join(rule.tags, ", "));
  for (const rule::Threat& threat : rule.threat) {
    fact("ATT&CK", fmt::format("{} {}", threat.tactic_id, threat.tactic_name));
    for (const rule::Technique& technique : threat.techniques) {
      fact("", fmt::format("  {} {}", technique.id, technique.name));
      for (const rule::Technique& sub : technique.subtechniques) fact("", fmt::format("    {} {}", sub.id, sub.name));
    }
  }
  for (const std::string& reference : rule.references) fact("Reference", reference);
  if (!prepared.runs()) fact("Cannot run", prepared.cannot_run);
  if (!rule.query->text.empty()) {
    fmt::print("\n{}\n", sink::paint("Query", "1", style.color));
    for (const std::string_view line : split(trim_ascii(rule.query->text), '\n')) fmt::print("  {}\n", printable(line));
  }
  if (!rule.note.empty()) fmt::print("\n{}", sink::markdown_to_terminal(rule.note, style));
  fmt::print("\n");
}

ExitCode show(const RulesArguments& arguments) {
  const std::unique_ptr<Loaded> loaded = load(arguments);
  const sink::Style style{.color = wants_color(arguments.output, stdout), .width = terminal_width(stdout)};
  for (const engine::PreparedRule& prepared : loaded->prepared.rules) {
    if (arguments.format == "json") {
      fmt::print("{}\n", json::serialize_pretty(json::Value(prepared.rule->parameters)));
    } else {
      show_rule(prepared, style);
    }
  }
  print_diagnostics(loaded->diagnostics, wants_color(arguments.output, stderr), Shown::errors);
  if (loaded->prepared.rules.empty()) complain("no rule is selected");
  return loaded->prepared.rules.empty() ? worse(code_of(*loaded), ExitCode::bad_rule) : code_of(*loaded);
}

ExitCode check(const RulesArguments& arguments) {
  const std::unique_ptr<Loaded> loaded = load(arguments);
  const RuleCensus census = take_census(loaded->rules, loaded->prepared);
  if (arguments.format == "json") {
    fmt::print("{}\n", json::serialize_pretty(json::Value(to_json(census, loaded->prepared, loaded->diagnostics))));
  } else {
    print_check(census, loaded->prepared, loaded->diagnostics, wants_color(arguments.output, stdout));
  }
  return code_of(*loaded);
}

// Every phase, as text: the first ones of the query, the others of the rule's whole condition.
void explain_rule(const engine::QueryLanguage& language, const rule::Rule& rule, const rule::RuleSet& rules,
                  const std::string& phase, Diagnostics& diagnostics) {
  const std::shared_ptr<const SourceText> source = rule.query;
  const auto wants = [&](std::string_view name) { return phase == "all" || phase == name; };
  const auto heading = [&](std::string_view name) { fmt::print("{}-- {}\n", phase == "all" ? "\n" : "", name); };
  if (wants("tokens")) {
    heading("tokens");
    fmt::print("{}", language.tokens(source->text));
  }
  const std::optional<std::string> tree = language.tree(*source);
  if (tree && wants("ast")) {
    heading("ast");
    fmt::print("{}\n", *tree);
  }
  const engine::BoundRule bound = engine::bind_rule(rule, {rules, now()}, diagnostics);
  if (!bound.condition) {
    fmt::print("  cannot run: {}\n", bound.cannot_run);
    return;
  }
  if (wants("bound")) {
    heading("bound");
    fmt::print("{}\n", compile::dump(*bound.condition->tree));
  }
  const compile::Bound optimized = compile::optimize(*bound.condition);
  if (wants("optimized")) {
    heading("optimized");
    fmt::print("{}\n", compile::dump(*optimized.tree));
  }
  if (wants("program")) {
    heading("program");
    event::FieldTable fields;
    const compile::Program program = compile::lower({&optimized, 1}, fields);
    fmt::print("{}", compile::dump(program, fields));
  }
}

ExitCode explain(const RulesArguments& arguments) {
  Diagnostics diagnostics;
  const rule::RuleSet rules = load_rule_set(arguments.rules, diagnostics);
  for (const rule::Rule& rule : rules.rules) {
    fmt::print("{} ({})\n", printable(rule.name), rule.rule_id);
    if (const engine::QueryLanguage* language = engine::find_query_language(rule.language)) {
      explain_rule(*language, rule, rules, arguments.phase, diagnostics);
    } else {
      fmt::print("  no query in KQL or Lucene: {} ({})\n", rule::to_string(rule.type), rule::to_string(rule.language));
    }
  }
  print_diagnostics(diagnostics, wants_color(arguments.output, stderr));
  if (rules.rules.empty()) complain("no rule is selected");
  return diagnostics.has_errors() || rules.rules.empty() ? ExitCode::bad_rule : ExitCode::done;
}

Option rule_paths(RulesArguments& arguments) {
  return {.names = "PATH",
          .value = "",
          .help = "rule files or folders; default: the built-in pack",
          .target = &arguments.rules.paths,
          .completes = Completes::files};
}

Command subcommand(std::string name, std::string summary, std::string description, std::vector<Option> own,
                   std::vector<Example> examples, const std::shared_ptr<RulesArguments>& arguments,
                   ExitCode (*run)(const RulesArguments&)) {
  Command command;
  command.name = std::move(name);
  command.summary = std::move(summary);
  command.description = std::move(description);
  command.options = together({std::move(own),
                              selection_options(arguments->rules),
                              output_options(arguments->output),
                              {rule_paths(*arguments)}});
  command.examples = std::move(examples);
  command.state = arguments;
  command.run = [arguments, run] { return run(*arguments); };
  return command;
}

Option format_option(RulesArguments& arguments) {
  return {.names = "-f,--format",
          .value = "FORMAT",
          .help = "text for people or JSON for programs",
          .target = &arguments.format,
          .choices = {"table", "json"}};
}

}  // namespace

Command rules_command() {
  Command command;
  command.name = "rules";
  command.summary = "list, show, check and explain rules";
  command.description =
      "Works on rule files without any logs: Elastic's TOML, Kibana's NDJSON exports and plain JSON, or the built-in "
      "pack.";
  auto lists = std::make_shared<RulesArguments>();
  auto shows = std::make_shared<RulesArguments>();
  auto checks = std::make_shared<RulesArguments>();
  auto explains = std::make_shared<RulesArguments>();
  command.subcommands = {
      subcommand("list", "one line for each rule",
                 "Lists rules with severity, risk, type and name, and whether they can run.", {format_option(*lists)},
                 {{"picket rules list --level high", "the built-in pack's important rules"}}, lists, list),
      subcommand("show", "rules in full, with query and guide", "Shows rules in full, or as Kibana's JSON.",
                 {format_option(*shows)},
                 {{"picket rules show --rule '*managed run command*'", "the rule that started it"}}, shows, show),
      subcommand(
          "check", "report every problem of every file",
          "Loads rules and reports every problem with file, line and a hint, names every rule that loads but cannot "
          "run and says why, and counts rules by type. Exits with 2 when a rule has an error.",
          {format_option(*checks)}, {{"picket rules check detection-rules/rules", "Elastic's published rules"}}, checks,
          check),
      subcommand(
          "explain", "how a rule's condition is understood",
          "Prints what each phase makes of a rule: tokens and syntax tree of its query; then of the whole condition, "
          "with filters and exceptions, the bound tree with the fields' types, the optimized tree, the program.",
          {{.names = "--phase",
            .value = "PHASE",
            .help = "only this phase",
            .target = &explains->phase,
            .choices = {"all", "tokens", "ast", "bound", "optimized", "program"}}},
          {{"picket rules explain --phase bound my-rule.toml", "which type each field has"}}, explains, explain)};
  return command;
}

}  // namespace picket::cli
