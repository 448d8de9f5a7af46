// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/occurrence.h"

namespace picket::lucene {

void Occurrences::add(Conjunction conjunction, Modifier modifier, bool exists) {
  if (!marks_.empty() && marks_.back() != Occurrence::must_not) {
    if (conjunction == Conjunction::op_and) marks_.back() = Occurrence::must;
    if (conjunction == Conjunction::op_or && default_ == Operator::op_and) marks_.back() = Occurrence::should;
  }
  if (!exists) return;
  const bool joined =
      default_ == Operator::op_or ? conjunction == Conjunction::op_and : conjunction != Conjunction::op_or;
  const bool required = joined || (modifier == Modifier::required && default_ == Operator::op_or);
  marks_.push_back(modifier == Modifier::prohibited ? Occurrence::must_not
                   : required                       ? Occurrence::must
                                                    : Occurrence::should);
}

}  // namespace picket::lucene
