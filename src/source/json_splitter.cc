// SPDX-License-Identifier: Apache-2.0
#include "source/json_splitter.h"

#include <algorithm>
#include <utility>

#include "source/encoding.h"
#include "source/json_line.h"

namespace picket::source {
namespace {

// Longer lines are split by structure. The bound makes the choice depend on the text only, never on how much of it
// happens to be at hand.
constexpr std::size_t kLongestPlainLine = std::size_t{64} << 10;

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

}  // namespace

JsonSplitter::JsonSplitter(Window& window, Output& output, const InputOptions& options)
    : window_(window),
      output_(output),
      rules_{.record_bytes = options.limits.record_bytes,
             .depth = std::min(options.limits.depth, static_cast<std::uint32_t>(Nesting::kMaxLevels)),
             .single_line = options.format == InputFormat::json_lines},
      whole_objects_(options.is_table != nullptr),
      scanner_(window, rules_) {}

void JsonSplitter::run() {
  while (!output_.stopped() && skip_separators()) {
    if (rules_.single_line && line_begin_ && !enclosures_.empty()) {
      refuse(Reason::truncated_record, begin_value(), "the array on the line before is not closed");
      line_begin_ = position_;
      enclosures_.clear();
    }
    if (enclosures_.empty()) {
      top_value();
    } else {
      element();
    }
  }
  if (output_.stopped()) return;
  const Value end{.offset = window_.end(), .line = window_.line_at(window_.end()), .indent = std::nullopt};
  if (!enclosures_.empty()) refuse(Reason::truncated_record, end, "the array around the last record is not closed");
  if (action_) refuse(Reason::truncated_record, end, "a bulk action without its document");
}

// To the next character that is neither blank nor a comma nor a byte order mark. False at the end of the stream.
bool JsonSplitter::skip_separators() {
  comma_seen_ = false;
  while (true) {
    window_.keep_from(position_);
    const std::size_t have = window_.available(position_, kByteOrderMark.size());
    if (have == 0) return false;
    const std::string_view text = window_.view(position_, position_ + have);
    std::size_t i = 0;
    for (; i < have; ++i) {
      const char c = text[i];
      if (c == '\n') {
        line_begin_ = position_ + i + 1;
      } else if (c == ',') {
        comma_seen_ = true;
      } else if (!is_blank(c)) {
        break;
      }
    }
    position_ += i;
    if (i == have) continue;
    if (text[i] != kByteOrderMark.front()) return true;
    if (window_.available(position_, kByteOrderMark.size()) < kByteOrderMark.size()) return true;
    if (window_.view(position_, position_ + kByteOrderMark.size()) != kByteOrderMark) return true;
    position_ += kByteOrderMark.size();
    if (line_begin_) line_begin_ = position_;
  }
}

void JsonSplitter::top_value() {
  const char c = peek();
  if (c == '{') {
    if (line_begin_ && take_lines()) return;
    object(begin_value());
  } else if (c == '[') {
    const Value value = begin_value();
    top_indent_ = value.indent;
    open_array(value);
  } else if ((c == '}' || c == ']') && lost_closers_ > 0) {
    --lost_closers_;
    line_begin_.reset();
    ++position_;
  } else {
    top_junk();
  }
}

// Takes lines that are one record each, as many as there are. False, with nothing taken, when the first is not.
bool JsonSplitter::take_lines() {
  bool taken = false;
  while (!output_.stopped()) {
    window_.keep_from(position_);
    std::size_t have = std::min(window_.available(position_, 1), kLongestPlainLine);
    if (have == 0 || peek() != '{') break;
    LineLook look = look_at_line(window_.at(position_), have, rules_.depth);
    if (!look.ended && have < kLongestPlainLine) {
      have = std::min(window_.available(position_, kLongestPlainLine), kLongestPlainLine);
      look = look_at_line(window_.at(position_), have, rules_.depth);
    }
    if (!look.plain || (!look.ended && have == kLongestPlainLine)) break;
    std::string_view line(window_.at(position_), look.size);
    while (is_blank(line.back())) line.remove_suffix(1);
    if (line.back() != '}' || line.size() > rules_.record_bytes) break;
    deliver(line, {.offset = position_, .line = window_.line_at(position_), .indent = std::nullopt},
            Container::json_lines);
    taken = true;
    position_ += look.size;
    if (!look.ended) break;
    line_begin_ = ++position_;
    window_.next_line_at(position_);
  }
  return taken;
}

// What is no value costs its line. After a value, it costs what stands before the next bracket on that line. Indented
// lines in a row are the rest of one value whose beginning is missing and are refused as one.
void JsonSplitter::top_junk() {
  const bool whole_line = line_begin_.has_value();
  const bool fragment = !whole_line || *line_begin_ < position_ || peek() == '}' || peek() == ']';
  const Value value = begin_value();
  if (!junk_run_ || !fragment) refuse(Reason::not_json, value, "a line that does not begin with { or [");
  junk_run_ = true;
  while (window_.available(position_, 1) > 0) {
    window_.keep_from(position_);
    const char c = peek();
    if (c == '\n' || (!whole_line && (c == '{' || c == '['))) return;
    ++position_;
  }
}

void JsonSplitter::abandon_enclosures() {
  for (const Enclosure& enclosure : enclosures_) lost_closers_ += 1 + enclosure.outer.depth();
  enclosures_.clear();
}

JsonSplitter::Value JsonSplitter::begin_value() {
  Value value{.offset = position_, .line = window_.line_at(position_), .indent = std::nullopt};
  if (line_begin_) value.indent = position_ - *line_begin_;
  line_begin_.reset();
  return value;
}

}  // namespace picket::source
