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
#include <vector>

#include "base/time.h"
#include "compile/predicate.h"
#include "compile/regexp.h"
#include "event/field.h"

namespace picket::compile {

// What a query asks of one field.
struct Condition {
  enum class Kind : std::uint8_t {
    exists,
    text,      // on analyzed text any word of it
    phrase,    // on analyzed text its words in order
    term,      // as the index holds it: on analyzed text one word, taken as it stands
    pattern,   // as query_string reads it: on analyzed text in lower case, and white space makes alternatives
    wildcard,  // as the index holds it: on analyzed text one word, taken as it stands
    range,
    // As query_string reads one term with wildcards, with a star at its end only, /.../ and ~n.
    word_pattern,  // on analyzed text one word, the pattern in lower case
    prefix,        // on analyzed text its words, of which the last one may go on
    regexp,        // on analyzed text one word
    fuzzy,         // on analyzed text one word, the text in lower case
  };
  Kind kind = Kind::exists;
  std::string text;                // of text, phrase, term, prefix and fuzzy
  Pattern pattern;                 // of pattern, wildcard and word_pattern
  bool ignore_case = false;        // of term and wildcard; see fold_case
  std::vector<RangeBound> bounds;  // of range: one value satisfies all of them
  bool fold_words = false;         // of range: on analyzed text the bounds are put in lower case
  bool every_word = false;         // of text and prefix: on analyzed text all words of it and not any
  std::uint32_t slop = 0;          // of phrase: how far its words may be moved
  std::uint8_t edits = 0;          // of fuzzy
  std::optional<QueryRegexp> regexp;
  Duration zone{};  // of dates: what local time is ahead of UTC where the text names no zone, and for rounding
  friend bool operator==(const Condition&, const Condition&) = default;
};

// The condition's value as its author would write it.
std::string shown(const Condition& condition);

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
// Asks for a date that is counted from now.
bool asks_of_now(const Condition& condition);
bool is_lone_star(const Pattern& pattern);
bool has_wildcard(const Pattern& pattern);

}  // namespace picket::compile
