// SPDX-License-Identifier: Apache-2.0
// What a rule file may cost. Rules are hostile input: somebody else wrote them. Each limit is far above everything that
// is published and low enough that a file at the limit takes a moment; each has a diagnostic of its own (codes.h).
#pragma once

#include <cstddef>

namespace picket::rule {

// One file. Kibana refuses imports of more than 10 MB by default; the largest published TOML rule has 40 KB.
inline constexpr std::size_t kMaxFileBytes = 16UL << 20;
// One value list; some million addresses.
inline constexpr std::size_t kMaxValueListBytes = 256UL << 20;
// One query; the longest published has 10 KB.
inline constexpr std::size_t kMaxQueryBytes = 256UL << 10;
// Lists and tables inside each other. Filters are the deepest thing in a rule: about 10.
inline constexpr std::size_t kMaxNesting = 64;
// Entries of one list of a rule: tags, index patterns, references, filters.
inline constexpr std::size_t kMaxListEntries = 10'000;
// Problems shown of one rule (of one file where it is TOML); the others are counted in one last line.
inline constexpr std::size_t kMaxProblems = 100;
// Lines of one file that may be no JSON, and entries of one file that may be no rule, before the rest is only counted:
// a log given in place of rules.
inline constexpr std::size_t kMaxForeignEntries = 10;

}  // namespace picket::rule
