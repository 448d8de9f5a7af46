// SPDX-License-Identifier: Apache-2.0
// The formats and how a record shows which one it has: by the members of its outermost object, whatever their order.
// To add a format: a FormatId, a line in each table of formats.cc, a file with its mapping.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "decode/decoder.h"

namespace picket::decode {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

// Shown the members of one record, it tells the format. Never allocates.
class FormatFinder {
 public:
  // A member of the outermost object; `text` of strings. True: show the member's own members with see_inside().
  bool see(std::string_view key, JsonKind kind, std::string_view text);
  void see_inside(std::string_view outer_key, std::string_view key);

  Result<FormatId, Refusal> found(Hint hint) const;
  // A member that matters was there twice; of such members the last counts.
  bool saw_twice() const { return saw_twice_; }

 private:
  std::uint64_t marks_ = 0;
  std::uint64_t keys_ = 0;
  bool saw_twice_ = false;
};

}  // namespace picket::decode
