// SPDX-License-Identifier: Apache-2.0
// A small set of known keys, made for the question that is asked for every member of every record: is this key one of
// them? The first eight and the last eight bytes and the length answer it: for keys of up to 16 bytes they are the
// whole key, and for longer ones the rest is looked at only when they agree. A folding table takes '.' for '_'.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace picket::decode {

struct KeyBytes {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::size_t length = 0;

  explicit KeyBytes(std::string_view key) : length(key.size()) {
    if (length >= 8) {
      std::memcpy(&first, key.data(), 8);
      std::memcpy(&last, key.data() + length - 8, 8);
    } else if (length >= 4) {
      std::uint32_t head = 0;
      std::uint32_t tail = 0;
      std::memcpy(&head, key.data(), 4);
      std::memcpy(&tail, key.data() + length - 4, 4);
      first = head;
      last = tail;
    } else {
      for (const char c : key) first = first << 8 | static_cast<unsigned char>(c);
    }
  }

  // '_' in place of every '.'.
  static std::uint64_t fold(std::uint64_t bytes) { return bytes ^ (dots(bytes) >> 7) * std::uint64_t{'.' ^ '_'}; }
  KeyBytes folded() const {
    KeyBytes out = *this;
    out.first = fold(first);
    out.last = fold(last);
    return out;
  }

  std::size_t hash() const {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
    return static_cast<std::size_t>(((first ^ std::rotl(last, 23)) + length) * kOdd >> 40);
  }
  friend bool operator==(const KeyBytes&, const KeyBytes&) = default;

  // `key` is the one that these bytes are of.
  bool has_dot(std::string_view key) const {
    if ((dots(first) | dots(last)) != 0) return true;
    return length > 16 && key.find('.') != std::string_view::npos;
  }

 private:
  // The highest bit of every byte that is a dot.
  static std::uint64_t dots(std::uint64_t bytes) {
    constexpr std::uint64_t kLow = 0x0101010101010101;
    constexpr std::uint64_t kHigh = 0x8080808080808080;
    const std::uint64_t zeros = bytes ^ kLow * '.';
    // Exact for every byte: no borrow crosses, since the highest bits are taken out first.
    return ~(((zeros & ~kHigh) + ~kHigh) | zeros | ~kHigh);
  }
};

class KeyTable {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  explicit KeyTable(bool folds = false) : folds_(folds), slots_(kMinSlots) {}

  // The number of the key: 0 for the first one added, and so on; the same for the same key.
  std::uint32_t add(std::string_view key);

  // Whether a key of this length was added: the cheapest of all answers.
  bool has_length(std::size_t length) const { return (lengths_ >> std::min<std::size_t>(length, 63) & 1u) != 0; }

  // kNone when it was not added.
  std::uint32_t find(std::string_view key, KeyBytes bytes) const {
    if (folds_) bytes = bytes.folded();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = bytes.hash() & mask;; i = (i + 1) & mask) {
      const Slot& slot = slots_[i];
      if (slot.number == kNone) return kNone;
      if (slot.bytes == bytes && (bytes.length <= 16 || is_same(keys_[slot.number], key))) return slot.number;
    }
  }
  std::uint32_t find(std::string_view key) const { return find(key, KeyBytes(key)); }

  bool folds() const { return folds_; }
  std::size_t size() const { return keys_.size(); }
  const std::string& operator[](std::uint32_t number) const { return keys_[number]; }

 private:
  static constexpr std::size_t kMinSlots = 8;
  struct Slot {
    KeyBytes bytes{{}};
    std::uint32_t number = kNone;
  };

  bool is_same(std::string_view known, std::string_view key) const;
  void place(std::uint32_t number);

  bool folds_;
  std::uint64_t lengths_ = 0;  // bit n: a key of n characters; bit 63: of 63 or more
  std::vector<Slot> slots_;
  std::vector<std::string> keys_;  // folded in a table that folds
};

}  // namespace picket::decode
