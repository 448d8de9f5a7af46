// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/tokens.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "lang/kql/chars.h"
#include "lang/kql/literal.h"

namespace picket::kql {
namespace {

constexpr std::array<std::string_view, 16> kKindNames = {
    "literal", "(", ")", "{", "}", ":", "<", "<=", ">", ">=", "and", "or", "not", "bad escape", "unclosed quote", "end",
};

struct Punctuation {
  std::string_view text;
  TokenKind kind;
};
// The longer operators first.
constexpr auto kPunctuation = std::to_array<Punctuation>({
    {"(", TokenKind::open_group},
    {")", TokenKind::close_group},
    {"{", TokenKind::open_nested},
    {"}", TokenKind::close_nested},
    {":", TokenKind::colon},
    {"<=", TokenKind::less_equal},
    {">=", TokenKind::greater_equal},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
});

Token make_token(TokenKind kind, std::size_t begin, std::size_t end) {
  return {.kind = kind, .span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, .literal = {}};
}

Token literal_token(Literal literal) {
  const Span span = literal.span;
  return {.kind = TokenKind::literal, .span = span, .literal = std::move(literal)};
}

// `and` and `or` are keywords only between white space.
std::optional<Token> scan_operator(std::string_view query, std::size_t offset) {
  const std::size_t at = skip_blanks(query, offset);
  if (at == offset) return std::nullopt;
  if (const std::size_t length = keyword_length(query, at, "or")) {
    return make_token(TokenKind::keyword_or, at, at + length);
  }
  if (const std::size_t length = keyword_length(query, at, "and")) {
    return make_token(TokenKind::keyword_and, at, at + length);
  }
  return std::nullopt;
}

std::optional<Token> scan_punctuation(std::string_view query, std::size_t at) {
  for (const auto& [text, kind] : kPunctuation) {
    if (query.substr(at).starts_with(text)) return make_token(kind, at, at + text.size());
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(TokenKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

bool is_keyword(TokenKind kind) {
  return kind == TokenKind::keyword_and || kind == TokenKind::keyword_or || kind == TokenKind::keyword_not;
}

bool is_closer(TokenKind kind) {
  return kind == TokenKind::close_group || kind == TokenKind::close_nested;
}

bool is_range_operator(TokenKind kind) {
  return kind == TokenKind::less || kind == TokenKind::less_equal || kind == TokenKind::greater ||
         kind == TokenKind::greater_equal;
}

Expecting expecting_after(TokenKind kind) {
  const bool complete = kind == TokenKind::literal || kind == TokenKind::close_group || kind == TokenKind::close_nested;
  return complete ? Expecting::connective : Expecting::operand;
}

Token scan(std::string_view query, std::uint32_t offset, Expecting expecting) {
  if (expecting == Expecting::connective) {
    if (auto token = scan_operator(query, offset)) return std::move(*token);
  }
  const std::size_t at = skip_blanks(query, offset);
  if (at >= query.size()) return make_token(TokenKind::end, query.size(), query.size());
  if (auto token = scan_punctuation(query, at)) return std::move(*token);
  if (query[at] == '"') {
    auto literal = scan_quoted(query, at);
    return literal ? literal_token(std::move(*literal)) : make_token(TokenKind::unclosed_quote, at, query.size());
  }
  if (const std::size_t length = keyword_length(query, at, "not")) {
    return make_token(TokenKind::keyword_not, at, at + length);
  }
  if (auto literal = scan_unquoted(query, at)) return literal_token(std::move(*literal));
  return make_token(TokenKind::bad_escape, at, at + 1 + code_point_length(query, at + 1));
}

std::vector<Token> tokenize(std::string_view query) {
  std::vector<Token> tokens;
  Expecting expecting = Expecting::operand;
  std::uint32_t offset = 0;
  do {
    tokens.push_back(scan(query, offset, expecting));
    offset = tokens.back().span.end;
    expecting = expecting_after(tokens.back().kind);
  } while (tokens.back().kind != TokenKind::end);
  return tokens;
}

std::string print_tokens(std::string_view query) {
  std::string out;
  for (const Token& token : tokenize(query)) {
    const std::string_view name =
        token.kind == TokenKind::literal ? to_string(token.literal.kind) : to_string(token.kind);
    const std::string_view text = query.substr(token.span.begin, token.span.end - token.span.begin);
    const bool shows_itself = text == name || text.empty();
    const std::string place = fmt::format("{}-{}", token.span.begin, token.span.end);
    out += shows_itself ? fmt::format("{:<12}{}\n", place, name)
                        : fmt::format("{:<12}{:<10}{}\n", place, name, printable(text));
  }
  return out;
}

}  // namespace picket::kql
