// SPDX-License-Identifier: Apache-2.0
#include "compile/fuzzy.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"

namespace picket::compile {
namespace {

constexpr std::size_t kEdits = FuzzyText::kMaxEdits;
constexpr std::size_t kBand = 2 * kEdits + 1;
constexpr unsigned kTooMany = kEdits + 1;

// One row of the table of distances: row[d] belongs to the first i letters of the value and the first
// i + d - kEdits letters of the text. What lies outside of the band takes more edits than are allowed.
using Row = std::array<unsigned, kBand>;
constexpr Row kOutside = {kTooMany, kTooMany, kTooMany, kTooMany, kTooMany};

}  // namespace

FuzzyText::FuzzyText(std::string text, std::uint8_t edits) : text_(std::move(text)), edits_(edits) {
  PICKET_CHECK(edits <= kMaxEdits, "more edits than Lucene allows");
  for (std::size_t at = 0; at < text_.size();) {
    const DecodedCodePoint decoded = decode_utf8(text_, at);
    letters_ += decoded.value;
    at += decoded.length;
  }
}

// Optimal string alignment, row by row.
bool FuzzyText::matches(std::string_view value) const {
  if (edits_ == 0) return value == text_;
  const std::size_t length = letters_.size();
  const auto column = [](std::size_t i, std::size_t d) {
    return i + d - kEdits;
  };  // wraps below zero, which is > length
  Row before = kOutside;
  Row last = kOutside;
  for (std::size_t d = kEdits; d < kBand; ++d) last[d] = static_cast<unsigned>(d - kEdits);
  char32_t letter_before = 0;
  std::size_t i = 0;
  for (std::size_t at = 0; at < value.size();) {
    const DecodedCodePoint decoded = decode_utf8(value, at);
    at += decoded.length;
    ++i;
    Row row = kOutside;
    for (std::size_t d = 0; d < kBand; ++d) {
      const std::size_t j = column(i, d);
      if (j > length) continue;
      unsigned least = kTooMany;
      if (d + 1 < kBand) least = std::min(least, last[d + 1] + 1);  // the value has a letter more
      if (j > 0) {
        if (d > 0) least = std::min(least, row[d - 1] + 1);
        least = std::min(least, last[d] + (letters_[j - 1] == decoded.value ? 0 : 1));
      }
      if (i > 1 && j > 1 && letters_[j - 1] == letter_before && letters_[j - 2] == decoded.value) {
        least = std::min(least, before[d] + 1);
      }
      row[d] = std::min(least, kTooMany);
    }
    if (std::ranges::min(row) > edits_ && std::ranges::min(last) > edits_) return false;
    before = std::exchange(last, row);
    letter_before = decoded.value;
  }
  for (std::size_t d = 0; d < kBand; ++d) {
    if (column(i, d) == length) return last[d] <= edits_;
  }
  return false;
}

}  // namespace picket::compile
