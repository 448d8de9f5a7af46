// SPDX-License-Identifier: Apache-2.0
// `picket completions SHELL`: completion scripts for bash, zsh and fish, from the commands' tables.
#include <fmt/core.h>

#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/command.h"

namespace picket::cli {
namespace {

struct Leaf {
  std::string path;  // "rules list"
  Command command;
};

void collect(const std::vector<Command>& commands, const std::string& prefix, std::vector<Leaf>& leaves) {
  for (const Command& command : commands) {
    const std::string path = prefix.empty() ? command.name : prefix + " " + command.name;
    leaves.push_back({path, command});
    collect(command.subcommands, path, leaves);
  }
}

std::string names_of(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.name);
  return join(names, " ");
}

std::string flags_of(const Command& command) {
  std::vector<std::string> flags;
  for (const Option& option : command.options) {
    if (option.is_positional()) continue;
    for (const std::string_view name : split(option.names, ',')) flags.emplace_back(name);
  }
  flags.emplace_back("--help");
  return join(flags, " ");
}

// case "$path:$previous" in ... : what may follow an option that takes a value.
std::string bash_values(const std::vector<Leaf>& leaves) {
  std::string out;
  for (const Leaf& leaf : leaves) {
    for (const Option& option : leaf.command.options) {
      if (option.is_flag() || option.is_positional()) continue;
      std::vector<std::string> patterns;
      for (const std::string_view name : split(option.names, ','))
        patterns.push_back(fmt::format("\"{}:{}\"", leaf.path, name));
      const char* action = option.completes == Completes::folders ? "COMPREPLY=($(compgen -d -- \"$current\"))"
                                                                  : "COMPREPLY=($(compgen -f -- \"$current\"))";
      const std::string words =
          option.choices.empty()
              ? (option.completes == Completes::nothing ? "COMPREPLY=()" : action)
              : fmt::format("COMPREPLY=($(compgen -W \"{}\" -- \"$current\"))", join(option.choices, " "));
      out += fmt::format("    {}) {}; return ;;\n", join(patterns, "|"), words);
    }
  }
  return out;
}

std::string bash(const std::vector<Command>& commands) {
  std::vector<Leaf> leaves;
  collect(commands, "", leaves);
  std::string out =
      "# bash completion for picket\n_picket() {\n  local current=\"${COMP_WORDS[COMP_CWORD]}\" "
      "previous=\"${COMP_WORDS[COMP_CWORD-1]}\" path=\"\" word\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case \"$path $word\" in\n";
  for (const Leaf& leaf : leaves) {
    const std::size_t last = leaf.path.rfind(' ');
    const std::string parent = last == std::string::npos ? "" : leaf.path.substr(0, last);
    out += fmt::format("      \"{} {}\") path=\"{}\" ;;\n", parent, leaf.command.name, leaf.path);
  }
  out += "    esac\n  done\n  case \"$path:$previous\" in\n" + bash_values(leaves) + "  esac\n  case \"$path\" in\n";
  out += fmt::format("    \"\") COMPREPLY=($(compgen -W \"{} --help --version\" -- \"$current\")); return ;;\n",
                     names_of(commands));
  for (const Leaf& leaf : leaves) {
    if (!leaf.command.subcommands.empty()) {
      out += fmt::format("    \"{}\") COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return ;;\n", leaf.path,
                         names_of(leaf.command.subcommands));
    } else {
      out += fmt::format(
          "    \"{}\") [[ $current == -* ]] && {{ COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return; }} ;;\n",
          leaf.path, flags_of(leaf.command));
    }
  }
  return out + "  esac\n  COMPREPLY=($(compgen -f -- \"$current\"))\n}\ncomplete -o filenames -F _picket picket\n";
}

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string fish(const std::vector<Command>& commands) {
  std::string out = "# fish completion for picket\n";
  for (const Command& command : commands) {
    out += fmt::format("complete -c picket -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                       in_quotes(command.summary));
    for (const Command& child : command.subcommands) {
      out += fmt::format("complete -c picket -n '__fish_seen_subcommand_from {}' -f -a {} -d {}\n", command.name,
                         child.name, in_quotes(child.summary));
    }
    const auto add = [&](const Command& owner) {
      for (const Option& option : owner.options) {
        if (option.is_positional()) continue;
        std::string line = fmt::format("complete -c picket -n '__fish_seen_subcommand_from {}'", owner.name);
        for (std::string_view name : split(option.names, ',')) {
          const bool is_long = name.starts_with("--");
          name.remove_prefix(is_long ? 2 : 1);
          line += fmt::format(" -{} {}", is_long ? 'l' : 's', name);
        }
        if (!option.is_flag()) line += " -r";
        if (!option.choices.empty()) line += fmt::format(" -f -a {}", in_quotes(join(option.choices, " ")));
        out += line + fmt::format(" -d {}\n", in_quotes(option.help));
      }
    };
    add(command);
    for (const Command& child : command.subcommands) add(child);
  }
  return out;
}

// zsh runs bash completions as they are.
std::string zsh(const std::vector<Command>& commands) {
  return "#compdef picket\nautoload -U +X bashcompinit && bashcompinit\n" + bash(commands);
}

}  // namespace

Command completions_command() {
  auto shell = std::make_shared<std::string>();
  Command command;
  command.name = "completions";
  command.summary = "print a shell's completion script";
  command.description = "Prints a completion script for bash, zsh or fish.";
  command.options = {{.names = "SHELL",
                      .value = "",
                      .help = "the shell",
                      .target = shell.get(),
                      .choices = {"bash", "zsh", "fish"},
                      .required = true}};
  command.examples = {{"picket completions bash > /etc/bash_completion.d/picket", "for all users"}};
  command.run = [shell] {
    const std::vector<Command> commands = all_commands();
    fmt::print("{}", *shell == "fish" ? fish(commands) : *shell == "zsh" ? zsh(commands) : bash(commands));
    return ExitCode::done;
  };
  return command;
}

}  // namespace picket::cli
