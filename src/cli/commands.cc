// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

namespace picket::cli {

std::vector<Command> all_commands() {
  return {scan_command(), search_command(),      normalize_command(), rules_command(),
          test_command(), completions_command(), man_page_command()};
}

}  // namespace picket::cli
