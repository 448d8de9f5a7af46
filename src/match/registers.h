// SPDX-License-Identifier: Apache-2.0
// The registers of a running program: bits of one batch. An empty register is only a flag, so that work on nothing is
// skipped and its words need no clearing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "compile/program.h"

namespace picket::match {

class Registers {
 public:
  explicit Registers(std::size_t count) : empty_(count, 1) {}

  // All registers empty, for batches of `rows`.
  void reset(std::size_t rows) {
    rows_ = rows;
    width_ = (rows + 63) / 64;
    if (words_.size() < width_ * empty_.size()) words_.resize(width_ * empty_.size());
    empty_.assign(empty_.size(), 1);
  }

  std::size_t rows() const { return rows_; }
  bool is_empty(compile::Register r) const { return empty_[r] != 0; }
  std::span<std::uint64_t> words(compile::Register r) { return {words_.data() + r * width_, width_}; }

  void set_empty(compile::Register r) { empty_[r] = 1; }
  void set_all(compile::Register r) {
    for (std::uint64_t& word : words(r)) word = ~std::uint64_t{0};
    if (width_ > 0) words(r)[width_ - 1] = last_word();
    empty_[r] = rows_ == 0 ? 1 : 0;
  }
  // Words are `make(i)`; the register is empty when all are zero.
  template <class Make>
  void assign(compile::Register r, const Make& make) {
    std::uint64_t any = 0;
    std::uint64_t* const out = words(r).data();
    for (std::size_t i = 0; i < width_; ++i) any |= out[i] = make(i);
    empty_[r] = any == 0 ? 1 : 0;
  }
  void set_row(compile::Register r, std::size_t row) {
    const std::span<std::uint64_t> out = words(r);
    if (empty_[r] != 0) {
      for (std::uint64_t& word : out) word = 0;
      empty_[r] = 0;
    }
    out[row / 64] |= std::uint64_t{1} << (row % 64);
  }
  // The rows that exist in the word.
  std::uint64_t valid(std::size_t i) const { return i + 1 == width_ ? last_word() : ~std::uint64_t{0}; }

 private:
  std::uint64_t last_word() const {
    const std::size_t used = rows_ % 64;
    return used == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << used) - 1;
  }

  std::vector<std::uint64_t> words_;
  std::vector<std::uint8_t> empty_;
  std::size_t rows_ = 0;
  std::size_t width_ = 0;
};

}  // namespace picket::match
