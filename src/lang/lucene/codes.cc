// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/codes.h"

#include <array>
#include <cstddef>

#include "lang/code_table.h"

namespace picket::lucene {
namespace {

constexpr auto kCodes = std::to_array<CodeEntry>({
    {Code::query_too_long, "L101", Level::error, "the query is longer than 262,144 bytes"},
    {Code::nested_too_deeply, "L102", Level::error, "more than 200 brackets stand within one another"},
    {Code::too_many_terms, "L103", Level::error, "the query has more than 20,000 terms"},
    {Code::unexpected, "L104", Level::error, "something stands where the syntax has no place for it"},
    {Code::field_name_too_long, "L105", Level::error, "a field name is longer than 1,024 bytes"},
    {Code::too_many_field_stars, "L106", Level::error, "a field name has more than 16 wildcards"},
    {Code::not_utf8, "L107", Level::error, "the query is not UTF-8"},
    {Code::more_problems, "L108", Level::note, "the query has more problems than are shown"},

    {Code::missing_value, "L110", Level::error, "no value after ':'"},
    {Code::missing_field, "L111", Level::error, "no field name before ':'"},
    {Code::missing_operand, "L112", Level::error, "nothing after an operator"},
    {Code::unclosed_bracket, "L113", Level::error, "a bracket is not closed"},
    {Code::unopened_bracket, "L114", Level::error, "a bracket closes nothing"},
    {Code::empty_brackets, "L115", Level::error, "nothing between brackets"},
    {Code::operator_before_first, "L116", Level::error, "'AND' or 'OR' with nothing before it"},
    {Code::two_modifiers, "L117", Level::error, "two of '+', '-', '!' and 'NOT' before one term"},

    {Code::unclosed_quote, "L120", Level::error, "a quote is not closed"},
    {Code::unclosed_regexp, "L121", Level::error, "a slash begins a regular expression that is not closed"},
    {Code::colon_in_value, "L122", Level::error, "a colon in a value"},
    {Code::star_in_field_name, "L123", Level::error, "a wildcard in a field name that is not escaped"},
    {Code::quoted_field_name, "L124", Level::error, "a field name in quotes"},
    {Code::bad_escape, "L125", Level::error, "'\\u' without four hexadecimal digits, or a backslash at the end"},
    {Code::stray_character, "L126", Level::error, "a character that must be escaped"},
    {Code::bad_boost, "L127", Level::error, "'^' without a number"},

    {Code::bad_range, "L130", Level::error, "a range that is not [from TO to]"},
    {Code::bad_fuzziness, "L131", Level::error, "a fuzziness other than 0, 1, 2 and AUTO"},
    {Code::bad_slop, "L132", Level::error, "a negative number after '~'"},
    {Code::bad_regexp, "L133", Level::error, "a regular expression that cannot be read"},
    {Code::regexp_too_long, "L134", Level::error, "a regular expression of more than 1,000 characters"},
    {Code::regexp_too_deep, "L135", Level::error, "more than 100 levels in a regular expression"},

    {Code::keyword_is_text, "L150", Level::warning, "'and', 'or' or 'not' in small letters, which are words"},
    {Code::clause_without_effect, "L151", Level::warning, "an optional term beside required ones, which has no effect"},
    {Code::wildcard_in_quotes, "L152", Level::warning, "a star in quotes, which is no wildcard"},
    {Code::anchor_is_text, "L153", Level::warning, "'^' or '$' in a regular expression, which are no anchors"},
    {Code::regexp_without_operators, "L154", Level::warning,
     "plain text between slashes, read as a regular expression"},
    {Code::pattern_after_exists, "L155", Level::warning, "a wildcard after '_exists_:' that is not escaped"},
    {Code::single_quotes, "L156", Level::warning, "single quotes, which are part of the value"},
    {Code::comparison_is_text, "L157", Level::warning, "'<' or '>' read as text"},
    {Code::bare_operator, "L158", Level::warning, "'+', '-' or '!' before a blank, read as text"},
});

static_assert(lang::is_code_table(kCodes, Code::bare_operator),
              "one entry for each code, in the order of the enumeration");

}  // namespace

const CodeEntry& entry(Code code) {
  return kCodes[static_cast<std::size_t>(code)];
}

std::span<const CodeEntry> codes() {
  return kCodes;
}

}  // namespace picket::lucene
