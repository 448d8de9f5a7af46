// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/values.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

#include "base/text.h"
#include "lang/lucene/text.h"

namespace picket::lucene {

std::optional<Range> as_comparison(std::string_view text) {
  if (text.size() < 2 || (text[0] != '>' && text[0] != '<')) return std::nullopt;
  const bool inclusive = text.size() > 2 && text[1] == '=';
  Range::Bound bound{std::string(text.substr(inclusive ? 2 : 1)), inclusive};
  Range range;
  if (bound.text == "*") return range;
  (text[0] == '>' ? range.lower : range.upper) = std::move(bound);
  return range;
}

std::string ValueReader::shown(const Token& token) const {
  return printable(text_of(token));
}

std::optional<Value> ValueReader::read(const Token& token, const Token* suffix) {
  if (token.kind == TokenKind::star) return Exists{};
  if (token.kind == TokenKind::quoted) return read_phrase(token, suffix);
  const bool is_sign = token.kind == TokenKind::bare_operator;
  std::optional<std::string> text = unescaped({token.span.begin, is_sign ? token.span.begin + 1 : token.span.end});
  if (!text) return std::nullopt;
  if (token.kind == TokenKind::regexp) return read_regexp(token);
  if (token.kind == TokenKind::wild_term) return Wildcard{split_wildcards(text_of(token))};
  if (token.kind == TokenKind::prefix_term) {
    text->pop_back();
    return Prefix{*std::move(text)};
  }
  if (suffix != nullptr) return read_fuzzy(token, *text, *suffix);
  if (std::optional<Range> range = as_comparison(*text)) return *std::move(range);
  return Text{*std::move(text), false};
}

std::optional<Value> ValueReader::read_phrase(const Token& token, const Token* slop) {
  std::optional<std::string> text = unescaped({token.span.begin + 1, token.span.end - 1});
  if (!text) return std::nullopt;
  if (slop == nullptr) return Phrase{*std::move(text), 0};
  const std::optional<std::uint32_t> moves = read_slop(text_of(*slop).substr(1));
  if (moves) return Phrase{*std::move(text), *moves};
  report_.add(Code::bad_slop, slop->span, fmt::format("words cannot be moved '{}' times", shown(*slop).substr(1)));
  return std::nullopt;
}

std::optional<Value> ValueReader::read_regexp(const Token& token) {
  const std::string_view source = text_of(token).substr(1, token.span.end - token.span.begin - 2);
  auto tree = parse_regexp(source);
  if (tree) return RegexpText{std::string(source), *std::move(tree)};
  const RegexpError& error = tree.error();
  const auto offset = [&](std::size_t at) { return token.span.begin + 1 + static_cast<std::uint32_t>(at); };
  const Span span = error.begin < source.size() ? Span{offset(error.begin), offset(error.end)} : token.span;
  report_.add(error.code, span, "in a regular expression: " + error.message, error.hint);
  return std::nullopt;
}

std::optional<Value> ValueReader::read_fuzzy(const Token& token, const std::string& text, const Token& fuzzy) {
  const std::optional<std::uint8_t> edits = read_fuzziness(text_of(fuzzy).substr(1), text);
  if (edits) return Fuzzy{text, *edits};
  report_.add(Code::bad_fuzziness, fuzzy.span,
              fmt::format("expected 0, 1, 2, AUTO or nothing after '~', found '{}'", shown(fuzzy).substr(1)),
              fmt::format("write {}~ for a distance by the length of the word", shown(token)));
  return std::nullopt;
}

std::optional<std::string> ValueReader::unescaped(Span span) {
  auto text = unescape(query_.substr(span.begin, span.end - span.begin));
  if (text) return *std::move(text);
  const auto offset = [&](std::size_t at) { return span.begin + static_cast<std::uint32_t>(at); };
  report_.add(Code::bad_escape, {offset(text.error().begin), offset(text.error().end)},
              "'\\u' stands before four hexadecimal digits, and a backslash before another character",
              "write \\\\ for a backslash");
  return std::nullopt;
}

}  // namespace picket::lucene
