// SPDX-License-Identifier: Apache-2.0
// Why something in a file of indicators became no indicator: one table of names and sentences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace picket::indicator {

enum class Problem : std::uint8_t {
  not_json,
  unknown_value,
  no_value,
  unsupported_pattern,
  unsupported_type,
  // Left out on purpose.
  not_for_detection,
  withdrawn,
  no_indicator,
};
inline constexpr std::size_t kProblemCount = 8;

struct ProblemInfo {
  std::string_view name;      // stable, snake_case
  std::string_view sentence;  // for people
  bool is_note;               // nothing is wrong with the file
};
const ProblemInfo& info(Problem problem);

}  // namespace picket::indicator
