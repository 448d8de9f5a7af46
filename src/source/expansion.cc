// SPDX-License-Identifier: Apache-2.0
#include "source/expansion.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace picket::source {

Expansion::Expansion(const std::uint64_t& stored, std::uint64_t size, const Limits& limits)
    : stored_(stored),
      stored_before_(stored),
      size_(size > 0 ? size : std::numeric_limits<std::uint64_t>::max()),
      ratio_(limits.expansion_ratio),
      free_bytes_(limits.expansion_free_bytes) {}

std::optional<StreamFault> Expansion::add(std::uint64_t bytes) {
  expanded_ += bytes;
  const std::uint64_t stored = std::min(size_, stored_ - stored_before_);
  if (expanded_ <= free_bytes_ || expanded_ / ratio_ < stored) return std::nullopt;
  exceeded_ = true;
  return StreamFault{
      Reason::expansion_limit,
      fmt::format("{} bytes expand to more than {}; the limit is {} to 1, and what follows in this file is not read",
                  stored, expanded_, ratio_)};
}

}  // namespace picket::source
