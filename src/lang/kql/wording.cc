// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/ip.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lang/kql/chars.h"
#include "lang/kql/print.h"

namespace picket::kql {
namespace {

constexpr std::size_t kMaxQuotedCharacters = 40;
constexpr std::size_t kMaxRewrittenBytes = 80;
constexpr std::size_t kLettersOfAPathPart = 3;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_keyword_between_blanks(std::string_view query, std::size_t offset) {
  return keyword_length(query, offset, "or") > 0 || keyword_length(query, offset, "and") > 0;
}

// Text with its stars: `\` before a character that must be escaped is an escape, every other one is meant as it is.
Literal read_as_meant(std::string_view meant) {
  const std::string_view escapable = is_windows_path(meant) ? "\\():<>\"{}" : kSpecialCharacters;
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < meant.size(); ++i) {
    const bool escaped = meant[i] == '\\' && i + 1 < meant.size() && escapable.contains(meant[i + 1]);
    if (escaped) ++i;
    if (meant[i] == '*' && !escaped) {
      parts.emplace_back();
    } else {
      parts.back() += meant[i];
    }
  }
  if (parts.size() == 1) return {.kind = LiteralKind::phrase, .text = std::move(parts.front())};
  return {.kind = LiteralKind::wildcard, .parts = std::move(parts)};
}

}  // namespace

std::string_view slice(std::string_view query, Span span) {
  return slice(query, span.begin, span.end);
}

std::string_view slice(std::string_view query, std::uint32_t begin, std::uint32_t end) {
  return query.substr(begin, end - begin);
}

std::string quoted(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < kMaxQuotedCharacters && end < text.size(); ++i) end += code_point_length(text, end);
  return fmt::format("'{}{}'", text.substr(0, end), end < text.size() ? "..." : "");
}

std::string name_of(std::string_view query, const Token& token) {
  if (token.kind == TokenKind::end) return "the end of the query";
  if (token.kind == TokenKind::unclosed_quote) return "a quote";
  if (token.kind == TokenKind::bad_escape) return "a backslash";
  const std::string_view text = slice(query, token.span);
  const bool has_quotes = token.literal.kind == LiteralKind::phrase && text.size() <= kMaxQuotedCharacters;
  const std::string name = has_quotes ? std::string(text) : quoted(text);
  return token.kind == TokenKind::literal ? "the value " + name : name;
}

std::uint32_t meant_end(std::string_view query, std::uint32_t offset, Blanks blanks) {
  std::size_t open = 0;
  std::size_t at = offset;
  while (at < query.size()) {
    const char c = query[at];
    if (const std::size_t after = skip_blanks(query, at); after > at) {
      const std::string_view run = query.substr(at, after - at);
      const bool ends = blanks == Blanks::end_value || after >= query.size() || std::ranges::any_of(run, is_line_break);
      if (ends || (open == 0 && is_keyword_between_blanks(query, after))) break;
      at = after;
      continue;
    }
    if (c == '"' || (open == 0 && (c == ')' || c == '}'))) break;
    if (c == '(' || c == '{') ++open;
    if (c == ')' || c == '}') --open;
    const bool is_escape = c == '\\' && at + 1 < query.size() && kSpecialCharacters.contains(query[at + 1]);
    at += is_escape ? 2 : 1;
  }
  return static_cast<std::uint32_t>(at);
}

std::uint32_t after_value(std::string_view query, std::uint32_t offset, const Token& mistake) {
  return std::max(mistake.span.end, meant_end(query, offset, Blanks::belong_to_value));
}

std::uint32_t skip_brackets(std::string_view query, std::uint32_t offset) {
  std::size_t open = 0;
  Token token;
  token.span.end = offset;
  do {
    token = scan(query, token.span.end, Expecting::operand);
    const bool opens = token.kind == TokenKind::open_group || token.kind == TokenKind::open_nested;
    const bool closes = token.kind == TokenKind::close_group || token.kind == TokenKind::close_nested;
    if (opens) ++open;
    if (closes) --open;
  } while (open > 0 && token.kind != TokenKind::end);
  return token.span.end;
}

std::string rewritten(std::string_view meant) {
  if (meant.size() > kMaxRewrittenBytes) return {};
  return to_kql(read_as_meant(meant));
}

std::string with_rewritten(std::string_view hint, std::string_view meant) {
  const std::string value = rewritten(meant);
  return value.empty() ? std::string(hint) : fmt::format("{}: {}", hint, value);
}

bool is_ip_or_cidr(std::string_view text) {
  return parse_ip(text).has_value() || parse_cidr(text).has_value();
}

bool is_rooted_path(std::string_view text) {
  const bool has_drive = text.size() > 2 && is_letter(text[0]) && text[1] == ':' && (text[2] == '\\' || text[2] == '/');
  const bool is_registry_key = text.starts_with("HK") && text.contains('\\');
  return has_drive || is_registry_key || text.starts_with("\\\\");
}

bool begins_path_part(std::string_view text, std::size_t backslash) {
  const std::string_view part = text.substr(backslash + 1, kLettersOfAPathPart);
  return part.size() == kLettersOfAPathPart && std::ranges::all_of(part, is_letter);
}

bool is_windows_path(std::string_view text) {
  if (is_rooted_path(text)) return true;
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 1)) {
    if (begins_path_part(text, at)) return true;
  }
  return false;
}

bool is_field_name(std::string_view text) {
  if (text.empty() || !(is_letter(text[0]) || text[0] == '_' || text[0] == '@')) return false;
  return std::ranges::all_of(
      text, [](char c) { return is_letter(c) || is_digit(c) || std::string_view("_.@-*").contains(c); });
}

std::string_view short_or(std::string_view text, std::string_view otherwise) {
  return text.empty() || text.size() > kMaxQuotedCharacters ? otherwise : text;
}

std::size_t last_word(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t after = skip_blanks(text, at);
    if (after > at) begin = after;
    at = after > at ? after : at + code_point_length(text, at);
  }
  return begin;
}

}  // namespace picket::kql
