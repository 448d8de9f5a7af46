// SPDX-License-Identifier: Apache-2.0
// The bound tree: a query whose names have become fields and whose values have become predicates of the fields' types.
// It knows no language any more. Nodes are immutable and shared, so optimizing copies nothing that it keeps; a tree may
// be read from many threads.
//
// Truth has two values. A test of a field without a value does not hold, and its negation does; a language in which a
// missing field means something else decides that when it makes its tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "compile/meaning.h"
#include "compile/predicate.h"
#include "event/columns.h"
#include "event/field.h"

namespace picket::compile {

struct Node;
using NodeRef = std::shared_ptr<const Node>;  // never null

struct All {};
struct None {};
struct And {
  std::vector<NodeRef> children;
};
struct Or {
  std::vector<NodeRef> children;
};
struct Not {
  NodeRef child;
};
// One object of the array at `path` satisfies `child`. Names of fields in it are relative to the object.
struct Nested {
  std::string path;  // relative to the enclosing object, if there is one
  NodeRef child;
};
struct Test {
  std::string name;           // as the query has it; differs from the field read for multi-fields
  event::FieldRequest field;  // relative to the enclosing object
  Predicate predicate;
};
// A condition on every leaf of a document whose name fits; each leaf is read by its own type. A leaf whose type cannot
// take the condition's value is left out.
struct LeafCondition {
  const event::FieldCatalog* catalog = nullptr;  // must outlive the tree
  std::string scope;                             // full path of the enclosing nested object; empty at the top
  Condition condition;
  Timestamp now{};
};
struct AnyField {
  LeafCondition leaves;
};
struct FieldPattern {
  Pattern names;  // of full names
  LeafCondition leaves;
  bool into_nested = true;  // also leaves of nested objects below the scope
};

struct Node {
  std::variant<All, None, And, Or, Not, Nested, Test, AnyField, FieldPattern> form;
};

NodeRef all();
NodeRef none();
// Of no children: all. Of one: the child.
NodeRef both(std::vector<NodeRef> children);
// Of no children: none. Of one: the child.
NodeRef either(std::vector<NodeRef> children);
NodeRef negated(NodeRef child);
template <class Form>
NodeRef node(Form form) {
  return std::make_shared<const Node>(Node{std::move(form)});
}

// A query, ready to be lowered together with others.
struct Bound {
  NodeRef tree;
  std::vector<event::FieldRequest> reads;  // the columns that its tests read, without repetition
  bool reads_documents = false;            // a test looks at fields that only the document tells
  bool depends_on_now = false;             // to be bound again for every execution
};
// Collects `reads` and `reads_documents`.
Bound make_bound(NodeRef tree, bool depends_on_now);

// What a leaf must satisfy one of: one predicate for the leaf's own type, and one for each of its multi-fields.
std::vector<Predicate> leaf_predicates(const AnyField& test, std::string_view leaf_path);
std::vector<Predicate> leaf_predicates(const FieldPattern& test, std::string_view leaf_path);

// The same tests in the same tree.
bool equal(const Node& a, const Node& b);
// Equal trees have equal hashes.
std::size_t hash(const Node& node);

// One line that reads like KQL.
std::string to_string(const Node& node);
// One node a line, children indented by two blanks, with the types. No trailing line break.
std::string dump(const Node& node);

}  // namespace picket::compile
