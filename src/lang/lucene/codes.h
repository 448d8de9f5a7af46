// SPDX-License-Identifier: Apache-2.0
// The diagnostic codes of reading Lucene queries. Codes are stable: never renumber one, never reuse one. docs/codes.md
// lists this table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/diagnostic.h"

namespace picket::lucene {

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
  missing_operand,
  unclosed_bracket,
  unopened_bracket,
  empty_brackets,
  operator_before_first,
  two_modifiers,

  unclosed_quote,
  unclosed_regexp,
  colon_in_value,
  star_in_field_name,
  quoted_field_name,
  bad_escape,
  stray_character,
  bad_boost,

  bad_range,
  bad_fuzziness,
  bad_slop,
  bad_regexp,
  regexp_too_long,
  regexp_too_deep,

  keyword_is_text,
  clause_without_effect,
  wildcard_in_quotes,
  anchor_is_text,
  regexp_without_operators,
  pattern_after_exists,
  single_quotes,
  comparison_is_text,
  bare_operator,
};

struct CodeEntry {
  Code code;
  std::string_view name;  // "L104"
  Level level;
  std::string_view summary;  // one line, for the reference
};

const CodeEntry& entry(Code code);
std::span<const CodeEntry> codes();  // in the order of Code

}  // namespace picket::lucene
