// SPDX-License-Identifier: Apache-2.0
#include "decode/key_table.h"

#include <algorithm>

namespace picket::decode {

std::uint32_t KeyTable::add(std::string_view key) {
  if (const std::uint32_t known = find(key); known != kNone) return known;
  const auto number = static_cast<std::uint32_t>(keys_.size());
  keys_.emplace_back(key);
  lengths_ |= std::uint64_t{1} << std::min<std::size_t>(key.size(), 63);
  if (folds_) std::ranges::replace(keys_.back(), '.', '_');
  if (keys_.size() * 2 <= slots_.size()) {
    place(number);
  } else {
    slots_.assign(slots_.size() * 2, Slot{});
    for (std::uint32_t each = 0; each < keys_.size(); ++each) place(each);
  }
  return number;
}

void KeyTable::place(std::uint32_t number) {
  const KeyBytes bytes(keys_[number]);
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = bytes.hash() & mask;
  while (slots_[i].number != kNone) i = (i + 1) & mask;
  slots_[i] = {bytes, number};
}

bool KeyTable::is_same(std::string_view known, std::string_view key) const {
  if (known.size() != key.size()) return false;
  if (!folds_) return known == key;
  std::size_t i = 0;
  for (; i + 8 <= key.size(); i += 8) {
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::memcpy(&a, known.data() + i, 8);
    std::memcpy(&b, key.data() + i, 8);
    if (a != KeyBytes::fold(b)) return false;
  }
  for (; i < key.size(); ++i) {
    if (known[i] != (key[i] == '.' ? '_' : key[i])) return false;
  }
  return true;
}

}  // namespace picket::decode
