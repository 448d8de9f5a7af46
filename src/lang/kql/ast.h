// SPDX-License-Identifier: Apache-2.0
// The syntax tree of a KQL query: names and texts as the author wrote them, no fields, no types. It is exactly the tree
// that Kibana's reader makes, so value lists are gone (`f:(a or not b)` is the or of `f:a` and the not of `f:b`),
// chains of one operator are one flat node, and the empty query is `*:*`. Every node and literal keeps its span in the
// text. Values, movable but not copyable; safe to read from several threads. The depth of a tree is bounded by
// limits.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.h"

namespace picket::kql {

enum class LiteralKind : std::uint8_t {
  text,      // unquoted; numbers are text as well
  phrase,    // quoted; never a pattern
  wildcard,  // unquoted with at least one `*` that is not escaped
  null,      // unquoted null, true, false: exactly these letters
  boolean_true,
  boolean_false,
};
std::string_view to_string(LiteralKind kind);

// A field name or a value. `text` has its escapes resolved, is well-formed UTF-8, and is "null", "true" or "false" for
// those kinds. For a wildcard `text` is empty and `parts` holds what stands between the stars: n stars, n + 1 parts.
struct Literal {
  LiteralKind kind = LiteralKind::text;
  std::string text = {};
  std::vector<std::string> parts = {};
  Span span = {};  // with the quotes, without white space around it
};
// A value of one star and nothing else: the field has any value. `**` is an ordinary pattern.
bool is_lone_star(const Literal& literal);

enum class RangeOperator : std::uint8_t { lt, lte, gt, gte };
std::string_view to_string(RangeOperator op);  // "lt", "lte", "gt", "gte"
std::string_view symbol(RangeOperator op);     // "<", "<=", ">", ">="

struct Node;

// At least two children. A child of the same kind comes from brackets or from a value list.
struct And {
  std::vector<Node> children;
};
struct Or {
  std::vector<Node> children;
};
struct Not {
  std::unique_ptr<Node> child;  // never null
};
// One object of the array at `path` satisfies `child`; names in it are relative to the path.
struct Nested {
  Literal path;
  std::unique_ptr<Node> child;  // never null
};
// No field: the value stands alone. In a value list each Is has a copy of the list's field, so equal spans of two
// fields mean that they were written once. A field of kind null behaves like no field.
struct Is {
  std::optional<Literal> field;
  Literal value;
};
struct Range {
  Literal field;
  RangeOperator op = RangeOperator::lt;
  Literal value;  // a star in it is plain text
};

// The span runs from the first to the last character of the construct, with the brackets around it. An Is that was one
// of several values of a list has the span of that value only.
struct Node {
  std::variant<And, Or, Not, Nested, Is, Range> kind;
  Span span = {};
};

struct Ast {
  Node root;
};

// The same tree, wherever it stands in its text.
bool equal_ignoring_spans(const Literal& a, const Literal& b);
bool equal_ignoring_spans(const Node& a, const Node& b);

}  // namespace picket::kql
