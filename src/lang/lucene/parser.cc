// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "lang/lucene/limits.h"
#include "lang/lucene/report.h"
#include "lang/lucene/suspicions.h"
#include "lang/lucene/tokens.h"
#include "lang/lucene/values.h"

namespace picket::lucene {
namespace {

constexpr std::string_view kExists = "_exists_";
constexpr std::string_view kSlashHint = "put a path in quotes, or write \\/ for a slash";

bool is_one_of(TokenKind kind, std::initializer_list<TokenKind> kinds) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

bool begins_value(TokenKind kind) {
  using enum TokenKind;
  return is_one_of(
      kind, {term, star, prefix_term, wild_term, regexp, bare_operator, quoted, open_range, open_exclusive_range});
}

// What may follow the last word of a row.
bool may_follow_row(TokenKind kind) {
  using enum TokenKind;
  return !is_one_of(kind, {colon, star, fuzzy, caret, op_and, op_or});
}

// Where a term could not be read. The tree is of no use then.
Node placeholder(Span span) {
  Node node;
  node.span = span;
  return node;
}

bool ends_operand(TokenKind kind) {
  using enum TokenKind;
  return is_one_of(kind, {end, close_group, op_and, op_or, op_not, plus, minus});
}

bool is_modifier(TokenKind kind) {
  using enum TokenKind;
  return is_one_of(kind, {plus, minus, op_not});
}

// Recursive descent over the tokens. After a mistake reading goes on as it was probably meant; the tree is of no use
// then, but the mistakes after it are found.
class Parser {
 public:
  Parser(std::string_view query, const std::vector<Token>& tokens, Report& report)
      : query_(query), tokens_(tokens), report_(report), values_(query, report) {}

  std::optional<Node> parse_query() {
    std::optional<Node> root = parse_clauses(nullptr);
    while (root && kind() == TokenKind::close_group) {
      report_.add(Code::unopened_bracket, current().span, "this bracket closes nothing",
                  "remove it, or write \\) for the character");
      take();
      while (kind() == TokenKind::op_and || kind() == TokenKind::op_or) take();
      if (kind() != TokenKind::end) root = parse_clauses(nullptr);
    }
    return root;
  }

 private:
  const Token& current() const { return tokens_[at_]; }
  TokenKind kind(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)].kind; }
  const Token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  std::string_view text_of(const Token& token) const {
    return query_.substr(token.span.begin, token.span.end - token.span.begin);
  }
  std::string shown(const Token& token) const { return printable(text_of(token)); }

  std::optional<Node> parse_clauses(const Field* field);
  bool parse_next(const Field* field, std::vector<Clause>& clauses);
  Conjunction take_conjunction(bool is_first);
  Modifier take_modifier();
  bool settle_operand();
  void explain_missing_operand();
  void skip_mistake();
  bool settle_end_of_operand();

  bool is_row() const { return kind() == TokenKind::term && kind(1) == TokenKind::term && may_follow_row(kind(2)); }
  std::optional<Node> parse_row(const Field* field);
  std::optional<Node> parse_marked(const Field* field);
  std::optional<Node> parse_operand(const Field* outer);
  Field parse_field(bool& is_any);
  std::optional<Node> parse_group(const Field* field);
  std::optional<Node> parse_value(const Field* field);
  std::optional<Node> parse_range(const Field* field);
  std::optional<Range::Bound> parse_bound(bool inclusive, bool& ok);
  const Token* take_suffixes();
  void take_boost();
  std::optional<Node> make_term(const Field* field, Value value, Span span);

  std::string_view query_;
  const std::vector<Token>& tokens_;
  Report& report_;
  ValueReader values_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t terms_ = 0;
};

std::optional<Node> Parser::parse_clauses(const Field* field) {
  std::vector<Clause> clauses;
  do {
    if (!parse_next(field, clauses)) return std::nullopt;
  } while (kind() != TokenKind::end && kind() != TokenKind::close_group);
  std::optional<Node> group;
  if (clauses.size() == 1 && clauses[0].modifier == Modifier::none) {
    group.emplace(std::move(clauses[0].node));
    return group;
  }
  group.emplace().span = {clauses.front().node.span.begin, clauses.back().node.span.end};
  group->kind.emplace<Group>(std::move(clauses));
  return group;
}

// One clause, or a mistake in its place. False: no going on.
bool Parser::parse_next(const Field* field, std::vector<Clause>& clauses) {
  Clause clause;
  const bool row = is_row();
  if (!row) {
    clause.conjunction = take_conjunction(clauses.empty());
    clause.modifier = take_modifier();
  }
  std::optional<Node> node = row ? parse_row(field) : parse_marked(field);
  if (!node || !settle_end_of_operand()) return false;
  clause.node = *std::move(node);
  clauses.push_back(std::move(clause));
  return true;
}

Conjunction Parser::take_conjunction(bool is_first) {
  Conjunction found = Conjunction::none;
  while (kind() == TokenKind::op_and || kind() == TokenKind::op_or) {
    const Token& token = take();
    if (is_first) {
      report_.add(Code::operator_before_first, token.span, fmt::format("nothing stands before '{}'", shown(token)),
                  fmt::format("remove it, or write \"{}\" for the word", shown(token)));
    } else if (found != Conjunction::none) {
      report_.add(Code::missing_operand, token.span, "expected a term between two operators");
    }
    found = token.kind == TokenKind::op_and ? Conjunction::op_and : Conjunction::op_or;
  }
  return is_first ? Conjunction::none : found;
}

Modifier Parser::take_modifier() {
  Modifier found = Modifier::none;
  while (is_modifier(kind())) {
    const Token& token = take();
    if (found != Modifier::none) {
      report_.add(Code::two_modifiers, token.span, "a term has one of '+', '-', '!' and NOT, this is a second one",
                  "put what is negated in brackets: NOT (NOT a)");
    }
    found = token.kind == TokenKind::plus ? Modifier::required : Modifier::prohibited;
  }
  return found;
}

// Makes the current token the beginning of an operand, or leaves one before which an operand is missing.
bool Parser::settle_operand() {
  for (bool skipped = false; !begins_value(kind()) && kind() != TokenKind::open_group; skipped = true) {
    // What was skipped stood in the place of the operand.
    if (ends_operand(kind()) && !skipped) explain_missing_operand();
    if (ends_operand(kind())) return true;
    skip_mistake();
    if (report_.is_full()) return false;
  }
  return true;
}

void Parser::explain_missing_operand() {
  const Token& token = current();
  const Token& before = at_ == 0 ? token : tokens_[at_ - 1];
  if (before.kind == TokenKind::colon) {
    report_.add(Code::missing_value, before.span, "no value after ':'",
                "write field:value, or field:* for events that have the field");
  } else if (before.kind == TokenKind::open_group) {
    report_.add(Code::empty_brackets, {before.span.begin, token.span.end}, "nothing stands between these brackets");
  } else {
    report_.add(Code::missing_operand, before.span, "expected a term after the operator");
  }
}

// The current token begins no operand and ends none.
void Parser::skip_mistake() {
  using enum TokenKind;
  const Token& token = current();
  const bool after_colon = at_ > 0 && tokens_[at_ - 1].kind == colon;
  if (token.kind == unclosed_quote) {
    report_.add(Code::unclosed_quote, {token.span.begin, token.span.begin + 1}, "this quote is not closed",
                "close it, or write \\\" for the character");
  } else if (token.kind == unclosed_regexp) {
    report_.add(Code::unclosed_regexp, token.span, "a slash begins a regular expression, and no other slash closes it",
                std::string(kSlashHint));
  } else if (token.kind == colon) {
    report_.add(after_colon ? Code::colon_in_value : Code::missing_field, token.span,
                after_colon ? "a second ':' after a field name" : "no field name before ':'",
                "write \\: for the character, or put the value in quotes");
  } else {
    report_.add(token.kind == stray ? Code::stray_character : Code::unexpected, token.span,
                fmt::format("expected a term, found '{}'", shown(token)),
                fmt::format("write \\{} for the character", text_of(token).substr(0, 1)));
  }
  take();
}

// After an operand: everything but what begins the next clause is a mistake.
bool Parser::settle_end_of_operand() {
  while (is_one_of(kind(), {TokenKind::colon, TokenKind::caret, TokenKind::fuzzy})) {
    const Token& token = take();
    const Token& before = tokens_[at_ - 2];
    if (token.kind != TokenKind::colon) {
      report_.add(Code::unexpected, token.span, fmt::format("'{}' belongs behind a term", shown(token)),
                  fmt::format("write \\{} for the character", text_of(token).substr(0, 1)));
    } else if (before.kind == TokenKind::prefix_term || before.kind == TokenKind::wild_term) {
      std::string name = std::string(text_of(before));
      for (std::size_t star = name.find('*'); star != std::string::npos; star = name.find('*', star + 2)) {
        name.insert(star, "\\");
      }
      report_.add(Code::star_in_field_name, before.span, "a wildcard in a field name needs a backslash",
                  fmt::format("write {}:", name));
    } else if (before.kind == TokenKind::quoted) {
      report_.add(Code::quoted_field_name, before.span, "a field name cannot stand in quotes",
                  "write it without quotes, with a backslash before each blank");
    } else {
      report_.add(Code::colon_in_value, token.span, "a colon in a value",
                  "put the value in quotes, or write \\: for the colon");
    }
    if (report_.is_full()) return false;
    // What follows the sign was part of the same value.
    if (begins_value(kind()) || kind() == TokenKind::number || kind() == TokenKind::bad_boost) take();
  }
  return true;
}

std::optional<Node> Parser::parse_row(const Field* field) {
  const std::uint32_t begin = current().span.begin;
  std::string joined;
  std::uint32_t end = begin;
  bool ok = true;
  for (std::size_t words = 0; words == 0 || (kind() == TokenKind::term && may_follow_row(kind(1))); ++words) {
    const Token& token = take();
    const std::optional<std::string> word = values_.unescaped(token.span);
    ok = ok && word;
    if (word) joined += (words == 0 ? "" : " ") + *word;
    end = token.span.end;
  }
  const Span span{begin, end};
  if (!ok) return placeholder(span);
  if (std::optional<Range> range = as_comparison(joined)) return make_term(field, *std::move(range), span);
  return make_term(field, Text{std::move(joined), true}, span);
}

std::optional<Node> Parser::parse_marked(const Field* field) {
  if (!settle_operand()) return std::nullopt;
  if (!begins_value(kind()) && kind() != TokenKind::open_group) return placeholder(current().span);
  return parse_operand(field);
}

std::optional<Node> Parser::parse_operand(const Field* outer) {
  const std::uint32_t begin = current().span.begin;
  std::optional<Field> own;
  const Field* field = outer;
  if ((kind() == TokenKind::term || kind() == TokenKind::star) && kind(1) == TokenKind::colon) {
    bool is_any = false;
    own = parse_field(is_any);
    field = is_any ? nullptr : &*own;
    if (!settle_operand()) return std::nullopt;
    if (!begins_value(kind()) && kind() != TokenKind::open_group) return placeholder(current().span);
  }
  std::optional<Node> node = kind() == TokenKind::open_group ? parse_group(field) : parse_value(field);
  if (node) node->span.begin = std::min(begin, node->span.begin);
  return node;
}

Field Parser::parse_field(bool& is_any) {
  const Token& token = take();
  take();
  std::optional<std::string> name = token.kind == TokenKind::star ? "*" : values_.unescaped(token.span);
  if (!name) return Field{"", token.span};
  if (name->size() > kMaxFieldNameBytes) {
    report_.add(Code::field_name_too_long, token.span,
                fmt::format("a field name may have {} bytes, this one has {}", kMaxFieldNameBytes, name->size()));
  }
  const auto stars = static_cast<std::size_t>(std::ranges::count(*name, '*'));
  if (stars > kMaxFieldNameStars) {
    report_.add(Code::too_many_field_stars, token.span,
                fmt::format("a field name may have {} wildcards, this one has {}", kMaxFieldNameStars, stars));
  }
  is_any = *name == "*";
  return Field{*std::move(name), token.span};
}

std::optional<Node> Parser::parse_group(const Field* field) {
  const Span opener = take().span;
  if (depth_ == kMaxNestingDepth) {
    report_.add(Code::nested_too_deeply, opener,
                fmt::format("brackets may stand within one another {} times, this is one more", kMaxNestingDepth));
    return std::nullopt;
  }
  ++depth_;
  std::optional<Node> node = parse_clauses(field);
  --depth_;
  if (!node) return std::nullopt;
  if (kind() != TokenKind::close_group) {
    report_.add(Code::unclosed_bracket, opener, "this bracket is not closed",
                "close it, or write \\( for the character");
  }
  const std::uint32_t end = kind() == TokenKind::close_group ? take().span.end : node->span.end;
  node->span = {opener.begin, end};
  // In brackets of its own a row is one text like any other.
  if (auto* term = std::get_if<Term>(&node->kind)) {
    if (auto* text = std::get_if<Text>(&term->value)) text->is_row = false;
  }
  if (kind() == TokenKind::caret) take_boost();
  return node;
}

void Parser::take_boost() {
  take();
  const Token& number = take();
  if (number.kind == TokenKind::number) return;
  report_.add(Code::bad_boost, number.span, "expected a number after '^'", "write \\^ for the character");
}

// The `~` behind a value, if there is one. A boost may stand before or after it.
const Token* Parser::take_suffixes() {
  const Token* fuzzy = nullptr;
  bool boosted = false;
  for (;;) {
    if (kind() == TokenKind::caret && !boosted) {
      boosted = true;
      take_boost();
    } else if (kind() == TokenKind::fuzzy && fuzzy == nullptr) {
      fuzzy = &take();
    } else {
      return fuzzy;
    }
  }
}

std::optional<Node> Parser::parse_value(const Field* field) {
  if (kind() == TokenKind::open_range || kind() == TokenKind::open_exclusive_range) return parse_range(field);
  const Token& token = take();
  const Token* const fuzzy = take_suffixes();
  std::optional<Value> value = values_.read(token, fuzzy);
  if (!value) return placeholder(token.span);
  const std::uint32_t end = fuzzy == nullptr ? token.span.end : fuzzy->span.end;
  return make_term(field, *std::move(value), {token.span.begin, end});
}

std::optional<Node> Parser::parse_range(const Field* field) {
  const Token& opener = take();
  bool ok = true;
  Range range;
  range.lower = parse_bound(opener.kind == TokenKind::open_range, ok);
  if (ok && kind() != TokenKind::range_to) ok = false;
  if (ok) {
    take();
    range.upper = parse_bound(false, ok);
  }
  if (ok && kind() != TokenKind::close_range && kind() != TokenKind::close_exclusive_range) ok = false;
  if (!ok) {
    while (!is_one_of(kind(), {TokenKind::close_range, TokenKind::close_exclusive_range, TokenKind::end})) take();
    report_.add(Code::bad_range, {opener.span.begin, current().span.end}, "expected a range such as [1 TO 5]",
                "bounds with blanks stand in quotes; TO is written in capitals; * is an open end");
    if (kind() != TokenKind::end) take();
    return placeholder(opener.span);
  }
  const Token& closer = take();
  if (range.upper) range.upper->inclusive = closer.kind == TokenKind::close_range;
  if (kind() == TokenKind::caret) take_boost();
  return make_term(field, std::move(range), {opener.span.begin, closer.span.end});
}

// Absent for an open end. A mistake clears `ok`.
std::optional<Range::Bound> Parser::parse_bound(bool inclusive, bool& ok) {
  using enum TokenKind;
  if (!is_one_of(kind(), {range_bound, range_quoted, range_to})) {
    ok = false;
    return std::nullopt;
  }
  const Token& token = take();
  Span span = token.span;
  if (token.kind == range_quoted) span = {span.begin + 1, span.end - 1};
  std::optional<std::string> text = values_.unescaped(span);
  if (!text || *text == "*") return std::nullopt;
  return Range::Bound{*std::move(text), inclusive};
}

std::optional<Node> Parser::make_term(const Field* field, Value value, Span span) {
  if (++terms_ > kMaxTerms) {
    report_.add(Code::too_many_terms, span, fmt::format("a query may have {} terms, this is one more", kMaxTerms));
    return std::nullopt;
  }
  Term term{field == nullptr ? std::nullopt : std::optional(*field), std::move(value), span};
  if (field == nullptr || field->name != kExists) return Node{std::move(term), span};
  // What stands after _exists_: is a name.
  const auto* text = std::get_if<Text>(&term.value);
  const auto* phrase = std::get_if<Phrase>(&term.value);
  if (text != nullptr || phrase != nullptr) {
    term.field = Field{text != nullptr ? text->text : phrase->text, span};
    if (term.field->name == "*") term.field.reset();
    term.value = Exists{};
  }
  return Node{std::move(term), span};
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

// Also the control characters that Java's trim() takes, which are no blanks between terms.
bool is_blank(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t blank = blank_length(text, at);
    if (blank == 0 && static_cast<unsigned char>(text[at]) > ' ') return false;
    at += std::max<std::size_t>(blank, 1);
  }
  return true;
}

std::optional<Node> parse_tokens(const SourceText& source, Report& report) {
  const std::vector<Token> tokens = tokenize(source.text);
  std::optional<Node> root = Parser(source.text, tokens, report).parse_query();
  if (root && !report.has_errors()) warn_of_suspicions(*root, source.text, tokens, report);
  return root;
}

}  // namespace

std::optional<Ast> parse(const SourceText& source, Diagnostics& diagnostics) {
  Report report(source, diagnostics);
  Ast ast;
  const bool readable = is_readable(source, report);
  if (readable && !is_blank(source.text)) ast.root = parse_tokens(source, report);
  report.finish();
  if (report.has_errors()) return std::nullopt;
  return ast;
}

}  // namespace picket::lucene
