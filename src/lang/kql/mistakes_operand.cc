// SPDX-License-Identifier: Apache-2.0
// An operand is expected, and what stands there cannot begin one. What came before it decides what is missing.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "lang/kql/mistakes.h"
#include "lang/kql/mistakes_in_values.h"
#include "lang/kql/wording.h"

namespace picket::kql {
namespace {

using enum TokenKind;
using Action = Repair::Action;
using Explained = std::optional<Repair>;

Explained unclosed_quote_as_operand(const Situation& at, Report& report) {
  if (at.found.kind != unclosed_quote) return std::nullopt;
  return explain_unclosed_quote(at, report);
}

Explained bad_escape_as_operand(const Situation& at, Report& report) {
  if (at.found.kind != bad_escape) return std::nullopt;
  return explain_bad_escape(at, at.found.span.begin, report);
}

// `a:1 and`, `(a:1 or )`
Explained dangling_keyword(const Situation& at, Report& report) {
  if (!is_keyword(at.before.kind) || !(at.found.kind == end || is_closer(at.found.kind))) return std::nullopt;
  report.add(Code::dangling_keyword, at.before.span,
             fmt::format("expected a {} after {}, found {}", at.in_list ? "value" : "term",
                         quoted(slice(at.query, at.before.span)), name_of(at.query, at.found)));
  return Repair{Action::at_operator, at.found.span.begin};
}

Explained empty_brackets(const Situation& at, Report& report) {
  const bool opened = at.before.kind == open_group || at.before.kind == open_nested;
  if (!opened) return std::nullopt;
  if (at.found.kind == end) {
    report_unclosed(at.query, at.before.span, report);
    return Repair{};
  }
  if (at.found.kind != at.closer) return std::nullopt;
  report.add(Code::empty_brackets, {at.before.span.begin, at.found.span.end},
             fmt::format("expected a {} between the brackets, found nothing", at.in_list ? "value" : "term"),
             at.in_list ? fmt::format("write {}:* for any value", at.field) : "");
  return Repair{Action::at_operator, at.found.span.begin};
}

Explained unopened_bracket(const Situation& at, Report& report) {
  if (!is_closer(at.found.kind) || at.before.kind != end) return std::nullopt;
  report.add(Code::unopened_bracket, at.found.span,
             fmt::format("{} closes nothing: no bracket is open here", name_of(at.query, at.found)));
  return Repair{};
}

// `a:`, `a >`, also before a closing bracket
Explained missing_value(const Situation& at, Report& report) {
  const bool wants_value = at.before.kind == colon || is_range_operator(at.before.kind);
  if (!wants_value || !(at.found.kind == end || is_closer(at.found.kind))) return std::nullopt;
  report.add(
      Code::missing_value, at.found.span,
      fmt::format("expected a value after '{}', found {}", slice(at.query, at.before.span),
                  name_of(at.query, at.found)),
      at.before.kind == colon ? fmt::format("write {0}:* for any value, {0}:\"\" for the empty text", at.field) : "");
  return Repair{Action::at_operator, at.found.span.begin};
}

Explained double_colon(const Situation& at, Report& report) {
  if (at.found.kind != colon || at.before.kind != colon) return std::nullopt;
  report.add(Code::missing_value, at.found.span, "expected a value after ':', found another ':'",
             "write one colon; a value that begins with one needs quotes");
  return Repair{Action::at_operand, at.found.span.end};
}

// `:x`, `> 1`, `a:1 and :x`
Explained missing_field(const Situation& at, Report& report) {
  const bool is_term_start = at.before.kind == end || is_keyword(at.before.kind) || at.before.kind == open_group ||
                             at.before.kind == open_nested;
  if (!is_term_start || !(at.found.kind == colon || is_range_operator(at.found.kind))) return std::nullopt;
  const std::string_view op = slice(at.query, at.found.span);
  if (at.in_list) {
    report.add(is_range_operator(at.found.kind) ? Code::range_in_list : Code::field_in_list, at.found.span,
               fmt::format("a list of values cannot contain '{}'", op), "write the term outside of the list");
  } else {
    report.add(Code::missing_field, at.found.span, fmt::format("expected a field name before '{}'", op),
               at.before.kind == keyword_not ? "put the name in quotes if the field is called not" : "");
  }
  return after_operand(at.query, at.found.span.end);
}

// `a:>=1`, as Lucene has it
Explained range_after_colon(const Situation& at, Report& report) {
  if (at.before.kind != colon || !is_range_operator(at.found.kind)) return std::nullopt;
  const std::string_view op = slice(at.query, at.found.span);
  report.add(Code::range_after_colon, at.found.span, fmt::format("expected a value after ':', found '{}'", op),
             fmt::format("write {0} {1} value for a range; a value that begins with {1} needs quotes", at.field, op));
  return Repair{Action::at_operand, at.found.span.end};
}

// `a <> 1`, `a >> 1`
Explained two_range_operators(const Situation& at, Report& report) {
  if (!is_range_operator(at.before.kind) || !is_range_operator(at.found.kind)) return std::nullopt;
  const std::string_view both = slice(at.query, at.before.span.begin, at.found.span.end);
  if (both == "<>") {
    report.add(Code::foreign_operator, {at.before.span.begin, at.found.span.end}, "KQL has no operator '<>'",
               fmt::format("write not {}:value", at.field));
  } else {
    report.add(Code::chained_range, at.found.span,
               fmt::format("expected a value after '{}', found '{}'", slice(at.query, at.before.span),
                           slice(at.query, at.found.span)));
  }
  return Repair{Action::at_operand, at.found.span.end};
}

Explained misplaced_not(const Situation& at, Report& report) {
  if (at.found.kind != keyword_not) return std::nullopt;
  const std::string keyword = quoted(slice(at.query, at.found.span));
  if (at.before.kind == keyword_not) {
    report.add(Code::not_not, at.found.span, fmt::format("{} cannot follow another one directly", keyword),
               "two negations are none; or write not (not ...)");
  } else if (at.before.kind == colon) {
    report.add(Code::not_after_colon, at.found.span, fmt::format("{} after a colon needs brackets", keyword),
               fmt::format("write {0}:(not value) or not {0}:value", at.field));
  } else {
    report.add(Code::unexpected, at.found.span,
               fmt::format("expected a value after '{}', found {}", slice(at.query, at.before.span), keyword),
               fmt::format("negate the whole term: not {} {} value", at.field, slice(at.query, at.before.span)));
  }
  return Repair{Action::at_operand, at.found.span.end};
}

Explained list_in_range(const Situation& at, Report& report) {
  if (at.found.kind != open_group || !is_range_operator(at.before.kind)) return std::nullopt;
  const std::string_view op = slice(at.query, at.before.span);
  report.add(Code::list_in_range, at.found.span, fmt::format("'{}' takes one value, not a list", op),
             fmt::format("join terms: {0} {1} value or {0} {1} value", at.field, op));
  return Repair{Action::at_operator, skip_brackets(at.query, at.found.span.begin)};
}

Explained braces_without_field(const Situation& at, Report& report) {
  if (at.found.kind != open_nested) return std::nullopt;
  report.add(Code::braces_without_field, at.found.span, "expected 'field:' before the brace",
             at.in_list ? "a list of values cannot contain braces" : "write field:{ ... } for nested objects");
  return Repair{Action::at_operator, skip_brackets(at.query, at.found.span.begin)};
}

Explained anything_else(const Situation& at, Report& report) {
  report.add(Code::unexpected, at.found.span,
             fmt::format("expected a {}, found {}", at.in_list ? "value" : "term", name_of(at.query, at.found)));
  return Repair{};
}

using Recognizer = Explained (*)(const Situation&, Report&);
constexpr auto kRecognizers = std::to_array<Recognizer>({
    unclosed_quote_as_operand,
    bad_escape_as_operand,
    dangling_keyword,
    empty_brackets,
    unopened_bracket,
    missing_value,
    colon_before_value,
    double_colon,
    missing_field,
    range_after_colon,
    two_range_operators,
    misplaced_not,
    list_in_range,
    braces_without_field,
    anything_else,
});

}  // namespace

Repair explain_operand(const Situation& situation, Report& report) {
  for (const Recognizer recognize : kRecognizers) {
    if (const Explained repair = recognize(situation, report)) return *repair;
  }
  return {};
}

void report_unclosed(std::string_view query, Span opener, Report& report) {
  const std::string_view bracket = slice(query, opener);
  report.add(Code::unclosed_bracket, opener, fmt::format("'{}' is never closed", bracket),
             fmt::format("add '{}' after the last {} that belongs to it", bracket == "(" ? ")" : "}",
                         bracket == "(" ? "term or value" : "term"));
}

}  // namespace picket::kql
