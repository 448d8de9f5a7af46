// SPDX-License-Identifier: Apache-2.0
#include "source/csv_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"
#include "source/encoding.h"

namespace picket::source {
namespace {

constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
constexpr std::size_t kMaxColumnName = 128;
constexpr int kRowsLookedAt = 5;
constexpr std::ptrdiff_t kMaxColumnBlanks = 4;  // "Event initiated by", "TimeGenerated [Local Time]"

// Size of the line break at `at`; 0 if there is none. A carriage return alone is text.
std::size_t line_break(std::string_view text, std::size_t at) {
  if (text[at] == '\n') return 1;
  return text.substr(at).starts_with("\r\n") ? 2 : 0;
}

// Where the quoted cell that begins at `at` ends, after its closing quote; npos when that is not in the text.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  std::size_t quote = text.find('"', at + 1);
  while (quote != std::string_view::npos && quote + 1 < text.size() && text[quote + 1] == '"') {
    quote = text.find('"', quote + 2);
  }
  return quote == std::string_view::npos ? quote : quote + 1;
}

std::size_t end_of_plain(std::string_view text, std::size_t at, char separator) {
  const auto ends = [&](char c) { return c == separator || c == '\n'; };
  const auto* const found = std::find_if(text.data() + at, text.data() + text.size(), ends);
  const auto end = static_cast<std::size_t>(found - text.data());
  const bool windows = end < text.size() && end > at && text[end] == '\n' && text[end - 1] == '\r';
  return windows ? end - 1 : end;
}

bool is_column_name(std::string_view cell) {
  std::string name;
  append_csv_cell(name, trim_ascii(cell));
  if (name.empty() || name.size() > kMaxColumnName) return false;
  const char first = name.front();
  const bool letter = (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
  if (!letter && first != '_' && first != '@' && first != '$' && static_cast<unsigned char>(first) < 0x80) return false;
  if (std::ranges::count(name, ' ') > kMaxColumnBlanks) return false;
  return std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '{' || c == '}' || c == '<' || c == '>' || c == '\\' || c == '=';
  });
}

// Whether one of the first rows has as many cells as the header, or there are no rows.
bool rows_fit(std::string_view text, bool whole, char separator, std::size_t columns) {
  std::vector<std::string_view> cells;
  bool seen = false;
  for (int i = 0; i < kRowsLookedAt; ++i) {
    const CsvRow row = read_csv_row(text, whole, separator, cells);
    if (row.state != CsvRow::State::complete || row.size == 0) break;
    text.remove_prefix(row.size);
    if (cells.size() == columns) return true;
    seen = seen || cells.size() > 1 || !cells.front().empty();
  }
  return !seen;
}

std::size_t header_offset(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

// Excel's own line: `sep=;`.
std::optional<CsvHead> declared_separator(std::string_view text) {
  const std::size_t at = header_offset(text);
  const std::string_view line = text.substr(at, text.find('\n') - at);
  if (!line.starts_with("sep=") || !trim_ascii(line.substr(std::min<std::size_t>(line.size(), 5))).empty())
    return std::nullopt;
  if (line.size() < 5 || std::ranges::find(kSeparators, line[4]) == kSeparators.end()) return std::nullopt;
  return CsvHead{.separator = line[4], .header = std::min(text.size(), at + line.size() + 1)};
}

}  // namespace

CsvRow read_csv_row(std::string_view text, bool whole, char separator, std::vector<std::string_view>& cells) {
  cells.clear();
  std::size_t at = 0;
  while (true) {
    const std::size_t cell = at;
    if (at < text.size() && text[at] == '"') {
      at = end_of_quoted(text, at);
      const std::size_t size = std::min(at, text.size()) - cell;
      if (size > kMaxQuotedCell || (whole && at == std::string_view::npos)) return {.state = CsvRow::State::bad_quotes};
      if (at == std::string_view::npos) return {};
    } else {
      at = end_of_plain(text, at, separator);
    }
    // The character after a cell decides: a quote's twin, a line break of two characters.
    if (!whole && at + 1 >= text.size()) return {};
    cells.push_back(text.substr(cell, at - cell));
    const std::size_t end = at < text.size() ? line_break(text, at) : 0;
    if (at == text.size() || end > 0) return {.state = CsvRow::State::complete, .size = at + end};
    if (text[at] != separator) return {.state = CsvRow::State::bad_quotes};
    ++at;
  }
}

bool is_empty_cell(std::string_view cell) {
  return cell.empty() || cell == "\"\"";
}

void append_csv_cell(std::string& out, std::string_view cell) {
  const bool quoted = cell.size() >= 2 && cell.front() == '"' && cell.back() == '"';
  if (quoted) cell = cell.substr(1, cell.size() - 2);
  std::size_t plain = 0;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\') continue;
    out.append(cell, plain, i - plain);
    if (static_cast<unsigned char>(c) < ' ') {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += '\\';
      out += c;
    }
    if (quoted && c == '"') ++i;  // a doubled quote is one
    plain = i + 1;
  }
  if (plain < cell.size()) out.append(cell, plain);
}

std::optional<CsvHead> csv_head(std::string_view text, bool whole) {
  const auto declared = declared_separator(text);
  if (declared) return declared;
  CsvHead head{.separator = ',', .header = header_offset(text)};
  text.remove_prefix(head.header);
  std::size_t columns = 1;
  std::vector<std::string_view> cells;
  for (const char separator : kSeparators) {
    const CsvRow header = read_csv_row(text, whole, separator, cells);
    if (header.state != CsvRow::State::complete || cells.size() <= columns) continue;
    // A separator at the end of every row makes a last column without a name.
    const std::size_t named = cells.back().empty() ? cells.size() - 1 : cells.size();
    if (named < 2 || !std::all_of(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(named), is_column_name))
      continue;
    const std::size_t count = cells.size();
    if (!rows_fit(text.substr(header.size), whole, separator, count)) continue;
    head.separator = separator;
    columns = count;
  }
  return columns > 1 ? std::optional(head) : std::nullopt;
}

CsvHead forced_csv_head(std::string_view text, bool whole) {
  if (const auto head = csv_head(text, whole)) return *head;
  CsvHead head{.separator = ',', .header = header_offset(text)};
  const std::string_view line = text.substr(head.header, text.find('\n') - head.header);
  head.separator = *std::ranges::max_element(kSeparators, {}, [&](char c) { return std::ranges::count(line, c); });
  return head;
}

}  // namespace picket::source
