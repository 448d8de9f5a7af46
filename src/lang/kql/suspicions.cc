// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/suspicions.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lang/kql/chars.h"
#include "lang/kql/suspicious_literals.h"
#include "lang/kql/wording.h"

namespace picket::kql {
namespace {

class Inspector {
 public:
  Inspector(std::string_view query, Report& report) : query_(query), report_(report) {}

  void operator()(const And& node) { visit_all(node.children); }
  void operator()(const Or& node) {
    check_values_without_field(node.children);
    visit_all(node.children);
  }
  void operator()(const Not& node) { std::visit(*this, node.child->kind); }
  void operator()(const Nested& node) {
    see_field(node.path);
    std::visit(*this, node.child->kind);
  }
  void operator()(const Is& node) {
    if (!node.field) {
      see({.literal = node.value, .use = Use::lone, .source = slice(query_, node.value.span)});
      return;
    }
    const bool is_new = see_field(*node.field);
    see({.literal = node.value,
         .use = Use::value,
         .source = slice(query_, node.value.span),
         .is_in_list = is_in_list(node),
         .is_alone = is_new && ends_list(node)});
  }
  void operator()(const Range& node) {
    see_field(node.field);
    const std::string_view value = slice(query_, node.value.span);
    see({.literal = node.value, .use = Use::range_value, .source = value});
    if (node.value.kind == LiteralKind::wildcard) {
      report_.add(Code::star_in_range, node.value.span, "a star after a range operator is no wildcard");
    }
    check_range_operator(node, slice(query_, node.field.span), value);
  }

 private:
  void visit_all(const std::vector<Node>& children) {
    for (const Node& child : children) std::visit(*this, child.kind);
  }

  // False when the field was seen already: all terms of a value list have it.
  bool see_field(const Literal& field) {
    if (field.span.end <= seen_until_) return false;
    seen_until_ = field.span.end;
    see({.literal = field, .use = Use::field, .source = slice(query_, field.span)});
    return true;
  }

  void see(const Seen& seen) { check_literal(seen, report_); }

  bool is_in_list(const Is& node) const {
    return slice(query_, node.field->span.end, node.value.span.begin).contains('(');
  }
  bool ends_list(const Is& node) const {
    const std::size_t after = skip_blanks(query_, node.value.span.end);
    return after < query_.size() && query_[after] == ')';
  }

  // `a => 1` and `a > = 1`
  void check_range_operator(const Range& node, std::string_view field, std::string_view value) {
    const bool before = field.ends_with('=');
    if (!before && !value.starts_with('=')) return;
    if (before) {
      field.remove_suffix(1);
    } else {
      value.remove_prefix(1);
    }
    field.remove_suffix(trimmable_suffix(field));
    value.remove_prefix(trimmable_prefix(value));
    report_.add(
        Code::swapped_range_operator, {node.field.span.begin, node.value.span.end},
        fmt::format("the '=' is part of the {}", name_of_use(before ? Use::field : Use::range_value)),
        fmt::format("write {} {}= {}", short_or(field, "field"), symbol(node.op).front(), short_or(value, "value")));
  }

  // `a:b or c` looks like a list of values, but `c` is searched for in all fields.
  void check_values_without_field(const std::vector<Node>& children) {
    for (std::size_t i = 1; i < children.size(); ++i) {
      const auto* previous = std::get_if<Is>(&children[i - 1].kind);
      const auto* current = std::get_if<Is>(&children[i].kind);
      const bool is_meant = previous != nullptr && current != nullptr && previous->field && !current->field;
      if (!is_meant) continue;
      std::size_t last = i;
      while (last + 1 < children.size() && is_lone(children[last + 1])) ++last;
      const Span values = {previous->value.span.begin, std::get<Is>(children[last].kind).value.span.end};
      report_.add(Code::value_without_field, current->value.span,
                  "this value has no field and is searched for in every field",
                  fmt::format("write {}:({}) if it belongs to the field before it",
                              short_or(slice(query_, previous->field->span), "field"),
                              short_or(slice(query_, values), "value or value")));
    }
  }

  static bool is_lone(const Node& node) {
    const auto* is = std::get_if<Is>(&node.kind);
    return is != nullptr && !is->field;
  }

  std::string_view query_;
  Report& report_;
  std::uint32_t seen_until_ = 0;
};

}  // namespace

void warn_of_suspicions(const Node& root, std::string_view query, Report& report) {
  const auto* is = std::get_if<Is>(&root.kind);
  const bool is_empty_query = is != nullptr && is->field && is->field->span == is->value.span;
  if (!is_empty_query) std::visit(Inspector(query, report), root.kind);
}

}  // namespace picket::kql
