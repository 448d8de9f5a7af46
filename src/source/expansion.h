// SPDX-License-Identifier: Apache-2.0
// The limit on what compressed data may expand to: all that comes out of a file, over all its members and layers,
// against what was read from the file for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "source/byte_stream.h"
#include "source/input.h"

namespace picket::source {

class Expansion {
 public:
  // `stored` counts the bytes that are read from files, of which those from now on are this file's. They count at most
  // as `size` where that is known and not 0: readers of archives go back and read again.
  Expansion(const std::uint64_t& stored, std::uint64_t size, const Limits& limits);
  // Takes note of bytes that came out. A fault when they are too many.
  std::optional<StreamFault> add(std::uint64_t bytes);
  bool exceeded() const { return exceeded_; }

 private:
  const std::uint64_t& stored_;
  const std::uint64_t stored_before_;
  const std::uint64_t size_;
  const std::uint64_t ratio_;
  const std::uint64_t free_bytes_;
  std::uint64_t expanded_ = 0;
  bool exceeded_ = false;
};

}  // namespace picket::source
