// SPDX-License-Identifier: Apache-2.0
// The door of this room: paths in, records out. Expands folders, opens, decompresses, converts to UTF-8 and splits, one
// file after the other, streaming: memory depends on the limits below and never on the size of the input. Nothing stops
// the reading but the consumer: every problem is a Refusal and the rest is still read. docs/formats/input.md is the
// description for users.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "source/record.h"

namespace picket::source {

// What --input-format may force. Without it the content decides.
enum class InputFormat : std::uint8_t {
  json_lines,  // every line is one value; no value crosses a line
  json,        // values of any layout, and nothing else
  csv,         // with a header row
};
struct InputFormatName {
  std::string_view name;  // "jsonl", "json", "csv"
  InputFormat format;
  std::string_view about;
};
std::span<const InputFormatName> input_format_names();
std::optional<InputFormat> parse_input_format(std::string_view name);

struct Limits {
  std::size_t record_bytes = std::size_t{128} << 20;  // one record, also a CSV row
  std::uint32_t depth = 200;                          // brackets open at once in one record
  // A stream may expand by this factor; a log seldom passes 50, a bomb made with deflate comes to about 1000. The first
  // bytes are free, so that a small file of repeated records is never refused.
  std::uint64_t expansion_ratio = 500;
  std::uint64_t expansion_free_bytes = std::uint64_t{64} << 20;
  std::uint64_t archive_members = 100'000;
  std::size_t block_bytes = std::size_t{256} << 10;  // read at once; stays in the processor's cache with its records
  std::size_t batch_records = 4096;
  std::size_t line_bytes = std::size_t{64} << 10;  // where lines are records
};

struct InputOptions {
  std::optional<InputFormat> format;
  // For lists, which logs are not: when set, a text that is not JSON is CSV only if this says so of its first line, and
  // is read line by line otherwise; and an object with arrays deeper inside is one record.
  bool (*is_table)(std::string_view first_line) = nullptr;
  Limits limits;
};

struct InputReport {
  std::uint64_t files = 0;  // files and archive members opened
  std::uint64_t records = 0;
  std::uint64_t bytes_stored = 0;                      // read from files and stdin
  std::uint64_t bytes_plain = 0;                       // after decompression and conversion to UTF-8
  std::array<std::uint64_t, kReasonCount> refusals{};  // by Reason

  // False when anything was lost: a record, a file, a folder (exit code 4). Notes do not count.
  bool complete() const;
};

// `paths`: files, folders and "-". A folder's entries are read in the byte order of their names, folders among them in
// their place, so that results are stable.
InputReport read_inputs(std::span<const std::string> paths, const InputOptions& options, RecordConsumer& consumer);

// One text that is no file, for tests and texts inside of other files; `name` stands for the path.
InputReport read_text(std::string_view text, const std::string& name, const InputOptions& options,
                      RecordConsumer& consumer);

}  // namespace picket::source
