// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace picket::cli {
namespace {

constexpr std::size_t kWidth = 96;
constexpr std::size_t kHelpColumn = 30;

// Breaks text at blanks so that no line passes kWidth; lines after the first begin with `indent` blanks.
std::string wrap(std::string_view text, std::size_t first, std::size_t indent) {
  std::string out;
  std::size_t column = first;
  bool at_start = true;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (!at_start && column + 1 + word.size() > kWidth) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (!at_start) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    at_start = false;
  }
  return out;
}

std::string paragraphs(std::string_view text) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) out += wrap(line, 0, 0) + "\n";
  return out;
}

// "-o, --output FILE"
std::string left_side(const Option& option) {
  if (option.is_positional()) return option.names;
  std::string names;
  for (const std::string_view name : split(option.names, ',')) {
    if (!names.empty()) names += ", ";
    names += name;
  }
  if (names.starts_with("--")) names = "    " + names;
  return option.value.empty() ? names : names + " " + option.value;
}

std::string right_side(const Option& option) {
  std::string text = option.help;
  if (!option.choices.empty()) text += fmt::format(" ({})", join(option.choices, ", "));
  return text;
}

std::string row(std::string_view left, std::string_view right) {
  std::string line = fmt::format("  {}", left);
  if (line.size() + 2 > kHelpColumn) {
    line += "\n" + std::string(kHelpColumn, ' ');
  } else {
    line.append(kHelpColumn - line.size(), ' ');
  }
  return line + wrap(right, kHelpColumn, kHelpColumn) + "\n";
}

}  // namespace

std::string usage(const Command& command, std::string_view path) {
  std::string text(path);
  if (!command.subcommands.empty()) return text + " COMMAND";
  if (std::ranges::any_of(command.options, [](const Option& option) { return !option.is_positional(); })) {
    text += " [OPTION]...";
  }
  for (const Option& option : command.options) {
    if (!option.is_positional()) continue;
    const bool many = std::holds_alternative<std::vector<std::string>*>(option.target);
    text += fmt::format(" {}{}{}{}", option.required ? "" : "[", option.names, many ? "..." : "",
                        option.required ? "" : "]");
  }
  return text;
}

std::string overview(const std::vector<Command>& commands) {
  std::string text =
      "Picket runs Elastic Security detection rules on logs, without Elasticsearch.\n\n"
      "Usage: picket COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n";
  for (const Command& command : commands) text += row(command.name, command.summary);
  text += "\nOptions:\n";
  text += row("-h, --help", "show help for a command");
  text += row("    --version", "show the version");
  text +=
      "\nExit codes: 0 done; 1 alerts found and --fail-on-alert given, or a test failed; 2 a rule or query could\n"
      "not be loaded; 3 bad arguments; 4 input that could not be read (the rest is still reported).\n"
      "\nTry it:\n  picket scan FOLDER        which rules fire on exported logs\n";
  return text;
}

std::string command_help(const Command& command, std::string_view path) {
  std::string text = fmt::format("Usage: {}\n\n{}", usage(command, path), paragraphs(command.description));
  if (!command.subcommands.empty()) {
    text += "\nCommands:\n";
    for (const Command& child : command.subcommands) text += row(child.name, child.summary);
  }
  for (const bool positional : {true, false}) {
    std::string rows;
    for (const Option& option : command.options) {
      if (option.is_positional() == positional) rows += row(left_side(option), right_side(option));
    }
    if (!positional) rows += row("-h, --help", "show this help");
    if (!rows.empty()) text += (positional ? "\nArguments:\n" : "\nOptions:\n") + rows;
  }
  if (!command.examples.empty()) {
    text += "\nExamples:\n";
    for (const Example& example : command.examples) {
      text += fmt::format("  {}\n      {}\n", example.command, wrap(example.about, 6, 6));
    }
  }
  return text;
}

}  // namespace picket::cli
