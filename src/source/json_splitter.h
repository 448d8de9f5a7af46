// SPDX-License-Identifier: Apache-2.0
// Splits a stream of JSON text into records: JSON lines, values of any layout one after the other, bare arrays, and the
// envelopes of record.h's containers, in any mixture and of any size. An envelope is recognized on the way: its
// elements are handed out as they come, and it is never held. Rules, limits and what happens to damaged text:
// docs/formats/input.md. The same bytes give the same records however the stream hands them out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/input.h"
#include "source/json_text.h"
#include "source/output.h"
#include "source/resync.h"
#include "source/structure.h"
#include "source/table_rows.h"
#include "source/window.h"

namespace picket::source {

class JsonSplitter {
 public:
  JsonSplitter(Window& window, Output& output, const InputOptions& options);
  void run();

 private:
  // An array that is open around the position: its elements are records, tables or rows.
  struct Enclosure {
    enum class Elements : std::uint8_t { records, tables, rows } elements = Elements::records;
    Container container = Container::array;
    Nesting outer;                 // the objects between this array and the next one around it, or the top level
    Watch watch = Watch::nothing;  // what to look out for in the rest of those objects
    bool begun = false;            // an element was seen
  };
  // A value that is being read.
  struct Value {
    std::uint64_t offset = 0;
    std::uint32_t line = 1;
    std::optional<std::uint64_t> indent;  // when it is the first of its line
  };
  struct PendingAction {
    std::string index;
    std::string id;
    bool partial = false;
  };

  bool skip_separators();
  char peek() const { return *window_.at(position_); }
  char text_after(std::uint64_t offset);

  // The top level.
  void top_value();
  bool take_lines();
  void top_junk();

  // Arrays.
  void element();
  void open_array(const Value& value);
  void close_array();
  bool string_element();
  bool scalar_element();
  void element_junk();
  std::optional<std::uint64_t> string_end(std::uint64_t quote);
  bool ends_element(std::uint64_t end);
  void abandon_enclosures();

  // Objects.
  Value begin_value();
  void object(const Value& value);
  bool begins_with_records();
  bool a_record_shows(std::uint64_t array);
  bool enter_member(const Value& value);
  void finish_object(const Value& value);
  bool holds_no_record(const Value& value, std::string_view text);
  void rest_of_object(Enclosure closed);
  void table(const Value& value);
  void row(const Value& value);
  void enter(Enclosure enclosure, std::uint64_t position);

  // Records.
  bool refused(const Value& value, std::uint64_t end);
  void deliver(std::string_view text, const Value& value, Container container);
  void deliver_bulk(std::string_view text, const Value& value, Container container);
  void compose_bulk_document(std::string_view source);
  void refuse(Reason reason, const Value& value, std::string detail);

  // Damage.
  void cut_off(const Value& value, std::string_view where);
  void recover(const Value& value, std::string_view where);
  Fault fault(const Value& value) const;
  std::optional<std::uint64_t> line_inside(const Value& value);
  void resume_at_line(const Value& value, std::uint64_t line, std::string_view where);

  Window& window_;
  Output& output_;
  const StructureScanner::Rules rules_;
  const bool whole_objects_;  // no array deeper inside is looked for
  StructureScanner scanner_;

  std::uint64_t position_ = 0;
  std::optional<std::uint64_t> line_begin_ = 0;  // offset of the line's beginning while only blanks were seen on it
  bool comma_seen_ = false;                      // among the separators that were skipped last
  bool junk_run_ = false;                        // the last thing refused was no value, and nothing good came since
  std::vector<Enclosure> enclosures_;            // innermost last
  std::optional<std::uint64_t> top_indent_;      // of the value that the enclosures are in
  std::uint64_t read_twice_ = 0;                 // bytes, by line_inside()
  std::size_t lost_closers_ = 0;                 // closing brackets to come of arrays that were given up
  bool empty_envelope_ = false;                  // the object being read has an array of records without elements
  TableColumns columns_;
  std::optional<PendingAction> action_;
  std::string composed_;
};

}  // namespace picket::source
