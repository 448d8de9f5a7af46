// SPDX-License-Identifier: Apache-2.0
// The diagnostic codes of binding names and values to fields and types. Codes are stable: never renumber one, never
// reuse one. docs/codes.md lists this table; a test compares.
#pragma once

#include <string_view>

#include "base/diagnostic.h"

namespace picket::compile::codes {

inline constexpr std::string_view kNotANumber = "K201";
inline constexpr std::string_view kNotABoolean = "K202";
inline constexpr std::string_view kNotAnAddress = "K203";
inline constexpr std::string_view kNotADate = "K204";
inline constexpr std::string_view kPatternOnType = "K205";
inline constexpr std::string_view kNullValue = "K206";
inline constexpr std::string_view kRangeOnFlattened = "K207";
inline constexpr std::string_view kOpaqueType = "K208";
inline constexpr std::string_view kGroupNotNested = "K209";
inline constexpr std::string_view kGroupUnmapped = "K210";
inline constexpr std::string_view kOutsideGroup = "K211";
inline constexpr std::string_view kWrongGroup = "K212";
inline constexpr std::string_view kCaseOnType = "K213";
inline constexpr std::string_view kUnknownField = "K220";
inline constexpr std::string_view kComparedAsText = "K221";
inline constexpr std::string_view kObjectHasNoValue = "K222";
inline constexpr std::string_view kSkippedField = "K223";
inline constexpr std::string_view kFindsNothing = "K224";

inline constexpr std::string_view kRegexpStates = "L201";
inline constexpr std::string_view kRegexpWork = "L202";
inline constexpr std::string_view kPhraseWords = "L203";

inline constexpr std::string_view kFilterMalformed = "F101";
inline constexpr std::string_view kFilterUnsupported = "F102";
inline constexpr std::string_view kOutOfReach = "F110";
inline constexpr std::string_view kListMisfit = "F120";

struct Entry {
  std::string_view code;
  Level level;
  std::string_view meaning;
};
inline constexpr Entry kTable[] = {
    {kNotANumber, Level::error, "a value of a number field that is no number"},
    {kNotABoolean, Level::error, "a value of a boolean field that is neither true nor false"},
    {kNotAnAddress, Level::error, "a value of an ip field that is no address or network, or a network as a bound"},
    {kNotADate, Level::error, "a value of a date field that is no date and no date math"},
    {kPatternOnType, Level::error, "a pattern on a field whose values are no text"},
    {kNullValue, Level::error, "null as a value"},
    {kRangeOnFlattened, Level::error, "a range on a flattened field or one of its keys"},
    {kOpaqueType, Level::error, "a value for a field that can only be asked for existence"},
    {kGroupNotNested, Level::error, "a group over a field that is not nested"},
    {kGroupUnmapped, Level::error, "a group over a path that no mapping has"},
    {kOutsideGroup, Level::error, "a field of nested objects outside of their group"},
    {kWrongGroup, Level::error, "a field of nested objects in the group of others"},
    {kCaseOnType, Level::error, "a comparison without regard to case on a field whose values are no text"},
    {kUnknownField, Level::warning, "a field name that is likely a misspelling"},
    {kComparedAsText, Level::warning, "a network or date math on a field that no catalog knows"},
    {kObjectHasNoValue, Level::warning, "a value for an object"},
    {kSkippedField, Level::warning, "a field pattern that leaves out fields because of their types"},
    {kFindsNothing, Level::warning, "a value that its field cannot take, in a query that is lenient"},
    {kRegexpStates, Level::error, "a regular expression that needs more than 10,000 states"},
    {kRegexpWork, Level::error, "regular expressions that take too long to prepare"},
    {kPhraseWords, Level::error, "more than 64 words in a phrase with a number after '~'"},
    {kFilterMalformed, Level::error, "a filter that Elasticsearch would refuse"},
    {kFilterUnsupported, Level::warning, "a filter of a form that cannot be evaluated"},
    {kOutOfReach, Level::warning, "a field that has no value where the query asks for it"},
    {kListMisfit, Level::warning, "a value list with values that the field cannot have"},
};

}  // namespace picket::compile::codes
