// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_kql.h"

#include <string>
#include <utility>

#include "base/text.h"
#include "compile/codes.h"

namespace picket::compile {
namespace {

using kql::Literal;
using kql::LiteralKind;

// A star in the value of a range is a plain character.
std::string plain_text(const Literal& literal) {
  return literal.kind == LiteralKind::wildcard ? join(literal.parts, "*") : literal.text;
}

Condition condition_of(const Literal& value) {
  Condition condition;
  if (kql::is_lone_star(value)) return condition;
  condition.text = value.text;
  condition.pattern.parts = value.parts;
  condition.kind = value.kind == LiteralKind::wildcard ? Condition::Kind::pattern
                   : value.kind == LiteralKind::phrase ? Condition::Kind::phrase
                                                       : Condition::Kind::text;
  return condition;
}

Comparison comparison_of(kql::RangeOperator op) {
  switch (op) {
    case kql::RangeOperator::lt:
      return Comparison::lt;
    case kql::RangeOperator::lte:
      return Comparison::lte;
    case kql::RangeOperator::gt:
      return Comparison::gt;
    case kql::RangeOperator::gte:
      return Comparison::gte;
  }
  return Comparison::lt;
}

Condition condition_of(const kql::Range& range) {
  Condition condition;
  condition.kind = Condition::Kind::range;
  condition.bounds = {{comparison_of(range.op), plain_text(range.value)}};
  return condition;
}

class Binder {
 public:
  explicit Binder(FieldBinder& fields) : fields_(fields) {}

  NodeRef bind(const kql::Node& node) {
    return std::visit([&](const auto& form) { return bind_form(form); }, node.kind);
  }

 private:
  NodeRef bind_form(const kql::And& form) { return both(bind_all(form.children)); }
  NodeRef bind_form(const kql::Or& form) { return either(bind_all(form.children)); }
  NodeRef bind_form(const kql::Not& form) { return negated(bind(*form.child)); }

  std::vector<NodeRef> bind_all(const std::vector<kql::Node>& nodes) {
    std::vector<NodeRef> out;
    out.reserve(nodes.size());
    for (const kql::Node& node : nodes) out.push_back(bind(node));
    return out;
  }

  NodeRef bind_form(const kql::Nested& form) {
    if (form.path.kind == LiteralKind::wildcard) {
      fields_.error(form.path.span, codes::kGroupNotNested, "a group names one nested field, found a pattern");
      return none();
    }
    return fields_.group(form.path.text, form.path.span, [&] { return bind(*form.child); });
  }

  NodeRef bind_form(const kql::Is& form) {
    if (form.value.kind == LiteralKind::null) return null_value(form.value.span);
    const Condition condition = condition_of(form.value);
    if (!form.field || form.field->kind == LiteralKind::null) return fields_.any_field(condition);
    return bind_field(*form.field, condition, form.value.span);
  }

  NodeRef bind_form(const kql::Range& form) {
    if (form.value.kind == LiteralKind::null) return null_value(form.value.span);
    return bind_field(form.field, condition_of(form), form.value.span);
  }

  NodeRef bind_field(const Literal& field, const Condition& condition, Span value) {
    const Places places{field.span, value};
    if (field.kind != LiteralKind::wildcard) return fields_.field(field.text, condition, places);
    if (kql::is_lone_star(field) && condition.kind == Condition::Kind::exists) return all();
    return fields_.field_pattern({field.parts}, condition, places);
  }

  NodeRef null_value(Span span) {
    fields_.error(span, codes::kNullValue, "null is no value that can be searched for",
                  "for events without the field write: not field:*; for the text write: \"null\"");
    return none();
  }

  FieldBinder& fields_;
};

}  // namespace

std::optional<Bound> bind_kql(const kql::Ast& ast, const event::FieldCatalog& catalog, const BindOptions& options,
                              const SourceText& source, Diagnostics& diagnostics) {
  FieldBinder fields(catalog, options, source, diagnostics);
  NodeRef tree = Binder(fields).bind(ast.root);
  if (fields.failed()) return std::nullopt;
  return make_bound(std::move(tree), fields.depends_on_now());
}

}  // namespace picket::compile
