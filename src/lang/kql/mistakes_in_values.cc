// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/mistakes_in_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "lang/kql/chars.h"
#include "lang/kql/wording.h"

namespace picket::kql {
namespace {

using enum TokenKind;
using Action = Repair::Action;

bool is_name_after_blank(std::string_view text, std::size_t word) {
  return word > 0 && is_field_name(text.substr(word));
}

// `a:1, b:2` and `a:1 && b:2` and `a:1 b:2`: the value before has swallowed the next field.
Repair explain_swallowed_field(const Situation& at, std::size_t word, Report& report) {
  const std::string_view text = slice(at.query, at.before.span);
  std::string_view gap = text.substr(0, word);
  gap.remove_suffix(trimmable_suffix(gap));
  const auto begin = at.before.span.begin + static_cast<std::uint32_t>(word);
  const std::string field = quoted(text.substr(word));
  if (gap.ends_with(',')) {
    report.add(Code::comma_between_values, {begin, at.before.span.end},
               fmt::format("expected 'and' or 'or' before the field {}, found a comma", field));
  } else if (gap.ends_with("&&") || gap.ends_with("||")) {
    report.add(
        Code::foreign_operator, {begin, at.before.span.end},
        fmt::format("expected 'and' or 'or' before the field {}, found {}", field, quoted(gap.substr(gap.size() - 2))),
        gap.ends_with("&&") ? "write and" : "write or");
  } else {
    report.add(Code::missing_operator, {begin, at.before.span.end},
               fmt::format("expected 'and' or 'or' before the field {}", field), "or put the whole value in quotes");
  }
  return {Action::insert_operator, begin};
}

Repair explain_field_in_list(const Situation& at, Report& report) {
  report.add(Code::field_in_list, {at.before.span.begin, at.found.span.end},
             fmt::format("a list of values cannot contain the field {}", quoted(slice(at.query, at.before.span))),
             "write the term outside of the list, or put the value in quotes");
  return after_operand(at.query, at.found.span.end);
}

Repair explain_ip(const Situation& at, Span address, Report& report) {
  report.add(Code::ip_needs_quotes, address, "an IPv6 address needs quotes because of its colons",
             with_rewritten("write", slice(at.query, address)));
  return {Action::at_operator, address.end};
}

Repair explain_path(const Situation& at, std::uint32_t begin, Report& report) {
  const std::uint32_t end = after_value(at.query, begin, at.found);
  report.add(Code::path_needs_quotes, {begin, end}, "a Windows path needs quotes or escapes",
             with_rewritten("write", slice(at.query, begin, end)));
  return {Action::at_operator, end};
}

// The colon after an unquoted value whose last word begins at `word`.
Repair explain_colon(const Situation& at, std::size_t word, Report& report) {
  const std::uint32_t value_begin = at.before.span.begin;
  const std::uint32_t word_begin = value_begin + static_cast<std::uint32_t>(word);
  const std::uint32_t end = std::max(at.found.span.end, meant_end(at.query, word_begin, Blanks::end_value));
  if (is_ip_or_cidr(slice(at.query, word_begin, end))) return explain_ip(at, {word_begin, end}, report);
  const std::string_view value = slice(at.query, value_begin, end);
  if (is_windows_path(value)) return explain_path(at, value_begin, report);
  const std::string_view rest = slice(at.query, at.found.span.end, end);
  const bool is_url = rest.starts_with("//");
  if (!is_url && at.before.role == Role::list_value && !rest.contains(':') &&
      is_field_name(slice(at.query, at.before.span))) {
    return explain_field_in_list(at, report);
  }
  report.add(Code::colon_in_value, at.found.span,
             is_url ? "a URL needs quotes because of its colon" : "an unquoted value cannot contain a colon",
             with_rewritten("put the value in quotes, or a backslash before the colon", value));
  return {Action::at_operator, after_value(at.query, value_begin, at.found)};
}

std::string_view hint_for_escape(char escaped) {
  if (std::string_view("dDwWsSbB").contains(escaped)) return "KQL has no regular expressions: use * as a wildcard";
  if (escaped == 'u') return "a Unicode escape has four hexadecimal digits, as in \\u00e9";
  if (escaped == ' ') return "a blank inside a value needs no backslash";
  const bool is_word = (escaped >= 'a' && escaped <= 'z') || (escaped >= 'A' && escaped <= 'Z');
  return is_word ? "write \\\\ for a backslash, or put the value in quotes" : "this character needs no backslash";
}

}  // namespace

Repair after_operand(std::string_view query, std::uint32_t offset) {
  const Token token = scan(query, offset, Expecting::operand);
  if (token.kind == literal) return {Action::at_operator, token.span.end};
  if (token.kind == open_group || token.kind == open_nested) {
    return {Action::at_operator, skip_brackets(query, token.span.begin)};
  }
  return {Action::at_operator, std::max(offset, token.span.begin)};
}

std::optional<Repair> colon_in_value(const Situation& at, Report& report) {
  if (at.found.kind != colon) return std::nullopt;
  if (at.before.kind != literal || at.before.is_quoted) {
    report.add(Code::unexpected, at.found.span,
               fmt::format("expected 'and' or 'or', found ':' after a {}",
                           at.before.kind == literal ? "quoted value" : "bracket"),
               at.before.kind == literal ? "" : "the field comes first: field:(a or b)");
    return after_operand(at.query, at.found.span.end);
  }
  const std::string_view text = slice(at.query, at.before.span);
  const std::size_t word = last_word(text);
  if (is_name_after_blank(text, word) && !is_windows_path(text.substr(word))) {
    const std::uint32_t word_begin = at.before.span.begin + static_cast<std::uint32_t>(word);
    const std::string_view meant = slice(at.query, word_begin, meant_end(at.query, word_begin, Blanks::end_value));
    if (!is_ip_or_cidr(meant) && !is_windows_path(meant) && !meant.contains("://")) {
      return explain_swallowed_field(at, word, report);
    }
  }
  return explain_colon(at, word, report);
}

std::optional<Repair> range_in_value(const Situation& at, Report& report) {
  if (!is_range_operator(at.found.kind)) return std::nullopt;
  const std::string_view op = slice(at.query, at.found.span);
  const bool ends_before = at.before.kind != literal || (at.before.is_quoted && at.before.role == Role::value);
  if (ends_before) {
    report.add(Code::unexpected, at.found.span, fmt::format("expected 'and' or 'or', found '{}'", op));
    return after_operand(at.query, at.found.span.end);
  }
  const std::string_view text = slice(at.query, at.before.span);
  const std::size_t word = last_word(text);
  if (at.before.role == Role::list_value) {
    report.add(Code::range_in_list, at.found.span, fmt::format("a list of values cannot contain '{}'", op),
               fmt::format("write the range as a term of its own: {} {} value", at.field, op));
  } else if (at.before.role == Role::range_value) {
    report.add(Code::chained_range, at.found.span, "a term has one range operator, this is the second",
               "join two terms: field >= 1 and field < 5");
  } else if (!at.before.is_quoted && is_name_after_blank(text, word)) {
    return explain_swallowed_field(at, word, report);
  } else {
    const std::uint32_t begin = at.before.span.begin;
    const std::uint32_t end = std::max(at.found.span.end, meant_end(at.query, begin, Blanks::end_value));
    report.add(
        Code::angle_in_value, at.found.span, fmt::format("an unquoted value cannot contain '{}'", op),
        with_rewritten("put the value in quotes, or a backslash before the character", slice(at.query, begin, end)));
    return Repair{Action::at_operator, after_value(at.query, begin, at.found)};
  }
  return after_operand(at.query, at.found.span.end);
}

Repair explain_bad_escape(const Situation& at, std::uint32_t value_begin, Report& report) {
  const std::uint32_t end = std::max(at.found.span.end, meant_end(at.query, value_begin, Blanks::end_value));
  if (is_windows_path(slice(at.query, value_begin, end))) return explain_path(at, value_begin, report);
  const std::string_view sequence = slice(at.query, at.found.span);
  report.add(Code::bad_escape, at.found.span,
             sequence.size() < 2 ? "a backslash at the end of the query"
                                 : fmt::format("outside quotes {} is no escape sequence", quoted(sequence)),
             sequence.size() < 2 ? "write \\\\ for a backslash" : std::string(hint_for_escape(sequence[1])));
  return {Action::at_operator, after_value(at.query, value_begin, at.found)};
}

std::optional<Repair> colon_before_value(const Situation& at, Report& report) {
  if (at.found.kind != colon) return std::nullopt;
  const std::uint32_t begin = at.found.span.begin;
  const std::uint32_t end = meant_end(at.query, begin, Blanks::end_value);
  if (!is_ip_or_cidr(slice(at.query, begin, end))) return std::nullopt;
  return explain_ip(at, {begin, end}, report);
}

std::size_t backslash_before_end(std::string_view text) {
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    if (text[at] != '\\') continue;
    const std::size_t after = at + 2;
    const bool ends = after == text.size() || blank_length(text, after) > 0 || text[after] == ')' || text[after] == '}';
    if (text[at + 1] == '"' && ends) return at;
    ++at;
  }
  return std::string_view::npos;
}

Repair explain_backslash_before_quote(std::string_view text, std::uint32_t begin, std::size_t backslash,
                                      Report& report) {
  const std::uint32_t at = begin + static_cast<std::uint32_t>(backslash);
  report.add(Code::backslash_before_quote, {at, at + 2},
             "the backslash makes this quote part of the text, which goes on after it",
             with_rewritten("write \\\\ for a backslash at the end of a text", text.substr(1, backslash)));
  return {};
}

Repair explain_unclosed_quote(const Situation& at, Report& report) {
  const std::string_view text = slice(at.query, at.found.span);
  const std::uint32_t quote = at.found.span.begin;
  const std::size_t backslash = backslash_before_end(text);
  if (backslash != std::string_view::npos) return explain_backslash_before_quote(text, quote, backslash, report);
  report.add(Code::unclosed_quote, {quote, quote + 1}, "this quote is never closed",
             "close it, or write \\\" for a quote that belongs to a text");
  return {};
}

}  // namespace picket::kql
