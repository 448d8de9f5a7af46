// SPDX-License-Identifier: Apache-2.0
// Random queries over random events, for finding where two engines disagree. Everything is a function of a stream of
// choices, which comes from a seed (property tests) or from bytes (fuzzing).
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "event/field.h"
#include "lang/kql/ast.h"

namespace picket::reference {

class Choices {
 public:
  explicit Choices(std::uint32_t seed) : random_(seed) {}
  explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes), from_bytes_(true) {}

  // 0 to n - 1; always 0 once the bytes are used up.
  std::size_t below(std::size_t n);
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T>
  const T& of(const std::vector<T>& items) {
    return items[below(items.size())];
  }

 private:
  std::mt19937 random_;
  std::span<const std::uint8_t> bytes_;
  bool from_bytes_ = false;
};

// Fields of every type; in the open catalog other names are dynamic, in the closed one they are unmapped.
const event::FieldCatalog& random_catalog(bool open);
Timestamp random_now();

// The name of a field, or one that no field has, and texts that mostly fit it.
struct NameAndTexts {
  std::string name;
  const std::vector<std::string>* texts;
};
NameAndTexts random_field(Choices& choices);
const std::vector<std::string>& random_texts(Choices& choices);

kql::Ast random_query(Choices& choices);
// A query in Lucene's syntax, as text; nearly always one without mistakes.
std::string random_lucene_query(Choices& choices);
json::Object random_document(Choices& choices);

}  // namespace picket::reference
