// SPDX-License-Identifier: Apache-2.0
// Parses the command line against the commands' tables and runs the chosen one.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace picket::cli {

// Prints help, the version or what is wrong with the arguments (then ExitCode::bad_usage) where that is what it comes
// to.
ExitCode run_command_line(const std::vector<Command>& commands, const std::vector<std::string>& arguments);

}  // namespace picket::cli
