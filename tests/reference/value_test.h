// SPDX-License-Identifier: Apache-2.0
// The values of a document, and what a query may ask of one of them: the part of the reference that all languages
// share. Slow and obvious; nothing of it is used by Picket itself.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "event/field.h"

namespace picket::reference {

struct Value {
  std::string text;
  bool is_number = false;
  bool is_boolean = false;
};

// Calls `visit` with every JSON value that stands at exactly this path; arrays on the way and at the end are taken
// apart.
void at_path(const json::Value& value, std::string_view path, const std::function<void(const json::Value&)>& visit);
// Every scalar with its dotted path.
void for_leaves(const json::Value& value, const std::string& path,
                const std::function<void(const std::string&, const Value&)>& visit);

// `special` is a test of texts only: of whole values, or of the words of analyzed text.
enum class Op { exists, text, phrase, pattern, special, lt, lte, gt, gte };

struct Wanted {
  Op op = Op::exists;
  std::string text;
  std::vector<std::string> parts;  // of pattern
  Timestamp now;
  std::uint32_t slop = 0;                                    // of phrase
  std::optional<std::pair<Op, std::string>> other_end = {};  // of a range with two ends
  bool fold_words = false;                                   // of a range
  std::function<bool(const std::string& value, bool lowercase)> on_whole = {};
  std::function<bool(const std::vector<std::string>& words)> on_words = {};
  bool is_range() const { return op >= Op::lt; }
};

// The value satisfies it, read by the field's type. What the type cannot take is not satisfied.
bool fits(const Wanted& wanted, const event::FieldMapping& mapping, const Value& value);

// A text with stars between the parts.
bool glob(const std::vector<std::string>& parts, std::size_t part, std::string_view text);
// The pieces that white space makes of a pattern.
std::vector<std::vector<std::string>> pieces_of(const std::vector<std::string>& parts);

}  // namespace picket::reference
