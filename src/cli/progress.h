// SPDX-License-Identifier: Apache-2.0
// The progress line of long work: files, share, rate, time left. It is drawn on a terminal only, a few times a second,
// and leaves nothing behind. Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>

#include "source/record.h"

namespace picket::cli {

class ProgressLine {
 public:
  explicit ProgressLine(bool enabled) : enabled_(enabled) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(const source::Progress& progress, std::uint64_t records, std::uint64_t matches);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool enabled_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
};

}  // namespace picket::cli
