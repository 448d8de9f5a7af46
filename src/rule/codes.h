// SPDX-License-Identifier: Apache-2.0
// The codes of everything that can be wrong with a rule file, in one table. A code never changes its meaning and is
// never used again for another. docs/codes.md documents each one; a test compares.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"

namespace picket::rule {

enum class Code : std::uint8_t {
  unreadable,
  file_too_large,
  not_text,
  toml_syntax,
  json_syntax,
  too_deep,
  duplicate_key,
  no_rule,
  nothing_in_folder,
  skipped_file,
  unknown_key,
  missing_field,
  wrong_type,
  unknown_value,
  out_of_range,
  wrong_count,
  empty_text,
  query_too_large,
  not_for_type,
  missing_detail,
  bad_interval,
  bad_date_math,
  history_not_before_from,
  history_may_not_precede,
  window_empty,
  window_has_gaps,
  wrong_language,
  empty_query,
  index_and_data_view,
  unknown_data_view,
  rule_id_not_uuid,
  rule_id_derived,
  duplicate_rule_id,
  repeated_field,
  kibana_refuses,
  unknown_placeholder,
  export_incomplete,
  unknown_list,
  test_unknown_key,
  test_duplicate,
  test_names_nothing,
  test_asserts_nothing,
  test_bad_time,
  test_template_circle,
  test_record_missing,
  test_untestable_rule,
  test_bad_indicators,
  more_problems,
};

struct CodeFacts {
  Code code;
  std::string_view id;
  Level level;
  std::string_view title;
};

inline constexpr std::array kCodes = {
    // The file.
    CodeFacts{Code::unreadable, "R101", Level::error, "a file or folder cannot be read"},
    CodeFacts{Code::file_too_large, "R102", Level::error, "a file is larger than a rule file may be"},
    CodeFacts{Code::not_text, "R103", Level::error, "a file is not text"},
    CodeFacts{Code::toml_syntax, "R104", Level::error, "a file is not valid TOML"},
    CodeFacts{Code::json_syntax, "R105", Level::error, "a file or line is not valid JSON"},
    CodeFacts{Code::too_deep, "R106", Level::error, "lists and tables are nested too deep"},
    CodeFacts{Code::duplicate_key, "R107", Level::warning, "a key is given twice"},
    CodeFacts{Code::no_rule, "R108", Level::error, "a file or entry is no rule"},
    CodeFacts{Code::nothing_in_folder, "R109", Level::warning, "a folder has no rule files"},
    CodeFacts{Code::skipped_file, "R110", Level::note, "a file of a folder was skipped because it holds no rule"},
    // Keys and values.
    CodeFacts{Code::unknown_key, "R120", Level::warning, "a key that rules do not have"},
    CodeFacts{Code::missing_field, "R121", Level::error, "a field that the rule needs is missing"},
    CodeFacts{Code::wrong_type, "R122", Level::error, "a value has the wrong type"},
    CodeFacts{Code::unknown_value, "R123", Level::error, "a value is none of those allowed"},
    CodeFacts{Code::out_of_range, "R124", Level::error, "a number is out of its range"},
    CodeFacts{Code::wrong_count, "R125", Level::error, "a list has too few or too many entries"},
    CodeFacts{Code::empty_text, "R126", Level::error, "a text must not be empty"},
    CodeFacts{Code::query_too_large, "R127", Level::error, "a query is too long"},
    CodeFacts{Code::not_for_type, "R128", Level::warning, "a field has no meaning in a rule of this type"},
    CodeFacts{Code::missing_detail, "R129", Level::warning, "a descriptive field is missing"},
    // What the values mean together.
    CodeFacts{Code::bad_interval, "R140", Level::error, "an interval is not a number and a unit"},
    CodeFacts{Code::bad_date_math, "R141", Level::error, "a time is not date math"},
    CodeFacts{Code::history_not_before_from, "R142", Level::error, "the history window does not start before `from`"},
    CodeFacts{Code::history_may_not_precede, "R143", Level::warning, "the history window is sometimes empty"},
    CodeFacts{Code::window_empty, "R144", Level::error, "`from` is not before `to`"},
    CodeFacts{Code::window_has_gaps, "R145", Level::warning, "the window is shorter than the interval"},
    CodeFacts{Code::wrong_language, "R146", Level::error, "the query language does not fit the rule type"},
    CodeFacts{Code::empty_query, "R147", Level::warning, "an empty query matches every event"},
    CodeFacts{Code::index_and_data_view, "R148", Level::error, "both index patterns and a data view"},
    CodeFacts{Code::unknown_data_view, "R149", Level::warning, "a data view that only Kibana knows"},
    CodeFacts{Code::rule_id_not_uuid, "R150", Level::warning, "the rule_id of a TOML rule is no UUID"},
    CodeFacts{Code::rule_id_derived, "R151", Level::warning, "a rule without rule_id"},
    CodeFacts{Code::duplicate_rule_id, "R152", Level::warning, "two rules have the same rule_id"},
    CodeFacts{Code::repeated_field, "R153", Level::warning, "a list names a field twice"},
    CodeFacts{Code::kibana_refuses, "R154", Level::warning, "a value that Kibana refuses or changes"},
    CodeFacts{Code::unknown_placeholder, "R155", Level::warning, "a placeholder of the guide has no [transform]"},
    CodeFacts{Code::export_incomplete, "R156", Level::warning, "an export holds less than its summary says"},
    CodeFacts{Code::unknown_list, "R157", Level::warning, "an exception list that was not loaded"},
    // Tests of rules.
    CodeFacts{Code::test_unknown_key, "R170", Level::error, "a key that test files do not have"},
    CodeFacts{Code::test_duplicate, "R171", Level::error, "two tests or two templates have the same name"},
    CodeFacts{Code::test_names_nothing, "R172", Level::error,
              "a test names an event, a time or a template that is not there"},
    CodeFacts{Code::test_asserts_nothing, "R173", Level::error, "a test asserts nothing, or both alerts and silence"},
    CodeFacts{Code::test_bad_time, "R174", Level::error, "a time or a distance of a test cannot be read"},
    CodeFacts{Code::test_template_circle, "R175", Level::error,
              "templates extend each other too deep, too often or in a circle"},
    CodeFacts{Code::test_record_missing, "R176", Level::error, "an event has no record"},
    CodeFacts{Code::test_untestable_rule, "R177", Level::error,
              "a file holds not exactly one rule, or the rule cannot run"},
    CodeFacts{Code::test_bad_indicators, "R178", Level::error, "indicators of a test cannot be read"},
    CodeFacts{Code::more_problems, "R199", Level::warning, "more problems than are shown"},
};

constexpr const CodeFacts& facts_of(Code code) {
  return kCodes.at(static_cast<std::size_t>(code));
}

consteval bool codes_are_in_order() {
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (static_cast<std::size_t>(kCodes.at(i).code) != i) return false;
  }
  return kCodes.size() == static_cast<std::size_t>(Code::more_problems) + 1;
}
static_assert(codes_are_in_order(), "kCodes must list the enumerators of Code in their order");

}  // namespace picket::rule
