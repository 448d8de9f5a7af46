// SPDX-License-Identifier: Apache-2.0
// Finite automata over classes of characters: from the syntax tree of a regular expression to a deterministic one.
// For regexp.cc only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <vector>

#include "compile/regexp.h"
#include "lang/lucene/regexp.h"

namespace picket::compile {

using StateId = std::uint32_t;
using CharClass = std::uint32_t;

// The characters that an expression tells apart, as classes of neighboring code points: class i begins at begins[i] and
// ends before the next one. Numbered in the order of their characters, so a range of characters is a range of classes.
struct CharClasses {
  std::vector<char32_t> begins;  // sorted; the first is 0
  std::size_t size() const { return begins.size(); }
  CharClass of(char32_t c) const;
};
CharClasses classes_of(const lucene::Regexp& tree);

// Every state has a next one for each class; state 0 is where it begins.
struct Dfa {
  std::size_t classes = 0;
  std::vector<StateId> next;  // [state * classes + class]
  std::vector<bool> accepts;  // [state]
  std::size_t size() const { return accepts.size(); }
  StateId step(StateId state, CharClass by) const { return next[state * classes + by]; }
};

std::expected<Dfa, RegexpRefusal> build_dfa(const lucene::Regexp& tree, const CharClasses& classes,
                                            RegexpBudget& budget);

}  // namespace picket::compile
