// SPDX-License-Identifier: Apache-2.0
#include "source/structure.h"

#include <algorithm>
#include <array>
#include <bit>

#include "source/byte_block.h"

namespace picket::source {
namespace {

// How far behind a bracket its key is looked for. Longer keys, and blanks, only hide an envelope.
constexpr std::uint64_t kLookBack = 256;

struct WatchedKey {
  std::string_view key;  // lower case
  Watch watch;
  Member member;
};
constexpr std::array<WatchedKey, 6> kWatched = {{
    {"records", Watch::envelope, Member::records},
    {"value", Watch::envelope, Member::value},
    {"hits", Watch::envelope, Member::hits},
    {"tables", Watch::envelope, Member::tables},
    {"columns", Watch::table, Member::columns},
    {"rows", Watch::table, Member::rows},
}};

// ASCII letters only; the keys hold no others.
bool same_key(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return (a | 0x20) == b; });
}

}  // namespace

struct StructureScanner::Block {
  const char* bytes;
  BlockMasks masks;
  std::uint64_t opening;  // quotes that open a string
  std::uint64_t closing;
  std::uint64_t in_string;  // from an opening quote to before its closing quote
  std::uint64_t faults;
  std::uint64_t into_string;  // faults that look like a quote that was none
};

void StructureScanner::start(std::uint64_t offset, Watch watch) {
  start_inside(offset, Nesting(), watch);
  start_ = offset;
  keeping_ = true;
  window_.keep_from(offset);
}

void StructureScanner::start_inside(std::uint64_t offset, const Nesting& outer, Watch watch) {
  watch_ = watch;
  start_ = at_ = position_ = offset;
  keeping_ = too_large_ = too_deep_ = stray_separator_ = broken_in_string_ = in_hits_ = false;
  member_ = Member::none;
  object_arrays_ = 0;
  nesting_ = outer;
  last_ = 0;
  stop(Stop::end, offset);
}

// The state in which a scan can go on at `position`: outside of a string, after a bracket.
Stop StructureScanner::stop(Stop stop, std::uint64_t position) {
  position_ = at_ = position;
  in_string_ = escape_carry_ = closed_ = 0;
  may_open_ = 1;
  return stop;
}

Stop StructureScanner::run() {
  Block block{};
  while (load(block)) {
    find_faults(block);
    if (const Stop result = step_over(block); result != Stop::stream_end) return result;
    at_ += kBlock;
    limit_memory();
  }
  return stop(Stop::stream_end, window_.end());
}

bool StructureScanner::load(Block& block) {
  if (window_.available(at_, kBlock) == 0) return false;
  block.bytes = window_.at(at_);
  block.masks = block_masks(block.bytes);
  std::uint64_t quotes = block.masks.quote;
  if ((block.masks.backslash | escape_carry_) != 0) {
    quotes &= ~escaped_characters(block.masks.backslash, escape_carry_);
  }
  block.in_string = prefix_parity(quotes) ^ in_string_;
  in_string_ = std::uint64_t{0} - (block.in_string >> 63);
  block.opening = quotes & block.in_string;
  block.closing = quotes & ~block.in_string;
  return true;
}

// A quote opens a string after a bracket, comma or colon and closes it before one. Where quotes are out of step,
// because one is missing or was not escaped, this fails within a few characters. Line breaks in strings are not JSON.
void StructureScanner::find_faults(Block& block) {
  const BlockMasks& masks = block.masks;
  const std::uint64_t separator = masks.separator | masks.blank;
  const std::uint64_t before_opening = separator | masks.open;
  const std::uint64_t after_closing = separator | masks.close;
  const std::uint64_t not_opening = block.opening & ~(before_opening << 1 | may_open_);
  block.into_string = (block.closing << 1 | closed_) & ~after_closing;
  may_open_ = before_opening >> 63;
  closed_ = block.closing >> 63;
  block.faults = not_opening | block.into_string | (masks.newline & block.in_string);
  if (rules_.single_line) block.faults |= masks.newline;
}

// stream_end here means: the value goes on after this block.
Stop StructureScanner::step_over(Block& block) {
  const BlockMasks& masks = block.masks;
  std::uint64_t interest = ((masks.open | masks.close) & ~block.in_string) | block.faults;
  const std::uint64_t text = ~masks.blank;
  while (interest != 0) {
    const auto i = static_cast<unsigned>(std::countr_zero(interest));
    const std::uint64_t bit = std::uint64_t{1} << i;
    interest &= interest - 1;
    if ((block.faults & bit) != 0) {
      broken_in_string_ = (block.into_string & bit) != 0;
      return stop(Stop::broken, at_ + i);
    }
    const std::uint64_t earlier = text & (bit - 1);
    if (earlier != 0) last_ = block.bytes[63 - std::countl_zero(earlier)];
    const char bracket = block.bytes[i];
    if ((masks.open & bit) != 0) {
      if (!open(at_ + i, bracket, last_)) return stop(Stop::broken, at_ + i);
      if (member_ != Member::none) {
        last_ = bracket;
        return stop(Stop::member_array, at_ + i + 1);
      }
    } else {
      if (!close(bracket, last_)) return stop(Stop::broken, at_ + i);
      if (nesting_.depth() == 0) return stop(Stop::end, at_ + i + 1);
    }
  }
  if (text != 0) last_ = block.bytes[63 - std::countl_zero(text)];
  return Stop::stream_end;
}

bool StructureScanner::open(std::uint64_t offset, char bracket, char before) {
  member_ = Member::none;
  const bool object = bracket == '{';
  if (nesting_.in_object() && before != ':') return false;
  if (nesting_.in_array() && before != '[' && before != ',') return false;
  if (object && before == '[' && nesting_.arrays() == 1 && nesting_.in_array()) ++object_arrays_;
  if (watch_ != Watch::nothing && nesting_.depth() <= 2 && nesting_.depth() > 0 && nesting_.arrays() == 0) {
    const Member member = member_before(offset);
    const bool hits = member == Member::hits;
    if (object && hits && nesting_.depth() == 1) {
      in_hits_ = true;
    } else if (!object && hits == (in_hits_ && nesting_.depth() == 2) && (hits || nesting_.depth() == 1)) {
      member_ = member;
    }
  }
  nesting_.push(object);
  too_deep_ = too_deep_ || nesting_.depth() > rules_.depth;
  return true;
}

bool StructureScanner::close(char bracket, char before) {
  if (nesting_.depth() == 0 || !nesting_.pop(bracket == '}')) return false;
  stray_separator_ = stray_separator_ || before == ',' || before == ':';
  if (nesting_.depth() == 1) in_hits_ = false;
  return true;
}

// The key of the member whose value begins at `bracket`. Keys with escapes are none of ours.
Member StructureScanner::member_before(std::uint64_t bracket) const {
  const std::uint64_t from = std::max(window_.begin(), bracket - std::min(bracket, kLookBack));
  std::string_view text = window_.view(std::max(from, keeping_ ? start_ : from), bracket);
  const auto drop_blanks = [&text] {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  };
  drop_blanks();
  if (text.empty() || text.back() != ':') return Member::none;
  text.remove_suffix(1);
  drop_blanks();
  if (text.empty() || text.back() != '"') return Member::none;
  text.remove_suffix(1);
  const std::size_t quote = text.rfind('"');
  if (quote == std::string_view::npos) return Member::none;
  const std::string_view key = text.substr(quote + 1);
  for (const WatchedKey& row : kWatched) {
    if (row.watch == watch_ && same_key(key, row.key)) return row.member;
  }
  return Member::none;
}

// A record that has outgrown the limit is only followed to its end; its bytes go.
void StructureScanner::limit_memory() {
  if (keeping_ && at_ - start_ > rules_.record_bytes) {
    too_large_ = true;
    keeping_ = false;
  }
  if (!keeping_) window_.keep_from(at_ - std::min(at_, kLookBack));
}

}  // namespace picket::source
