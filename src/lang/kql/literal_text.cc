// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/literal_text.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <string_view>

#include "base/utf8.h"
#include "lang/kql/chars.h"

namespace picket::kql {
namespace {

// Characters that a reader could not see or that would disturb the text around them.
bool is_unprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

// Writes an escape if the code point needs one in quotes as well as outside.
bool append_invisible(std::string& out, char32_t code_point) {
  switch (code_point) {
    case '\t':
      out += "\\t";
      return true;
    case '\n':
      out += "\\n";
      return true;
    case '\r':
      out += "\\r";
      return true;
    default:
      break;
  }
  if (!is_unprintable(code_point)) return false;
  fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code_point));
  return true;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const DecodedCodePoint decoded = decode_utf8(text, i);
    if (!append_invisible(out, decoded.value)) {
      if (text[i] == '"' || text[i] == '\\') out += '\\';
      out += text.substr(i, decoded.length);
    }
    i += decoded.length;
  }
  out += '"';
}

bool ends_word(std::string_view text, std::size_t offset) {
  return offset >= text.size() || blank_length(text, offset) > 0;
}

// A word of `text` that would read as a keyword, written so that it does not; the number of bytes of it that are done.
// A word at the end counts: white space may follow the literal.
std::size_t append_escaped_keyword(std::string& out, std::string_view text, std::size_t at, bool after_blank) {
  if (has_word_at(text, at, "not") && ends_word(text, at + 3)) {
    out += text[at] == 'n' ? "\\u006e" : "\\N";  // \not would be a line feed
    return 1;
  }
  for (const std::string_view word : {"or", "and"}) {
    if (after_blank && has_word_at(text, at, word) && ends_word(text, at + word.size())) {
      out += '\\';
      out += text.substr(at, word.size());
      return word.size();
    }
  }
  return 0;
}

void append_unquoted(std::string& out, std::string_view text) {
  bool after_blank = false;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t done = append_escaped_keyword(out, text, i, after_blank)) {
      i += done;
      after_blank = false;
      continue;
    }
    after_blank = blank_length(text, i) > 0;
    const DecodedCodePoint decoded = decode_utf8(text, i);
    if (!append_invisible(out, decoded.value)) {
      if (kSpecialCharacters.contains(text[i])) out += '\\';
      out += text.substr(i, decoded.length);
    }
    i += decoded.length;
  }
}

}  // namespace

void append_literal(std::string& out, const Literal& literal) {
  if (literal.kind == LiteralKind::phrase) {
    append_quoted(out, literal.text);
    return;
  }
  if (literal.kind == LiteralKind::wildcard) {
    for (std::size_t i = 0; i < literal.parts.size(); ++i) {
      if (i > 0) out += '*';
      append_unquoted(out, literal.parts[i]);
    }
    return;
  }
  // Only escapes of white space, which is dropped at both ends, make an unquoted literal empty.
  if (literal.text.empty()) out += "\\t";
  append_unquoted(out, literal.text);
}

}  // namespace picket::kql
