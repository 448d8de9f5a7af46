// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/codes.h"

#include <array>
#include <cstddef>

#include "lang/code_table.h"

namespace picket::kql {
namespace {

constexpr auto kCodes = std::to_array<CodeEntry>({
    {Code::query_too_long, "K101", Level::error, "the query is longer than 262,144 bytes"},
    {Code::nested_too_deeply, "K102", Level::error, "more than 200 brackets stand within one another"},
    {Code::too_many_terms, "K103", Level::error, "the query has more than 20,000 terms"},
    {Code::unexpected, "K104", Level::error, "something stands where KQL has no place for it"},
    {Code::field_name_too_long, "K105", Level::error, "a field name is longer than 1,024 bytes"},
    {Code::too_many_field_stars, "K106", Level::error, "a field name has more than 16 wildcards"},
    {Code::not_utf8, "K107", Level::error, "the query is not UTF-8"},
    {Code::more_problems, "K108", Level::note, "the query has more problems than are shown"},

    {Code::missing_value, "K110", Level::error, "no value after ':' or a range operator"},
    {Code::missing_field, "K111", Level::error, "no field name before ':' or a range operator"},
    {Code::missing_operator, "K112", Level::error, "no 'and' or 'or' between two terms"},
    {Code::missing_colon, "K113", Level::error, "no ':' between a field name and its value"},
    {Code::dangling_keyword, "K114", Level::error, "nothing after 'and', 'or' or 'not'"},
    {Code::unclosed_bracket, "K115", Level::error, "a bracket or brace is not closed"},
    {Code::unopened_bracket, "K116", Level::error, "a bracket or brace closes nothing"},
    {Code::empty_brackets, "K117", Level::error, "nothing between brackets"},

    {Code::unclosed_quote, "K120", Level::error, "a quote is not closed"},
    {Code::backslash_before_quote, "K121", Level::error, "a backslash takes the closing quote into the text"},
    {Code::quote_in_value, "K122", Level::error, "a quote inside a value"},
    {Code::colon_in_value, "K123", Level::error, "a colon in an unquoted value"},
    {Code::ip_needs_quotes, "K124", Level::error, "an IPv6 address without quotes"},
    {Code::path_needs_quotes, "K125", Level::error, "a Windows path or registry key without quotes"},
    {Code::bad_escape, "K126", Level::error, "a backslash that starts no escape sequence, outside quotes"},
    {Code::bracket_in_value, "K127", Level::error, "a bracket or brace in an unquoted value"},
    {Code::angle_in_value, "K128", Level::error, "'<' or '>' in an unquoted value"},

    {Code::keyword_needs_blanks, "K130", Level::error, "'and' or 'or' without white space on both sides"},
    {Code::not_needs_blank, "K131", Level::error, "'not' without white space after it"},
    {Code::not_after_colon, "K132", Level::error, "'not' after a colon without brackets"},
    {Code::not_not, "K133", Level::error, "'not not' without brackets"},
    {Code::not_in_value, "K134", Level::error, "the word 'not' in an unquoted value"},
    {Code::not_ends_word, "K135", Level::error, "a word that ends in 'not' in an unquoted value"},

    {Code::list_in_range, "K140", Level::error, "a list of values after a range operator"},
    {Code::range_in_list, "K141", Level::error, "a range operator in a list of values"},
    {Code::range_after_colon, "K142", Level::error, "a range operator after a colon"},
    {Code::chained_range, "K143", Level::error, "two range operators in one term"},
    {Code::field_in_list, "K144", Level::error, "a field name in a list of values"},
    {Code::braces_without_field, "K145", Level::error, "braces without 'field:' before them"},
    {Code::comma_between_values, "K146", Level::error, "a comma between values or terms"},
    {Code::foreign_operator, "K147", Level::error, "an operator of another language"},

    {Code::line_break_in_literal, "K150", Level::warning, "an unquoted text that runs over a line break"},
    {Code::control_in_path, "K151", Level::warning, "a tab or line break, written \\t, \\n or \\r, in a Windows path"},
    {Code::star_in_quotes, "K152", Level::warning, "a star in quotes, which is no wildcard"},
    {Code::lone_star_in_quotes, "K153", Level::note, "a quoted star alone, which is not 'any value'"},
    {Code::operator_is_text, "K154", Level::warning, "an operator of another language read as text"},
    {Code::single_quotes, "K155", Level::warning, "single quotes, which are part of the value"},
    {Code::keyword_is_text, "K156", Level::warning, "'and', 'or' or 'not' read as text"},
    {Code::swapped_range_operator, "K157", Level::warning, "an equals sign of '=>' or '=<' read as text"},
    {Code::comment_is_text, "K158", Level::warning, "a comment read as text"},
    {Code::star_in_range, "K159", Level::warning, "a star in a range value, which is no wildcard"},
    {Code::not_escape, "K160", Level::warning, "\\not, which is a line feed and 'ot'"},
    {Code::lone_surrogate, "K161", Level::warning, "half of a surrogate pair, which is no character"},
    {Code::value_without_field, "K162", Level::warning, "a value without a field after 'field:value or'"},
    {Code::comma_is_text, "K163", Level::warning, "a comma in brackets read as text"},
    {Code::lucene_is_text, "K164", Level::warning, "Lucene syntax read as text"},
    {Code::double_star, "K165", Level::warning, "'**' as a value, which is not 'any value'"},
});

static_assert(lang::is_code_table(kCodes, Code::double_star),
              "one entry for each code, in the order of the enumeration");

}  // namespace

const CodeEntry& entry(Code code) {
  return kCodes[static_cast<std::size_t>(code)];
}

std::span<const CodeEntry> codes() {
  return kCodes;
}

}  // namespace picket::kql
