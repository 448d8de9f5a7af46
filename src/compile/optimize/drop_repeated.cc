// SPDX-License-Identifier: Apache-2.0
// a and a = a; a and not a = none; a and (a or b) = a; the same with and and or swapped. Subtrees that several queries
// share are found when all of them are lowered.
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "compile/optimize/steps.h"

namespace picket::compile {
namespace {

// Trees by their hash: lists of values may be long, and comparing each with each would not do.
class TreeSet {
 public:
  bool contains(const NodeRef& tree) const { return contains(tree, hash(*tree)); }
  // False when an equal tree was there.
  bool insert(const NodeRef& tree) {
    const std::size_t value = hash(*tree);
    if (contains(tree, value)) return false;
    trees_.emplace(value, tree);
    return true;
  }

 private:
  bool contains(const NodeRef& tree, std::size_t value) const {
    const auto [first, last] = trees_.equal_range(value);
    return std::any_of(first, last, [&](const auto& entry) { return equal(*entry.second, *tree); });
  }
  std::unordered_multimap<std::size_t, NodeRef> trees_;
};

// `Inner` is the other operator: a child of it that holds one of its siblings says nothing new.
template <class Inner>
bool is_absorbed(const TreeSet& siblings, const NodeRef& tree) {
  const auto* form = as<Inner>(tree);
  return form != nullptr &&
         std::ranges::any_of(form->children, [&](const NodeRef& child) { return siblings.contains(child); });
}

// nullopt: two children contradict each other.
template <class Inner>
std::optional<std::vector<NodeRef>> without_repeated(const std::vector<NodeRef>& children) {
  TreeSet known;
  std::vector<NodeRef> distinct;
  for (const NodeRef& child : children) {
    if (known.insert(child)) distinct.push_back(child);
  }
  std::vector<NodeRef> out;
  for (const NodeRef& child : distinct) {
    const auto* form = as<Not>(child);
    if (form != nullptr && known.contains(form->child)) return std::nullopt;
    if (!is_absorbed<Inner>(known, child)) out.push_back(child);
  }
  return out;
}

}  // namespace

NodeRef drop_repeated(const NodeRef& tree) {
  NodeRef dropped = map_children(tree, drop_repeated);
  if (const auto* form = as<And>(dropped)) {
    auto children = without_repeated<Or>(form->children);
    return children ? both(*std::move(children)) : none();
  }
  if (const auto* form = as<Or>(dropped)) {
    auto children = without_repeated<And>(form->children);
    return children ? either(*std::move(children)) : all();
  }
  return dropped;
}

}  // namespace picket::compile
