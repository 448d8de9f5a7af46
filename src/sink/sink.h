// SPDX-License-Identifier: Apache-2.0
// Where alerts go. A sink gets the alerts of a scan one by one in their final order, then the report. Every text in an
// alert comes from logs that an attacker can write: each sink makes it harmless for its own form (terminal controls,
// CSV formulas, HTML). A new sink is one file here and one line in the table of sink.cc.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alert/alert.h"
#include "engine/report.h"

namespace picket::sink {

enum class Format : std::uint8_t { table, jsonl, csv, html };
std::optional<Format> parse_format(std::string_view name);
std::vector<std::string> format_names();

struct Style {
  bool color = false;       // ANSI colors
  std::size_t width = 120;  // columns of the terminal; only the table asks
};

class AlertSink {
 public:
  virtual ~AlertSink() = default;
  virtual void write(const alert::Alert& alert) = 0;
  virtual void finish(const engine::ScanReport& report) = 0;
};

// `out` must outlive the sink. Write errors are seen with ferror(out) afterwards.
std::unique_ptr<AlertSink> make_sink(Format format, std::FILE* out, const Style& style);

// The sinks; see their files.
std::unique_ptr<AlertSink> make_table(std::FILE* out, const Style& style);
std::unique_ptr<AlertSink> make_jsonl(std::FILE* out, const Style& style);
std::unique_ptr<AlertSink> make_csv(std::FILE* out, const Style& style);
std::unique_ptr<AlertSink> make_html(std::FILE* out, const Style& style);

}  // namespace picket::sink
