// SPDX-License-Identifier: Apache-2.0
// Runs a program over batches. A test is made once for each distinct content of a cell and remembered as long as the
// column's dictionary lives; rows only look the verdict up. Instructions whose mask is empty cost nothing, so hundreds
// of queries cost what their cheap tests leave of them. In the steady state (no new cells) a run allocates nothing.
//
// A runner is one thread's scratch; the program is shared. Batches must come from one set of columns that matches the
// field table with which the program was lowered.
#pragma once

#include <memory>
#include <vector>

#include "compile/program.h"
#include "event/columns.h"
#include "event/document.h"
#include "match/bits.h"

namespace picket::match {

class Runner {
 public:
  // `program` must outlive the runner.
  explicit Runner(const compile::Program& program);
  ~Runner();
  Runner(Runner&&) noexcept;
  Runner& operator=(Runner&&) noexcept;

  // outputs[i] becomes the rows that match query i. `documents` may be null unless the program needs documents; it is
  // asked only for rows that the cheaper tests left, and so are deferred cells.
  void run(event::Batch& batch, event::RowDocuments* documents, std::vector<Bits>& outputs);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace picket::match
