// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "lang/kql/limits.h"
#include "lang/kql/literal_text.h"

namespace picket::kql {
namespace {

bool is_chain(const Node& node) {
  return std::holds_alternative<And>(node.kind) || std::holds_alternative<Or>(node.kind);
}

// An `and` needs no brackets in an `or`; the same operator does, or the two would become one chain.
bool needs_brackets(const Node& child, bool in_or) {
  return is_chain(child) && !(in_or && std::holds_alternative<And>(child.kind));
}

// The field that all terms of the subtree ask for, or null.
struct SharedField {
  const Literal* operator()(const And& node) const { return shared(node.children); }
  const Literal* operator()(const Or& node) const { return shared(node.children); }
  const Literal* operator()(const Not& node) const { return std::visit(*this, node.child->kind); }
  const Literal* operator()(const Nested&) const { return nullptr; }
  const Literal* operator()(const Is& node) const { return node.field ? &*node.field : nullptr; }
  const Literal* operator()(const Range&) const { return nullptr; }

 private:
  const Literal* shared(const std::vector<Node>& children) const {
    const Literal* first = nullptr;
    for (const Node& child : children) {
      const Literal* field = std::visit(*this, child.kind);
      if (field == nullptr || (first != nullptr && !equal_ignoring_spans(*first, *field))) return nullptr;
      if (first == nullptr) first = field;
    }
    return first;
  }
};

// The brackets that stand within one another when the subtree is written inside a value list.
struct BracketDepth {
  std::size_t operator()(const And& node) const { return deepest(node.children, false); }
  std::size_t operator()(const Or& node) const { return deepest(node.children, true); }
  std::size_t operator()(const Not& node) const {
    const std::size_t own = is_chain(*node.child) || std::holds_alternative<Not>(node.child->kind) ? 1 : 0;
    return own + std::visit(*this, node.child->kind);
  }
  std::size_t operator()(const Nested&) const { return 0; }
  std::size_t operator()(const Is&) const { return 0; }
  std::size_t operator()(const Range&) const { return 0; }

 private:
  std::size_t deepest(const std::vector<Node>& children, bool in_or) const {
    std::size_t deepest = 0;
    for (const Node& child : children) {
      const std::size_t own = needs_brackets(child, in_or) ? 1 : 0;
      deepest = std::max(deepest, own + std::visit(*this, child.kind));
    }
    return deepest;
  }
};

class KqlPrinter {
 public:
  explicit KqlPrinter(std::string& out) : out_(out) {}

  void operator()(const And& node) { chain(node.children, false); }
  void operator()(const Or& node) { chain(node.children, true); }
  void operator()(const Not& node) {
    out_ += "not ";
    print(*node.child, is_chain(*node.child) || std::holds_alternative<Not>(node.child->kind));
  }
  void operator()(const Nested& node) {
    append_literal(out_, node.path);
    out_ += ":{ ";
    ++depth_;
    print(*node.child, false);
    --depth_;
    out_ += " }";
  }
  void operator()(const Is& node) {
    if (node.field && list_field_ == nullptr) {
      append_literal(out_, *node.field);
      out_ += ':';
    }
    append_literal(out_, node.value);
  }
  void operator()(const Range& node) {
    append_literal(out_, node.field);
    out_ += fmt::format(" {} ", symbol(node.op));
    append_literal(out_, node.value);
  }

  void print(const Node& node, bool brackets) {
    if (would_be_list(node)) {
      print_list(node);
    } else if (brackets) {
      print_bracketed(node);
    } else {
      std::visit(*this, node.kind);
    }
  }

 private:
  // A list has brackets that the tree itself may not need, so at the limit of depth its terms stay apart.
  bool would_be_list(const Node& node) const {
    return list_field_ == nullptr && is_chain(node) && std::visit(SharedField{}, node.kind) != nullptr &&
           depth_ + 1 + std::visit(BracketDepth{}, node.kind) <= kMaxNestingDepth;
  }

  void print_list(const Node& node) {
    list_field_ = std::visit(SharedField{}, node.kind);
    append_literal(out_, *list_field_);
    out_ += ':';
    print_bracketed(node);
    list_field_ = nullptr;
  }

  void print_bracketed(const Node& node) {
    out_ += '(';
    ++depth_;
    std::visit(*this, node.kind);
    --depth_;
    out_ += ')';
  }

  void chain(const std::vector<Node>& children, bool is_or) {
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i > 0) out_ += is_or ? " or " : " and ";
      print(children[i], needs_brackets(children[i], is_or));
    }
  }

  std::string& out_;
  const Literal* list_field_ = nullptr;  // inside a value list: its field
  std::size_t depth_ = 0;
};

struct Dump {
  std::string& out;
  std::size_t depth = 0;

  void operator()(const And& node) const { branch("and", node.children); }
  void operator()(const Or& node) const { branch("or", node.children); }
  void operator()(const Not& node) const {
    out += "not";
    below(*node.child);
  }
  void operator()(const Nested& node) const {
    out += "nested ";
    append_literal(out, node.path);
    below(*node.child);
  }
  void operator()(const Is& node) const {
    out += "is ";
    if (node.field) {
      append_literal(out, *node.field);
      out += " : ";
    }
    append_literal(out, node.value);
  }
  void operator()(const Range& node) const {
    out += "range ";
    append_literal(out, node.field);
    out += fmt::format(" {} ", symbol(node.op));
    append_literal(out, node.value);
  }

 private:
  void below(const Node& child) const {
    out += '\n';
    out.append(2 * (depth + 1), ' ');
    std::visit(Dump{out, depth + 1}, child.kind);
  }
  void branch(std::string_view name, const std::vector<Node>& children) const {
    out += name;
    for (const Node& child : children) below(child);
  }
};

}  // namespace

std::string to_kql(const Node& node) {
  std::string out;
  KqlPrinter(out).print(node, false);
  return out;
}

std::string to_kql(const Literal& literal) {
  std::string out;
  append_literal(out, literal);
  return out;
}

std::string dump(const Node& node) {
  std::string out;
  std::visit(Dump{out}, node.kind);
  return out;
}

}  // namespace picket::kql
