// SPDX-License-Identifier: Apache-2.0
// A bound tree on one document, node by node: for nested objects, for tests that only a document can answer, and for
// explaining. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "compile/bound.h"

namespace picket::match {

bool evaluate(const compile::Node& node, const json::Object& document);
// On a nested object, given as its JSON text.
bool evaluate_object(const compile::Node& node, std::string_view object_text);

// AnyField or FieldPattern, remembering which predicates each leaf's name has. Not thread-safe.
class LeafEvaluator {
 public:
  explicit LeafEvaluator(const compile::Node& node) : node_(&node) {}
  bool operator()(const json::Object& document);

 private:
  const std::vector<compile::Predicate>& predicates(std::string_view path);

  const compile::Node* node_;
  std::unordered_map<std::string, std::vector<compile::Predicate>> by_path_;
};

}  // namespace picket::match
