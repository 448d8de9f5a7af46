// SPDX-License-Identifier: Apache-2.0
#include "cli/common.h"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "base/date_math.h"
#include "base/text.h"
#include "compile/codes.h"
#include "rule/codes.h"

namespace picket::cli {
namespace {

constexpr std::size_t kWidthWithoutTerminal = 160;

std::vector<std::string> input_format_choices() {
  std::vector<std::string> names;
  for (const source::InputFormatName& format : source::input_format_names()) names.emplace_back(format.name);
  return names;
}

}  // namespace

std::vector<Option> input_options(InputArguments& arguments) {
  return {{.names = "--input-format",
           .value = "FORMAT",
           .help = "read every file as this instead of looking at its content",
           .target = &arguments.format,
           .choices = input_format_choices()},
          {.names = "--geoip",
           .value = "DIR",
           .help = "folder with MaxMind databases (City or Country, ASN) for source.geo.* and source.as.*",
           .target = &arguments.geoip,
           .completes = Completes::folders},
          {.names = "--strict",
           .value = "",
           .help = "a record that cannot be read is an error: stop there",
           .target = &arguments.strict}};
}

Option paths_option(InputArguments& arguments) {
  return {.names = "PATH",
          .value = "",
          .help = "files, folders (recursively) or - for standard input",
          .target = &arguments.paths,
          .completes = Completes::files,
          .required = true};
}

source::InputOptions to_input_options(const InputArguments& arguments) {
  source::InputOptions options;
  if (!arguments.format.empty()) options.format = source::parse_input_format(arguments.format);
  return options;
}

Result<std::optional<decode::GeoIp>> open_geoip(const InputArguments& arguments) {
  if (arguments.geoip.empty()) return decode::GeoIp::find();
  Result<decode::GeoIp> opened = decode::GeoIp::open(arguments.geoip);
  if (!opened) return std::unexpected(opened.error());
  return std::optional<decode::GeoIp>(std::move(*opened));
}

std::vector<Option> exception_options(ExceptionArguments& arguments) {
  return {{.names = "--exceptions",
           .value = "PATH",
           .help = "exception lists and items of the rules, as Kibana exports them; may be repeated",
           .target = &arguments.paths,
           .completes = Completes::files},
          {.names = "--value-list",
           .value = "ID=FILE",
           .help = "a value list that exceptions name, one value a line, or a folder of files named by id; may be "
                   "repeated",
           .target = &arguments.value_lists,
           .completes = Completes::files,
           .mistake_in = rule::mistake_in_value_list}};
}

void load_exceptions(const ExceptionArguments& arguments, rule::RuleSet& set, Diagnostics& diagnostics) {
  if (!arguments.paths.empty()) rule::load_exceptions(arguments.paths, set, diagnostics);
  for (const std::string& list : arguments.value_lists) rule::load_value_lists(list, set.value_lists, diagnostics);
}

std::vector<Option> selection_options(RuleArguments& arguments) {
  rule::Selection& selection = arguments.selection;
  return together({{{.names = "--rule",
                     .value = "NAME",
                     .help = "only the rules with this rule_id or name (* allowed); may be repeated",
                     .target = &selection.rules},
                    {.names = "--tag",
                     .value = "TAG",
                     .help = "only rules with this tag (* allowed); may be repeated",
                     .target = &selection.tags},
                    {.names = "--type",
                     .value = "TYPE",
                     .help = "only rules of this type, such as new_terms; may be repeated",
                     .target = &selection.types},
                    {.names = "--tactic",
                     .value = "TACTIC",
                     .help = "only rules of this ATT&CK tactic, by name or id; may be repeated",
                     .target = &selection.tactics},
                    {.names = "--level",
                     .value = "SEVERITY",
                     .help = "only rules of at least this severity",
                     .target = &arguments.level,
                     .choices = {"low", "medium", "high", "critical"}}},
                   exception_options(arguments.exceptions)});
}

std::vector<Option> rule_options(RuleArguments& arguments) {
  return together(
      {{{.names = "-r,--rules",
         .value = "PATH",
         .help = "rule file or folder (TOML, Kibana NDJSON or JSON); may be repeated; default: the built-in pack",
         .target = &arguments.paths,
         .completes = Completes::files}},
       selection_options(arguments)});
}

rule::RuleSet load_rule_set(const RuleArguments& arguments, Diagnostics& diagnostics) {
  rule::RuleSet set;
  load_exceptions(arguments.exceptions, set, diagnostics);
  if (arguments.paths.empty()) {
    rule::load_builtin_rules(set, diagnostics);
  } else {
    rule::load_rules(arguments.paths, set, diagnostics);
  }
  rule::Selection selection = arguments.selection;
  if (const auto level = rule::parse_severity(arguments.level)) selection.least_severity = *level;
  for (const std::string& term : rule::unmatched_terms(set.rules, selection)) {
    complain(fmt::format("no rule is selected by '{}'", printable(term)));
  }
  std::erase_if(set.rules, [&](const rule::Rule& rule) { return !rule::is_selected(rule, selection); });
  return set;
}

std::vector<Option> output_options(OutputArguments& arguments) {
  return {{.names = "--color",
           .value = "WHEN",
           .help = "colors on a terminal; NO_COLOR is obeyed",
           .target = &arguments.color,
           .choices = {"auto", "always", "never"}},
          {.names = "-q,--quiet", .value = "", .help = "no progress, no summary", .target = &arguments.quiet},
          {.names = "-v,--verbose", .value = "", .help = "say more", .target = &arguments.verbose}};
}

bool is_terminal(std::FILE* stream) {
  return ::isatty(::fileno(stream)) == 1;
}

bool wants_color(const OutputArguments& arguments, std::FILE* stream) {
  if (arguments.color != "auto") return arguments.color == "always";
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return is_terminal(stream) && (no_color == nullptr || *no_color == '\0') &&
         (term == nullptr || std::string_view(term) != "dumb");
}

std::size_t terminal_width(std::FILE* stream) {
  winsize size{};
  if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kWidthWithoutTerminal;
}

bool is_shown(const Diagnostic& diagnostic, Shown shown) {
  static constexpr std::array kDecisiveWarnings = {
      rule::facts_of(rule::Code::export_incomplete).id,
      rule::facts_of(rule::Code::unknown_list).id,
      compile::codes::kListMisfit,
  };
  if (shown == Shown::all || diagnostic.level == Level::error) return true;
  return shown == Shown::errors_and_decisive_warnings &&
         std::ranges::find(kDecisiveWarnings, diagnostic.code) != kDecisiveWarnings.end();
}

void print_diagnostics(const Diagnostics& diagnostics, bool color, Shown shown) {
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    if (is_shown(diagnostic, shown)) fmt::print(stderr, "{}\n", render(diagnostic, color));
  }
}

std::string refusal_text(std::string_view file, std::uint32_t line, std::uint64_t offset, std::string_view reason,
                         std::string_view detail) {
  std::string text = printable(file);
  if (line > 0) text += fmt::format(":{} (byte {})", line, offset);  // 0: the whole file
  text += fmt::format(": {}", reason);
  if (!detail.empty()) text += ": " + printable(detail);
  return text;
}

void complain(std::string_view message) {
  fmt::print(stderr, "picket: {}\n", message);
}

std::optional<Timestamp> parse_moment(std::string_view text, Timestamp now, bool end) {
  const std::optional<DateMath> math = DateMath::parse(text);
  if (!math) return std::nullopt;
  return math->evaluate(now, end ? DateMath::Rounding::up : DateMath::Rounding::down);
}

ExitCode worse(ExitCode a, ExitCode b) {
  return std::max(a, b);
}

std::vector<Option> together(std::vector<std::vector<Option>> groups) {
  std::vector<Option> all;
  for (std::vector<Option>& group : groups) {
    for (Option& option : group) all.push_back(std::move(option));
  }
  return all;
}

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace picket::cli
