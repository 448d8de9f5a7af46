// SPDX-License-Identifier: Apache-2.0
// Terms: the values that new_terms, threshold and suppression group by, as Elasticsearch's doc values hold them.
// Keyword normalizers and ignore_above apply, numbers are numbers, addresses are compared by value, text fields have no
// terms.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "event/columns.h"
#include "event/field.h"

namespace picket::detect {

struct Term {
  enum class Kind : std::uint8_t { text, number, boolean } kind = Kind::text;
  std::string text;   // numbers in their shortest form, addresses in their canonical one
  double number = 0;  // Kind::number: for the order
};
// Composite aggregation order: numbers by value, all else by bytes.
std::strong_ordering compare(const Term& a, const Term& b);
json::Value to_json(const Term& term);

// The term that a value is under its field's mapping; nullopt where the index would hold none.
std::optional<Term> to_term(const event::FieldMapping& mapping, const event::Scalar& value);

// A combination of terms, one for each field.
using Terms = std::vector<Term>;
std::strong_ordering compare(const Terms& a, const Terms& b);
// A text that is equal exactly for equal combinations.
std::string key_of(const Terms& terms);

struct TermField {
  std::string name;
  event::FieldId id = 0;
  event::FieldMapping mapping;
};

// An event's distinct terms of one field, in order.
std::vector<Term> terms_of(const TermField& field, const event::Batch& batch, std::size_t row);

// Every combination of an event's values (the cartesian product of the fields' distinct terms), none when any field has
// no term. At most kMaxCombinations are given for one event; the flag says that some were left out.
inline constexpr std::size_t kMaxCombinations = 10'000;
struct Combinations {
  std::vector<Terms> list;
  bool cut = false;
};
Combinations combinations(const std::vector<TermField>& fields, const event::Batch& batch, std::size_t row);

}  // namespace picket::detect
