// SPDX-License-Identifier: Apache-2.0
// A rule file's content with the place of everything in it: what the TOML and the JSON reader produce and what
// validation reads. Members keep the order of the file. Spans are byte offsets into the text that was read. Depth is
// bounded by the readers (kMaxNesting), so recursion over a Node is safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/json.h"

namespace picket::rule {

struct Member;

struct Node {
  using List = std::vector<Node>;
  using Object = std::vector<Member>;

  Span span;
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Object> value;

  bool is_null() const { return std::holds_alternative<std::monostate>(value); }
  const bool* flag() const { return std::get_if<bool>(&value); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value); }
  const std::string* text() const { return std::get_if<std::string>(&value); }
  std::string* text() { return std::get_if<std::string>(&value); }
  const List* list() const { return std::get_if<List>(&value); }
  List* list() { return std::get_if<List>(&value); }
  const Object* object() const { return std::get_if<Object>(&value); }
  Object* object() { return std::get_if<Object>(&value); }
};

struct Member {
  std::string name;
  Span name_span;
  Node value;
};

// The member of that name; nullptr when `node` is no object or has none, or when the member is null: Kibana writes null
// for what is not there.
const Member* find_member(const Node& node, std::string_view name);
Member* find_member(Node& node, std::string_view name);
const Node* find(const Node& node, std::string_view name);
Node* find(Node& node, std::string_view name);
// The text of that member; empty when there is none or it is no text.
std::string_view text_of(const Node& node, std::string_view name);

// Takes the member out of the object; nullopt when there is none.
std::optional<Member> take_member(Node& node, std::string_view name);

std::string_view describe(const Node& node);  // "a string", "a list", ... for messages
json::Value to_json(const Node& node);

}  // namespace picket::rule
