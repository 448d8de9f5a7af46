// SPDX-License-Identifier: Apache-2.0
// Splits CSV with a header row into records: a row becomes an object of strings, empty cells left out. Rows that are
// empty, and the header met again, are no records. After a row that does not fit, reading goes on at the next line,
// even if the row went on over that: a stray quote then costs one line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/csv_row.h"
#include "source/input.h"
#include "source/output.h"
#include "source/window.h"

namespace picket::source {

class CsvSplitter {
 public:
  CsvSplitter(Window& window, Output& output, const InputOptions& options)
      : window_(window), output_(output), limit_(options.limits.record_bytes) {}
  // `head` as csv_head found it in the stream.
  void run(const CsvHead& head);

 private:
  CsvRow read_row();
  void read_header();
  void take_row(const CsvRow& row);
  void skip_line();
  void compose();

  Window& window_;
  Output& output_;
  const std::size_t limit_;
  char separator_ = ',';
  std::uint64_t position_ = 0;
  std::vector<std::string> keys_;    // `"name":`; columns that are dropped have none
  std::vector<std::string> header_;  // as written
  std::vector<std::string_view> cells_;
  std::string composed_;
};

}  // namespace picket::source
