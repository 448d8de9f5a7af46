// SPDX-License-Identifier: Apache-2.0
// After a fault in a JSON value: where does the next record begin? Follows the broken value by the likeliest reading of
// its quotes and brackets, a character at a time, and never goes back, so damaged input costs time in proportion to its
// size. Keeps no bytes.
#pragma once

#include <cstdint>
#include <optional>

#include "source/nesting.h"
#include "source/window.h"

namespace picket::source {

struct Fault {
  std::uint64_t offset = 0;                 // where the text stops making sense
  bool in_string = false;                   // the likelier reading there
  char before = 0;                          // the character before it that is no blank
  std::optional<std::uint64_t> line_begin;  // of its line, when nothing but blanks stands between
  Nesting nesting;                          // open brackets, those of the broken value only
  // Columns between the line's beginning and the value, when nothing but blanks stands there. A line that is not
  // indented more and begins with a bracket begins a new value.
  std::optional<std::uint64_t> indent;
  bool single_line = false;  // the value's line is all that is lost
};

struct Resync {
  enum class Kind : std::uint8_t {
    value_end,     // `offset` is after the broken value
    value_begins,  // `offset` is at a bracket that begins another value
    stream_end,
  };
  Kind kind = Kind::stream_end;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> line_begin;  // value_begins: of its line, when nothing but blanks stands before it
};

Resync resynchronize(Window& window, const Fault& fault);

}  // namespace picket::source
