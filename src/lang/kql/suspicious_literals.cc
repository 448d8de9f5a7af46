// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/suspicious_literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "lang/kql/chars.h"
#include "lang/kql/literal.h"
#include "lang/kql/print.h"
#include "lang/kql/wording.h"

namespace picket::kql {
namespace {

bool begins_with_word(std::string_view text, std::string_view word) {
  return keyword_length(text, 0, word) > 0;
}

std::string_view final_word(std::string_view text) {
  return text.substr(last_word(text));
}

// The operator stands in the text with something on both sides.
bool stands_inside(std::string_view text, std::string_view op) {
  const std::size_t at = text.find(op);
  return at != std::string_view::npos && at > 0 && at + op.size() < text.size();
}

// The first escape of a tab or line break, or npos; and whether the text shows that it is a path by a backslash that
// is none of an escape.
struct Escapes {
  std::size_t control = std::string_view::npos;
  bool has_path_part = false;
};
Escapes escapes_of(const Seen& seen) {
  Escapes found;
  for (std::size_t at = 0; at < seen.source.size(); ++at) {
    if (seen.source[at] != '\\') continue;
    const std::size_t length =
        seen.is_quoted() ? quoted_escape_length(seen.source, at) : unquoted_escape_length(seen.source, at);
    if (length == 0 && begins_path_part(seen.source, at)) found.has_path_part = true;
    const bool is_control = length == 2 && std::string_view("trn").contains(seen.source[at + 1]);
    if (is_control && found.control == std::string_view::npos) found.control = at;
    if (length > 0) at += length - 1;
  }
  return found;
}

bool begins_comment(const Seen& seen) {
  const bool begins_term = seen.use == Use::field || seen.use == Use::lone;
  return begins_term && !seen.is_quoted() &&
         (seen.source.starts_with("//") || seen.source.starts_with("# ") || seen.source.starts_with("/* "));
}

void check_line_break(const Seen& seen, Report& report) {
  if (seen.is_quoted() || begins_comment(seen) || std::ranges::none_of(seen.source, is_line_break)) return;
  report.add(Code::line_break_in_literal, seen.literal.span,
             fmt::format("this unquoted {} runs over a line break", name_of_use(seen.use)),
             "is 'and' or 'or' missing between the lines?");
}

void check_control_in_path(const Seen& seen, Report& report) {
  const Escapes escapes = escapes_of(seen);
  if (escapes.control == std::string_view::npos) return;
  const std::string_view inside = seen.source.substr(seen.is_quoted() ? 1 : 0);
  const bool has_escaped_drive = inside.size() > 3 && inside.substr(1, 3) == "\\:\\";
  const bool climbs = inside.substr(0, escapes.control + 1).contains("..\\");
  if (!escapes.has_path_part && !is_rooted_path(inside) && !has_escaped_drive && !climbs) return;
  const std::string_view escape = seen.source.substr(escapes.control, 2);
  const std::string_view meaning = escape == "\\t" ? "a tab" : escape == "\\n" ? "a line feed" : "a carriage return";
  const auto begin = seen.literal.span.begin + static_cast<std::uint32_t>(escapes.control);
  report.add(Code::control_in_path, {begin, begin + 2}, fmt::format("{} is {}, not a part of a path", escape, meaning),
             fmt::format("write \\{} for a backslash and '{}'", escape, escape.substr(1)));
}

void check_quoted_star(const Seen& seen, Report& report) {
  if (!seen.is_quoted() || seen.use == Use::range_value) return;
  if (seen.literal.text == "*" && seen.use != Use::field) {
    report.add(Code::lone_star_in_quotes, seen.literal.span, "this is the value of one star, not any value",
               "leave out the quotes if any value is meant");
  } else if (seen.literal.text.contains('*')) {
    report.add(Code::star_in_quotes, seen.literal.span, "a star in quotes is no wildcard",
               "leave out the quotes and escape the special characters if a pattern is meant");
  }
}

void check_single_quotes(const Seen& seen, Report& report) {
  const bool has_them = seen.source.size() > 1 && seen.source.starts_with('\'') && seen.source.ends_with('\'');
  if (seen.is_quoted() || !has_them) return;
  report.add(
      Code::single_quotes, seen.literal.span, "single quotes are characters of the value",
      fmt::format("write {}", to_kql(Literal{.kind = LiteralKind::phrase,
                                             .text = std::string(seen.source.substr(1, seen.source.size() - 2))})));
}

// `a == b` as KQL has it, for a hint.
std::string in_kql(std::string_view text, std::string_view op, std::string_view prefix) {
  const std::size_t at = text.find(op);
  std::string_view field = text.substr(0, at);
  std::string_view value = text.substr(at + op.size());
  field.remove_suffix(trimmable_suffix(field));
  field.remove_prefix(last_word(field));
  value.remove_prefix(trimmable_prefix(value));
  return fmt::format("write {}{}:{}", prefix, short_or(field, "field"), short_or(value, "value"));
}

void check_operators(const Seen& seen, Report& report) {
  if (seen.is_quoted() || seen.literal.kind == LiteralKind::wildcard) return;
  const std::string_view text = seen.source;
  const auto warn = [&](std::string_view op, std::string_view hint) {
    report.add(Code::operator_is_text, seen.literal.span, fmt::format("'{}' is text here, not an operator", op), hint);
  };
  if (text.contains(" && ")) return warn("&&", "write and");
  if (text.contains(" || ")) return warn("||", "write or");
  if (seen.use == Use::lone && stands_inside(text, "!=")) return warn("!=", in_kql(text, "!=", "not "));
  if (seen.use == Use::lone && stands_inside(text, "==")) return warn("==", in_kql(text, "==", ""));
  if (seen.use == Use::value && text.starts_with("== ")) return warn("==", "leave it out");
  if (seen.use == Use::value && text.starts_with("= ")) return warn("=", "leave it out");
  const bool begins_term = seen.use == Use::field || seen.use == Use::lone;
  if (begins_term && text.starts_with('!') && text.size() > 1) warn("!", "write not");
}

void check_keywords(const Seen& seen, Report& report) {
  if (seen.is_quoted()) return;
  const std::string_view last = final_word(seen.source);
  const bool is_whole = last.size() == seen.source.size();
  const auto is = [&](std::string_view word) { return equals_ignoring_case(last, word); };
  const bool at_end = (is("and") || is("or") || is("not")) && (!is_whole || seen.use == Use::lone);
  const bool at_begin = begins_with_word(seen.source, "and") || begins_with_word(seen.source, "or");
  if (!at_begin && !at_end) return;
  const std::string_view word = at_begin ? seen.source.substr(0, seen.source.find_first_of(" \t\r\n\xc2")) : last;
  report.add(Code::keyword_is_text, seen.literal.span,
             fmt::format("{} is part of the {} here, because nothing stands {} it", quoted(word), name_of_use(seen.use),
                         at_begin ? "before" : "after"),
             "remove it, or put the text in quotes if it belongs to it");
}

void check_comments(const Seen& seen, Report& report) {
  if (seen.is_quoted()) return;
  const bool inside = seen.source.contains(" // ") || (seen.source.contains(" /* ") && seen.source.contains(" */"));
  if (!begins_comment(seen) && !inside) return;
  report.add(Code::comment_is_text, seen.literal.span,
             fmt::format("KQL has no comments, this is part of the {}", name_of_use(seen.use)));
}

void check_not_escape(const Seen& seen, Report& report) {
  if (seen.is_quoted()) return;
  const std::size_t at = escapes_of(seen).control;
  if (at == std::string_view::npos || seen.source[at + 1] != 'n' || !has_word_at(seen.source, at + 1, "not")) return;
  const bool is_word = at == 0 || std::string_view(" \t\r\n\xa0").contains(seen.source[at - 1]);
  if (!is_word) return;
  const auto begin = seen.literal.span.begin + static_cast<std::uint32_t>(at);
  report.add(Code::not_escape, {begin, begin + 4}, "\\not is read as a line feed and 'ot'", "put the value in quotes");
}

void check_surrogates(const Seen& seen, Report& report) {
  const auto has_replacement = [](const std::string& text) { return text.contains("\xef\xbf\xbd"); };
  if (!has_replacement(seen.literal.text) && std::ranges::none_of(seen.literal.parts, has_replacement)) return;
  const std::string lower = to_lower_ascii(seen.source);
  for (const std::string_view half : {"\\ud8", "\\ud9", "\\uda", "\\udb", "\\udc", "\\udd", "\\ude", "\\udf"}) {
    if (!lower.contains(half)) continue;
    report.add(Code::lone_surrogate, seen.literal.span,
               "half of a surrogate pair is no character and is replaced by U+FFFD");
    return;
  }
}

void check_commas(const Seen& seen, Report& report) {
  if (seen.is_quoted() || !seen.is_in_list) return;
  if (!seen.source.contains(", ") && !(seen.is_alone && seen.source.contains(','))) return;
  report.add(Code::comma_is_text, seen.literal.span, "a comma does not separate values, this is one value",
             "separate the values with or");
}

void check_lucene(const Seen& seen, Report& report) {
  if (seen.is_quoted()) return;
  std::string_view hint;
  if (seen.use == Use::field && seen.source == "_exists_") hint = "write field:* for a field that has any value";
  if (seen.use == Use::field && seen.source.starts_with('-')) hint = "write not field:value";
  if (seen.use == Use::field && seen.source.starts_with('+')) hint = "join terms with and";
  const bool brackets = seen.source.starts_with('[') && seen.source.ends_with(']');
  if (brackets && seen.source.contains(" TO ")) hint = "write field >= 1 and field <= 5";
  if (hint.empty()) return;
  report.add(Code::lucene_is_text, seen.literal.span,
             fmt::format("{} is Lucene syntax, here it is text", quoted(seen.source)), std::string(hint));
}

void check_double_star(const Seen& seen, Report& report) {
  const std::vector<std::string>& parts = seen.literal.parts;
  const bool only_stars = std::ranges::all_of(parts, [](const std::string& part) { return part.empty(); });
  if (seen.use != Use::value || parts.size() < 3 || !only_stars) return;
  report.add(Code::double_star, seen.literal.span, "several stars are a pattern, not 'any value'", "write one star");
}

using Check = void (*)(const Seen&, Report&);
constexpr auto kChecks = std::to_array<Check>({
    check_line_break,
    check_control_in_path,
    check_quoted_star,
    check_single_quotes,
    check_operators,
    check_keywords,
    check_comments,
    check_not_escape,
    check_surrogates,
    check_commas,
    check_lucene,
    check_double_star,
});

}  // namespace

std::string_view name_of_use(Use use) {
  return use == Use::field ? "field name" : "value";
}

void check_literal(const Seen& seen, Report& report) {
  for (const Check check : kChecks) check(seen, report);
}

}  // namespace picket::kql
