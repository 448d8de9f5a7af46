// SPDX-License-Identifier: Apache-2.0
// What an atom said about each cell of its column: unknown, no or yes, two bits a cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "event/columns.h"

namespace picket::match {

enum class Verdict : std::uint8_t { unknown, no, yes };

class Verdicts {
 public:
  // A column with more distinct cells than this rarely repeats one; those beyond are judged again each time.
  static constexpr event::CellId kMaxRemembered = 1U << 18;

  Verdict operator[](event::CellId cell) const {
    const std::size_t word = cell / kPerWord;
    if (word >= words_.size()) return Verdict::unknown;
    return static_cast<Verdict>(words_[word] >> shift(cell) & 3U);
  }
  void set(event::CellId cell, bool holds) {
    if (cell >= kMaxRemembered) return;
    const std::size_t word = cell / kPerWord;
    if (word >= words_.size()) words_.resize(word + word / 2 + 1);
    words_[word] |= (holds ? 2ULL : 1ULL) << shift(cell);
  }
  void clear() { words_.clear(); }

 private:
  static constexpr std::size_t kPerWord = 32;
  static std::size_t shift(event::CellId cell) { return cell % kPerWord * 2; }

  std::vector<std::uint64_t> words_;
};

}  // namespace picket::match
