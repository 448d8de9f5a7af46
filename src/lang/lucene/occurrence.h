// SPDX-License-Identifier: Apache-2.0
// What AND, OR, NOT, + and - make of the clauses of one group. They are no binary operators and have no precedence:
// reading from left to right, each marks the clause after it, and AND also the one before it, as one that must match or
// must not. What is left unmarked should match, which means: at least one of them, if nothing must match, and nothing
// at all if something must. So `a OR b AND c` asks for b and c.
#pragma once

#include <cstdint>
#include <vector>

#include "lang/lucene/ast.h"

namespace picket::lucene {

enum class Operator : std::uint8_t { op_or, op_and };  // between clauses without one
enum class Occurrence : std::uint8_t { should, must, must_not };

// Marks clauses in their order. A clause may disappear because its text has no words; its operators still mark the
// clause before it.
class Occurrences {
 public:
  explicit Occurrences(Operator default_operator) : default_(default_operator) {}

  // `exists` is false for a clause that disappears; it has no entry in `marks`.
  void add(Conjunction conjunction, Modifier modifier, bool exists);

  const std::vector<Occurrence>& marks() const { return marks_; }

 private:
  Operator default_;
  std::vector<Occurrence> marks_;
};

}  // namespace picket::lucene
