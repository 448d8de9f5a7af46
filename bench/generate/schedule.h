// SPDX-License-Identifier: Apache-2.0
// When things happen: how many operations an hour of each kind of caller sees, so that their sum over the log is what
// was asked for, and the waiting times that follow from it.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "generate/population.h"
#include "generate/random.h"
#include "generate/session.h"

namespace picket::generate {

// Share of the operations of each kind of caller, in thousandths.
inline constexpr std::array<std::uint64_t, kCallerKindCount> kCallerShares = {400, 220, 280, 100};

class Schedule {
 public:
  // `operations` of all callers over the whole span [start, end).
  Schedule(Ticks start, Ticks end, std::uint64_t operations);

  // When the next operation of anyone after `now` happens, and whose it is. A Poisson process whose rate is constant
  // within an hour.
  std::pair<Ticks, CallerKind> next(Random& random, Ticks now) const;

 private:
  using Rates = std::array<std::uint32_t, kCallerKindCount>;  // thousandths of an operation an hour
  Rates rates_at(Ticks time) const;

  std::array<std::uint64_t, kCallerKindCount> operations_;  // of each kind
  std::uint64_t hours_;
  std::uint64_t rhythm_total_ = 0;  // sum of the working-hours weights over the span
};

}  // namespace picket::generate
