// SPDX-License-Identifier: Apache-2.0
#include "decode/derived_column.h"

#include <utility>

#include "base/hash.h"
#include "event/document.h"

namespace picket::decode {
namespace {

constexpr event::CellId kUnknown = ~event::CellId{0};
// Distinct values of one input, and combinations of several. A tenant's resource ids of weeks fit; beyond, they are
// forgotten and learned again.
constexpr std::size_t kInputCeilingBytes = std::size_t{8} << 20;
constexpr std::size_t kMaxCombinations = 1u << 16;

}  // namespace

event::CellId DerivedInput::id(const RawWalk& walk, CellMaker& cells) {
  if (is_known_) return current_;
  is_known_ = true;
  current_ = event::kMissing;
  const auto values = walk.values(slot_);
  if (values.empty()) return current_;
  if (distinct_.bytes() > kInputCeilingBytes) distinct_.clear();
  const ViewValue value = values.front();
  if (value.is_object() || value.is_array()) {
    current_ = distinct_.intern({event::Scalar::Kind::object, {}});
  } else if (const auto scalar = cells.scalar(value)) {
    current_ = distinct_.intern(*scalar);
  }
  return current_;
}

const event::Scalar* DerivedInput::value(event::CellId id) const {
  return id == event::kMissing ? nullptr : distinct_.values(id).data();
}

std::size_t DerivedColumn::HashIds::operator()(const Ids& ids) const {
  return hash64({reinterpret_cast<const char*>(ids.data()), sizeof(ids)});
}

event::CellId DerivedColumn::cell(const RawWalk& walk, std::vector<DerivedInput>& inputs, CellMaker& cells,
                                  const Surroundings& surroundings, event::Dictionary& dictionary) {
  Ids ids{};
  Generations generations{};
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    DerivedInput& input = inputs[inputs_[i]];
    ids[i] = input.id(walk, cells);
    generations[i] = input.generation();
  }
  if (derived_.varies) return derive(ids, inputs, cells, surroundings, dictionary);
  generations.back() = dictionary.generation();
  if (generations != generations_ || by_ids_.size() > kMaxCombinations) {
    generations_ = generations;
    by_single_id_.clear();
    by_ids_.clear();
  }
  event::CellId* const known = remembered(ids);
  if (*known == kUnknown) *known = derive(ids, inputs, cells, surroundings, dictionary);
  return *known;
}

event::CellId* DerivedColumn::remembered(const Ids& ids) {
  if (inputs_.size() > 1) return &by_ids_.try_emplace(ids, kUnknown).first->second;
  if (ids[0] >= by_single_id_.size()) by_single_id_.resize(ids[0] + std::size_t{64}, kUnknown);
  return &by_single_id_[ids[0]];
}

event::CellId DerivedColumn::derive(const Ids& ids, std::span<const DerivedInput> inputs, CellMaker& cells,
                                    const Surroundings& surroundings, event::Dictionary& dictionary) const {
  std::array<const event::Scalar*, kMaxInputs> values{};
  for (std::size_t i = 0; i < inputs_.size(); ++i) values[i] = inputs[inputs_[i]].value(ids[i]);
  json::Value made = derived_.derive(values, surroundings);
  if (made.is_null()) return event::kMissing;
  json::Object document;
  event::set_path(document, derived_.to, std::move(made));
  return cells.from_document(document, request_, dictionary);
}

}  // namespace picket::decode
