// SPDX-License-Identifier: Apache-2.0
// (a and b) and c = a and b and c; the same for or; a node of one child is that child.
#include <utility>

#include "compile/optimize/steps.h"

namespace picket::compile {
namespace {

template <class Form>
std::vector<NodeRef> spliced(const Form& form) {
  std::vector<NodeRef> out;
  for (const NodeRef& child : form.children) {
    if (const auto* same = as<Form>(child)) {
      out.insert(out.end(), same->children.begin(), same->children.end());
    } else {
      out.push_back(child);
    }
  }
  return out;
}

}  // namespace

NodeRef flatten(const NodeRef& tree) {
  NodeRef flat = map_children(tree, flatten);
  if (const auto* form = as<And>(flat)) return both(spliced(*form));
  if (const auto* form = as<Or>(flat)) return either(spliced(*form));
  return flat;
}

}  // namespace picket::compile
