// SPDX-License-Identifier: Apache-2.0
// The diagnostic codes of KQL. Codes are stable: never renumber one, never reuse one. docs/codes.md lists this table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/diagnostic.h"

namespace picket::kql {

enum class Code : std::uint8_t {
  query_too_long,
  nested_too_deeply,
  too_many_terms,
  unexpected,
  field_name_too_long,
  too_many_field_stars,
  not_utf8,
  more_problems,

  missing_value,
  missing_field,
  missing_operator,
  missing_colon,
  dangling_keyword,
  unclosed_bracket,
  unopened_bracket,
  empty_brackets,

  unclosed_quote,
  backslash_before_quote,
  quote_in_value,
  colon_in_value,
  ip_needs_quotes,
  path_needs_quotes,
  bad_escape,
  bracket_in_value,
  angle_in_value,

  keyword_needs_blanks,
  not_needs_blank,
  not_after_colon,
  not_not,
  not_in_value,
  not_ends_word,

  list_in_range,
  range_in_list,
  range_after_colon,
  chained_range,
  field_in_list,
  braces_without_field,
  comma_between_values,
  foreign_operator,

  line_break_in_literal,
  control_in_path,
  star_in_quotes,
  lone_star_in_quotes,
  operator_is_text,
  single_quotes,
  keyword_is_text,
  swapped_range_operator,
  comment_is_text,
  star_in_range,
  not_escape,
  lone_surrogate,
  value_without_field,
  comma_is_text,
  lucene_is_text,
  double_star,
};

struct CodeEntry {
  Code code;
  std::string_view name;  // "K104"
  Level level;
  std::string_view summary;  // one line, for the reference
};

const CodeEntry& entry(Code code);
std::span<const CodeEntry> codes();  // in the order of Code

}  // namespace picket::kql
