// SPDX-License-Identifier: Apache-2.0
// Splits text that is neither JSON nor CSV into its lines: lists of indicators. Only where InputOptions::is_table asks
// for it; logs have no such form. A line's record has no blanks around it; empty lines are none.
#pragma once

#include <cstddef>
#include <cstdint>

#include "source/input.h"
#include "source/output.h"
#include "source/window.h"

namespace picket::source {

class LineSplitter {
 public:
  LineSplitter(Window& window, Output& output, const InputOptions& options)
      : window_(window), output_(output), limit_(options.limits.line_bytes) {}
  void run();

 private:
  void take(std::size_t size);

  Window& window_;
  Output& output_;
  const std::size_t limit_;
  std::uint64_t position_ = 0;
};

}  // namespace picket::source
