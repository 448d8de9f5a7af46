// SPDX-License-Identifier: Apache-2.0
// The diagnostic codes of binding names and values to fields and types. Codes are stable: never renumber one, never
// reuse one. docs/codes.md lists them.
#pragma once

#include <string_view>

namespace picket::compile::codes {

inline constexpr std::string_view kNotANumber = "K201";
inline constexpr std::string_view kNotABoolean = "K202";
inline constexpr std::string_view kNotAnAddress = "K203";
inline constexpr std::string_view kNotADate = "K204";
inline constexpr std::string_view kPatternOnType = "K205";
inline constexpr std::string_view kNullValue = "K206";
inline constexpr std::string_view kRangeOnFlattened = "K207";
inline constexpr std::string_view kOpaqueType = "K208";
inline constexpr std::string_view kGroupNotNested = "K209";
inline constexpr std::string_view kGroupUnmapped = "K210";
inline constexpr std::string_view kOutsideGroup = "K211";
inline constexpr std::string_view kWrongGroup = "K212";

// Warnings.
inline constexpr std::string_view kUnknownField = "K220";
inline constexpr std::string_view kComparedAsText = "K221";
inline constexpr std::string_view kObjectHasNoValue = "K222";
inline constexpr std::string_view kSkippedField = "K223";

}  // namespace picket::compile::codes
