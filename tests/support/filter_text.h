// SPDX-License-Identifier: Apache-2.0
// Filters of a rule from JSON text, one filter or a list of them, as a rule file's reader keeps them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/diagnostic.h"
#include "rule/json_reader.h"
#include "rule/problems.h"
#include "rule/rule.h"

namespace picket::test {

inline std::optional<rule::Filters> read_filters(std::string text, Diagnostics& diagnostics) {
  auto source = std::make_shared<const SourceText>(SourceText{"filters", std::move(text)});
  rule::Problems problems(source->name, source->text, 1, diagnostics);
  std::optional<rule::Node> root = rule::read_json(problems);
  if (!root) return std::nullopt;
  rule::Filters filters;
  filters.source = std::move(source);
  if (root->list() != nullptr) {
    filters.list = std::move(*root->list());
  } else {
    filters.list.push_back(*std::move(root));
  }
  return filters;
}

}  // namespace picket::test
