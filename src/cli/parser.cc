// SPDX-License-Identifier: Apache-2.0
#include "cli/parser.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "cli/help.h"
#include "cli/version.h"

namespace picket::cli {
namespace {

// CLI11 lists what it would print; all our help comes from the tables instead (help.cc).
void add_option(CLI::App& app, const Option& option) {
  CLI::Option* added = std::visit(
      [&](auto* target) -> CLI::Option* {
        if constexpr (std::is_same_v<decltype(target), bool*>) {
          return app.add_flag(option.names, *target);
        } else {
          return app.add_option(option.names, *target);
        }
      },
      option.target);
  if (!option.choices.empty()) added->check(CLI::IsMember(option.choices));
  if (option.mistake_in != nullptr) added->check(option.mistake_in);
  if (option.required) added->required();
  if (std::holds_alternative<std::vector<std::string>*>(option.target)) {
    // A list option takes one value each time it is given, so that it never swallows a positional.
    if (!option.is_positional()) added->allow_extra_args(false);
  }
}

// Commands and the CLI11 objects that stand for them, so that what was parsed can be found again.
struct Node {
  const Command* command;
  CLI::App* app;
  std::string path;
  bool help = false;
};

void add_command(CLI::App& parent, const Command& command, const std::string& prefix,
                 std::vector<std::unique_ptr<Node>>& nodes) {
  CLI::App* app = parent.add_subcommand(command.name, command.summary);
  app->set_help_flag();
  app->require_subcommand(0, 1);
  Node& node = *nodes.emplace_back(std::make_unique<Node>(Node{&command, app, prefix + " " + command.name}));
  app->add_flag("-h,--help", node.help);
  for (const Option& option : command.options) add_option(*app, option);
  const std::string path = node.path;
  for (const Command& child : command.subcommands) add_command(*app, child, path, nodes);
}

ExitCode refuse(const std::string& message, const std::string& path) {
  fmt::print(stderr, "picket: {}\nSee '{} --help'.\n", message, path);
  return ExitCode::bad_usage;
}

// CLI11 counts a missing positional before it sees --help; a request for help is answered whatever else is missing.
bool asks_for_help(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return false;
    if (argument == "-h" || argument == "--help") return true;
  }
  return false;
}

// The deepest command that the words name in order.
const Node* named(const std::vector<std::unique_ptr<Node>>& nodes, const std::vector<std::string>& arguments) {
  const Node* found = nullptr;
  for (const std::string& word : arguments) {
    if (word.starts_with('-')) continue;
    const std::string path = (found != nullptr ? found->path : "picket") + " " + word;
    const auto next = std::ranges::find_if(nodes, [&](const auto& node) { return node->path == path; });
    if (next == nodes.end()) break;
    found = next->get();
  }
  return found;
}

std::string message_of(const CLI::ParseError& error, const std::vector<Command>& commands,
                       const std::vector<std::string>& arguments) {
  if (!arguments.empty() && !arguments.front().starts_with('-')) {
    std::vector<std::string_view> names;
    for (const Command& command : commands) names.emplace_back(command.name);
    if (std::ranges::find(names, arguments.front()) == names.end()) {
      std::string message = fmt::format("there is no command '{}'", printable(arguments.front()));
      if (const auto near = nearest_name(arguments.front(), names))
        message += fmt::format("; did you mean '{}'?", *near);
      return message;
    }
  }
  return printable(error.what());
}

}  // namespace

ExitCode run_command_line(const std::vector<Command>& commands, const std::vector<std::string>& arguments) {
  CLI::App app;
  app.set_help_flag();
  bool help = false;
  bool version = false;
  app.add_flag("-h,--help", help);
  app.add_flag("--version", version);
  app.require_subcommand(0, 1);  // a folder named "rules" is no second command
  std::vector<std::unique_ptr<Node>> nodes;
  for (const Command& command : commands) add_command(app, command, "picket", nodes);

  if (asks_for_help(arguments)) {
    const Node* node = named(nodes, arguments);
    fmt::print("{}", node != nullptr ? command_help(*node->command, node->path) : overview(commands));
    return ExitCode::done;
  }
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    const Node* node = named(nodes, arguments);
    return refuse(message_of(error, commands, arguments), node != nullptr ? node->path : "picket");
  }
  if (version) {
    fmt::print("picket {}\n", kVersion);
    return ExitCode::done;
  }
  const Node* chosen = nullptr;
  for (const std::unique_ptr<Node>& node : nodes) {
    if (node->app->parsed()) chosen = node.get();  // children come after their parents
  }
  if (chosen == nullptr) {
    fmt::print(stderr, "{}", overview(commands));
    return ExitCode::bad_usage;
  }
  if (!chosen->command->run) {
    fmt::print(stderr, "{}", command_help(*chosen->command, chosen->path));
    return ExitCode::bad_usage;
  }
  return chosen->command->run();
}

}  // namespace picket::cli
