// SPDX-License-Identifier: Apache-2.0
#include "reference/interpreter.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "reference/field_test.h"
#include "reference/value_test.h"

namespace picket::reference {
namespace {

using kql::Literal;
using kql::LiteralKind;

struct Interpreter {
  const event::FieldCatalog& catalog;
  Timestamp now;

  bool eval(const kql::Node& node, const json::Value& object, const std::string& scope) const {
    if (const auto* form = std::get_if<kql::And>(&node.kind)) {
      return std::ranges::all_of(form->children, [&](const kql::Node& child) { return eval(child, object, scope); });
    }
    if (const auto* form = std::get_if<kql::Or>(&node.kind)) {
      return std::ranges::any_of(form->children, [&](const kql::Node& child) { return eval(child, object, scope); });
    }
    if (const auto* form = std::get_if<kql::Not>(&node.kind)) return !eval(*form->child, object, scope);
    if (const auto* form = std::get_if<kql::Nested>(&node.kind)) {
      bool found = false;
      at_path(object, form->path.text, [&](const json::Value& inner) {
        found = found || (inner.is_object() && eval(*form->child, inner, FieldTest::in_scope(scope, form->path.text)));
      });
      return found;
    }
    if (const auto* form = std::get_if<kql::Range>(&node.kind)) {
      static constexpr Op kOps[] = {Op::lt, Op::lte, Op::gt, Op::gte};
      const Literal& v = form->value;
      const std::string text = v.kind == LiteralKind::wildcard ? join(v.parts, "*") : v.text;
      return field(form->field, {kOps[static_cast<int>(form->op)], text, {}, now}, object, scope);
    }
    const auto& is = std::get<kql::Is>(node.kind);
    Wanted wanted{Op::text, is.value.text, is.value.parts, now};
    if (is.value.kind == LiteralKind::phrase) wanted.op = Op::phrase;
    if (is.value.kind == LiteralKind::wildcard) wanted.op = kql::is_lone_star(is.value) ? Op::exists : Op::pattern;
    if (is.field && is.field->kind != LiteralKind::null) return field(*is.field, wanted, object, scope);
    return fields().any_field(wanted, object, scope);
  }

  bool field(const Literal& name, const Wanted& wanted, const json::Value& object, const std::string& scope) const {
    if (name.kind == LiteralKind::wildcard) {
      if (kql::is_lone_star(name) && wanted.op == Op::exists) return true;
      std::vector<std::string> parts = name.parts;
      if (!scope.empty()) parts[0] = scope + "." + parts[0];
      const auto accepts = [&](const std::string& full) { return glob(parts, 0, full); };
      return fields().leaves(wanted, object, scope, accepts, true);
    }
    return fields().named(FieldTest::in_scope(scope, name.text), wanted, object, scope);
  }

  FieldTest fields() const { return {catalog, now}; }
};

}  // namespace

bool matches(const kql::Ast& query, const event::FieldCatalog& catalog, Timestamp now, const json::Object& document) {
  return Interpreter{catalog, now}.eval(query.root, json::Value(document), "");
}

}  // namespace picket::reference
