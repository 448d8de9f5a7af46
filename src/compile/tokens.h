// SPDX-License-Identifier: Apache-2.0
// The predicates that look at analyzed text, on tokens that were made once for all of them.
#pragma once

#include "compile/analyze.h"
#include "compile/predicate.h"

namespace picket::compile {

bool uses_tokens(const Predicate& predicate);

bool matches(const Phrases& test, const Tokens& tokens);
bool matches(const TokenWildcards& test, const Tokens& tokens);
bool matches(const TokenRange& test, const Tokens& tokens);
bool matches(const NearPhrase& test, const Tokens& tokens);
bool matches(const TokenRegexp& test, const Tokens& tokens);
bool matches(const TokenFuzzy& test, const Tokens& tokens);
// Requires uses_tokens(predicate).
bool matches_tokens(const Predicate& predicate, const Tokens& tokens);

}  // namespace picket::compile
