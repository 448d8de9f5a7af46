// SPDX-License-Identifier: Apache-2.0
// What this room hands on: records, the files that they stood in, and refusals (what could not be read, and why). A
// record is one JSON object as text, whatever container it came in (or one line, where lines are asked for); whether it
// is well-formed JSON inside its braces is for decode to say. Views live as long as the callback that gets them. One
// thread calls a consumer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "source/reason.h"

namespace picket::source {

// How a record stood in its file. Informative, and a hint to decode.
enum class Container : std::uint8_t {
  json_lines,            // the first value of its line, on one line
  json_values,           // pretty printed, or after another value on the same line
  array,                 // element of a bare array
  records_envelope,      // element of `records`: Event Hub batches, storage blobs of the first generation
  value_envelope,        // element of `value`: REST
  nested_envelope,       // element of an array further inside an object that is no record
  log_analytics_tables,  // row of `tables[].rows`
  csv,                   // row of a CSV file
  elasticsearch_hits,    // element of `hits.hits`
  elasticsearch_bulk,    // document of a bulk request, with its action line's _index and _id
  line,                  // a line of a text that is neither JSON nor CSV: no JSON object
};
std::string_view to_string(Container container);
inline constexpr std::size_t kContainerCount = 11;

// Readers of JSON such as simdjson look beyond the end of what they parse.
inline constexpr std::size_t kPadding = 64;

struct Record {
  std::string_view bytes;    // from `{` to `}`; at least kPadding readable bytes follow
  std::uint64_t offset = 0;  // of the record's first byte in its file, after decompression and conversion to UTF-8
  std::uint32_t line = 1;    // from 1, in the same text
  Container container = Container::json_lines;
};

struct FileInfo {
  std::string path;         // as the user reached it; "outer.zip!inner.json" for a member of an archive; "-" is stdin
  std::uint32_t index = 0;  // counts files and members in the order in which they are read
  std::string compression;  // outermost first: "", "gzip", "zstd", "zip", "zip+gzip", "gzip+tar", ...
};

struct Refusal {
  Reason reason = Reason::not_json;
  const FileInfo* file = nullptr;  // never null in a callback
  std::uint64_t offset = 0;        // as in Record; 0 for a whole file
  std::uint32_t line = 0;          // 0 for a whole file
  std::string detail;              // what was found; may be empty
};

struct Progress {
  std::uint64_t files = 0;       // begun, of file_total
  std::uint64_t file_total = 0;  // found before reading, without what is passed over
  std::uint64_t bytes = 0;       // read, as stored, before decompression
  std::uint64_t byte_total = 0;  // sizes of the files; pipes and stdin count as 0
};

class RecordConsumer {
 public:
  virtual ~RecordConsumer() = default;
  // Before anything else about this file, and also for a path that only a refusal will name. `file` dies with the file:
  // copy what is needed longer.
  virtual void on_file(const FileInfo& file) { static_cast<void>(file); }
  // In the order of the file; never empty. Records that precede a refusal arrive before it.
  virtual void on_records(const FileInfo& file, std::span<const Record> records) = 0;
  virtual void on_refusal(const Refusal& refusal) = 0;
  virtual void on_progress(const Progress& progress) { static_cast<void>(progress); }
  // Asked between blocks; false ends the reading early, without a refusal.
  virtual bool wants_more() { return true; }
};

}  // namespace picket::source
