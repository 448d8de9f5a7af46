// SPDX-License-Identifier: Apache-2.0
// `picket man-page`: the manual page in troff, from the commands' tables.
#include <fmt/core.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/version.h"

namespace picket::cli {
namespace {

// Backslashes and hyphens are active in troff, and so is a dot or a quote that begins a line.
std::string troff(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_start = c == '\n';
  }
  return out;
}

std::string describe(const Option& option) {
  std::string names;
  for (const std::string_view name : split(option.names, ',')) {
    if (!names.empty()) names += ", ";
    names += fmt::format("\\fB{}\\fR", troff(name));
  }
  if (!option.value.empty()) names += fmt::format(" \\fI{}\\fR", troff(option.value));
  std::string help = troff(option.help);
  if (!option.choices.empty()) help += fmt::format(" ({})", troff(join(option.choices, ", ")));
  return fmt::format(".TP\n{}\n{}\n", names, help);
}

void describe(const Command& command, const std::string& path, std::string& out) {
  out += fmt::format(".SS \"{}\"\n", troff(usage(command, path)));
  for (const std::string_view paragraph : split(command.description, '\n')) {
    out += paragraph.empty() ? ".PP\n" : troff(paragraph) + "\n";
  }
  for (const Option& option : command.options) out += describe(option);
  for (const Example& example : command.examples) {
    out += fmt::format(".PP\n{}:\n.PP\n.RS\n.nf\n{}\n.fi\n.RE\n", troff(example.about), troff(example.command));
  }
  for (const Command& child : command.subcommands) describe(child, path + " " + child.name, out);
}

std::string man_page() {
  std::string out = fmt::format(
      ".TH PICKET 1 \"\" \"picket {}\" \"User Commands\"\n.SH NAME\npicket \\- run Elastic Security detection rules on "
      "logs\n.SH SYNOPSIS\n.B picket\n\\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n.SH DESCRIPTION\n"
      "Picket takes logs, turns them into ECS documents, evaluates detection rules with Kibana's own meaning, and "
      "writes "
      "alerts that a person can triage. It needs neither Elasticsearch nor Kibana.\n.SH COMMANDS\n",
      kVersion);
  for (const Command& command : all_commands()) describe(command, "picket " + command.name, out);
  out +=
      ".SH EXIT STATUS\n.TP\n0\ndone, alerts or not\n.TP\n1\nalerts found and \\fB\\-\\-fail\\-on\\-alert\\fR given, "
      "or a "
      "test failed\n.TP\n2\na rule or a query could not be loaded\n.TP\n3\nbad arguments or "
      "configuration\n.TP\n4\ninput "
      "that could not be read; what could be read is still reported\n.SH ENVIRONMENT\n.TP\n.B NO_COLOR\nno colors, "
      "also on "
      "a terminal\n";
  return out;
}

}  // namespace

Command man_page_command() {
  Command command;
  command.name = "man-page";
  command.summary = "print the manual page";
  command.description = "Prints the manual page in the form that man reads.";
  command.examples = {{"picket man-page | man -l -", "read it"}};
  command.run = [] {
    fmt::print("{}", man_page());
    return ExitCode::done;
  };
  return command;
}

}  // namespace picket::cli
