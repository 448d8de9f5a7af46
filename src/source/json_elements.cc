// SPDX-License-Identifier: Apache-2.0
// The part of JsonSplitter that goes from element to element of the arrays that hold records.
#include <algorithm>
#include <utility>

#include "source/json_splitter.h"

namespace picket::source {
namespace {

// Arrays within arrays and envelopes within arrays. Beyond, the outermost are forgotten.
constexpr std::size_t kMaxEnclosures = 16;
// Numbers, true, false and null. Longer ones, and ones with more blanks before the next separator, are passed over as
// damaged text is.
constexpr std::size_t kLongestScalar = 64;
constexpr std::size_t kLongestGap = 256;

bool is_scalar_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == 'E' || c == '+' || c == '-' || c == '.';
}

}  // namespace

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
  } else if (!string_element() && !scalar_element()) {
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
  enclosures_.push_back(enclosure);
  position_ = position;
  line_begin_.reset();
}

void JsonSplitter::close_array() {
  const Enclosure closed = enclosures_.back();
  enclosures_.pop_back();
  if (closed.outer.depth() > 0) rest_of_object(closed);
}

// Some exporters write each record as a string that holds its text. False, with nothing taken, for other strings.
bool JsonSplitter::string_element() {
  if (peek() != '"' || enclosures_.back().elements != Enclosure::Elements::records) return false;
  const auto end = string_end(position_);
  if (!end || !ends_element(*end)) return false;
  auto text = object_in_string(window_.view(position_, *end));
  if (!text) return false;
  enclosures_.back().begun = true;
  const Value value = begin_value();
  position_ = *end;
  deliver(output_.store(*text), value, enclosures_.back().container);
  return true;
}

// A whole string, number or word where an element may stand. After damage such things are debris of it.
bool JsonSplitter::scalar_element() {
  if (junk_run_) return false;
  std::uint64_t end = position_;
  if (peek() == '"') {
    end = string_end(position_).value_or(position_);
  } else {
    const std::size_t have = std::min(window_.available(position_, kLongestScalar), kLongestScalar);
    const std::string_view text = window_.view(position_, position_ + have);
    while (end < position_ + have && is_scalar_character(text[end - position_])) ++end;
  }
  if (end == position_ || !ends_element(end)) return false;
  enclosures_.back().begun = true;
  refuse(Reason::not_json, begin_value(), "an element that is no object");
  position_ = end;
  return true;
}

// After the closing quote, if the string ends on its line and within the size of a record.
std::optional<std::uint64_t> JsonSplitter::string_end(std::uint64_t quote) {
  std::uint64_t at = quote + 1;
  while (at - quote <= rules_.record_bytes && window_.available(at, 1) > 0) {
    const char c = *window_.at(at);
    if (c == '\n') break;
    if (c == '"') return at + 1;
    at += c == '\\' ? 2 : 1;
  }
  return std::nullopt;
}

bool JsonSplitter::ends_element(std::uint64_t end) {
  const std::size_t have = std::min(window_.available(end, kLongestGap), kLongestGap);
  const std::string_view text = window_.view(end, end + have);
  const std::size_t next = std::min(skip_blanks(text), text.size());
  return next < text.size() && (text[next] == ',' || text[next] == ']');
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

}  // namespace picket::source
