// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "lang/kql/limits.h"
#include "lang/kql/mistakes.h"
#include "lang/kql/report.h"
#include "lang/kql/suspicions.h"
#include "lang/kql/tokens.h"
#include "lang/kql/wording.h"

namespace picket::kql {
namespace {

Span join(Span first, Span last) {
  return {first.begin, last.end};
}

struct RangeToken {
  TokenKind kind;
  RangeOperator op;
};
constexpr auto kRangeTokens = std::to_array<RangeToken>({
    {TokenKind::less, RangeOperator::lt},
    {TokenKind::less_equal, RangeOperator::lte},
    {TokenKind::greater, RangeOperator::gt},
    {TokenKind::greater_equal, RangeOperator::gte},
});

std::optional<RangeOperator> range_operator(TokenKind kind) {
  const auto* found = std::ranges::find(kRangeTokens, kind, &RangeToken::kind);
  return found == kRangeTokens.end() ? std::nullopt : std::optional(found->op);
}

// Kibana reads nothing as "any field has any value".
Node match_everything(std::string_view query) {
  const Span all = {0, static_cast<std::uint32_t>(query.size())};
  Literal star{.kind = LiteralKind::wildcard, .parts = {"", ""}, .span = all};
  return {Is{star, star}, all};
}

// Recursive descent, one token ahead. After a mistake that mistakes.h can explain, reading goes on as it was meant; the
// tree is of no use then, but the mistakes after it are found. nullopt: no going on.
class Parser {
 public:
  Parser(std::string_view query, Report& report) : query_(query), report_(report) { move_to(0, Expecting::operand); }

  std::optional<Node> parse_query() {
    if (current_.kind == TokenKind::end) return match_everything(query_);
    return parse_or({});
  }

 private:
  // What is open around the place that is being read.
  struct Scope {
    const Literal* list_field = nullptr;  // in a value list: its field
    TokenKind closer = TokenKind::end;
    Span opener = {};
  };
  enum class Operand : std::uint8_t { ready, assumed, lost };

  std::optional<Node> parse_or(const Scope& scope);
  std::optional<Node> parse_and(const Scope& scope);
  std::optional<Node> parse_unary(const Scope& scope);
  std::optional<Node> parse_group(const Scope& scope);
  std::optional<Node> parse_term(Literal literal, const Scope& scope);
  std::optional<Node> parse_field_value(Literal field, const Scope& scope);
  std::optional<Node> parse_range(Literal field, RangeOperator op, const Scope& scope);
  std::optional<Node> parse_brackets(const Literal* list_field, TokenKind closer);

  template <class Chain, class ParseOperand>
  std::optional<Node> parse_chain(TokenKind keyword, ParseOperand parse_operand);
  std::optional<Node> make_is(std::optional<Literal> field, Literal value, Span span);
  bool count_term(Span span);
  void check_field(const Literal& field);

  Operand settle_operand(const Scope& scope);
  bool settle_operator(const Scope& scope);
  bool apply(const Repair& repair, const Scope& scope);
  Situation situation(const Scope& scope) const;

  void move_to(std::uint32_t offset, Expecting expecting) { current_ = scan(query_, offset, expecting); }
  Token take();
  Literal take_literal(Role role);

  std::string_view query_;
  Report& report_;
  Token current_;
  Before before_;
  Span field_;  // of the last term that has one
  std::size_t depth_ = 0;
  std::size_t terms_ = 0;
};

Token Parser::take() {
  Token token = std::exchange(current_, {});
  before_ = {.kind = token.kind, .span = token.span};
  move_to(token.span.end, expecting_after(token.kind));
  return token;
}

Literal Parser::take_literal(Role role) {
  Literal literal = take().literal;
  before_.role = role;
  before_.is_quoted = literal.kind == LiteralKind::phrase;
  return literal;
}

std::optional<Node> Parser::parse_or(const Scope& scope) {
  return parse_chain<Or>(TokenKind::keyword_or, [&] { return parse_and(scope); });
}

std::optional<Node> Parser::parse_and(const Scope& scope) {
  return parse_chain<And>(TokenKind::keyword_and, [&] { return parse_unary(scope); });
}

template <class Chain, class ParseOperand>
std::optional<Node> Parser::parse_chain(TokenKind keyword, ParseOperand parse_operand) {
  std::optional<Node> node = parse_operand();
  if (!node || current_.kind != keyword) return node;
  Chain chain;
  Span span = node->span;
  chain.children.push_back(std::move(*node));
  while (current_.kind == keyword) {
    take();
    node = parse_operand();
    if (!node) return std::nullopt;
    span = join(span, node->span);
    chain.children.push_back(std::move(*node));
  }
  return Node{std::move(chain), span};
}

std::optional<Node> Parser::parse_unary(const Scope& scope) {
  std::optional<Span> negation;
  if (current_.kind == TokenKind::keyword_not) negation = take().span;
  std::optional<Node> node = parse_group(scope);
  if (!node || !settle_operator(scope)) return std::nullopt;
  if (!negation) return node;
  const Span span = join(*negation, node->span);
  return Node{Not{std::make_unique<Node>(std::move(*node))}, span};
}

std::optional<Node> Parser::parse_group(const Scope& scope) {
  const Operand operand = settle_operand(scope);
  if (operand == Operand::lost) return std::nullopt;
  if (operand == Operand::assumed) return Node{Is{}};
  if (current_.kind == TokenKind::open_group) return parse_brackets(scope.list_field, TokenKind::close_group);
  if (scope.list_field == nullptr) return parse_term(take_literal(Role::lone), scope);
  Literal value = take_literal(Role::list_value);
  const Span span = value.span;
  return make_is(*scope.list_field, std::move(value), span);
}

std::optional<Node> Parser::parse_term(Literal literal, const Scope& scope) {
  if (current_.kind == TokenKind::colon) return parse_field_value(std::move(literal), scope);
  if (const auto op = range_operator(current_.kind)) return parse_range(std::move(literal), *op, scope);
  const Span span = literal.span;
  return make_is(std::nullopt, std::move(literal), span);
}

std::optional<Node> Parser::parse_field_value(Literal field, const Scope& scope) {
  take();
  field_ = field.span;
  check_field(field);
  const Operand operand = settle_operand(scope);
  if (operand == Operand::lost) return std::nullopt;
  if (operand == Operand::assumed) return Node{Is{}};
  if (current_.kind == TokenKind::literal) {
    Literal value = take_literal(Role::value);
    const Span span = join(field.span, value.span);
    return make_is(std::move(field), std::move(value), span);
  }
  const bool is_list = current_.kind == TokenKind::open_group;
  std::optional<Node> node =
      is_list ? parse_brackets(&field, TokenKind::close_group) : parse_brackets(nullptr, TokenKind::close_nested);
  if (!node) return std::nullopt;
  const Span span = join(field.span, node->span);
  if (!is_list) return Node{Nested{std::move(field), std::make_unique<Node>(std::move(*node))}, span};
  node->span = span;
  return node;
}

std::optional<Node> Parser::parse_range(Literal field, RangeOperator op, const Scope& scope) {
  take();
  field_ = field.span;
  check_field(field);
  const Operand operand = settle_operand(scope);
  if (operand == Operand::lost) return std::nullopt;
  if (operand == Operand::assumed) return Node{Is{}};
  Literal value = take_literal(Role::range_value);
  const Span span = join(field.span, value.span);
  if (!count_term(span)) return std::nullopt;
  return Node{Range{std::move(field), op, std::move(value)}, span};
}

// From the opening bracket or brace to the closing one.
std::optional<Node> Parser::parse_brackets(const Literal* list_field, TokenKind closer) {
  const Span opener = take().span;
  if (depth_ == kMaxNestingDepth) {
    report_.add(Code::nested_too_deeply, opener,
                fmt::format("brackets may stand within one another {} times, this is one more", kMaxNestingDepth));
    return std::nullopt;
  }
  ++depth_;
  std::optional<Node> node = parse_or({.list_field = list_field, .closer = closer, .opener = opener});
  --depth_;
  if (!node) return std::nullopt;
  if (current_.kind != closer) {
    report_unclosed(query_, opener, report_);
    return std::nullopt;
  }
  node->span = join(opener, take().span);
  return node;
}

std::optional<Node> Parser::make_is(std::optional<Literal> field, Literal value, Span span) {
  if (!count_term(span)) return std::nullopt;
  return Node{Is{std::move(field), std::move(value)}, span};
}

bool Parser::count_term(Span span) {
  if (++terms_ <= kMaxTerms) return true;
  report_.add(Code::too_many_terms, span, fmt::format("a query may have {} terms, this is one more", kMaxTerms));
  return false;
}

void Parser::check_field(const Literal& field) {
  std::size_t bytes = field.text.size();
  for (const std::string& part : field.parts) bytes += part.size();
  if (bytes > kMaxFieldNameBytes) {
    report_.add(Code::field_name_too_long, field.span,
                fmt::format("a field name may have {} bytes, this one has {}", kMaxFieldNameBytes, bytes));
  }
  if (field.parts.size() > kMaxFieldNameStars + 1) {
    report_.add(
        Code::too_many_field_stars, field.span,
        fmt::format("a field name may have {} wildcards, this one has {}", kMaxFieldNameStars, field.parts.size() - 1));
  }
}

// Makes the current token the beginning of an operand.
Parser::Operand Parser::settle_operand(const Scope& scope) {
  for (;;) {
    const bool after_range = is_range_operator(before_.kind);
    if (current_.kind == TokenKind::literal) return Operand::ready;
    if (current_.kind == TokenKind::open_group && !after_range) return Operand::ready;
    if (current_.kind == TokenKind::open_nested && before_.kind == TokenKind::colon) return Operand::ready;
    const Repair repair = explain_operand(situation(scope), report_);
    if (!apply(repair, scope)) return Operand::lost;
    if (repair.action != Repair::Action::at_operand) return Operand::assumed;
  }
}

// Makes the current token one that may follow an operand.
bool Parser::settle_operator(const Scope& scope) {
  for (;;) {
    const TokenKind kind = current_.kind;
    if (kind == TokenKind::keyword_and || kind == TokenKind::keyword_or || kind == TokenKind::end) return true;
    if (kind == scope.closer) return true;
    if (!apply(explain_operator(situation(scope), report_), scope)) return false;
  }
}

bool Parser::apply(const Repair& repair, const Scope& scope) {
  if (report_.is_full()) return false;
  switch (repair.action) {
    case Repair::Action::give_up:
      return false;
    case Repair::Action::at_operand:
      move_to(repair.offset, Expecting::operand);
      return true;
    case Repair::Action::at_operator:
      move_to(repair.offset, Expecting::connective);
      before_ = {.kind = TokenKind::close_group, .span = {repair.offset, repair.offset}};
      return true;
    case Repair::Action::insert_operator:
      current_ = {.kind = TokenKind::keyword_and, .span = {repair.offset, repair.offset}, .literal = {}};
      return true;
    case Repair::Action::close:
      current_.kind = scope.closer;
      return true;
  }
  return false;
}

Situation Parser::situation(const Scope& scope) const {
  return {.query = query_,
          .found = current_,
          .before = before_,
          .closer = scope.closer,
          .in_list = scope.list_field != nullptr,
          .field = short_or(slice(query_, scope.list_field != nullptr ? scope.list_field->span : field_), "field")};
}

bool is_readable(const SourceText& source, Report& report) {
  const std::string_view text = source.text;
  if (text.size() > kMaxQueryBytes) {
    report.add(Code::query_too_long, {},
               fmt::format("a query may have {} bytes, this one has {}", kMaxQueryBytes, text.size()));
    return false;
  }
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCodePoint decoded = decode_utf8(text, at);
    if (!decoded.valid) {
      const auto begin = static_cast<std::uint32_t>(at);
      report.add(Code::not_utf8, {begin, begin + static_cast<std::uint32_t>(decoded.length)},
                 fmt::format("the byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(text[at])),
                 "save the file as UTF-8");
      return false;
    }
    at += decoded.length;
  }
  return true;
}

}  // namespace

std::optional<Ast> parse(const SourceText& source, Diagnostics& diagnostics) {
  Report report(source, diagnostics);
  std::optional<Node> root;
  if (is_readable(source, report)) root = Parser(source.text, report).parse_query();
  if (root && !report.has_errors()) warn_of_suspicions(*root, source.text, report);
  report.finish();
  if (!root || report.has_errors()) return std::nullopt;
  return Ast{std::move(*root)};
}

}  // namespace picket::kql
