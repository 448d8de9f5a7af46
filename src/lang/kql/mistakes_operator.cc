// SPDX-License-Identifier: Apache-2.0
// An operand is complete, and what stands there can neither join it to another one nor close a bracket. Recognizers are
// asked in order; the first that knows the mistake explains it, the last ones know everything.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "base/text.h"
#include "lang/kql/chars.h"
#include "lang/kql/mistakes.h"
#include "lang/kql/mistakes_in_values.h"
#include "lang/kql/wording.h"

namespace picket::kql {
namespace {

using enum TokenKind;
using Action = Repair::Action;
using Explained = std::optional<Repair>;

bool begins_quote(const Token& token) {
  return token.kind == unclosed_quote || (token.kind == literal && token.literal.kind == LiteralKind::phrase);
}

bool follows_unquoted(const Situation& at) {
  return at.before.kind == literal && !at.before.is_quoted;
}

bool touches_before(const Situation& at) {
  return at.before.span.end == at.found.span.begin;
}

std::string_view text_before(const Situation& at) {
  return slice(at.query, at.before.span);
}

// The last word of the literal before, and its span.
struct Word {
  std::string_view text;
  Span span;
};
Word word_before(const Situation& at) {
  const std::string_view text = text_before(at);
  const auto begin = at.before.span.begin + static_cast<std::uint32_t>(last_word(text));
  return {slice(at.query, begin, at.before.span.end), {begin, at.before.span.end}};
}

// `a:b}c`, where neither side leaves a doubt that the bracket belongs to the value
bool is_closer_in_value(const Situation& at) {
  const std::uint32_t after = at.found.span.end;
  const bool is_last = after == at.query.size() || blank_length(at.query, after) > 0 ||
                       std::string_view("(){}\"").contains(at.query[after]);
  return follows_unquoted(at) && touches_before(at) && !is_last;
}

Explained wrong_closer(const Situation& at, Report& report) {
  if (!is_closer(at.found.kind) || is_closer_in_value(at)) return std::nullopt;
  if (at.closer == end) {
    report.add(Code::unopened_bracket, at.found.span,
               fmt::format("{} closes nothing: no bracket is open here", name_of(at.query, at.found)),
               "remove it, or put the opening one before the terms that belong together");
    return Repair{Action::at_operator, at.found.span.end};
  }
  report.add(Code::unopened_bracket, at.found.span,
             fmt::format("expected '{}' to close what is open here, found {}", to_string(at.closer),
                         name_of(at.query, at.found)));
  return Repair{Action::close};
}

// `not(a)`: a bracket or a quote makes `not` a value.
Explained glued_not(const Situation& at, Report& report) {
  if (!follows_unquoted(at) || !touches_before(at)) return std::nullopt;
  if (at.found.kind != open_group && !begins_quote(at.found)) return std::nullopt;
  const Word word = word_before(at);
  if (!equals_ignoring_case(word.text, "not")) return std::nullopt;
  report.add(Code::not_needs_blank, word.span, fmt::format("{} needs white space after it", quoted(word.text)),
             fmt::format("write {} {}", word.text, at.found.kind == open_group ? "(...)" : "\"...\""));
  return Repair{Action::insert_operator, at.found.span.begin};
}

bool is_and_or(std::string_view word) {
  return equals_ignoring_case(word, "and") || equals_ignoring_case(word, "or");
}

// `a:1 or(b:2)`: the keyword before the bracket was read as part of the value.
Explained keyword_glued_to_next(const Situation& at, Report& report) {
  if (!follows_unquoted(at) || !touches_before(at)) return std::nullopt;
  if (at.found.kind != open_group && !begins_quote(at.found)) return std::nullopt;
  const Word word = word_before(at);
  if (!is_and_or(word.text)) return std::nullopt;
  report.add(Code::keyword_needs_blanks, word.span, fmt::format("{} needs white space after it", quoted(word.text)));
  return Repair{Action::insert_operator, at.found.span.begin};
}

// `(a:1)or (b:2)`, `"a"and b`: the keyword is the beginning of what follows.
Explained keyword_glued_to_previous(const Situation& at, Report& report) {
  if (at.found.kind != literal || begins_quote(at.found)) return std::nullopt;
  for (const std::string_view keyword : {"and", "or"}) {
    if (!has_word_at(at.query, at.found.span.begin, keyword)) continue;
    const auto after = at.found.span.begin + static_cast<std::uint32_t>(keyword.size());
    const bool is_word = after == at.query.size() || blank_length(at.query, after) > 0 ||
                         std::string_view("()\"{}").contains(at.query[after]);
    if (!is_word) continue;
    const Span span = {at.found.span.begin, after};
    const std::size_t next = skip_blanks(at.query, after);
    if (next == at.query.size() || at.query[next] == ')' || at.query[next] == '}') {
      report.add(Code::dangling_keyword, span, fmt::format("expected a term after {}", quoted(slice(at.query, span))));
      return Repair{Action::at_operator, after};
    }
    const std::string_view side = !touches_before(at)                 ? "after it"
                                  : blank_length(at.query, after) > 0 ? "before it"
                                                                      : "on both sides";
    report.add(Code::keyword_needs_blanks, span,
               fmt::format("{} needs white space {}", quoted(slice(at.query, span)), side));
    return Repair{Action::insert_operator, after};
  }
  return std::nullopt;
}

struct ForeignOperator {
  std::string_view text;
  std::string_view hint;  // {0}: the field, {1}: the value
};
constexpr auto kForeignOperators = std::to_array<ForeignOperator>({
    {"==", "write {0}:{1}"},
    {"=", "write {0}:{1}"},
    {"!=", "write not {0}:{1}"},
    {"=~", "write {0}:{1}; whether case matters depends on the field's type"},
    {"in", "write {0}:(a or b)"},
    {"in~", "write {0}:(a or b)"},
    {"is", "write {0}:{1}"},
    {"like", "write {0}:*text*, without quotes, for a pattern"},
    {"like~", "write {0}:*text*, without quotes, for a pattern"},
    {"contains", "write {0}:*text*, without quotes"},
    {"startswith", "write {0}:text*, without quotes"},
    {"endswith", "write {0}:*text, without quotes"},
    {"matches", "KQL has no regular expressions; write {0}:*text*, without quotes, for a pattern"},
    {"regex", "KQL has no regular expressions; write {0}:*text*, without quotes, for a pattern"},
});

// `process.name == "x"`, `process.name in ("x", "y")`
Explained foreign_operator(const Situation& at, Report& report) {
  if (!follows_unquoted(at) || at.before.role != Role::lone) return std::nullopt;
  if (at.found.kind != open_group && !begins_quote(at.found)) return std::nullopt;
  const std::string_view text = text_before(at);
  const std::size_t word_begin = last_word(text);
  const bool is_value = at.found.kind == literal;
  const std::string_view value = short_or(is_value ? slice(at.query, at.found.span) : "", "\"value\"");
  for (const auto& [name, hint] : kForeignOperators) {
    if (!equals_ignoring_case(text.substr(word_begin), name) || word_begin == 0) continue;
    std::string_view field = text.substr(0, word_begin);
    field.remove_suffix(trimmable_suffix(field));
    field.remove_prefix(last_word(field));
    report.add(Code::foreign_operator, word_before(at).span,
               fmt::format("KQL has no operator {}", quoted(text.substr(word_begin))),
               fmt::format(fmt::runtime(hint), short_or(field, "field"), value));
    return after_operand(at.query, at.found.span.begin);
  }
  return std::nullopt;
}

// `process.name "x"`, `process.name (x or y)`
Explained missing_colon(const Situation& at, Report& report) {
  if (!follows_unquoted(at) || at.before.role != Role::lone) return std::nullopt;
  const bool braces = at.found.kind == open_nested;
  if (!braces && at.found.kind != open_group && !begins_quote(at.found)) return std::nullopt;
  const std::string_view field = text_before(at);
  if (!is_field_name(field) || !(braces || field.contains('.') || field.starts_with('@'))) return std::nullopt;
  const std::uint32_t end_of_field = at.before.span.end;
  report.add(Code::missing_colon, {end_of_field, end_of_field + 1},
             fmt::format("expected ':' between the field {} and {}", quoted(field), braces ? "'{'" : "its value"),
             fmt::format("write {}:{}", field,
                         braces                        ? "{ ... }"
                         : at.found.kind == open_group ? "(...)"
                                                       : "\"...\""));
  return after_operand(at.query, at.found.span.begin);
}

// `"a","b"` and `(a:1), (b:2)`
Explained comma(const Situation& at, Report& report) {
  if (at.found.kind != literal || begins_quote(at.found) || at.query[at.found.span.begin] != ',') return std::nullopt;
  const Span span = {at.found.span.begin, at.found.span.begin + 1};
  if (!report.has(Code::comma_between_values)) {
    report.add(
        Code::comma_between_values, span, "expected 'and' or 'or', found a comma",
        at.in_list ? "separate the values of a list with or: field:(\"a\" or \"b\")" : "join terms with and, or");
  }
  const Token next = scan(at.query, span.end, Expecting::connective);
  const bool is_last = next.kind == end || is_closer(next.kind);
  return Repair{is_last ? Action::at_operator : Action::insert_operator, span.end};
}

// `a:b not c` and, because a keyword needs no white space before it, `a:cannot connect`
Explained not_in_value(const Situation& at, Report& report) {
  if (at.found.kind != keyword_not) return std::nullopt;
  const std::string keyword = quoted(slice(at.query, at.found.span));
  if (!follows_unquoted(at)) {
    report.add(Code::missing_operator, at.found.span, fmt::format("expected 'and' or 'or' before {}", keyword),
               fmt::format("write and {}", slice(at.query, at.found.span)));
    return Repair{Action::insert_operator, at.found.span.begin};
  }
  const std::uint32_t value_begin = at.before.span.begin;
  const std::uint32_t value_end = meant_end(at.query, value_begin, Blanks::belong_to_value);
  const std::string_view meant = slice(at.query, value_begin, value_end);
  if (touches_before(at)) {
    const std::uint32_t word_begin = word_before(at).span.begin;
    report.add(Code::not_ends_word, {word_begin, at.found.span.end},
               fmt::format("the end of {} is read as the keyword 'not', which ends an unquoted value",
                           quoted(slice(at.query, word_begin, at.found.span.end))),
               with_rewritten("put the value in quotes", meant));
    return after_operand(at.query, at.found.span.end);
  }
  report.add(Code::not_in_value, at.found.span, fmt::format("expected 'and' or 'or' before {}", keyword),
             with_rewritten("write and not, or put the value in quotes if the word belongs to it", meant));
  return Repair{Action::insert_operator, at.found.span.begin};
}

Explained quote_in_value(const Situation& at, Report& report) {
  const bool quote_after_text = follows_unquoted(at) && begins_quote(at.found);
  const bool text_after_quote = at.before.kind == literal && at.before.is_quoted && at.found.kind == literal;
  if (!touches_before(at) || !(quote_after_text || text_after_quote)) return std::nullopt;
  const std::string_view text = text_before(at);
  if (const std::size_t end = backslash_before_end(text); text_after_quote && end != std::string_view::npos) {
    return explain_backslash_before_quote(text, at.before.span.begin, end, report);
  }
  const std::uint32_t quote = quote_after_text ? at.found.span.begin : at.found.span.begin - 1;
  report.add(
      Code::quote_in_value, {quote, quote + 1},
      quote_after_text ? "an unquoted value cannot contain a quote" : "this quote ends the quoted text before it",
      "write \\\" for a quote that belongs to the text");
  if (at.found.kind == unclosed_quote || text_after_quote) return Repair{};
  return Repair{Action::at_operator, meant_end(at.query, at.found.span.end, Blanks::belong_to_value)};
}

Explained unclosed_quote_after_operand(const Situation& at, Report& report) {
  if (at.found.kind != unclosed_quote) return std::nullopt;
  return explain_unclosed_quote(at, report);
}

Explained bad_escape_in_value(const Situation& at, Report& report) {
  if (at.found.kind != bad_escape) return std::nullopt;
  const bool continues = follows_unquoted(at) && touches_before(at);
  return explain_bad_escape(at, continues ? at.before.span.begin : at.found.span.begin, report);
}

Explained bracket_in_value(const Situation& at, Report& report) {
  const bool braces = at.found.kind == open_nested;
  const bool opens = braces || (at.found.kind == open_group && follows_unquoted(at));
  if (!opens && !is_closer(at.found.kind)) return std::nullopt;
  if (!follows_unquoted(at)) {
    report.add(Code::braces_without_field, at.found.span, "braces can only follow 'field:'");
    return Repair{Action::at_operator, skip_brackets(at.query, at.found.span.begin)};
  }
  const std::uint32_t from = is_closer(at.found.kind) ? at.found.span.end : at.before.span.begin;
  const std::uint32_t value_end = std::max(at.found.span.end, meant_end(at.query, from, Blanks::belong_to_value));
  report.add(Code::bracket_in_value, at.found.span,
             fmt::format("an unquoted value cannot contain {}", name_of(at.query, at.found)),
             with_rewritten("put the value in quotes, or a backslash before each bracket",
                            slice(at.query, at.before.span.begin, value_end)));
  return Repair{Action::at_operator, value_end};
}

Explained missing_operator(const Situation& at, Report& report) {
  if (at.found.kind != literal && at.found.kind != open_group) return std::nullopt;
  const bool could_be_one_value = follows_unquoted(at) && begins_quote(at.found);
  const TokenKind next = scan(at.query, at.found.span.end, Expecting::connective).kind;
  const bool is_field = at.found.kind == literal && (next == colon || is_range_operator(next));
  report.add(
      Code::missing_operator, at.found.span,
      fmt::format("expected 'and' or 'or' before {}",
                  is_field ? "the field " + quoted(slice(at.query, at.found.span)) : name_of(at.query, at.found)),
      could_be_one_value ? "or put the whole value in one pair of quotes" : "");
  return Repair{Action::insert_operator, at.found.span.begin};
}

Explained anything_else(const Situation& at, Report& report) {
  const bool closing = at.closer != end;
  report.add(Code::unexpected, at.found.span,
             fmt::format("expected 'and', 'or' or {}, found {}",
                         closing ? fmt::format("'{}'", to_string(at.closer)) : "the end of the query",
                         name_of(at.query, at.found)));
  return after_operand(at.query, at.found.span.end);
}

using Recognizer = Explained (*)(const Situation&, Report&);
constexpr auto kRecognizers = std::to_array<Recognizer>({
    wrong_closer,
    glued_not,
    keyword_glued_to_next,
    keyword_glued_to_previous,
    foreign_operator,
    missing_colon,
    comma,
    not_in_value,
    colon_in_value,
    range_in_value,
    bad_escape_in_value,
    quote_in_value,
    unclosed_quote_after_operand,
    bracket_in_value,
    missing_operator,
    anything_else,
});

}  // namespace

Repair explain_operator(const Situation& situation, Report& report) {
  for (const Recognizer recognize : kRecognizers) {
    if (const Explained repair = recognize(situation, report)) return *repair;
  }
  return {};
}

}  // namespace picket::kql
