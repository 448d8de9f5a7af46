// SPDX-License-Identifier: Apache-2.0
// Help as text, from the commands' tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace picket::cli {

// What `picket` and `picket --help` show.
std::string overview(const std::vector<Command>& commands);
// What `picket scan --help` shows; `path` is "picket scan".
std::string command_help(const Command& command, std::string_view path);
// "picket scan [OPTION]... PATH..."
std::string usage(const Command& command, std::string_view path);

}  // namespace picket::cli
