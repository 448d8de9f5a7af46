// SPDX-License-Identifier: Apache-2.0
#include "compile/query_regexps.h"

#include <fmt/format.h>

#include <utility>

#include "compile/codes.h"

namespace picket::compile {

std::optional<QueryRegexp> QueryRegexps::compile(const std::string& source, const lucene::Regexp& tree, Span place,
                                                 lucene::RegexpSyntax syntax) {
  for (auto [known, end] = known_.equal_range(source); known != end; ++known) {
    if (known->second.syntax == syntax) return known->second.regexp;
  }
  auto regexp = compile_query_regexp(source, tree, budget_, syntax);
  if (regexp) return known_.emplace(source, Known{syntax, *std::move(regexp)})->second.regexp;
  if (regexp.error() == RegexpRefusal::too_many_states) {
    fields_.error(place, codes::kRegexpStates,
                  fmt::format("this regular expression needs more than {} states", kMaxRegexpStates),
                  "repeat less, or split it into several with OR between them");
  } else {
    fields_.error(place, codes::kRegexpWork,
                  "the regular expressions of this query take too long to prepare, this one exceeds the limit",
                  "write fewer or simpler ones in one query");
  }
  return std::nullopt;
}

}  // namespace picket::compile
