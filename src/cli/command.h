// SPDX-License-Identifier: Apache-2.0
// A subcommand as data. One table of options per command is the source of the argument parser (parser.cc, the only file
// that includes CLI11), of --help, of the man page (man_page.cc) and of the shell completions (completions.cc). A new
// subcommand is one file with a function that returns its Command, and one line in commands.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace picket::cli {

// docs: README "Exit codes". When several apply, the highest number is given.
enum class ExitCode : std::uint8_t {
  done = 0,              // alerts or not
  alerts_or_failed = 1,  // alerts found and --fail-on-alert given, or a test failed
  bad_rule = 2,          // a rule or a query could not be loaded
  bad_usage = 3,         // bad arguments or configuration
  bad_input = 4,         // input that could not be read; what could be read is still reported
};

// Where a parsed value goes.
using Target = std::variant<bool*, std::string*, std::vector<std::string>*, std::optional<std::string>*>;

enum class Completes : std::uint8_t { nothing, files, folders };

struct Option {
  std::string names;  // "-o,--output"; a positional has a bare name: "PATH"
  std::string value;  // what stands for the value in help: "FILE"; empty for flags
  std::string help;   // one line, lower case, no period
  Target target;
  std::vector<std::string> choices = {};  // allowed values; empty: any
  Completes completes = Completes::nothing;
  bool required = false;
  std::string (*mistake_in)(const std::string& value) = nullptr;  // what is wrong with a value; empty: nothing

  bool is_positional() const { return !names.starts_with('-'); }
  bool is_flag() const { return std::holds_alternative<bool*>(target); }
};

struct Example {
  std::string command;  // as typed: "picket scan logs/"
  std::string about;
};

struct Command {
  std::string name;
  std::string summary;          // one line for the list of commands
  std::string description;      // paragraphs for --help and the man page, separated by empty lines
  std::vector<Option> options;  // positionals last
  std::vector<Example> examples;
  std::vector<Command> subcommands;  // `picket rules list`
  std::function<ExitCode()> run;     // empty for a command that only has subcommands
  std::shared_ptr<void> state;       // owns what the targets point to
};

// All subcommands, in the order in which help lists them.
std::vector<Command> all_commands();

Command scan_command();
Command search_command();
Command normalize_command();
Command rules_command();
Command test_command();
Command completions_command();
Command man_page_command();

}  // namespace picket::cli
