// SPDX-License-Identifier: Apache-2.0
#include "rule/node.h"

#include <algorithm>
#include <array>
#include <utility>

namespace picket::rule {
namespace {

json::Value list_to_json(const Node::List& list) {
  json::Array out;
  out.reserve(list.size());
  for (const Node& entry : list) out.push_back(to_json(entry));
  return out;
}

json::Value object_to_json(const Node::Object& object) {
  json::Object out;
  out.reserve(object.size());
  for (const Member& member : object) out[member.name] = to_json(member.value);
  return out;
}

}  // namespace

const Member* find_member(const Node& node, std::string_view name) {
  const Node::Object* object = node.object();
  if (object == nullptr) return nullptr;
  const auto found = std::ranges::find(*object, name, &Member::name);
  return found == object->end() || found->value.is_null() ? nullptr : &*found;
}

Member* find_member(Node& node, std::string_view name) {
  return const_cast<Member*>(find_member(std::as_const(node), name));
}

const Node* find(const Node& node, std::string_view name) {
  const Member* member = find_member(node, name);
  return member == nullptr ? nullptr : &member->value;
}

Node* find(Node& node, std::string_view name) {
  Member* member = find_member(node, name);
  return member == nullptr ? nullptr : &member->value;
}

std::string_view text_of(const Node& node, std::string_view name) {
  const Node* found = find(node, name);
  return found == nullptr || found->text() == nullptr ? std::string_view() : std::string_view(*found->text());
}

std::optional<Member> take_member(Node& node, std::string_view name) {
  Node::Object* object = node.object();
  if (object == nullptr) return std::nullopt;
  const auto found = std::ranges::find(*object, name, &Member::name);
  if (found == object->end()) return std::nullopt;
  Member taken = std::move(*found);
  object->erase(found);
  return taken;
}

std::string_view describe(const Node& node) {
  static constexpr std::array<std::string_view, std::variant_size_v<decltype(Node::value)>> kNames = {
      "null", "true or false", "an integer", "a fractional number", "a string", "a list", "an object"};
  return kNames.at(node.value.index());
}

json::Value to_json(const Node& node) {
  struct Visitor {
    json::Value operator()(std::monostate) const { return nullptr; }
    json::Value operator()(bool value) const { return value; }
    json::Value operator()(std::int64_t value) const { return value; }
    json::Value operator()(double value) const { return value; }
    json::Value operator()(const std::string& value) const { return json::Value(value); }
    json::Value operator()(const Node::List& value) const { return list_to_json(value); }
    json::Value operator()(const Node::Object& value) const { return object_to_json(value); }
  };
  return std::visit(Visitor{}, node.value);
}

}  // namespace picket::rule
