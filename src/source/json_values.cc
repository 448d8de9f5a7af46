// SPDX-License-Identifier: Apache-2.0
// The part of JsonSplitter that reads one value: records, envelopes, tables and rows, and what is broken.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "source/json_splitter.h"
#include "source/resync.h"

namespace picket::source {
namespace {

// See line_inside().
constexpr std::uint64_t kFreeRereading = std::uint64_t{1} << 20;
// How far into an array of something else a record is looked for.
constexpr std::size_t kLookAhead = std::size_t{64} << 10;

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

Container container_of(Member member) {
  switch (member) {
    case Member::records:
      return Container::records_envelope;
    case Member::value:
      return Container::value_envelope;
    case Member::hits:
      return Container::elasticsearch_hits;
    case Member::tables:
    case Member::columns:
    case Member::rows:
      return Container::log_analytics_tables;
    case Member::none:
      break;
  }
  return Container::nested_envelope;
}

// A cheap test that all records take and that few besides action lines pass.
bool may_be_action(std::string_view text) {
  const std::size_t quote = skip_blanks(text, 1);
  const std::string_view key = text.substr(std::min(text.size(), quote + 1), 7);
  return key.starts_with("index\"") || key == "create\"" || key == "update\"" || key == "delete\"";
}

}  // namespace

// The next character from `offset` on that is no blank; NUL at the end of the stream.
char JsonSplitter::text_after(std::uint64_t offset) {
  while (window_.available(offset, 1) > 0 && is_blank(*window_.at(offset))) ++offset;
  return window_.available(offset, 1) > 0 ? *window_.at(offset) : '\0';
}

void JsonSplitter::object(const Value& value) {
  if (enclosures_.empty()) top_indent_ = value.indent;
  empty_envelope_ = false;
  scanner_.start(value.offset, Watch::envelope);
  while (true) {
    switch (scanner_.run()) {
      case Stop::member_array:
        if (enter_member(value)) return;
        break;
      case Stop::end:
        position_ = scanner_.position();
        finish_object(value);
        return;
      case Stop::broken:
        recover(value, {});
        return;
      case Stop::stream_end:
        cut_off(value, {});
        return;
    }
  }
}

// Whether the array that the scan stands in begins like one of records. What begins with an object does; what begins
// with something else does when a record follows, so that a wrong element costs itself only, and a record that has a
// list of numbers or texts under such a name stays one.
bool JsonSplitter::begins_with_records() {
  const std::uint64_t array = scanner_.position();
  const char first = text_after(array);
  empty_envelope_ = empty_envelope_ || first == ']';
  if (first == '{') return true;
  const Member member = scanner_.member();
  if (first == ']' || first == '\0' || member == Member::tables) return false;
  return a_record_shows(array);
}

// Whether one of the first elements of the array, whose first byte inside is `array`, shows itself as a record.
bool JsonSplitter::a_record_shows(std::uint64_t array) {
  if (read_twice_ > array + kFreeRereading) return false;
  const std::size_t have = std::min(window_.available(array, kLookAhead), kLookAhead);
  const RecordLook look = look_for_record(window_.view(array - 1, array + have));
  read_twice_ += look.read;
  return look.found;
}

// Whether the array that the scan stands in holds the records of this object. Then its elements come next.
bool JsonSplitter::enter_member(const Value& value) {
  const std::uint64_t array = scanner_.position();
  if (!begins_with_records()) return false;
  const Member member = scanner_.member();
  if (!scanner_.too_large()) {
    const std::string_view before = window_.view(value.offset, array);
    // Shippers of logs add members of their own to a batch, such as @timestamp, before or after its records.
    if (member != Member::records && has_record_member(before)) return false;
    if (member == Member::records && has_record_member_besides_time(before)) {
      if (text_after(array) != '{' || !a_record_shows(array)) return false;
    }
  }
  Nesting outer = scanner_.nesting();
  outer.pop(false);
  enter({.elements = member == Member::tables ? Enclosure::Elements::tables : Enclosure::Elements::records,
         .container = container_of(member),
         .outer = outer,
         .watch = Watch::envelope,
         .begun = false},
        array);
  return true;
}

// The rest of an envelope, after its array. It is not kept: what stands there is no record, but may be another array.
void JsonSplitter::rest_of_object(Enclosure closed) {
  const Value value{.offset = position_, .line = window_.line_at(position_), .indent = std::nullopt};
  scanner_.start_inside(position_, closed.outer, closed.watch);
  while (true) {
    switch (scanner_.run()) {
      case Stop::member_array:
        if (closed.watch == Watch::table || !begins_with_records()) break;
        closed.outer = scanner_.nesting();
        closed.outer.pop(false);
        closed.container = container_of(scanner_.member());
        closed.begun = false;
        enter(closed, scanner_.position());
        return;
      case Stop::end:
        position_ = scanner_.position();
        return;
      case Stop::broken:
        recover(value, "after the array of records; ");
        return;
      case Stop::stream_end:
        cut_off(value, "after the array of records");
        return;
    }
  }
}

void JsonSplitter::finish_object(const Value& value) {
  if (refused(value, position_)) return;
  const std::string_view text = window_.view(value.offset, position_);
  if (holds_no_record(value, text)) return;
  Container container = enclosures_.empty() ? Container::json_values : enclosures_.back().container;
  if (enclosures_.empty() && value.indent && window_.line_at(position_) == value.line) {
    container = Container::json_lines;
  }
  deliver(text, value, container);
}

// An object that is an envelope after all: its records are deeper inside, where the next element then is, or it has an
// array for them and the array is empty.
bool JsonSplitter::holds_no_record(const Value& value, std::string_view text) {
  if ((scanner_.object_arrays() == 0 && !empty_envelope_) || whole_objects_ || has_record_member(text)) return false;
  const auto nested = find_nested_records(text);
  if (!nested) return empty_envelope_;
  Nesting outer;
  for (std::size_t i = 0; i < nested->depth; ++i) outer.push(true);
  enter({.elements = Enclosure::Elements::records,
         .container = Container::nested_envelope,
         .outer = outer,
         .watch = Watch::nothing,
         .begun = false},
        value.offset + nested->array_offset + 1);
  return true;
}

// An element of `tables`. Rows are handed out as they come when the columns stand before them; else the whole table is
// held, as one record is.
void JsonSplitter::table(const Value& value) {
  std::uint64_t columns = 0;
  std::uint64_t rows = 0;
  scanner_.start(value.offset, Watch::table);
  Stop stop = scanner_.run();
  for (; stop == Stop::member_array; stop = scanner_.run()) {
    (scanner_.member() == Member::columns ? columns : rows) = scanner_.position();
    if (scanner_.member() == Member::rows && columns != 0 && !scanner_.too_large()) break;
  }
  position_ = scanner_.position();
  if (stop == Stop::broken) return recover(value, "in a table; ");
  if (stop == Stop::stream_end) return cut_off(value, "in a table");
  if (stop == Stop::end && refused(value, position_)) return;
  if (columns == 0 || rows == 0) return refuse(Reason::not_json, value, "a table without columns or rows");
  columns_ = TableColumns::parse(window_.view(columns - 1, std::max(rows, position_)));
  Nesting outer;
  outer.push(true);
  enter({.elements = Enclosure::Elements::rows,
         .container = Container::log_analytics_tables,
         .outer = outer,
         .watch = Watch::table,
         .begun = false},
        rows);
}

void JsonSplitter::row(const Value& value) {
  scanner_.start(value.offset, Watch::nothing);
  const Stop stop = scanner_.run();
  position_ = scanner_.position();
  if (stop == Stop::broken) return recover(value, "in a row; ");
  if (stop == Stop::stream_end) return cut_off(value, "in a row");
  if (refused(value, position_)) return;
  const auto composed = columns_.compose(window_.view(value.offset, position_), composed_);
  if (!composed) return refuse(Reason::bad_table_row, value, composed.error().message);
  deliver(output_.store(composed_), value, Container::log_analytics_tables);
}

// What the scan says against a value that it has followed to its end.
bool JsonSplitter::refused(const Value& value, std::uint64_t end) {
  const std::uint64_t size = end - value.offset;
  if (scanner_.too_large() || size > rules_.record_bytes) {
    refuse(Reason::record_too_large, value, fmt::format("{} bytes; the limit is {}", size, rules_.record_bytes));
  } else if (scanner_.too_deep()) {
    refuse(Reason::too_deep, value, fmt::format("more than {} brackets open at once", rules_.depth));
  } else if (scanner_.stray_separator()) {
    refuse(Reason::not_json, value, "a comma or colon before a closing bracket");
  } else {
    return false;
  }
  return true;
}

// The scan has met the end of the stream inside a value.
void JsonSplitter::cut_off(const Value& value, std::string_view where) {
  if (const auto line = line_inside(value)) return resume_at_line(value, *line, where);
  refuse(Reason::truncated_record, value, std::string(where));
  enclosures_.clear();
  position_ = window_.end();
}

// The scan has met a fault.
void JsonSplitter::recover(const Value& value, std::string_view where) {
  if (const auto line = line_inside(value)) return resume_at_line(value, *line, where);
  refuse(Reason::not_json, value, fmt::format("{}broken at byte {}", where, scanner_.position()));
  const Resync next = resynchronize(window_, fault(value));
  junk_run_ = true;
  position_ = next.offset;
  line_begin_ = next.line_begin;
  if (next.kind == Resync::Kind::value_begins && line_begin_ == position_ && top_indent_ == 0) abandon_enclosures();
}

Fault JsonSplitter::fault(const Value& value) const {
  Fault fault{.offset = scanner_.position(),
              .in_string = scanner_.broken_in_string(),
              .before = scanner_.text_before(),
              .line_begin = std::nullopt,
              .nesting = scanner_.nesting(),
              .indent = value.indent || top_indent_ != 0 ? value.indent : top_indent_,
              .single_line = rules_.single_line};
  if (!fault.in_string && *window_.at(fault.offset) == '"') {
    // A quote where no string may open: it ends one whose beginning is missing.
    ++fault.offset;
    fault.before = '"';
    return fault;
  }
  std::uint64_t text = fault.offset;
  const std::uint64_t floor = std::max(window_.begin(), value.offset);
  while (text > floor && is_blank(*window_.at(text - 1)) && *window_.at(text - 1) != '\n') --text;
  if (text > floor && *window_.at(text - 1) == '\n') fault.line_begin = text;
  return fault;
}

// JSON lines, one of them cut where a value was due: the next line was taken for that value. Finds such a line between
// the value's beginning and the place where the scan gave up. All that is read twice for this is never more than what
// was read once, and a little, so that damage costs time in proportion to its size.
std::optional<std::uint64_t> JsonSplitter::line_inside(const Value& value) {
  const std::uint64_t end = scanner_.position();
  if (value.indent != 0 || scanner_.too_large() || read_twice_ + (end - value.offset) > end + kFreeRereading) {
    return std::nullopt;
  }
  read_twice_ += end - value.offset;
  const std::string_view text = window_.view(value.offset, end);
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    const std::string_view line = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
    const std::size_t second = skip_blanks(line, 1);
    if (second >= line.size()) continue;
    const bool begins_object = line[0] == '{' && line[second] == '"';
    const bool begins_array = line[0] == '[' && line[second] == '{';
    if (begins_object || begins_array) return value.offset + at + 1;
  }
  return std::nullopt;
}

void JsonSplitter::resume_at_line(const Value& value, std::uint64_t line, std::string_view where) {
  refuse(Reason::not_json, value, fmt::format("{}cut off before byte {}", where, line));
  abandon_enclosures();
  position_ = line;
  line_begin_ = line;
}

void JsonSplitter::refuse(Reason reason, const Value& value, std::string detail) {
  action_.reset();
  output_.refuse(reason, value.offset, value.line, std::move(detail));
}

void JsonSplitter::deliver(std::string_view text, const Value& value, Container container) {
  junk_run_ = false;
  if (enclosures_.empty() && (action_ || may_be_action(text))) return deliver_bulk(text, value, container);
  output_.add({.bytes = text, .offset = value.offset, .line = value.line, .container = container});
}

// Bulk requests: an action line, then the document that it is about, unless it deletes.
void JsonSplitter::deliver_bulk(std::string_view text, const Value& value, Container container) {
  if (const auto action = parse_bulk_action(text)) {
    if (action_) output_.refuse(Reason::not_json, value.offset, value.line, "no document after the action line before");
    action_.reset();
    if (!action->has_document) return;
    action_ = {.index = std::string(action->index), .id = std::string(action->id), .partial = action->partial};
    return;
  }
  if (!action_) {
    output_.add({.bytes = text, .offset = value.offset, .line = value.line, .container = container});
    return;
  }
  const auto source = action_->partial ? find_member(text, "doc") : std::optional(text);
  if (!source || !source->starts_with('{')) return refuse(Reason::not_json, value, "an update without a document");
  compose_bulk_document(*source);
  action_.reset();
  output_.add({.bytes = output_.store(composed_),
               .offset = value.offset,
               .line = value.line,
               .container = Container::elasticsearch_bulk});
}

void JsonSplitter::compose_bulk_document(std::string_view source) {
  composed_ = "{";
  if (!action_->index.empty()) composed_.append("\"_index\":").append(action_->index).append(",");
  if (!action_->id.empty()) composed_.append("\"_id\":").append(action_->id).append(",");
  composed_.append("\"_source\":").append(source).append("}");
}

}  // namespace picket::source
