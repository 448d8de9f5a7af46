// SPDX-License-Identifier: Apache-2.0
#include "match/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "base/text.h"
#include "event/columns.h"
#include "event/document.h"
#include "match/evaluate.h"

namespace picket::match {
namespace {

constexpr std::size_t kMaxShownValues = 5;
constexpr std::size_t kMaxShownBytes = 120;

std::string shown(const std::vector<event::Scalar>& values) {
  std::vector<std::string> texts;
  for (const event::Scalar& value : values) {
    if (texts.size() == kMaxShownValues) {
      texts.push_back(fmt::format("and {} more", values.size() - kMaxShownValues));
      break;
    }
    const bool long_text = value.text.size() > kMaxShownBytes;
    std::string text = printable(to_valid_utf8(value.text.substr(0, kMaxShownBytes)));
    if (long_text) text += "...";
    texts.push_back(value.kind == event::Scalar::Kind::string ? fmt::format("\"{}\"", text) : std::move(text));
  }
  return join(texts, ", ");
}

class Explainer {
 public:
  explicit Explainer(const json::Object& document) : document_(document) {}

  // Requires that the node is `holds` on the document; says what makes it so.
  void explain(const compile::Node& node, const std::string& path, bool holds) {
    if (reasons.size() >= kMaxReasons) return;
    if (const auto* conjunction = std::get_if<compile::And>(&node.form)) {
      each(conjunction->children, path, "and", holds);
    } else if (const auto* disjunction = std::get_if<compile::Or>(&node.form)) {
      each(disjunction->children, path, "or", holds);
    } else if (const auto* negation = std::get_if<compile::Not>(&node.form)) {
      explain(*negation->child, step(path, "not"), !holds);
    } else {
      atom(node, path, holds);
    }
  }

  std::vector<Reason> reasons;

 private:
  static std::string step(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{} / {}", path, name);
  }

  // The children that are as the whole is: of an `and` that fails those that fail, of an `or` that fails all of them.
  void each(const std::vector<compile::NodeRef>& children, const std::string& path, std::string_view name, bool holds) {
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (evaluate(*children[i], document_) == holds) {
        explain(*children[i], step(path, fmt::format("{} {}", name, i + 1)), holds);
      }
    }
  }

  void atom(const compile::Node& node, const std::string& path, bool holds) {
    Reason reason{path, compile::to_string(node), holds, false, {}};
    std::vector<event::Scalar> values;
    std::deque<std::string> texts;
    if (const auto* test = std::get_if<compile::Test>(&node.form)) {
      event::collect(document_, test->field, values, texts);
      reason.missing = values.empty();
      reason.found = shown(values);
    } else if (const auto* nested = std::get_if<compile::Nested>(&node.form)) {
      event::collect(document_, {nested->path, event::Shape::objects}, values, texts);
      reason.missing = values.empty();
      reason.found =
          values.empty() ? std::string() : fmt::format("{} object{}", values.size(), values.size() == 1 ? "" : "s");
    }
    reasons.push_back(std::move(reason));
  }

  const json::Object& document_;
};

}  // namespace

std::vector<Reason> explain(const compile::Bound& bound, const json::Object& document) {
  if (evaluate(*bound.tree, document)) return {};
  Explainer explainer(document);
  explainer.explain(*bound.tree, "", false);
  return std::move(explainer.reasons);
}

}  // namespace picket::match
