// SPDX-License-Identifier: Apache-2.0
// What the blocks of a spec do. Setup blocks change the context; assertions say what the engines really do, and the
// runner compares that with what the block expects. A new directive is one more row of `directives`.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "event/field.h"
#include "rule/value_list.h"
#include "spec_runner/spec_file.h"

namespace picket::spec {

struct Context {
  std::optional<event::FieldCatalog> mapping;  // absent: the built-in catalog
  Timestamp now{};
  rule::ValueLists value_lists;
  std::vector<std::string> ids;
  std::vector<json::Object> documents;

  const event::FieldCatalog& catalog() const { return mapping ? *mapping : event::FieldCatalog::builtin(); }
};

// What a block gives: the lines that belong below its separator (none for setup), or what is wrong with it: it cannot
// be understood, or the engines disagree.
using Outcome = std::expected<std::vector<std::string>, std::string>;

struct Directive {
  std::string_view name;
  bool asserts = false;
  Outcome (*run)(Context& context, const Block& block);
};
std::span<const Directive> directives();
const Directive* find_directive(std::string_view name);

}  // namespace picket::spec
