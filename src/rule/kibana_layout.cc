// SPDX-License-Identifier: Apache-2.0
#include "rule/kibana_layout.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
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

std::string to_snake_case(std::string_view camel) {
  std::string out;
  for (const char c : camel) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper) out += '_';
    out += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

void rename_to_snake_case(Node& object) {
  if (object.object() == nullptr) return;
  for (Member& member : *object.object()) member.name = to_snake_case(member.name);
}

void move_member(Node& from, std::string_view name, std::string_view new_name, Node& to) {
  std::optional<Member> member = take_member(from, name);
  if (!member.has_value() || find(to, new_name) != nullptr) return;
  member->name = new_name;
  to.object()->push_back(std::move(*member));
}

// The saved object of an alerting rule: what the API calls `interval` is in `schedule`, and all that is special to
// detection rules is in `params`, in camel case on its first level and in the suppression.
Node flatten_saved_rule(Node attributes) {
  std::optional<Member> params = take_member(attributes, "params");
  if (!params.has_value() || params->value.object() == nullptr) return attributes;
  Node rule = std::move(params->value);
  rename_to_snake_case(rule);
  if (Node* suppression = find(rule, "alert_suppression")) rename_to_snake_case(*suppression);
  for (const std::string_view name : {"name", "tags", "enabled", "revision"}) move_member(attributes, name, name, rule);
  if (Node* schedule = find(attributes, "schedule")) move_member(*schedule, "interval", "interval", rule);
  for (const std::string_view name : {"createdAt", "createdBy", "updatedAt", "updatedBy"}) {
    move_member(attributes, name, to_snake_case(name), rule);
  }
  return rule;
}

// The attributes of a saved object: of a packaged rule asset ("security-rule"), whose id is the asset's and not the
// rule's; of an alerting rule ("alert"), whose id is the rule's; of anything else.
std::optional<Node> take_attributes(Node& object) {
  const Node* attributes = find(object, "attributes");
  const std::string type(text_of(object, "type"));
  if (attributes == nullptr || attributes->object() == nullptr || type == "action") return std::nullopt;
  Node out = std::move(take_member(object, "attributes")->value);
  if (type != "alert") return out;
  out = flatten_saved_rule(std::move(out));
  move_member(object, "id", "id", out);
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
