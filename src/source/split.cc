// SPDX-License-Identifier: Apache-2.0
#include "source/split.h"

#include <algorithm>

#include "source/csv_row.h"
#include "source/csv_splitter.h"
#include "source/json_splitter.h"
#include "source/json_text.h"
#include "source/line_splitter.h"
#include "source/window.h"

namespace picket::source {
namespace {

// What is looked at before the kind of text is decided.
constexpr std::size_t kHeadBytes = std::size_t{64} << 10;

bool begins_json(std::string_view text) {
  const std::size_t at = skip_blanks(text);
  return at < text.size() && (text[at] == '{' || text[at] == '[');
}

// A file of JSON lines may begin with lines that are none.
bool has_json_line(std::string_view text) {
  while (true) {
    if (begins_json(text.substr(0, text.find('\n')))) return true;
    const std::size_t newline = text.find('\n');
    if (newline == std::string_view::npos) return false;
    text.remove_prefix(newline + 1);
  }
}

}  // namespace

TextKind sniff(std::string_view head, bool whole) {
  if (skip_blanks(head) == head.size()) return whole ? TextKind::blank : TextKind::json;
  if (begins_json(head)) return TextKind::json;
  if (csv_head(head, whole)) return TextKind::csv;
  // One endless line of text, such as a record whose beginning is lost: what comes after it may be records.
  if (!whole && !head.contains('\n') && !head.contains('\0')) return TextKind::json;
  return has_json_line(head) ? TextKind::json : TextKind::unknown;
}

namespace {

// Where a text may be a list: NUL bytes show that it is no text at all.
TextKind sniff_list(std::string_view head, bool whole, const InputOptions& options) {
  if (begins_json(head)) return TextKind::json;
  if (head.contains('\0')) return TextKind::unknown;
  const auto table = csv_head(head, whole);
  const std::string_view text = head.substr(table ? table->header : 0);
  return table && options.is_table(text.substr(0, text.find('\n'))) ? TextKind::csv : TextKind::lines;
}

}  // namespace

SplitText split(ByteStream& stream, const InputOptions& options, Output& output) {
  Window window(stream, options.limits.block_bytes, [&output] { return output.flush(); });
  const std::size_t have = std::min(window.available(0, kHeadBytes), kHeadBytes);
  const bool whole = have < kHeadBytes;
  const std::string_view head = have > 0 ? std::string_view(window.at(0), have) : std::string_view();
  const bool blank = skip_blanks(head) == head.size();
  const bool nul = blank && head.contains('\0');
  TextKind kind = sniff(head, whole);
  if (kind != TextKind::blank && options.is_table != nullptr) kind = sniff_list(head, whole, options);
  if (kind != TextKind::blank && options.format) {
    kind = *options.format == InputFormat::csv ? TextKind::csv : TextKind::json;
  }
  switch (kind) {
    case TextKind::json:
      JsonSplitter(window, output, options).run();
      break;
    case TextKind::csv:
      CsvSplitter(window, output, options).run(forced_csv_head(head, whole));
      break;
    case TextKind::lines:
      LineSplitter(window, output, options).run();
      break;
    case TextKind::unknown:
      output.refuse_file(Reason::unknown_container);
      break;
    case TextKind::blank:
      break;
  }
  output.flush();
  if (window.fault()) output.refuse_file(window.fault()->reason, window.fault()->detail);
  return {.bytes = window.end(), .begins_blank = blank, .begins_with_nul = nul};
}

}  // namespace picket::source
