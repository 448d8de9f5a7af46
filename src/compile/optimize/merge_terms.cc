// SPDX-License-Identifier: Apache-2.0
// f:a or f:b = f:(a or b), one test with a set; not f:a and not f:b = not f:(a or b). Only tests that read values the
// same way merge. `f:a and f:b` never does: two values of one event may satisfy them.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "compile/merge.h"
#include "compile/optimize/steps.h"

namespace picket::compile {
namespace {

struct Group {
  Test test;
  std::size_t place = 0;  // of the first member among the children
  bool grown = false;
};

const Test* member(const NodeRef& child, bool negated_ones) {
  if (!negated_ones) return as<Test>(child);
  const auto* form = as<Not>(child);
  return form == nullptr ? nullptr : as<Test>(form->child);
}

// Finds the group that a test may belong to by what must be equal at least.
std::string group_key(const Test& test) {
  return fmt::format("{}/{}/{}", test.predicate.index(), static_cast<int>(test.field.shape), test.field.name);
}

class Groups {
 public:
  // True when a group took the test; otherwise it has become a group, at `place` among the children.
  bool absorb(const Test& test, std::size_t place) {
    std::vector<std::size_t>& candidates = by_key_[group_key(test)];
    for (const std::size_t i : candidates) {
      if (!compile::absorb(groups_[i].test.predicate, test.predicate)) continue;
      groups_[i].grown = true;
      return true;
    }
    candidates.push_back(groups_.size());
    groups_.push_back({test, place});
    return false;
  }

  std::vector<Group>& groups() { return groups_; }

 private:
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_key_;
};

// nullopt when nothing merged.
std::optional<std::vector<NodeRef>> merge(const std::vector<NodeRef>& children, bool negated_ones) {
  Groups groups;
  std::vector<NodeRef> out;
  for (const NodeRef& child : children) {
    const Test* const test = member(child, negated_ones);
    if (test == nullptr || !groups.absorb(*test, out.size())) out.push_back(child);
  }
  if (out.size() == children.size()) return std::nullopt;
  for (Group& group : groups.groups()) {
    if (!group.grown) continue;
    normalize(group.test.predicate);
    NodeRef merged = node(std::move(group.test));
    out[group.place] = negated_ones ? negated(std::move(merged)) : std::move(merged);
  }
  return out;
}

}  // namespace

NodeRef merge_terms(const NodeRef& tree) {
  NodeRef merged = map_children(tree, merge_terms);
  if (const auto* form = as<Or>(merged)) {
    if (auto children = merge(form->children, false)) return either(*std::move(children));
  }
  if (const auto* form = as<And>(merged)) {
    if (auto children = merge(form->children, true)) return both(*std::move(children));
  }
  return merged;
}

}  // namespace picket::compile
