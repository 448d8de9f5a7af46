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
// Arrays within arrays and envelopes within arrays. Beyond, the outermost are forgotten.
constexpr std::size_t kMaxEnclosures = 16;

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

void JsonSplitter::element() {
  Enclosure& enclosure = enclosures_.back();
  const char c = peek();
  const bool rows = enclosure.elements == Enclosure::Elements::rows;
  if (c == ']') {
    ++position_;
    line_begin_.reset();
    close_array();
    return;
  }
  // JSON lines whose last line was cut between two records: the next line is no element of its array.
  if (enclosure.begun && !comma_seen_ && line_begin_ == position_ && top_indent_ == 0 && (c == '{' || c == '[')) {
    refuse(Reason::truncated_record, begin_value(), "the array before this line is not closed");
    line_begin_ = position_;
    abandon_enclosures();
    return;
  }
  if (c == '{' && !rows) {
    enclosure.begun = true;
    const bool tables = enclosure.elements == Enclosure::Elements::tables;
    tables ? table(begin_value()) : object(begin_value());
  } else if (c == '[' && enclosure.elements != Enclosure::Elements::tables) {
    enclosure.begun = true;
    rows ? row(begin_value()) : open_array(begin_value());
  } else {
    element_junk();
  }
}

void JsonSplitter::open_array(const Value& value) {
  const Container container = enclosures_.empty() ? Container::array : enclosures_.back().container;
  enter({.elements = Enclosure::Elements::records,
         .container = container,
         .outer = Nesting(),
         .watch = Watch::nothing,
         .begun = false},
        value.offset + 1);
}

void JsonSplitter::enter(Enclosure enclosure, std::uint64_t position) {
  if (enclosures_.size() == kMaxEnclosures) {
    lost_closers_ += 1 + enclosures_.front().outer.depth();
    enclosures_.erase(enclosures_.begin());
  }
  enclosures_.push_back(std::move(enclosure));
  position_ = position;
  line_begin_.reset();
}

void JsonSplitter::close_array() {
  Enclosure closed = std::move(enclosures_.back());
  enclosures_.pop_back();
  if (closed.outer.depth() > 0) rest_of_object(std::move(closed));
}

// What is no record between the elements of an array: to the next separator, over strings, but not over a line's end.
void JsonSplitter::element_junk() {
  enclosures_.back().begun = true;
  const Value value = begin_value();
  if (!junk_run_) refuse(Reason::not_json, value, "an element that is no object");
  junk_run_ = true;
  bool in_string = false;
  bool first = true;
  while (window_.available(position_, 1) > 0) {
    window_.keep_from(position_);
    const char c = peek();
    if (c == '\n') return;
    if (c == '"') in_string = !in_string;
    if (!in_string && !first && (c == '{' || c == '[' || c == ']' || c == ',')) return;
    position_ += in_string && c == '\\' ? 2 : 1;
    first = false;
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
