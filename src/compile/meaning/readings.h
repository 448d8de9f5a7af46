// SPDX-License-Identifier: Apache-2.0
// What a condition means on one type each: the readings that meaning.cc has in its table, and what they share. For the
// files of this folder and meaning.cc only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "compile/meaning.h"
#include "compile/predicate.h"
#include "event/field.h"

namespace picket::compile::readings {

using Outcome = std::expected<Meaning, Misfit>;
using Reading = Outcome (*)(const Condition&, const event::FieldMapping&, Timestamp now);

Outcome on_keyword(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_text(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_version(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_flattened(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_dynamic(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_whole(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_real(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_boolean(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_date(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_ip(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_object(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_opaque(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);
Outcome on_unmapped(const Condition& condition, const event::FieldMapping& mapping, Timestamp now);

template <class Test>
Outcome matching(Test predicate) {
  return Meaning{Predicate(std::move(predicate)), false};
}
// No value can satisfy it.
inline Outcome nothing() {
  return Meaning{};
}
Outcome exists(const event::FieldMapping& mapping);

Outcome misfit(std::string_view code, std::string message, std::string hint = {});
// "expected `what`, found 'text'"
Outcome expected(std::string_view code, std::string_view what, std::string_view text, std::string hint = {});
bool is_pattern(const Condition& condition);
Outcome no_patterns(const Condition& condition);

// A comparison as an interval of a type with a smallest step, which `step(value, up)` takes.
template <class T, class Step>
std::vector<Interval<T>> compared(Comparison comparison, T bound, T lowest, T highest, const Step& step) {
  switch (comparison) {
    case Comparison::lt:
      if (bound == lowest) return {};
      return {{lowest, step(bound, false)}};
    case Comparison::lte:
      return {{lowest, bound}};
    case Comparison::gt:
      if (bound == highest) return {};
      return {{step(bound, true), highest}};
    case Comparison::gte:
      return {{bound, highest}};
  }
  return {};
}

// The parts of a pattern keep kAnyCharacter through any change of their letters.
template <class Change>
Pattern changed(const Pattern& pattern, const Change& change) {
  Pattern out;
  for (const std::string& part : pattern.parts) {
    std::string& text = out.parts.emplace_back();
    for (std::string_view rest = part; !rest.empty();) {
      const std::size_t literal = std::min(rest.find(kAnyCharacter), rest.size());
      text += change(std::string(rest.substr(0, literal)));
      rest.remove_prefix(literal);
      const std::size_t any = std::min(rest.find_first_not_of(kAnyCharacter), rest.size());
      text += rest.substr(0, any);
      rest.remove_prefix(any);
    }
  }
  return out;
}

inline std::int64_t step_whole(std::int64_t value, bool up) {
  return up ? value + 1 : value - 1;
}

}  // namespace picket::compile::readings
