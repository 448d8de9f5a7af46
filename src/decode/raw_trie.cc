// SPDX-License-Identifier: Apache-2.0
#include "decode/raw_trie.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "decode/record_shape.h"

namespace picket::decode {
namespace {

bool is_empty(ViewValue value) {
  if (value.is_string()) return value.text().empty();
  if (value.is_array()) return !value.elements().next();
  if (value.is_object()) return !value.members().next();
  return value.is_null();
}

bool has_empty_element(ViewValue value) {
  if (!value.is_array()) return false;
  for (auto elements = value.elements(); elements.next();) {
    if (is_empty(elements.value()) || has_empty_element(elements.value())) return true;
  }
  return false;
}

}  // namespace

RawTrie::NodeId RawTrie::child_of(NodeId parent, std::string_view key) {
  const std::uint32_t number = nodes_[parent].keys.add(key);
  if (number < nodes_[parent].children.size()) {
    Child& child = nodes_[parent].children[number];
    if (key != nodes_[parent].keys[number]) child.literal = key;  // tables name the one spelling that they mean
    return child.node;
  }
  const auto node = static_cast<NodeId>(nodes_.size());
  nodes_.emplace_back();
  nodes_[node].is_snake = nodes_[parent].is_snake;
  nodes_[parent].children.push_back({node, std::string(key)});
  return node;
}

RawTrie::NodeId RawTrie::node_at(std::span<const std::string_view> path) {
  NodeId node = 0;
  for (const std::string_view key : path) node = child_of(node, key);
  return node;
}

SlotId RawTrie::add(std::span<const std::string_view> path) {
  Node& node = nodes_[node_at(path)];
  if (node.slot == kNoSlot) node.slot = static_cast<SlotId>(slot_count_++);
  return node.slot;
}

SlotId RawTrie::add_subtree(std::span<const std::string_view> path) {
  Node& node = nodes_[node_at(path)];
  if (node.subtree_slot == kNoSlot) node.subtree_slot = static_cast<SlotId>(slot_count_++);
  return node.subtree_slot;
}

void RawTrie::expect_object(std::span<const std::string_view> path) {
  nodes_[node_at(path)].expects_object = true;
}
void RawTrie::open_text(std::span<const std::string_view> path) {
  nodes_[node_at(path)].opens = true;
}
void RawTrie::open_list(std::span<const std::string_view> path) {
  nodes_[node_at(path)].opens_list = true;
}
void RawTrie::number_elements(std::span<const std::string_view> path) {
  nodes_[node_at(path)].numbers = true;
}
void RawTrie::read_into_text(std::span<const std::string_view> path) {
  nodes_[node_at(path)].reads_into = true;
}
void RawTrie::fold_keys(std::span<const std::string_view> path) {
  Node& node = nodes_[node_at(path)];
  PICKET_CHECK(node.children.empty(), "fold before adding children");
  node.keys = KeyTable(true);
}

void RawTrie::keep_keys(std::span<const std::string_view> path) {
  Node& node = nodes_[node_at(path)];
  PICKET_CHECK(node.children.empty(), "keep keys before adding children");
  node.is_snake = false;
}

void RawTrie::add_alias(std::string_view alias, std::string_view key) {
  const NodeId node = child_of(0, key);
  const std::uint32_t number = nodes_[0].keys.add(alias);
  PICKET_CHECK(number == nodes_[0].children.size(), "an alias is a key that is not there yet");
  nodes_[0].children.push_back({node, std::string(alias)});
}

RawWalk::RawWalk(const RawTrie& trie) : trie_(trie), slots_(trie.slot_count()), seen_(trie.nodes_.size()) {}

bool RawWalk::run(ViewValue record) {
  for (const SlotId slot : filled_) slots_[slot].clear();
  filled_.clear();
  views_used_ = 0;
  if (visits_ > (1u << 30)) {
    std::ranges::fill(seen_, 0u);
    visits_ = 0;
  }
  return walk(record, 0);
}

bool RawWalk::walk(ViewValue object, RawTrie::NodeId id) {
  const Node& node = trie_.nodes_[id];
  const std::uint32_t this_visit = ++visits_;
  for (auto members = object.members(); members.next();) {
    const std::string_view spelling = members.key();
    const std::string_view key = node.is_snake ? snake_case(spelling, spelled_) : spelling;
    const bool may_be_known = node.keys.has_length(key.size());
    if (!may_be_known && node.keys.folds()) continue;
    const ViewValue value = members.value();
    const KeyBytes bytes(key);
    const RawTrie::Child* const child = may_be_known ? RawTrie::find(node, key, bytes) : nullptr;
    if (child != nullptr) {
      // A table means one spelling of a key, and another one that folds to the same is another member.
      if (node.keys.folds() && child->literal != key && child->literal.find('.') != std::string::npos) return false;
      if (!visit(value, child->node, this_visit)) return false;
    } else if (!node.keys.folds() && bytes.has_dot(key)) {
      if (!walk_dotted(key, value, id, this_visit)) return false;
    }
  }
  return true;
}

// A key of several steps. In a raw record it is one of the few things that need the document.
bool RawWalk::walk_dotted(std::string_view key, ViewValue value, RawTrie::NodeId id, std::uint32_t this_visit) {
  while (true) {
    const std::size_t dot = key.find('.');
    const std::string_view step = key.substr(0, dot);
    const RawTrie::Child* child = RawTrie::find(trie_.nodes_[id], step, KeyBytes(step));
    if (child == nullptr) return true;
    if (trie_.keys_ != RawTrie::Keys::dotted) return false;
    id = child->node;
    if (dot == std::string_view::npos) return visit(value, id, this_visit);
    const Node& node = trie_.nodes_[id];
    if (node.subtree_slot != RawTrie::kNoSlot) put(node.subtree_slot, value);
    key.remove_prefix(dot + 1);
  }
}

bool RawWalk::visit(ViewValue value, RawTrie::NodeId id, std::uint32_t this_visit) {
  if (seen_[id] == this_visit) return false;  // the member is there twice
  seen_[id] = this_visit;
  if (trie_.skips_empties_) {
    if (is_empty(value)) return true;
    if (has_empty_element(value)) return false;
  }
  const Node& node = trie_.nodes_[id];
  if (node.opens && value.is_string() && !open(value, '{')) return false;
  if (node.opens_list && value.is_string() && !open(value, '[')) return false;
  if (node.numbers) {  // an object, which has no value of its own
    if (value.is_null()) return true;
    return value.is_array() && walk_numbered(value, id);
  }
  if (node.slot != RawTrie::kNoSlot) put(node.slot, value);
  if (node.subtree_slot != RawTrie::kNoSlot) put(node.subtree_slot, value);
  return node.children.empty() || descend(value, id);
}

bool RawWalk::descend(ViewValue value, RawTrie::NodeId id) {
  const Node& node = trie_.nodes_[id];
  if (value.is_object()) return walk(value, id);
  if (node.reads_into && value.is_string()) {
    if (!open(value, '{')) return false;
    return !value.is_object() || walk(value, id);
  }
  if (!value.is_array()) return true;
  if (node.reads_into) return false;
  for (auto elements = value.elements(); elements.next();) {
    const ViewValue element = elements.value();
    if (!element.is_object() && !element.is_array()) continue;
    if (node.expects_object || !descend(element, id)) return false;
  }
  return true;
}

bool RawWalk::walk_numbered(ViewValue array, RawTrie::NodeId id) {
  std::size_t number = 0;
  for (auto elements = array.elements(); elements.next();) {
    const ViewValue element = elements.value();
    char buffer[20];
    const char* const end = std::to_chars(std::begin(buffer), std::end(buffer), number++).ptr;
    const std::string_view key(buffer, static_cast<std::size_t>(end - buffer));
    const RawTrie::Child* child = RawTrie::find(trie_.nodes_[id], key, KeyBytes(key));
    if (child == nullptr) continue;
    if (!element.is_object() || !walk(element, child->node)) return false;
  }
  return true;
}

// Replaces a string that holds JSON beginning with this bracket by the object or array. False: the document must tell.
bool RawWalk::open(ViewValue& value, char bracket) {
  const std::string_view text = value.text();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != bracket) return true;
  if (views_used_ == views_.size()) views_.push_back(std::make_unique<RecordView>());
  RecordView& view = *views_[views_used_];
  if (view.read_copy(text, bracket)) {
    ++views_used_;
    value = view.root();
    return true;
  }
  // No JSON: the text stays one. What only the parser takes is the document's business.
  return parser_.parse_copy(text) == RecordParser::Outcome::refused;
}

void RawWalk::put(SlotId slot, ViewValue value) {
  if (slots_[slot].empty()) filled_.push_back(slot);
  slots_[slot].push_back(value);
}

}  // namespace picket::decode
