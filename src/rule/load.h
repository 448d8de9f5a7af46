// SPDX-License-Identifier: Apache-2.0
// Reads rules from files and folders: Elastic's TOML ([metadata], [rule], [transform]), Kibana's NDJSON export (rules,
// exception lists and items, connectors, summary line) and plain JSON (one rule or an array). Which one is decided by
// content, not by name. A rule that cannot be loaded is reported with file, line and hint; the others load.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "rule/exceptions.h"
#include "rule/rule.h"
#include "rule/value_list.h"

namespace picket::rule {

struct RuleSet {
  std::vector<Rule> rules;  // in order of file, then of place in the file
  std::vector<ExceptionList> exception_lists;
  std::vector<ExceptionItem> exception_items;
  ValueLists value_lists;
  std::size_t files = 0;
  std::size_t failed_rules = 0;  // rules (or whole files) that could not be loaded
};

// Adds to `set`. Folders are read recursively in the order of their paths; in folders only *.toml, *.json and *.ndjson
// are rule files (and not *.test.toml, nor a templates file that has no [rule]). Diagnostics hold everything found.
void load_rules(std::span<const std::string> paths, RuleSet& set, Diagnostics& diagnostics);
// Adds the exception lists and items of the files to `set` and leaves the rules in them. Before load_rules, which warns
// about lists that no file has.
void load_exceptions(std::span<const std::string> paths, RuleSet& set, Diagnostics& diagnostics);
// One file's text; `name` is used in messages.
void load_rules_text(std::string_view name, std::string_view text, RuleSet& set, Diagnostics& diagnostics);
// The rules compiled into the program.
void load_builtin_rules(RuleSet& set, Diagnostics& diagnostics);

}  // namespace picket::rule
