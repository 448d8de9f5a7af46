// SPDX-License-Identifier: Apache-2.0
// The syntax tree of a Lucene query: names and texts as the author wrote them, no fields, no types. Each term has the
// field that stands before it or before a group around it. Clauses keep their operators as they were written; what they
// make of them (occurrence.h) depends on which terms have any words, which only the fields' types tell. Boosts have no
// meaning for what matches and are dropped.
//
// Every node keeps its span in the text. Values, movable but not copyable; safe to read from several threads. The depth
// of a tree is bounded by limits.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "lang/lucene/regexp.h"

namespace picket::lucene {

// Escapes are resolved. A star makes the name a pattern of names.
struct Field {
  std::string name;
  Span span;
};
bool is_pattern(const Field& field);

// Words that go to the field's analyzer as one text: one term, or several in a row joined by blanks.
struct Text {
  std::string text;
  bool is_row = false;  // of several terms: their words become clauses of their own
};
struct Phrase {
  std::string text;
  std::uint32_t slop = 0;  // how far its words may be moved
};
// One star at the end and no other wildcard.
struct Prefix {
  std::string text;
};
// With `*` and `?`. Between wildcards stands text, its escapes resolved.
struct Wildcard {
  enum class Piece : std::uint8_t { text, any_character, any_text };
  struct Part {
    Piece piece = Piece::text;
    std::string text = {};
    friend bool operator==(const Part&, const Part&) = default;
  };
  std::vector<Part> parts;
};
struct RegexpText {
  std::string source;  // between the slashes
  Regexp tree;
};
struct Fuzzy {
  std::string text;
  std::uint8_t edits = 0;
};
// `[a TO b]`, `>=a`, `<b`. An open end has no bound.
struct Range {
  struct Bound {
    std::string text;
    bool inclusive = true;
  };
  std::optional<Bound> lower;
  std::optional<Bound> upper;
};
// `f:*` and `_exists_:f`. Without a field: every document.
struct Exists {};

using Value = std::variant<Text, Phrase, Prefix, Wildcard, RegexpText, Fuzzy, Range, Exists>;

struct Node;
struct Clause;

struct Term {
  std::optional<Field> field;  // absent: the fields that are searched by default
  Value value;
  Span value_span;
};
// At least one clause; brackets around one clause without an operator are no group.
struct Group {
  std::vector<Clause> clauses;
};

struct Node {
  std::variant<Term, Group> kind;
  Span span;  // without `+`, `-` and boost; of a group with its brackets
};

enum class Conjunction : std::uint8_t { none, op_and, op_or };
enum class Modifier : std::uint8_t { none, required, prohibited };

struct Clause {
  Conjunction conjunction = Conjunction::none;  // of the first one always none
  Modifier modifier = Modifier::none;
  Node node;
};

struct Ast {
  std::optional<Node> root;  // absent: nothing but blanks
};

// The same tree, wherever it stands in its text.
bool equal_ignoring_spans(const Node& a, const Node& b);
bool equal_ignoring_spans(const Ast& a, const Ast& b);

}  // namespace picket::lucene
