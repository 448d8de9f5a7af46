// SPDX-License-Identifier: Apache-2.0
// What several subcommands share: groups of options and what they mean. Each group is a struct of parsed values, a
// function that gives its options' table, and a function that turns the values into what the engine takes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "base/time.h"
#include "cli/command.h"
#include "decode/geoip.h"
#include "rule/load.h"
#include "rule/select.h"
#include "sink/sink.h"
#include "source/input.h"

namespace picket::cli {

// Input: which records.
struct InputArguments {
  std::vector<std::string> paths;
  std::string format;
  std::string geoip;
  bool strict = false;
};
std::vector<Option> input_options(InputArguments& arguments);
Option paths_option(InputArguments& arguments);
source::InputOptions to_input_options(const InputArguments& arguments);
// The databases of --geoip, or those in the usual places; an error only for --geoip.
Result<std::optional<decode::GeoIp>> open_geoip(const InputArguments& arguments);

// What rules are silenced by, beside what stands in their own files.
struct ExceptionArguments {
  std::vector<std::string> paths;
  std::vector<std::string> value_lists;
};
std::vector<Option> exception_options(ExceptionArguments& arguments);
// Before the rules are loaded.
void load_exceptions(const ExceptionArguments& arguments, rule::RuleSet& set, Diagnostics& diagnostics);

// Rules: which ones.
struct RuleArguments {
  std::vector<std::string> paths;
  ExceptionArguments exceptions;
  rule::Selection selection;
  std::string level;
};
std::vector<Option> selection_options(RuleArguments& arguments);
std::vector<Option> rule_options(RuleArguments& arguments);  // with --rules
// Loads what --rules names, or the built-in pack, and keeps what the other options select. Says on stderr which options
// select nothing.
rule::RuleSet load_rule_set(const RuleArguments& arguments, Diagnostics& diagnostics);

// Output.
struct OutputArguments {
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
};
std::vector<Option> output_options(OutputArguments& arguments);

// True when the stream gets colors: --color, NO_COLOR, TERM and whether it is a terminal.
bool wants_color(const OutputArguments& arguments, std::FILE* stream);
bool is_terminal(std::FILE* stream);
std::size_t terminal_width(std::FILE* stream);  // 160 where there is none

// Diagnostics on stderr. A warning is decisive when alerts may differ from the live rule's because of it.
enum class Shown : std::uint8_t { errors, errors_and_decisive_warnings, all };
void print_diagnostics(const Diagnostics& diagnostics, bool color, Shown shown = Shown::all);
bool is_shown(const Diagnostic& diagnostic, Shown shown);

// A refused record or file in one line: where it stands, why, and what was found.
std::string refusal_text(std::string_view file, std::uint32_t line, std::uint64_t offset, std::string_view reason,
                         std::string_view detail);

// Says it on stderr, as `picket: message`.
void complain(std::string_view message);

// A moment on the command line: ISO 8601 (in UTC where it names no zone) or date math on `now`.
std::optional<Timestamp> parse_moment(std::string_view text, Timestamp now, bool end);

// The worse of two outcomes.
ExitCode worse(ExitCode a, ExitCode b);

std::vector<Option> together(std::vector<std::vector<Option>> groups);

std::uint64_t peak_memory_bytes();

}  // namespace picket::cli
