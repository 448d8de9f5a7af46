// SPDX-License-Identifier: Apache-2.0
// Lists: one value a line, with comments. Lines of the well-known lists that hold more than the value are read too:
// hosts files, a value with a note behind it, rows without a header.
#include <string_view>
#include <vector>

#include "base/text.h"
#include "indicator/document.h"
#include "indicator/reader.h"

namespace picket::indicator {
namespace {

std::string_view unquoted(std::string_view cell) {
  cell = trim_ascii(cell);
  if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
  return trim_ascii(cell);
}

bool is_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with(';') || line.starts_with("//") || line.starts_with('!');
}

// "192.0.2.0/24 ; SBL1", "evil.example # seen in May"
std::string_view without_note(std::string_view line) {
  for (const std::string_view mark : {" #", "\t#", " ;", "\t;", " //"}) line = line.substr(0, line.find(mark));
  return trim_ascii(line);
}

std::optional<Found> value_of(std::string_view line) {
  if (auto found = classify(line)) return found;
  // hosts files: the address that a name is sent to is no indicator
  const std::size_t blank = line.find_first_of(" \t");
  if (blank != std::string_view::npos) {
    const std::string_view first = line.substr(0, blank);
    if (first == "0.0.0.0" || first == "127.0.0.1" || first == "::" || first == "::1") {
      return classify(line.substr(blank + 1));
    }
  }
  for (const char separator : {',', ';', '\t', '|'}) {
    if (line.find(separator) == std::string_view::npos) continue;
    for (const std::string_view cell : split(line, separator)) {
      if (auto found = classify(unquoted(cell))) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

void read_line(std::string_view line, const FileState& file, Sink& sink) {
  line = trim_ascii(line);
  if (line.empty() || is_comment(line)) return;
  auto found = classify(unquoted(line));
  if (!found) found = value_of(without_note(line));
  if (!found) {
    if (!is_header(line)) sink.problem(Problem::unknown_value, line);
    return;
  }
  DocumentMaker document("ti_custom");
  document.add(*found);
  document.set_feed(file.feed);
  sink.indicator(Form::list, document.take(), {}, {});
}

}  // namespace picket::indicator
