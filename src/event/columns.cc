// SPDX-License-Identifier: Apache-2.0
// The dictionary is an open-addressing hash table over an arena. Slots are 8 bytes (half a hash and an id), so a probe
// that misses costs one cache line; texts and lists lie in blocks that never move, so views stay valid until clear().
#include "event/columns.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "base/hash.h"

namespace picket::event {
namespace {

constexpr std::size_t kMinSlots = 64;
constexpr std::size_t kFirstBlock = std::size_t{4} * 1024;  // bytes: most columns hold a few short values
constexpr std::size_t kLargestBlock = std::size_t{256} * 1024;
// Seeds keep a text of one kind, the same text of another kind, and a list of one element apart.
constexpr std::uint64_t kListSeed = 16;

// Blocks of doubling size, handed out front to back and never moved. A request larger than a block gets its own.
template <class T>
class Arena {
 public:
  T* allocate(std::size_t count) {
    if (count > left_) {
      const std::size_t size = std::max(std::exchange(block_, std::min(block_ * 2, kLargest)), count);
      blocks_.push_back(std::make_unique_for_overwrite<T[]>(size));
      held_ += size;
      next_ = blocks_.back().get();
      left_ = size;
    }
    T* const result = next_;
    next_ += count;
    left_ -= count;
    return result;
  }

  std::size_t bytes() const { return held_ * sizeof(T); }

 private:
  static constexpr std::size_t kLargest = kLargestBlock / sizeof(T);
  std::size_t block_ = kFirstBlock / sizeof(T);
  std::vector<std::unique_ptr<T[]>> blocks_;
  T* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t held_ = 0;
};

struct Cell {
  const Scalar* values = nullptr;
  std::uint32_t count = 0;
};

struct Slot {
  std::uint32_t tag = 0;
  CellId cell = kMissing;  // kMissing: the slot is free
};

// No two states of any dictionary share a generation, so those who remember cell ids by it are safe when dictionaries
// are moved, destroyed and made anew.
std::uint32_t next_generation() {
  static std::atomic<std::uint32_t> last{0};
  return ++last;
}

std::string request_key(std::string_view name, Shape shape) {
  std::string key(name);
  key += '\0';
  key += static_cast<char>('0' + static_cast<int>(shape));
  return key;
}

}  // namespace

FieldId FieldTable::add(std::string_view name, Shape shape) {
  const auto id = static_cast<FieldId>(requests_.size());
  const auto [found, added] = ids_.try_emplace(request_key(name, shape), id);
  if (added) requests_.push_back({std::string(name), shape});
  return found->second;
}

struct Dictionary::State {
  std::vector<Cell> cells{Cell{}};
  std::vector<Slot> slots = std::vector<Slot>(kMinSlots);
  Arena<char> texts;
  Arena<Scalar> scalars;
  std::vector<CellId> elements;  // of the list being interned
  CellId last = kMissing;        // neighboring events often agree; then no hash is needed
  std::uint32_t generation = next_generation();

  // The slot of the first cell with this hash for which `same` holds, or the free slot where it belongs.
  template <class Same>
  Slot& find(std::uint64_t hash, const Same& same) {
    const std::size_t mask = slots.size() - 1;
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
      Slot& slot = slots[i];
      if (slot.cell == kMissing || (slot.tag == tag && same(cells[slot.cell]))) return slot;
    }
  }

  CellId add(Slot& slot, std::uint64_t hash, Cell cell) {
    const auto id = static_cast<CellId>(cells.size());
    cells.push_back(cell);
    slot = {static_cast<std::uint32_t>(hash >> 32), id};
    if (cells.size() * 2 > slots.size()) grow();
    return id;
  }

  void grow();
  static std::uint64_t hash_of(const Scalar& value) {
    return hash64(value.text, static_cast<std::uint64_t>(value.kind));
  }
  static std::uint64_t hash_of(const std::vector<CellId>& ids) {
    return hash64({reinterpret_cast<const char*>(ids.data()), ids.size() * sizeof(CellId)}, kListSeed);
  }
};

// Rebuilt from the cells: the hash of a list is that of its elements' ids, which are found again by their texts.
void Dictionary::State::grow() {
  slots.assign(slots.size() * 2, Slot{});
  const std::size_t mask = slots.size() - 1;
  const auto place = [&](std::uint64_t hash, CellId id) {
    std::size_t i = hash & mask;
    while (slots[i].cell != kMissing) i = (i + 1) & mask;
    slots[i] = {static_cast<std::uint32_t>(hash >> 32), id};
  };
  for (CellId id = 1; id < cells.size(); ++id) {
    if (cells[id].count == 1) place(hash_of(cells[id].values[0]), id);
  }
  std::vector<CellId> ids;
  for (CellId id = 1; id < cells.size(); ++id) {
    if (cells[id].count == 1) continue;
    ids.clear();
    for (const Scalar& value : std::span(cells[id].values, cells[id].count)) {
      const Slot& slot =
          find(hash_of(value), [&](const Cell& cell) { return cell.count == 1 && *cell.values == value; });
      ids.push_back(slot.cell);
    }
    place(hash_of(ids), id);
  }
}

Dictionary::Dictionary() : state_(std::make_unique<State>()) {}
Dictionary::~Dictionary() = default;
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;

CellId Dictionary::intern(Scalar value) {
  State& state = *state_;
  if (state.last != kMissing && *state.cells[state.last].values == value) return state.last;
  const std::uint64_t hash = State::hash_of(value);
  Slot& slot = state.find(hash, [&](const Cell& cell) { return cell.count == 1 && *cell.values == value; });
  if (slot.cell != kMissing) return state.last = slot.cell;
  char* const text = state.texts.allocate(value.text.size());
  if (!value.text.empty()) std::memcpy(text, value.text.data(), value.text.size());
  Scalar* const stored = state.scalars.allocate(1);
  *stored = {value.kind, {text, value.text.size()}};
  return state.last = state.add(slot, hash, {stored, 1});
}

CellId Dictionary::intern(std::span<const Scalar> values) {
  if (values.empty()) return kMissing;
  if (values.size() == 1) return intern(values[0]);
  State& state = *state_;
  state.elements.clear();
  for (const Scalar& value : values) state.elements.push_back(intern(value));
  const auto same = [&](const Cell& cell) {
    if (cell.count != state.elements.size()) return false;
    // Texts are stored once, so equal elements share their bytes.
    for (std::size_t i = 0; i < state.elements.size(); ++i) {
      const Scalar& element = *state.cells[state.elements[i]].values;
      if (cell.values[i].kind != element.kind || cell.values[i].text.data() != element.text.data() ||
          cell.values[i].text.size() != element.text.size()) {
        return false;
      }
    }
    return true;
  };
  const std::uint64_t hash = State::hash_of(state.elements);
  Slot& slot = state.find(hash, same);
  if (slot.cell != kMissing) return slot.cell;
  Scalar* const stored = state.scalars.allocate(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) stored[i] = *state.cells[state.elements[i]].values;
  return state.add(slot, hash, {stored, static_cast<std::uint32_t>(values.size())});
}

std::span<const Scalar> Dictionary::values(CellId cell) const {
  PICKET_CHECK(cell < state_->cells.size(), "a cell belongs to its dictionary and generation");
  const Cell& found = state_->cells[cell];
  return {found.values, found.count};
}

std::size_t Dictionary::size() const {
  return state_->cells.size();
}

std::size_t Dictionary::bytes() const {
  return state_->texts.bytes() + state_->scalars.bytes() + state_->cells.capacity() * sizeof(Cell) +
         state_->slots.capacity() * sizeof(Slot);
}

std::uint32_t Dictionary::generation() const {
  return state_->generation;
}

void Dictionary::clear() {
  *state_ = State{};
}

void Batch::clear(std::size_t dictionary_ceiling) {
  rows.clear();
  for (Column& column : columns) {
    column.cells.clear();
    column.texts.clear();
    if (column.dictionary.bytes() > dictionary_ceiling) column.dictionary.clear();
  }
}

std::uint32_t Batch::index_id(std::string_view name) {
  // A handful of indices, and neighbors mostly share theirs.
  for (std::size_t i = indices.size(); i > 0; --i) {
    if (indices[i - 1] == name) return static_cast<std::uint32_t>(i - 1);
  }
  indices.emplace_back(name);
  return static_cast<std::uint32_t>(indices.size() - 1);
}

}  // namespace picket::event
