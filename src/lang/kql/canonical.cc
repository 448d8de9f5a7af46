// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstddef>
#include <string_view>

#include "base/json.h"
#include "lang/kql/print.h"

namespace picket::kql {
namespace {

void append_canonical(std::string& out, const Literal& literal) {
  switch (literal.kind) {
    case LiteralKind::text:
      json::append_string(out, literal.text);
      return;
    case LiteralKind::phrase:
      out += "phrase";
      json::append_string(out, literal.text);
      return;
    case LiteralKind::null:
    case LiteralKind::boolean_true:
    case LiteralKind::boolean_false:
      out += literal.text;
      return;
    case LiteralKind::wildcard:
      break;
  }
  out += "wild[";
  for (std::size_t i = 0; i < literal.parts.size(); ++i) {
    if (i > 0) out += ", ";
    json::append_string(out, literal.parts[i]);
  }
  out += ']';
}

struct Canonical {
  std::string& out;

  void operator()(const And& node) const { chain("and(", node.children); }
  void operator()(const Or& node) const { chain("or(", node.children); }
  void operator()(const Not& node) const {
    out += "not(";
    std::visit(*this, node.child->kind);
    out += ')';
  }
  void operator()(const Nested& node) const {
    out += "nested(";
    append_canonical(out, node.path);
    out += ", ";
    std::visit(*this, node.child->kind);
    out += ')';
  }
  void operator()(const Is& node) const {
    out += "is(";
    if (node.field) {
      append_canonical(out, *node.field);
    } else {
      out += "null";
    }
    out += ", ";
    append_canonical(out, node.value);
    out += ')';
  }
  void operator()(const Range& node) const {
    out += "range(";
    append_canonical(out, node.field);
    out += fmt::format(", {}, ", to_string(node.op));
    append_canonical(out, node.value);
    out += ')';
  }

 private:
  void chain(std::string_view head, const std::vector<Node>& children) const {
    out += head;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i > 0) out += ", ";
      std::visit(*this, children[i].kind);
    }
    out += ')';
  }
};

}  // namespace

std::string canonical(const Node& node) {
  std::string out;
  std::visit(Canonical{out}, node.kind);
  return out;
}

}  // namespace picket::kql
