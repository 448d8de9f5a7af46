// SPDX-License-Identifier: Apache-2.0
#include "compile/tokens.h"

#include <algorithm>

#include "base/check.h"

namespace picket::compile {
namespace {

template <class Test>
constexpr bool kUsesTokens = requires(const Test& test, const Tokens& tokens) { matches(test, tokens); };

bool stands_at(const std::vector<std::string>& phrase, const Tokens& tokens, std::size_t at) {
  if (phrase.size() > tokens.size() - at) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (tokens[at + i] != phrase[i]) return false;
  }
  return true;
}

template <class Test>
bool any_token(const Tokens& tokens, const Test& test) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (test(tokens[i])) return true;
  }
  return false;
}

}  // namespace

bool uses_tokens(const Predicate& predicate) {
  return std::visit([]<class Test>(const Test&) { return kUsesTokens<Test>; }, predicate);
}

// Phrases are sorted, so those that begin with one token are neighbors.
bool matches(const Phrases& test, const Tokens& tokens) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const std::string_view token = tokens[at];
    const auto first_of = [](const std::vector<std::string>& phrase) { return std::string_view(phrase.front()); };
    for (const auto& phrase : std::ranges::equal_range(test.phrases, token, {}, first_of)) {
      if (stands_at(phrase, tokens, at)) return true;
    }
  }
  return false;
}

bool matches(const TokenWildcards& test, const Tokens& tokens) {
  const auto any_pattern = [&](std::string_view token) {
    return std::ranges::any_of(test.patterns, [&](const Pattern& pattern) { return matches(pattern, token); });
  };
  if (test.every) {
    return std::ranges::all_of(test.patterns, [&](const Pattern& pattern) {
      return any_token(tokens, [&](std::string_view token) { return matches(pattern, token); });
    });
  }
  return any_token(tokens, [&](std::string_view token) {
    return test.ignore_case ? any_pattern(fold_case(token)) : any_pattern(token);
  });
}

bool matches(const TokenRegexp& test, const Tokens& tokens) {
  return any_token(tokens, [&](std::string_view token) { return test.regexp.matches(token); });
}

bool matches(const TokenFuzzy& test, const Tokens& tokens) {
  return any_token(tokens, [&](std::string_view token) { return test.text.matches(token); });
}

bool matches(const TokenRange& test, const Tokens& tokens) {
  return any_token(tokens, [&](std::string_view token) {
    return std::ranges::all_of(test.bounds, [&](const RangeBound& bound) {
      return holds(bound.comparison, token <=> std::string_view(bound.text));
    });
  });
}

bool matches_tokens(const Predicate& predicate, const Tokens& tokens) {
  return std::visit(
      [&]<class Test>(const Test& test) {
        if constexpr (kUsesTokens<Test>) {
          return matches(test, tokens);
        } else {
          PICKET_CHECK(false, "only predicates on analyzed text look at tokens");
          return false;
        }
      },
      predicate);
}

}  // namespace picket::compile
