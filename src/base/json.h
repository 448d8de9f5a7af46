// SPDX-License-Identifier: Apache-2.0
// The JSON document that can be changed: Boost.JSON behind names of ours. Objects keep the order in which keys were
// added. Other folders include this header and never Boost's own. For reading many records fast see decode/.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace picket::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

inline constexpr std::size_t kMaxDepth = 256;

// One JSON value and nothing after it but white space; no comments, no byte order mark, well-formed UTF-8 only. Of
// equal keys the last wins. Integers beyond 64 bits become doubles, doubles are read exactly, and one too large for a
// double is refused. The error says what and at which byte.
Result<Value> parse(std::string_view text, std::size_t max_depth = kMaxDepth);

// Compact, with the shortest digits that read back as the same number; a double always has a point or an exponent, and
// an infinite one is null. Ill-formed UTF-8 becomes U+FFFD.
std::string serialize(const Value& value);
std::string serialize(const Object& object);
// Two spaces an indent, one member a line. `sorted` orders the keys of every object by their bytes.
std::string serialize_pretty(const Value& value, bool sorted = false);
void append_string(std::string& out, std::string_view text);  // with quotes and escapes

// Text of a scalar as Elasticsearch's keyword field sees it: strings as they are, numbers and booleans by their JSON
// text. Empty for null, arrays and objects.
std::string scalar_text(const Value& value);

inline std::string_view view(const boost::json::string& text) {
  return {text.data(), text.size()};
}
inline std::string_view view(const Value& value) {
  return view(value.get_string());
}

// Nested lookup by keys: get(object, "a", "b"). nullptr where a step is absent or not an object.
inline const Value* get(const Object& object, std::string_view key) {
  const auto found = object.find({key.data(), key.size()});
  return found == object.end() ? nullptr : &found->value();
}
template <class... Keys>
const Value* get(const Object& object, std::string_view key, Keys... rest) {
  const Value* value = get(object, key);
  return value != nullptr && value->is_object() ? get(value->get_object(), rest...) : nullptr;
}

}  // namespace picket::json
