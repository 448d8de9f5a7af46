// SPDX-License-Identifier: Apache-2.0
// Finds where a JSON value ends, and on the way the arrays whose elements are the records. Reads the text once, 64
// bytes at a time, whatever the value's size. It checks what is cheap to check and keeps a broken value from swallowing
// its neighbors: brackets match, a bracket stands where one may stand, quotes touch only what may touch a quote, no
// string crosses a line. It does not check the rest of JSON's grammar: decode does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "source/nesting.h"
#include "source/window.h"

namespace picket::source {

// Which member's array a scan stops at.
enum class Member : std::uint8_t { none, records, value, hits, tables, columns, rows };
enum class Watch : std::uint8_t {
  nothing,
  envelope,  // `records`, `value`, `tables` at the top level, `hits` within `hits`
  table,     // `columns`, `rows` at the top level
};

enum class Stop : std::uint8_t {
  end,           // position() is after the closing bracket
  member_array,  // position() is after the opening bracket of the array of member()
  broken,        // position() is where the text stops making sense
  stream_end,
};

class StructureScanner {
 public:
  struct Rules {
    std::size_t record_bytes = 0;
    std::uint32_t depth = 0;
    bool single_line = false;  // a line break anywhere in a value breaks it
  };
  StructureScanner(Window& window, const Rules& rules) : window_(window), rules_(rules) {}

  // From a value's opening bracket on. The window keeps its bytes from there until the value has proven too large.
  void start(std::uint64_t offset, Watch watch);
  // From inside an object, after one of its members: `outer` are the open brackets. The bytes are not kept.
  void start_inside(std::uint64_t offset, const Nesting& outer, Watch watch);
  // Runs to the next stop. After member_array it goes on inside that array, after the others it may not be called.
  Stop run();

  std::uint64_t position() const { return position_; }
  Member member() const { return member_; }
  const Nesting& nesting() const { return nesting_; }
  // For Stop::broken: whether what stands at position() is more likely inside a string.
  bool broken_in_string() const { return broken_in_string_; }
  // The character before position() that is no blank.
  char text_before() const { return last_; }

  bool too_large() const { return too_large_; }
  bool too_deep() const { return too_deep_; }
  bool stray_separator() const { return stray_separator_; }  // a comma or colon before a closing bracket
  // How many arrays, reached through objects only, begin with an object.
  std::size_t object_arrays() const { return object_arrays_; }

 private:
  struct Block;
  bool load(Block& block);
  void find_faults(Block& block);
  Stop step_over(Block& block);
  bool open(std::uint64_t offset, char bracket, char before);
  bool close(char bracket, char before);
  Member member_before(std::uint64_t bracket) const;
  Stop stop(Stop stop, std::uint64_t position);
  void limit_memory();

  Window& window_;
  const Rules rules_;
  Watch watch_ = Watch::nothing;
  std::uint64_t start_ = 0;  // of the value
  std::uint64_t at_ = 0;     // of the next block
  std::uint64_t position_ = 0;
  bool keeping_ = false;
  bool too_large_ = false;
  bool too_deep_ = false;
  bool stray_separator_ = false;
  bool broken_in_string_ = false;
  bool in_hits_ = false;
  Member member_ = Member::none;
  std::size_t object_arrays_ = 0;
  Nesting nesting_;

  // Between blocks.
  std::uint64_t in_string_ = 0;     // all ones or zero
  std::uint64_t escape_carry_ = 0;  // the next character is escaped
  std::uint64_t may_open_ = 0;      // a string may open at the next character
  std::uint64_t closed_ = 0;        // the last character closed a string
  char last_ = 0;                   // last character that is no blank
};

}  // namespace picket::source
