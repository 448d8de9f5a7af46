// SPDX-License-Identifier: Apache-2.0
// A column whose cells a Derived makes of members of the record. Inputs repeat from event to event, so each distinct
// combination is worked out once and remembered; what is remembered has a ceiling. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "decode/cell_maker.h"
#include "decode/mapping.h"
#include "decode/raw_trie.h"
#include "event/columns.h"

namespace picket::decode {

// A member that derived columns read. Distinct values are numbered.
class DerivedInput {
 public:
  explicit DerivedInput(SlotId slot) : slot_(slot) {}

  // Call once for each record before id().
  void begin_record() { is_known_ = false; }
  // kMissing for nothing and null.
  event::CellId id(const RawWalk& walk, CellMaker& cells);
  const event::Scalar* value(event::CellId id) const;

  SlotId slot() const { return slot_; }
  std::uint32_t generation() const { return distinct_.generation(); }

 private:
  SlotId slot_;
  event::Dictionary distinct_;
  event::CellId current_ = event::kMissing;
  bool is_known_ = false;
};

class DerivedColumn {
 public:
  // `inputs` index the DerivedInputs given to cell(); as many as the Derived has.
  DerivedColumn(const Derived& derived, std::vector<std::uint8_t> inputs, event::FieldRequest request)
      : derived_(derived), inputs_(std::move(inputs)), request_(std::move(request)) {}

  event::CellId cell(const RawWalk& walk, std::vector<DerivedInput>& inputs, CellMaker& cells,
                     const Surroundings& surroundings, event::Dictionary& dictionary);

 private:
  using Ids = std::array<event::CellId, kMaxInputs>;
  struct HashIds {
    std::size_t operator()(const Ids& ids) const;
  };
  using Generations = std::array<std::uint32_t, kMaxInputs + 1>;

  event::CellId* remembered(const Ids& ids);
  event::CellId derive(const Ids& ids, std::span<const DerivedInput> inputs, CellMaker& cells,
                       const Surroundings& surroundings, event::Dictionary& dictionary) const;

  const Derived& derived_;
  std::vector<std::uint8_t> inputs_;
  event::FieldRequest request_;
  Generations generations_{};
  std::vector<event::CellId> by_single_id_;  // of one input
  std::unordered_map<Ids, event::CellId, HashIds> by_ids_;
};

}  // namespace picket::decode
