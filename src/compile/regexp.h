// SPDX-License-Identifier: Apache-2.0
// Lucene's regular expressions, run: one deterministic automaton for each, built when the query is bound, so that a
// value costs one step for each of its characters whatever the expression is. Complement and intersection need it
// anyway. What an expression may cost to build is bounded, and one that would take more is refused.
//
// Immutable values, cheap to copy, safe to read from many threads. Two are equal when their sources are, and are read
// alike.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "lang/lucene/regexp.h"

namespace picket::compile {

// States of the automaton of one expression, as in Elasticsearch (max_determinized_states).
inline constexpr std::size_t kMaxRegexpStates = 10'000;
// Of the expressions of one query together, in steps of building; a step takes some ten nanoseconds and leaves four
// bytes at most.
inline constexpr std::size_t kMaxRegexpWork = 5'000'000;

struct RegexpBudget {
  std::size_t work = kMaxRegexpWork;  // what is left
};

enum class RegexpRefusal { too_many_states, too_much_work };

class Regexp {
 public:
  // Of the whole value. Bytes that are not UTF-8 count as U+FFFD.
  bool matches(std::string_view value) const;
  const std::string& source() const { return source_; }
  // "/v[a-z]+e/", and how it is read where query_string would read it otherwise.
  std::string shown() const;
  friend bool operator==(const Regexp& a, const Regexp& b) { return a.source_ == b.source_ && a.syntax_ == b.syntax_; }

 private:
  friend std::expected<Regexp, RegexpRefusal> compile_regexp(std::string source, const lucene::Regexp& tree,
                                                             RegexpBudget& budget, lucene::RegexpSyntax syntax);
  struct Automaton;
  Regexp(std::string source, lucene::RegexpSyntax syntax, std::shared_ptr<const Automaton> automaton);

  std::string source_;
  lucene::RegexpSyntax syntax_;
  std::shared_ptr<const Automaton> automaton_;  // never null
};

// `tree` is what `source` was read as by `syntax`.
std::expected<Regexp, RegexpRefusal> compile_regexp(std::string source, const lucene::Regexp& tree,
                                                    RegexpBudget& budget, lucene::RegexpSyntax syntax = {});

// One expression of a query. Fields that are kept in lower case compare with the expression in lower case, all but what
// stands behind a backslash.
struct QueryRegexp {
  Regexp plain;
  Regexp lower;
  friend bool operator==(const QueryRegexp&, const QueryRegexp&) = default;
};
std::expected<QueryRegexp, RegexpRefusal> compile_query_regexp(const std::string& source, const lucene::Regexp& tree,
                                                               RegexpBudget& budget, lucene::RegexpSyntax syntax = {});

}  // namespace picket::compile
