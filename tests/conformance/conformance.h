// SPDX-License-Identifier: Apache-2.0
// What of the shared data passes, by area. Each function runs one kind of data through the code that users run; all of
// the data has to be there.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace picket::conformance {

struct Score {
  std::size_t cases = 0;
  std::size_t passed = 0;
  friend bool operator==(const Score&, const Score&) = default;
};
using Scores = std::map<std::string, Score>;  // by area

// The tree of each query of the grammar, or that there is none.
Scores score_kql_grammar();
// What matches, on the reference interpreter and on every configuration of the engine.
Scores score_kql_matches();
// Queries that have to be refused.
Scores score_kql_errors();

// Records whose document equals the expected one.
struct StreamScore {
  std::size_t records = 0;
  std::size_t equal = 0;
  std::size_t equal_but_for_known = 0;        // in fields of tests/data/decode/differences.tsv only
  std::map<std::string, std::size_t> fields;  // the known ones, with the number of documents
  std::size_t others() const { return records - equal - equal_but_for_known; }
};
std::map<std::string, StreamScore> score_azure_streams();

struct RuleScore {
  std::size_t rules = 0;
  std::size_t runnable = 0;
};
struct RuleScores {
  std::map<std::string, RuleScore> by_kind;    // "query, kuery"
  std::map<std::string, std::size_t> reasons;  // why the others do not run
  std::size_t failed = 0;                      // did not load, or have a query with an error
};
RuleScores score_rules();

}  // namespace picket::conformance
