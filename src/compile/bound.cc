// SPDX-License-Identifier: Apache-2.0
#include "compile/bound.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"
#include "base/text.h"

namespace picket::compile {
namespace {

bool operator==(const LeafCondition& a, const LeafCondition& b) {
  return a.catalog == b.catalog && a.scope == b.scope && a.condition == b.condition && a.now == b.now;
}

bool same(const std::vector<NodeRef>& a, const std::vector<NodeRef>& b) {
  return std::ranges::equal(a, b, [](const NodeRef& x, const NodeRef& y) { return x == y || equal(*x, *y); });
}

struct Equal {
  const Node& other;
  template <class Form>
  const Form& get() const {
    return std::get<Form>(other.form);
  }

  bool operator()(const All& /*a*/) const { return true; }
  bool operator()(const None& /*a*/) const { return true; }
  bool operator()(const And& a) const { return same(a.children, get<And>().children); }
  bool operator()(const Or& a) const { return same(a.children, get<Or>().children); }
  bool operator()(const Not& a) const { return equal(*a.child, *get<Not>().child); }
  bool operator()(const Nested& a) const {
    return a.path == get<Nested>().path && equal(*a.child, *get<Nested>().child);
  }
  // The name is only what is shown.
  bool operator()(const Test& a) const { return a.field == get<Test>().field && a.predicate == get<Test>().predicate; }
  bool operator()(const AnyField& a) const { return a.leaves == get<AnyField>().leaves; }
  bool operator()(const FieldPattern& a) const {
    const FieldPattern& b = get<FieldPattern>();
    return a.names == b.names && a.leaves == b.leaves && a.into_nested == b.into_nested;
  }
};

std::string quoted_condition(const Condition& condition) {
  const std::string_view suffix = condition.ignore_case ? " ignoring case" : "";
  switch (condition.kind) {
    case Condition::Kind::exists:
      return ": *";
    case Condition::Kind::text:
      return fmt::format(": {}{}", shown(condition), condition.every_word ? " every word" : "");
    case Condition::Kind::phrase:
    case Condition::Kind::term:
    case Condition::Kind::pattern:
    case Condition::Kind::wildcard:
    case Condition::Kind::word_pattern:
    case Condition::Kind::prefix:
    case Condition::Kind::regexp:
    case Condition::Kind::fuzzy:
      return fmt::format(": {}{}", shown(condition), suffix);
    case Condition::Kind::range: {
      std::vector<std::string> texts;
      for (const RangeBound& bound : condition.bounds) {
        texts.push_back(fmt::format("{} {}", symbol(bound.comparison), printable(bound.text)));
      }
      return join(texts, " and ");
    }
  }
  return {};
}

// A colon stands next to the name, a comparison does not.
std::string with_name(std::string_view name, const std::string& rest) {
  return fmt::format("{}{}{}", name, rest.starts_with(':') ? "" : " ", rest);
}

// Without the form's children.
struct Label {
  std::string operator()(const All& /*form*/) const { return "all"; }
  std::string operator()(const None& /*form*/) const { return "none"; }
  std::string operator()(const And& /*form*/) const { return "and"; }
  std::string operator()(const Or& /*form*/) const { return "or"; }
  std::string operator()(const Not& /*form*/) const { return "not"; }
  std::string operator()(const Nested& form) const { return fmt::format("nested {}", form.path); }
  std::string operator()(const Test& form) const { return with_name(form.name, to_string(form.predicate)); }
  std::string operator()(const AnyField& form) const {
    return with_name("any field", quoted_condition(form.leaves.condition));
  }
  std::string operator()(const FieldPattern& form) const {
    return with_name(to_string(form.names), quoted_condition(form.leaves.condition));
  }
};

std::vector<NodeRef> children_of(const Node& node) {
  if (const auto* form = std::get_if<And>(&node.form)) return form->children;
  if (const auto* form = std::get_if<Or>(&node.form)) return form->children;
  if (const auto* form = std::get_if<Not>(&node.form)) return {form->child};
  if (const auto* form = std::get_if<Nested>(&node.form)) return {form->child};
  return {};
}

std::string_view kind_of(const Predicate& predicate) {
  static constexpr std::array<std::string_view, std::variant_size_v<Predicate>> kKinds = {
      "exists",        "terms",       "wildcards", "text range",   "phrases", "token wildcards", "token range",
      "ip ranges",     "wholes",      "reals",     "booleans",     "dates",   "version range",   "dynamic terms",
      "dynamic range", "near phrase", "regexp",    "token regexp", "fuzzy",   "token fuzzy"};
  return kKinds.at(predicate.index());
}

void dump(const Node& node, std::size_t depth, std::string& out) {
  if (!out.empty()) out += '\n';
  out.append(2 * depth, ' ');
  out += std::visit(Label{}, node.form);
  if (const auto* test = std::get_if<Test>(&node.form)) {
    out += fmt::format("  [{}", kind_of(test->predicate));
    if (test->field.name != test->name) out += fmt::format(" of {}", test->field.name);
    if (test->field.shape == event::Shape::subtree) out += ", anywhere below";
    out += ']';
  }
  for (const NodeRef& child : children_of(node)) dump(*child, depth + 1, out);
}

bool is_many(const Node& node) {
  return std::holds_alternative<And>(node.form) || std::holds_alternative<Or>(node.form);
}

std::string in_brackets(const Node& node) {
  return is_many(node) ? fmt::format("({})", to_string(node)) : to_string(node);
}

struct Reads {
  Bound& bound;
  std::size_t depth = 0;  // inside nested objects, whose fields are no columns

  void visit(const Node& node) {
    if (const auto* test = std::get_if<Test>(&node.form)) read(test->field);
    if (const auto* nested = std::get_if<Nested>(&node.form)) read({nested->path, event::Shape::objects});
    const bool by_leaf = std::holds_alternative<AnyField>(node.form) || std::holds_alternative<FieldPattern>(node.form);
    if (by_leaf && depth == 0) bound.reads_documents = true;
    const std::size_t deeper = std::holds_alternative<Nested>(node.form) ? 1 : 0;
    depth += deeper;
    for (const NodeRef& child : children_of(node)) visit(*child);
    depth -= deeper;
  }

  void read(const event::FieldRequest& request) {
    if (depth == 0 && std::ranges::find(bound.reads, request) == bound.reads.end()) bound.reads.push_back(request);
  }
};

// The mapped name that a leaf's value belongs to: the root for what lies below a flattened one.
std::string mapped_name(const event::FieldCatalog& catalog, const std::string& full_path) {
  const std::string root = catalog.flattened_root(full_path);
  return root.empty() ? full_path : root;
}

std::string full_path(const LeafCondition& leaves, std::string_view leaf_path) {
  return leaves.scope.empty() ? std::string(leaf_path) : fmt::format("{}.{}", leaves.scope, leaf_path);
}

void add_predicate(const LeafCondition& leaves, std::string_view name, std::vector<Predicate>& out) {
  auto meaning = meaning_of(leaves.condition, leaves.catalog->resolve(name), leaves.now);
  if (meaning && meaning->predicate) out.push_back(*std::move(meaning->predicate));
}

}  // namespace

NodeRef all() {
  return node(All{});
}
NodeRef none() {
  return node(None{});
}
NodeRef both(std::vector<NodeRef> children) {
  if (children.empty()) return all();
  return children.size() == 1 ? std::move(children[0]) : node(And{std::move(children)});
}
NodeRef either(std::vector<NodeRef> children) {
  if (children.empty()) return none();
  return children.size() == 1 ? std::move(children[0]) : node(Or{std::move(children)});
}
NodeRef negated(NodeRef child) {
  return node(Not{std::move(child)});
}

Bound make_bound(NodeRef tree, bool depends_on_now) {
  Bound bound{std::move(tree), {}, false, depends_on_now};
  Reads{bound}.visit(*bound.tree);
  return bound;
}

std::vector<Predicate> leaf_predicates(const AnyField& test, std::string_view leaf_path) {
  const event::FieldCatalog& catalog = *test.leaves.catalog;
  const std::string path = full_path(test.leaves, leaf_path);
  std::vector<Predicate> out;
  // Fields of nested objects are documents of their own in the index; a value without a field does not reach them.
  if (catalog.nested_path(path) != test.leaves.scope) return out;
  const std::string name = mapped_name(catalog, path);
  add_predicate(test.leaves, name, out);
  for (const std::string& multi_field : catalog.multi_fields(name)) add_predicate(test.leaves, multi_field, out);
  return out;
}

std::vector<Predicate> leaf_predicates(const FieldPattern& test, std::string_view leaf_path) {
  const event::FieldCatalog& catalog = *test.leaves.catalog;
  const std::string path = full_path(test.leaves, leaf_path);
  std::vector<Predicate> out;
  if (!test.into_nested && catalog.nested_path(path) != test.leaves.scope) return out;
  const std::string name = mapped_name(catalog, path);
  if (matches(test.names, name)) add_predicate(test.leaves, name, out);
  for (const std::string& multi_field : catalog.multi_fields(name)) {
    if (matches(test.names, multi_field)) add_predicate(test.leaves, multi_field, out);
  }
  return out;
}

bool equal(const Node& a, const Node& b) {
  if (&a == &b) return true;
  return a.form.index() == b.form.index() && std::visit(Equal{b}, a.form);
}

std::size_t hash(const Node& node) {
  // The name that is shown is no part of a test.
  const auto* test = std::get_if<Test>(&node.form);
  std::uint64_t result = 0;
  if (test != nullptr) {
    result = hash64(test->field.name, hash(test->predicate) + static_cast<std::uint64_t>(test->field.shape));
  } else {
    result = hash64(std::visit(Label{}, node.form), node.form.index());
  }
  for (const NodeRef& child : children_of(node)) {
    const std::size_t one = hash(*child);
    result = hash64({reinterpret_cast<const char*>(&one), sizeof one}, result);
  }
  return result;
}

std::string to_string(const Node& node) {
  if (const auto* form = std::get_if<Not>(&node.form)) return "not " + in_brackets(*form->child);
  if (const auto* form = std::get_if<Nested>(&node.form))
    return fmt::format("{}: {{ {} }}", form->path, to_string(*form->child));
  if (!is_many(node)) return std::visit(Label{}, node.form);
  std::vector<std::string> texts;
  for (const NodeRef& child : children_of(node)) texts.push_back(in_brackets(*child));
  return join(texts, std::holds_alternative<And>(node.form) ? " and " : " or ");
}

std::string dump(const Node& node) {
  std::string out;
  dump(node, 0, out);
  return out;
}

}  // namespace picket::compile
