// SPDX-License-Identifier: Apache-2.0
#include "rule/kibana_layout.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "rule/rule_types.h"

namespace picket::rule {
namespace {

constexpr std::array<std::string_view, 2> kWrappingLists = {"data", "rules"};
constexpr std::array<std::string_view, 3> kListTypes = {"detection", "rule_default", "endpoint"};

bool is_rule_type(std::string_view type) {
  return std::ranges::find(kTypeNames, type, &Named<RuleType>::name) != kTypeNames.end();
}

// {"type": "security-rule", "attributes": {...}}: the attributes, with the saved object's id if they have none.
std::optional<Node> take_attributes(Node& object) {
  const Node* attributes = find(object, "attributes");
  if (attributes == nullptr || attributes->object() == nullptr || text_of(object, "type") == "action") {
    return std::nullopt;
  }
  Node out = std::move(take_member(object, "attributes")->value);
  std::optional<Member> id = take_member(object, "id");
  if (id.has_value() && id->value.text() != nullptr && find(out, "id") == nullptr) {
    out.object()->push_back(std::move(*id));
  }
  return out;
}

void unwrap_into(Node node, Node::List& out);

void unwrap_all(Node::List list, Node::List& out) {
  for (Node& entry : list) unwrap_into(std::move(entry), out);
}

void unwrap_into(Node node, Node::List& out) {
  if (node.list() != nullptr) {
    unwrap_all(std::move(*node.list()), out);
    return;
  }
  if (std::optional<Node> attributes = take_attributes(node)) {
    unwrap_into(std::move(*attributes), out);
    return;
  }
  for (const std::string_view key : kWrappingLists) {
    Node* list = find(node, key);
    if (list == nullptr || list->list() == nullptr || find(node, "rule_id") != nullptr) continue;
    unwrap_all(std::move(*list->list()), out);
    return;
  }
  out.push_back(std::move(node));
}

}  // namespace

Node::List unwrap(Node root) {
  Node::List out;
  unwrap_into(std::move(root), out);
  return out;
}

Entry classify(const Node& entry) {
  const auto has = [&](std::string_view key) { return find(entry, key) != nullptr; };
  const std::string_view type = text_of(entry, "type");
  if (has("exported_count") || has("exported_rules_count")) return Entry::summary;
  if (has("item_id")) return Entry::exception_item;
  if (has("rule_id") || is_rule_type(type)) return Entry::rule;
  if (has("list_id") && has("entries")) return Entry::exception_item;
  const bool is_list = std::ranges::any_of(kListTypes, [&](std::string_view each) { return type.starts_with(each); });
  if (has("list_id") && (is_list || !has("type"))) return Entry::exception_list;
  if (type == "action" || has("connector_type_id")) return Entry::connector;
  if (has("risk_score") && has("severity")) return Entry::rule;
  return Entry::unknown;
}

}  // namespace picket::rule
