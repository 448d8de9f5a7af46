// SPDX-License-Identifier: Apache-2.0
// The languages whose queries Picket runs, as one table: what each phase makes of a text, and the bound tree that all
// of them end in. Another such language is one more row.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/time.h"
#include "compile/bound.h"
#include "rule/rule.h"

namespace picket::engine {

struct QueryLanguage {
  rule::Language language = rule::Language::none;
  std::string_view label;                        // for people
  std::string (*tokens)(std::string_view text);  // one a line
  // The syntax tree, one node a line; nullopt when the text has an error.
  std::optional<std::string> (*tree)(const SourceText& source);
  // Names by the built-in catalog, dates relative to `now`. nullopt exactly when an error was added. `source` must
  // outlive the call.
  std::optional<compile::Bound> (*bind)(const SourceText& source, Timestamp now, Diagnostics& diagnostics);
};

// nullptr: queries in this language do not run, or there is no query.
const QueryLanguage* find_query_language(rule::Language language);

}  // namespace picket::engine
