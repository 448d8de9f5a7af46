// SPDX-License-Identifier: Apache-2.0
// CSV by RFC 4180, with a header and a fixed set of columns. A cell that a spreadsheet would run as a formula is
// prefixed with an apostrophe; control characters are escaped.
#include <string>
#include <string_view>

#include "base/text.h"
#include "sink/columns.h"
#include "sink/sink.h"

namespace picket::sink {
namespace {

// Spreadsheets take these as the start of a formula, also behind white space.
constexpr std::string_view kFormulaStarts = "=+-@\t\r|%";

std::string cell(std::string_view text) {
  std::string safe = printable(text);
  const std::string_view trimmed = trim_ascii(text);
  if (!trimmed.empty() && kFormulaStarts.find(trimmed.front()) != std::string_view::npos) safe.insert(0, "'");
  if (safe.find_first_of(",\"\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

class Csv final : public AlertSink {
 public:
  explicit Csv(std::FILE* out) : out_(out) {
    std::string line;
    for (const AlertColumn& column : alert_columns()) line += (line.empty() ? "" : ",") + std::string(column.key);
    put(line);
  }

  void write(const alert::Alert& alert) override {
    std::string line;
    bool first = true;
    for (const AlertColumn& column : alert_columns()) {
      if (!first) line += ',';
      first = false;
      line += cell(column.read(alert));
    }
    put(line);
  }
  void finish(const engine::ScanReport&) override {}

 private:
  void put(std::string line) {
    line += "\r\n";
    std::fwrite(line.data(), 1, line.size(), out_);
  }
  std::FILE* out_;
};

}  // namespace

std::unique_ptr<AlertSink> make_csv(std::FILE* out, const Style&) {
  return std::make_unique<Csv>(out);
}

}  // namespace picket::sink
