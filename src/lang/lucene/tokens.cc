// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.h"
#include "base/utf8.h"

namespace picket::lucene {
namespace {

constexpr auto kKindNames = std::to_array<std::string_view>({
    "and",
    "or",
    "not",
    "plus",
    "minus",
    "bare operator",
    "(",
    ")",
    ":",
    "*",
    "^",
    "quoted",
    "term",
    "fuzzy",
    "prefix",
    "wildcard",
    "regexp",
    "[",
    "{",
    "number",
    "TO",
    "]",
    "}",
    "quoted bound",
    "bound",
    "stray",
    "unclosed quote",
    "unclosed regexp",
    "bad boost",
    "end",
});
static_assert(kKindNames.size() == static_cast<std::size_t>(TokenKind::end) + 1);

constexpr std::string_view kIdeographicSpace = "\u3000";
// Neither begins a term nor stands in one without a backslash before it.
constexpr std::string_view kNeverInTerm = "!():^[]\"{}~*?\\/";
constexpr std::string_view kNotFirstInTerm = "+-";

struct Fixed {
  std::string_view text;
  TokenKind kind;
};
constexpr auto kOperators = std::to_array<Fixed>({
    {"AND", TokenKind::op_and},
    {"&&", TokenKind::op_and},
    {"OR", TokenKind::op_or},
    {"||", TokenKind::op_or},
    {"NOT", TokenKind::op_not},
});
constexpr auto kSigns = std::to_array<Fixed>({
    {"!", TokenKind::op_not},
    {"+", TokenKind::plus},
    {"-", TokenKind::minus},
});
constexpr auto kPunctuation = std::to_array<Fixed>({
    {"(", TokenKind::open_group},
    {")", TokenKind::close_group},
    {":", TokenKind::colon},
    {"^", TokenKind::caret},
    {"[", TokenKind::open_range},
    {"{", TokenKind::open_exclusive_range},
});

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Scanner {
 public:
  explicit Scanner(std::string_view query) : query_(query) {}

  std::vector<Token> run() {
    do {
      tokens_.push_back(next());
    } while (tokens_.back().kind != TokenKind::end);
    return std::move(tokens_);
  }

 private:
  enum class State : std::uint8_t { between_terms, boost, range };

  Token next() {
    if (state_ == State::boost) return in_boost();
    if (state_ == State::range) return in_range();
    while (const std::size_t blank = blank_length(query_, at_)) at_ += blank;
    if (at_ >= query_.size()) return token(TokenKind::end, 0);
    return between_terms();
  }

  Token token(TokenKind kind, std::size_t length) {
    const auto begin = static_cast<std::uint32_t>(at_);
    at_ += length;
    return {kind, {begin, static_cast<std::uint32_t>(at_)}};
  }

  Token between_terms() {
    for (const auto& [text, kind] : kPunctuation) {
      if (query_[at_] != text[0]) continue;
      if (kind == TokenKind::caret) state_ = State::boost;
      if (kind == TokenKind::open_range || kind == TokenKind::open_exclusive_range) state_ = State::range;
      return token(kind, 1);
    }
    for (const auto& [text, kind] : kSigns) {
      if (query_[at_] != text[0]) continue;
      const std::size_t blank = blank_length(query_, at_ + 1);
      return blank > 0 ? token(TokenKind::bare_operator, 1 + blank) : token(kind, 1);
    }
    if (query_[at_] == '"') return quoted();
    if (query_[at_] == '/') return regexp();
    if (query_[at_] == '~') return token(TokenKind::fuzzy, 1 + run_length(at_ + 1, ""));
    return term();
  }

  // Bytes of the character at `at` if it may stand in a term, with the backslash of an escaped one; else 0.
  std::size_t term_character(std::size_t at) const {
    if (at >= query_.size() || blank_length(query_, at) > 0) return 0;
    if (query_[at] == '\\') return at + 1 < query_.size() ? 1 + decode_utf8(query_, at + 1).length : 0;
    return kNeverInTerm.contains(query_[at]) ? 0 : decode_utf8(query_, at).length;
  }

  // Bytes of the longest run of such characters and of those of `also`.
  std::size_t run_length(std::size_t begin, std::string_view also) const {
    std::size_t at = begin;
    while (at < query_.size()) {
      const std::size_t length = also.contains(query_[at]) ? 1 : term_character(at);
      if (length == 0) break;
      at += length;
    }
    return at - begin;
  }

  Token term() {
    const std::size_t plain = kNotFirstInTerm.contains(query_[at_]) ? 0 : run_length(at_, "");
    const std::size_t wild = run_length(at_, "*?");
    if (wild == 0) return token(TokenKind::stray, decode_utf8(query_, at_).length);
    if (wild > plain) {
      const bool one_star = wild == plain + 1 && query_[at_ + plain] == '*';
      if (!one_star) return token(TokenKind::wild_term, wild);
      return token(plain == 0 ? TokenKind::star : TokenKind::prefix_term, wild);
    }
    const std::string_view text = query_.substr(at_, plain);
    const auto* found = std::ranges::find(kOperators, text, &Fixed::text);
    return token(found == kOperators.end() ? TokenKind::term : found->kind, plain);
  }

  Token quoted() {
    std::size_t at = at_ + 1;
    while (at < query_.size() && query_[at] != '"') at += query_[at] == '\\' ? 2U : 1U;
    if (at >= query_.size()) return token(TokenKind::unclosed_quote, query_.size() - at_);
    return token(TokenKind::quoted, at + 1 - at_);
  }

  // The offset after the `closer` that ends the longest token from here, or npos. A closer behind a backslash ends one
  // if no other follows.
  std::size_t closed_at(char closer, std::size_t begin) const {
    std::size_t end = std::string_view::npos;
    for (std::size_t at = begin; at < query_.size(); ++at) {
      if (query_[at] != closer) continue;
      end = at + 1;
      if (at == begin || query_[at - 1] != '\\') break;
    }
    return end;
  }

  Token regexp() {
    const std::size_t end = closed_at('/', at_ + 1);
    return end == std::string_view::npos ? token(TokenKind::unclosed_regexp, 1) : token(TokenKind::regexp, end - at_);
  }

  Token in_boost() {
    state_ = State::between_terms;
    std::size_t at = at_;
    const auto skip_digits = [&] {
      const std::size_t begin = at;
      while (at < query_.size() && is_digit(query_[at])) ++at;
      return at > begin;
    };
    if (!skip_digits()) return token(TokenKind::bad_boost, run_length(at_, ""));
    const std::size_t whole = at;
    const bool has_fraction = at < query_.size() && query_[at++] == '.' && skip_digits();
    return token(TokenKind::number, (has_fraction ? at : whole) - at_);
  }

  Token in_range() {
    std::size_t bound = bound_length();
    // A blank is skipped, but for a tab, line break or wide space with a bound behind it: that is longer.
    while (const std::size_t blank = blank_length(query_, at_)) {
      if (bound > blank) break;
      at_ += blank;
      bound = bound_length();
    }
    if (at_ >= query_.size()) {
      state_ = State::between_terms;
      return token(TokenKind::end, 0);
    }
    if (bound == 0) {
      state_ = State::between_terms;
      return token(query_[at_] == ']' ? TokenKind::close_range : TokenKind::close_exclusive_range, 1);
    }
    if (query_.substr(at_, bound) == "TO") return token(TokenKind::range_to, bound);
    if (query_[at_] == '"') {
      // At least one character stands between the quotes.
      const std::size_t end = at_ + 2 <= query_.size() && !query_.substr(at_).starts_with("\"\"")
                                  ? closed_at('"', at_ + 1)
                                  : std::string_view::npos;
      if (end != std::string_view::npos && end - at_ >= bound) return token(TokenKind::range_quoted, end - at_);
    }
    return token(TokenKind::range_bound, bound);
  }

  std::size_t bound_length() const {
    return std::min(query_.find_first_of(" ]}", at_), query_.size()) - std::min(at_, query_.size());
  }

  std::string_view query_;
  std::size_t at_ = 0;
  State state_ = State::between_terms;
  std::vector<Token> tokens_;
};

}  // namespace

std::string_view to_string(TokenKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

std::size_t blank_length(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return 0;
  const char c = text[offset];
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return 1;
  return text.substr(offset).starts_with(kIdeographicSpace) ? kIdeographicSpace.size() : 0;
}

std::vector<Token> tokenize(std::string_view query) {
  return Scanner(query).run();
}

std::string print_tokens(std::string_view query) {
  std::string out;
  for (const Token& token : tokenize(query)) {
    const std::string_view name = to_string(token.kind);
    const std::string_view text = query.substr(token.span.begin, token.span.end - token.span.begin);
    const std::string place = fmt::format("{}-{}", token.span.begin, token.span.end);
    const bool shows_itself = text == name || text.empty();
    out += shows_itself ? fmt::format("{:<12}{}\n", place, name)
                        : fmt::format("{:<12}{:<14}{}\n", place, name, printable(text));
  }
  return out;
}

}  // namespace picket::lucene
