// SPDX-License-Identifier: Apache-2.0
// STIX patterns, as far as they say which values to look for: observations `[...]` joined by OR, in each comparisons
// with = and IN (and ISSUBSET for networks) joined by AND and OR. Source: STIX 2.1, part 9. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "indicator/value.h"

namespace picket::indicator {

struct PatternValue {
  Kind kind = Kind::domain;
  std::string text;
};
// All of its values belong to one thing.
using Conjunction = std::vector<PatternValue>;

// A pattern with more alternatives than this is no list of values any more.
inline constexpr std::size_t kMaxAlternatives = 1000;
inline constexpr std::size_t kMaxPatternDepth = 32;

// Any of the conjunctions; at least one. The error says what is not understood.
Result<std::vector<Conjunction>> parse_stix_pattern(std::string_view text);

// The kind of an object path: "file:hashes.'SHA-256'". Observables are read by the same table.
const Kind* kind_of_path(std::string_view path);

}  // namespace picket::indicator
