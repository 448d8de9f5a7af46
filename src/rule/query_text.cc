// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "rule/bind_rule.h"

namespace picket::rule {
namespace {

// Where the first character of a string's value stands behind its quotes. TOML's multi-line strings drop a line break
// right after the opening quotes.
std::uint32_t content_begin(std::string_view text, std::uint32_t at) {
  const std::string_view rest = text.substr(std::min<std::size_t>(at, text.size()));
  for (const std::string_view quotes : {"'''", "\"\"\""}) {
    if (!rest.starts_with(quotes) || rest.size() < 2 * quotes.size()) continue;
    std::uint32_t skip = 3;
    if (rest.substr(skip, 1) == "\r") ++skip;
    if (rest.substr(skip, 1) == "\n") ++skip;
    return at + skip;
  }
  return at + 1;
}

// How many bytes of the value stand in the file as they are, up to the first escape.
std::size_t verbatim_length(std::string_view in_file, std::string_view value) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < in_file.size() && j < value.size()) {
    if (in_file[i] == '\r' && in_file.substr(i, 2) == "\r\n" && value[j] == '\n') ++i;
    if (in_file[i] != value[j]) break;
    ++i;
    ++j;
  }
  return j;
}

}  // namespace

SourceText locate_query(const Node* query, Problems& problems) {
  const std::string name(problems.name());
  if (query == nullptr || query->text() == nullptr) return {name, {}, problems.first_line(), 1};
  const std::string& value = *query->text();
  const std::uint32_t begin = content_begin(problems.text(), query->span.begin);
  const LineColumn at = problems.locate(begin);
  const std::string_view in_file = problems.text().substr(std::min<std::size_t>(begin, problems.text().size()));
  // Positions behind an escaped line break would name lines of the file that have nothing to do with the query, so such
  // a query is a text of its own, with lines that count from 1.
  if (value.find('\n', verbatim_length(in_file, value)) != std::string::npos) {
    return {fmt::format("{}:{} query", name, at.line), value, 1, 1};
  }
  return {name, value, at.line, at.column};
}

}  // namespace picket::rule
