// SPDX-License-Identifier: Apache-2.0
// Texts that are nearly equal, as Lucene's fuzzy queries count: an edit inserts, deletes or replaces one character
// (code point) or exchanges two neighbors, and no character is edited twice. Immutable, safe to read from many threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace picket::compile {

class FuzzyText {
 public:
  static constexpr std::uint8_t kMaxEdits = 2;

  // Requires edits <= kMaxEdits and well-formed UTF-8.
  FuzzyText(std::string text, std::uint8_t edits);

  // Linear in the shorter of the two texts.
  bool matches(std::string_view value) const;

  const std::string& text() const { return text_; }
  unsigned edits() const { return edits_; }
  friend bool operator==(const FuzzyText& a, const FuzzyText& b) { return a.edits_ == b.edits_ && a.text_ == b.text_; }

 private:
  std::string text_;
  std::u32string letters_;
  std::uint8_t edits_;
};

}  // namespace picket::compile
