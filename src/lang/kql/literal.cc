// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/literal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "lang/kql/chars.h"
#include "lang/text_builder.h"

namespace picket::kql {
namespace {

using lang::TextBuilder;

constexpr std::size_t kUnicodeEscapeLength = 6;  // \uXXXX
constexpr std::array<std::string_view, 3> kEscapableKeywords = {"or", "and", "not"};

bool is_control_escape(char c) {
  return c == 't' || c == 'r' || c == 'n';
}

char control_character(char c) {
  return c == 't' ? '\t' : c == 'r' ? '\r' : '\n';
}

std::optional<std::uint16_t> unicode_escape(std::string_view query, std::size_t offset) {
  const std::string_view sequence = query.substr(offset, kUnicodeEscapeLength);
  if (sequence.size() != kUnicodeEscapeLength || sequence[1] != 'u') return std::nullopt;
  std::uint16_t unit = 0;
  const auto [end, error] = std::from_chars(sequence.data() + 2, sequence.data() + sequence.size(), unit, 16);
  if (error != std::errc() || end != sequence.data() + sequence.size()) return std::nullopt;
  return unit;
}

std::size_t escaped_keyword_length(std::string_view query, std::size_t offset) {
  for (const std::string_view word : kEscapableKeywords) {
    if (has_word_at(query, offset + 1, word)) return word.size() + 1;
  }
  return 0;
}

void append_escape(TextBuilder& builder, std::string_view sequence) {
  const char c = sequence[1];
  if (is_control_escape(c) && sequence.size() == 2) {
    const char control = control_character(c);
    builder.append({&control, 1});
  } else if (const auto unit = unicode_escape(sequence, 0)) {
    builder.append_unit(*unit);
  } else {
    builder.append(sequence.substr(1));
  }
}

Span make_span(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

LiteralKind kind_of(std::string_view text) {
  if (text == "null") return LiteralKind::null;
  if (text == "true") return LiteralKind::boolean_true;
  if (text == "false") return LiteralKind::boolean_false;
  return LiteralKind::text;
}

// `parts` has one element more than there were stars.
Literal make_unquoted(std::vector<std::string> parts, Span span) {
  parts.front().erase(0, trimmable_prefix(parts.front()));
  parts.back().erase(parts.back().size() - trimmable_suffix(parts.back()));
  if (parts.size() > 1) return {.kind = LiteralKind::wildcard, .parts = std::move(parts), .span = span};
  const LiteralKind kind = kind_of(parts.front());
  return {.kind = kind, .text = std::move(parts.front()), .span = span};
}

bool keyword_follows_blanks(std::string_view query, std::size_t offset) {
  return keyword_length(query, offset, "or") > 0 || keyword_length(query, offset, "and") > 0;
}

// Bytes of the unit that begins at `offset` and is neither a star nor white space; 0 when the literal ends there.
std::size_t unit_length(std::string_view query, std::size_t offset) {
  const char c = query[offset];
  if (c == '\\') return unquoted_escape_length(query, offset);
  if (kSpecialCharacters.contains(c) || keyword_length(query, offset, "not") > 0) return 0;
  return 1;
}

}  // namespace

std::size_t unquoted_escape_length(std::string_view query, std::size_t offset) {
  if (offset + 1 >= query.size()) return 0;
  const char c = query[offset + 1];
  if (is_control_escape(c) || kSpecialCharacters.contains(c)) return 2;
  if (unicode_escape(query, offset)) return kUnicodeEscapeLength;
  return escaped_keyword_length(query, offset);
}

std::size_t quoted_escape_length(std::string_view query, std::size_t offset) {
  if (offset + 1 >= query.size()) return 0;
  const char c = query[offset + 1];
  if (is_control_escape(c) || c == '\\' || c == '"') return 2;
  return unicode_escape(query, offset) ? kUnicodeEscapeLength : 0;
}

std::optional<Literal> scan_quoted(std::string_view query, std::size_t offset) {
  TextBuilder builder;
  std::size_t at = offset + 1;
  while (at < query.size() && query[at] != '"') {
    const std::size_t escape = query[at] == '\\' ? quoted_escape_length(query, at) : 0;
    if (escape > 0) {
      append_escape(builder, query.substr(at, escape));
    } else {
      builder.append(query.substr(at, 1));  // also a backslash before anything else
    }
    at += std::max<std::size_t>(escape, 1);
  }
  if (at >= query.size()) return std::nullopt;
  return Literal{.kind = LiteralKind::phrase, .text = builder.take(), .span = make_span(offset, at + 1)};
}

std::optional<Literal> scan_unquoted(std::string_view query, std::size_t offset) {
  TextBuilder builder;
  std::vector<std::string> parts;
  std::size_t at = offset;
  std::size_t end = offset;  // after the last unit that is not white space
  while (at < query.size()) {
    if (query[at] == '*') {
      parts.push_back(builder.take());
      end = ++at;
      continue;
    }
    // A whole run of white space at once: looking for a keyword at each of its characters would be quadratic.
    if (const std::size_t run_end = skip_blanks(query, at); run_end > at) {
      if (keyword_follows_blanks(query, run_end)) break;
      builder.append(query.substr(at, run_end - at));
      at = run_end;
      continue;
    }
    const std::size_t length = unit_length(query, at);
    if (length == 0) break;
    if (query[at] == '\\') {
      append_escape(builder, query.substr(at, length));
    } else {
      builder.append(query.substr(at, length));
    }
    end = at += length;
  }
  if (end == offset) return std::nullopt;
  parts.push_back(builder.take());
  return make_unquoted(std::move(parts), make_span(offset, end));
}

}  // namespace picket::kql
