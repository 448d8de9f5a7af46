// SPDX-License-Identifier: Apache-2.0
// CSV text (RFC 4180), a row at a time: separators, quoted cells that may hold separators, line breaks and doubled
// quotes. Lenient where writers are: a quote inside an unquoted cell is text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace picket::source {

// A quoted cell that has not ended after this much is one whose closing quote is missing. Cells of Azure's exports hold
// JSON of at most 256 KiB.
inline constexpr std::size_t kMaxQuotedCell = std::size_t{1} << 20;

struct CsvRow {
  enum class State : std::uint8_t {
    complete,
    needs_more,
    bad_quotes,  // text after a closing quote, or a quoted cell that does not end
  };
  State state = State::needs_more;
  std::size_t size = 0;  // with its line break, when complete
};
// The row at the beginning of `text`, which ends the stream if `whole`. Sets `cells`, which keep their quotes and refer
// to `text`.
CsvRow read_csv_row(std::string_view text, bool whole, char separator, std::vector<std::string_view>& cells);

// A cell's text as the inside of a JSON string, without the quotes around it.
void append_csv_cell(std::string& out, std::string_view cell);
bool is_empty_cell(std::string_view cell);

// How a text that may be CSV begins.
struct CsvHead {
  char separator = ',';
  std::size_t header = 0;  // where the header row begins: after a byte order mark and Excel's `sep=` line
};
// nullopt when the first row is no header: less than two cells, names that no column has, or a second row of another
// length.
std::optional<CsvHead> csv_head(std::string_view text, bool whole);
// The likeliest reading of a text that is said to be CSV.
CsvHead forced_csv_head(std::string_view text, bool whole);

}  // namespace picket::source
