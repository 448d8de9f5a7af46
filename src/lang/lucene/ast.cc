// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/ast.h"

#include <algorithm>

namespace picket::lucene {
namespace {

struct SameValue {
  const Value& other;

  bool operator()(const Text& a) const {
    const auto& b = std::get<Text>(other);
    return a.text == b.text && a.is_row == b.is_row;
  }
  bool operator()(const Phrase& a) const {
    const auto& b = std::get<Phrase>(other);
    return a.text == b.text && a.slop == b.slop;
  }
  bool operator()(const Prefix& a) const { return a.text == std::get<Prefix>(other).text; }
  bool operator()(const Wildcard& a) const { return a.parts == std::get<Wildcard>(other).parts; }
  bool operator()(const RegexpText& a) const { return a.source == std::get<RegexpText>(other).source; }
  bool operator()(const Fuzzy& a) const {
    const auto& b = std::get<Fuzzy>(other);
    return a.text == b.text && a.edits == b.edits;
  }
  bool operator()(const Range& a) const {
    const auto& b = std::get<Range>(other);
    return same(a.lower, b.lower) && same(a.upper, b.upper);
  }
  bool operator()(const Exists&) const { return true; }

 private:
  static bool same(const std::optional<Range::Bound>& a, const std::optional<Range::Bound>& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return a->text == b->text && a->inclusive == b->inclusive;
  }
};

bool same(const Term& a, const Term& b) {
  if (a.field.has_value() != b.field.has_value()) return false;
  if (a.field && a.field->name != b.field->name) return false;
  return a.value.index() == b.value.index() && std::visit(SameValue{b.value}, a.value);
}

bool same(const Clause& a, const Clause& b) {
  return a.conjunction == b.conjunction && a.modifier == b.modifier && equal_ignoring_spans(a.node, b.node);
}

}  // namespace

bool is_pattern(const Field& field) {
  return field.name.contains('*');
}

bool equal_ignoring_spans(const Node& a, const Node& b) {
  if (a.kind.index() != b.kind.index()) return false;
  if (const auto* term = std::get_if<Term>(&a.kind)) return same(*term, std::get<Term>(b.kind));
  return std::ranges::equal(std::get<Group>(a.kind).clauses, std::get<Group>(b.kind).clauses,
                            [](const Clause& x, const Clause& y) { return same(x, y); });
}

bool equal_ignoring_spans(const Ast& a, const Ast& b) {
  if (!a.root || !b.root) return a.root.has_value() == b.root.has_value();
  return equal_ignoring_spans(*a.root, *b.root);
}

}  // namespace picket::lucene
