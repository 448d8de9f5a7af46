// SPDX-License-Identifier: Apache-2.0
// What a KQL query may cost. Queries are written by anyone, so each size that a query could drive up has a name here, a
// diagnostic code (codes.h) and tests at the limit and one above it. The longest of Elastic's published rules has 10 KB
// of text, 357 terms and five levels of brackets.
#pragma once

#include <cstddef>

namespace picket::kql {

inline constexpr std::size_t kMaxQueryBytes = std::size_t{256} * 1024;
// Brackets and braces within one another; the reader, the printers and every later phase recurse once per level.
inline constexpr std::size_t kMaxNestingDepth = 200;
inline constexpr std::size_t kMaxTerms = 20'000;
// A value list copies its field into each term, so a name's size is multiplied by the number of terms.
inline constexpr std::size_t kMaxFieldNameBytes = 1024;
inline constexpr std::size_t kMaxFieldNameStars = 16;
// Problems shown for one query; one note counts the others.
inline constexpr std::size_t kMaxReports = 50;

}  // namespace picket::kql
