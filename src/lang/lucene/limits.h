// SPDX-License-Identifier: Apache-2.0
// What a Lucene query may cost. Queries are written by anyone, so each size that a query could drive up has a name
// here, a diagnostic code (codes.h) and tests at the limit and one above it.
#pragma once

#include <cstddef>

namespace picket::lucene {

inline constexpr std::size_t kMaxQueryBytes = std::size_t{256} * 1024;
// Brackets within one another; the reader, the printers and every later phase recurse once per level.
inline constexpr std::size_t kMaxNestingDepth = 200;
inline constexpr std::size_t kMaxTerms = 20'000;
// A group copies its field into each term, so a name's size is multiplied by the number of terms.
inline constexpr std::size_t kMaxFieldNameBytes = 1024;
inline constexpr std::size_t kMaxFieldNameStars = 16;
// Elasticsearch's index.max_regex_length.
inline constexpr std::size_t kMaxRegexpCharacters = 1000;
// Brackets, complements and repetitions within one another in a regular expression.
inline constexpr std::size_t kMaxRegexpDepth = 100;
// Problems shown for one query; one note counts the others.
inline constexpr std::size_t kMaxReports = 50;

}  // namespace picket::lucene
