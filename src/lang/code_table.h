// SPDX-License-Identifier: Apache-2.0
// The table of a language's diagnostic codes: one entry for each code of its enumeration, in that order, with names
// that rise. Each language checks its own when it is compiled.
#pragma once

#include <cstddef>

namespace picket::lang {

// `last` is the last code of the enumeration, which has no gaps.
template <class Table, class Code>
constexpr bool is_code_table(const Table& entries, Code last) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (static_cast<std::size_t>(entries[i].code) != i) return false;
    if (i > 0 && entries[i - 1].name >= entries[i].name) return false;
  }
  return entries.size() == static_cast<std::size_t>(last) + 1;
}

}  // namespace picket::lang
