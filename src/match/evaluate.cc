// SPDX-License-Identifier: Apache-2.0
#include "match/evaluate.h"

#include <algorithm>
#include <deque>
#include <type_traits>

#include "base/check.h"
#include "event/columns.h"
#include "event/document.h"

namespace picket::match {
namespace {

using event::Scalar;

// Free keys can make as many names as there are events; then what was remembered is dropped.
constexpr std::size_t kMaxRememberedPaths = 16'384;

struct Values {
  std::vector<Scalar> scalars;
  std::deque<std::string> texts;
  Values(const json::Object& document, const event::FieldRequest& request) {
    event::collect(document, request, scalars, texts);
  }
};

struct Evaluator {
  const json::Object& document;

  bool operator()(const compile::All& /*form*/) const { return true; }
  bool operator()(const compile::None& /*form*/) const { return false; }
  bool operator()(const compile::And& form) const {
    return std::ranges::all_of(form.children, [&](const auto& child) { return evaluate(*child, document); });
  }
  bool operator()(const compile::Or& form) const {
    return std::ranges::any_of(form.children, [&](const auto& child) { return evaluate(*child, document); });
  }
  bool operator()(const compile::Not& form) const { return !evaluate(*form.child, document); }
  bool operator()(const compile::Nested& form) const {
    const Values objects(document, {form.path, event::Shape::objects});
    return std::ranges::any_of(objects.scalars,
                               [&](const Scalar& object) { return evaluate_object(*form.child, object.text); });
  }
  bool operator()(const compile::Test& form) const {
    const Values values(document, form.field);
    return std::ranges::any_of(values.scalars,
                               [&](const Scalar& value) { return compile::matches(form.predicate, value); });
  }
  bool operator()(const compile::AnyField& form) const { return on_leaves(compile::Node{form}); }
  bool operator()(const compile::FieldPattern& form) const { return on_leaves(compile::Node{form}); }

 private:
  bool on_leaves(const compile::Node& node) const { return LeafEvaluator(node)(document); }
};

Scalar scalar_of(const json::Value& leaf, std::string& text) {
  if (leaf.is_string()) return {Scalar::Kind::string, json::view(leaf)};
  text = json::scalar_text(leaf);
  return {leaf.is_bool() ? Scalar::Kind::boolean : Scalar::Kind::number, text};
}

}  // namespace

bool evaluate(const compile::Node& node, const json::Object& document) {
  return std::visit(Evaluator{document}, node.form);
}

bool evaluate_object(const compile::Node& node, std::string_view object_text) {
  const auto parsed = json::parse(object_text);
  return parsed && parsed->is_object() && evaluate(node, parsed->get_object());
}

bool LeafEvaluator::operator()(const json::Object& document) {
  bool found = false;
  std::string text;
  event::for_each_leaf(document, [&](std::string_view path, const json::Value& leaf) {
    if (found) return;
    const Scalar value = scalar_of(leaf, text);
    found = std::ranges::any_of(predicates(path),
                                [&](const auto& predicate) { return compile::matches(predicate, value); });
  });
  return found;
}

const std::vector<compile::Predicate>& LeafEvaluator::predicates(std::string_view path) {
  if (by_path_.size() >= kMaxRememberedPaths) by_path_.clear();
  const auto [found, added] = by_path_.try_emplace(std::string(path));
  if (added) {
    found->second = std::visit(
        [&]<class Form>(const Form& form) -> std::vector<compile::Predicate> {
          if constexpr (std::is_same_v<Form, compile::AnyField> || std::is_same_v<Form, compile::FieldPattern>) {
            return compile::leaf_predicates(form, path);
          } else {
            PICKET_CHECK(false, "only tests without a single field look at leaves");
            return {};
          }
        },
        node_->form);
  }
  return found->second;
}

}  // namespace picket::match
