// SPDX-License-Identifier: Apache-2.0
// The brackets that are open at a place of a JSON text: one bit a level. Levels beyond kMaxLevels are counted only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace picket::source {

class Nesting {
 public:
  static constexpr std::size_t kMaxLevels = 256;

  std::size_t depth() const { return depth_; }
  // Of the innermost open bracket; both are false at depth 0 and beyond kMaxLevels.
  bool in_object() const { return is_known() && is_object(depth_ - 1); }
  bool in_array() const { return is_known() && !is_object(depth_ - 1); }
  std::size_t arrays() const { return arrays_; }  // how many of the open brackets are arrays

  void push(bool object) {
    if (depth_ < kMaxLevels) {
      const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
      objects_[depth_ / 64] = (objects_[depth_ / 64] & ~bit) | (object ? bit : 0);
      arrays_ += object ? 0 : 1;
    }
    ++depth_;
  }
  // False, and nothing changed, when the innermost bracket is of the other kind. Requires depth() > 0.
  bool pop(bool object) {
    if (depth_ <= kMaxLevels) {
      if (is_object(depth_ - 1) != object) return false;
      arrays_ -= object ? 0 : 1;
    }
    --depth_;
    return true;
  }

 private:
  bool is_known() const { return depth_ > 0 && depth_ <= kMaxLevels; }
  bool is_object(std::size_t level) const { return (objects_[level / 64] >> (level % 64) & 1) != 0; }
  std::array<std::uint64_t, kMaxLevels / 64> objects_{};
  std::size_t depth_ = 0;
  std::size_t arrays_ = 0;
};

}  // namespace picket::source
