// SPDX-License-Identifier: Apache-2.0
// What a condition means on a type: the one place where Elasticsearch's types decide how a value is compared
// (docs/semantics.md is this file in prose). Languages turn their syntax into conditions; the tree above them is
// theirs. Pure functions.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "compile/predicate.h"
#include "event/field.h"

namespace picket::compile {

// What a query asks of one field.
struct Condition {
  enum class Kind : std::uint8_t {
    exists,
    text,     // unquoted: on analyzed text any word of it
    phrase,   // quoted: on analyzed text its words in order
    pattern,  // with `*`
    range,
  };
  Kind kind = Kind::exists;
  std::string text;  // of text, phrase and range
  Pattern pattern;
  Comparison comparison = Comparison::lt;  // of range
};

struct Meaning {
  std::optional<Predicate> predicate;  // absent: no value can satisfy it
  bool depends_on_now = false;
};

// The value does not fit the type: Elasticsearch would refuse the whole search.
struct Misfit {
  std::string_view code;
  std::string message;  // "expected a number, found 'abc'"
  std::string hint;
};

std::expected<Meaning, Misfit> meaning_of(const Condition& condition, const event::FieldMapping& mapping,
                                          Timestamp now);

// How much of a field's path the condition looks at.
event::Shape shape_of(const Condition& condition, event::FieldType type);

// The alternatives that white space makes of a pattern where Kibana hands it to query_string (analyzed text, and values
// without a field): `*foo bar*` is `*foo` or `bar*`. An alternative without a star has one part.
std::vector<Pattern> alternatives(const Pattern& pattern);
bool is_lone_star(const Pattern& pattern);

}  // namespace picket::compile
