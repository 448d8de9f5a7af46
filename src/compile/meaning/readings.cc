// SPDX-License-Identifier: Apache-2.0
// What the readings share, and the types of which no value is compared.
#include "compile/meaning/readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "compile/codes.h"

namespace picket::compile::readings {

using event::FieldMapping;
using Kind = Condition::Kind;

Outcome exists(const FieldMapping& mapping) {
  return matching(Exists{mapping.type, {mapping.ignore_above, false}});
}

Outcome misfit(std::string_view code, std::string message, std::string hint) {
  return std::unexpected(Misfit{code, std::move(message), std::move(hint)});
}
Outcome expected(std::string_view code, std::string_view what, std::string_view text, std::string hint) {
  return misfit(code, fmt::format("expected {}, found '{}'", what, printable(text)), std::move(hint));
}

bool is_pattern(const Condition& condition) {
  static constexpr std::array kPatterns = {Kind::pattern, Kind::wildcard, Kind::word_pattern,
                                           Kind::prefix,  Kind::regexp,   Kind::fuzzy};
  return std::ranges::find(kPatterns, condition.kind) != kPatterns.end();
}
Outcome no_patterns(const Condition& condition) {
  return misfit(codes::kPatternOnType,
                fmt::format("only text can be matched by a pattern such as '{}'", shown(condition)),
                "give whole values, or compare with <, <=, >, >=");
}

// Only what lies below it has values.
Outcome on_object(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  return condition.kind == Kind::exists ? exists(mapping) : nothing();
}

Outcome on_opaque(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  if (condition.kind == Kind::exists) return exists(mapping);
  return misfit(codes::kOpaqueType, "values of this type cannot be searched", "only `field:*` is possible");
}

Outcome on_unmapped(const Condition& /*condition*/, const FieldMapping& /*mapping*/, Timestamp /*now*/) {
  return nothing();
}

}  // namespace picket::compile::readings
