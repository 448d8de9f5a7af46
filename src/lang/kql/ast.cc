// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/ast.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace picket::kql {
namespace {

bool same(const std::vector<Node>& a, const std::vector<Node>& b) {
  return std::ranges::equal(a, b, [](const Node& x, const Node& y) { return equal_ignoring_spans(x, y); });
}

struct SameAs {
  const Node& other;

  bool operator()(const And& a) const { return same(a.children, std::get<And>(other.kind).children); }
  bool operator()(const Or& a) const { return same(a.children, std::get<Or>(other.kind).children); }
  bool operator()(const Not& a) const { return equal_ignoring_spans(*a.child, *std::get<Not>(other.kind).child); }
  bool operator()(const Nested& a) const {
    const auto& b = std::get<Nested>(other.kind);
    return equal_ignoring_spans(a.path, b.path) && equal_ignoring_spans(*a.child, *b.child);
  }
  bool operator()(const Is& a) const {
    const auto& b = std::get<Is>(other.kind);
    if (a.field.has_value() != b.field.has_value()) return false;
    if (a.field && !equal_ignoring_spans(*a.field, *b.field)) return false;
    return equal_ignoring_spans(a.value, b.value);
  }
  bool operator()(const Range& a) const {
    const auto& b = std::get<Range>(other.kind);
    return a.op == b.op && equal_ignoring_spans(a.field, b.field) && equal_ignoring_spans(a.value, b.value);
  }
};

}  // namespace

std::string_view to_string(LiteralKind kind) {
  static constexpr std::array<std::string_view, 6> kNames = {"text", "phrase", "wildcard", "null", "true", "false"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::string_view to_string(RangeOperator op) {
  static constexpr std::array<std::string_view, 4> kNames = {"lt", "lte", "gt", "gte"};
  return kNames.at(static_cast<std::size_t>(op));
}

std::string_view symbol(RangeOperator op) {
  static constexpr std::array<std::string_view, 4> kSymbols = {"<", "<=", ">", ">="};
  return kSymbols.at(static_cast<std::size_t>(op));
}

bool is_lone_star(const Literal& literal) {
  return literal.kind == LiteralKind::wildcard && literal.parts.size() == 2 && literal.parts[0].empty() &&
         literal.parts[1].empty();
}

bool equal_ignoring_spans(const Literal& a, const Literal& b) {
  return a.kind == b.kind && a.text == b.text && a.parts == b.parts;
}

bool equal_ignoring_spans(const Node& a, const Node& b) {
  return a.kind.index() == b.kind.index() && std::visit(SameAs{b}, a.kind);
}

}  // namespace picket::kql
