// SPDX-License-Identifier: Apache-2.0
// The places in a raw record that somebody wants, as a tree of keys, and the walk that fills them in one pass over the
// record's members. Values are references into the parsed record: nothing is copied.
//
// Three readings of keys exist. `literal` (raw records): a key is one step. `snake`: the same, and each key is read in
// snake case (record_shape.h). `dotted` (ECS documents): "a.b" is two steps.
// Where a record holds what the simple reading could get wrong (a member twice, dotted keys in a raw record, an array
// where tables expect an object), the walk says so and the record is read through its document instead.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decode/cell_maker.h"
#include "decode/key_table.h"
#include "decode/record_json.h"
#include "decode/record_view.h"

namespace picket::decode {

using SlotId = std::uint32_t;

class RawTrie {
 public:
  enum class Keys : std::uint8_t { literal, dotted, snake };
  explicit RawTrie(Keys keys) : keys_(keys), nodes_(1) { nodes_[0].is_snake = keys == Keys::snake; }

  // The slot of the values found at a path; the same path gives the same slot. A subtree also has the values at dotted
  // keys that go further than the path ("a.b.c" for the path a, b).
  SlotId add(std::span<const std::string_view> path);
  SlotId add_subtree(std::span<const std::string_view> path);

  // The value at this path is expected as one object or scalar (tables read it); arrays on the way end the walk.
  void expect_object(std::span<const std::string_view> path);
  // A string here that holds a JSON object is read as that object.
  void open_text(std::span<const std::string_view> path);
  // The same for a JSON array.
  void open_list(std::span<const std::string_view> path);
  // An array here is read as an object with the members "0", "1", ...; anything else but null ends the walk, and so
  // does an element that is wanted and no object.
  void number_elements(std::span<const std::string_view> path);
  // A string here that holds a JSON object can also be read into; the slot at the path keeps the string.
  void read_into_text(std::span<const std::string_view> path);
  // Keys of this object are compared after replacing '.' by '_'.
  void fold_keys(std::span<const std::string_view> path);
  // Keys inside of the value at this path are read as they are. Before anything below it is added.
  void keep_keys(std::span<const std::string_view> path);
  // Members that are null, "", [] or {} count as absent; an array with such an element ends the walk.
  void skip_empties() { skips_empties_ = true; }
  // A second name of a member of the outermost object, before anything below it is added. Both at once are the same
  // member twice.
  void add_alias(std::string_view alias, std::string_view key);

  std::size_t slot_count() const { return slot_count_; }

 private:
  friend class RawWalk;
  using NodeId = std::uint32_t;
  static constexpr NodeId kNone = 0;  // the root is nobody's child
  static constexpr SlotId kNoSlot = ~SlotId{0};

  struct Child {
    NodeId node = kNone;
    std::string literal;  // the key as tables spell it
  };
  struct Node {
    KeyTable keys;
    std::vector<Child> children;  // by the number of their key
    SlotId slot = kNoSlot;
    SlotId subtree_slot = kNoSlot;
    bool opens = false;       // open_text
    bool opens_list = false;  // open_list
    bool numbers = false;     // number_elements
    bool reads_into = false;  // read_into_text
    bool expects_object = false;
    bool is_snake = false;  // keys of this object are read in snake case
  };

  NodeId node_at(std::span<const std::string_view> path);
  NodeId child_of(NodeId parent, std::string_view key);
  static const Child* find(const Node& node, std::string_view key, const KeyBytes& bytes) {
    const std::uint32_t number = node.keys.find(key, bytes);
    return number == KeyTable::kNone ? nullptr : &node.children[number];
  }

  Keys keys_;
  std::vector<Node> nodes_;
  bool skips_empties_ = false;
  std::size_t slot_count_ = 0;
};

// The values of one record. Reused from record to record.
class RawWalk {
 public:
  explicit RawWalk(const RawTrie& trie);

  // False: read the record through its document.
  bool run(ViewValue record);

  // In the order of the record; valid until the next run, as long as the parsed record is.
  std::span<const ViewValue> values(SlotId slot) const { return slots_[slot]; }

 private:
  using Node = RawTrie::Node;

  bool walk(ViewValue object, RawTrie::NodeId node);
  bool walk_dotted(std::string_view key, ViewValue value, RawTrie::NodeId node, std::uint32_t this_visit);
  bool visit(ViewValue value, RawTrie::NodeId node, std::uint32_t this_visit);
  bool descend(ViewValue value, RawTrie::NodeId node);
  bool walk_numbered(ViewValue array, RawTrie::NodeId node);
  bool open(ViewValue& value, char bracket);
  void put(SlotId slot, ViewValue value);

  const RawTrie& trie_;
  std::vector<std::vector<ViewValue>> slots_;
  std::vector<SlotId> filled_;
  std::vector<std::uint32_t> seen_;  // by node: the visit of the object in which its key was last met
  std::uint32_t visits_ = 0;
  std::string spelled_;                             // the key at hand in snake case
  std::vector<std::unique_ptr<RecordView>> views_;  // of texts that were opened
  std::size_t views_used_ = 0;
  RecordParser parser_;
};

}  // namespace picket::decode
