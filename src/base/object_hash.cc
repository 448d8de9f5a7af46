// SPDX-License-Identifier: Apache-2.0
#include "base/object_hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "base/utf8.h"

namespace picket {
namespace {

// Names that every plain object is asked for besides its own.
constexpr std::size_t kInheritedMembers = 3;

// JavaScript sorts keys by UTF-16 units, so that a character beyond the basic plane (a surrogate pair) comes before
// U+E000 to U+FFFF, although its UTF-8 bytes come after. Surrogates lie below that range and their order is the order
// of the code points they stand for.
bool less_in_utf16(std::string_view a, std::string_view b) {
  const auto rank = [](char32_t code_point) {
    if (code_point >= 0x10000) return code_point - 0x2000;
    return code_point >= 0xE000 ? code_point + 0x110000 : code_point;
  };
  std::size_t i = 0;
  while (i < a.size() && i < b.size()) {
    const DecodedCodePoint left = decode_utf8(a, i);
    const DecodedCodePoint right = decode_utf8(b, i);
    if (left.value != right.value) return rank(left.value) < rank(right.value);
    i += left.length;
  }
  return a.size() < b.size();
}

}  // namespace

void ObjectHash::array(std::size_t size) {
  visit();
  sha1_.add(fmt::format("array:{}:", size));
}

void ObjectHash::string(std::string_view text) {
  const std::string valid = is_valid_utf8(text) ? std::string() : to_valid_utf8(text);
  const std::string_view hashed = valid.empty() ? text : std::string_view(valid);
  sha1_.add(fmt::format("string:{}:", count_utf16_units(hashed)));
  sha1_.add(hashed);
}

void ObjectHash::number(double value) {
  sha1_.add("number:" + javascript_number(value));
}
void ObjectHash::boolean(bool value) {
  sha1_.add(value ? "bool:true" : "bool:false");
}
void ObjectHash::null() {
  sha1_.add("Null");
}
void ObjectHash::undefined() {
  sha1_.add("Undefined");
}

void ObjectHash::date(Timestamp time) {
  visit();
  sha1_.add("date:" + format_iso8601(time));
}

void ObjectHash::json(const json::Value& value) {
  if (value.is_null()) return null();
  if (const bool* truth = value.if_bool()) return boolean(*truth);
  if (value.is_number()) return number(value.to_number<double>());
  if (value.is_string()) return string(json::view(value));
  if (const json::Object* members = value.if_object()) return object(*members);
  const json::Array& elements = value.get_array();
  array(elements.size());
  for (const json::Value& element : elements) json(element);
}

void ObjectHash::object(const json::Object& object) {
  std::vector<const boost::json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& own : object) members.push_back(&own);
  std::ranges::sort(members, less_in_utf16, [](const auto* own) { return std::string_view(own->key()); });
  begin_object(members.size());
  for (const auto* own : members) {
    member(own->key());
    json(own->value());
    sha1_.add(",");
  }
}

void ObjectHash::member(std::string_view key) {
  string(key);
  sha1_.add(":");
}

// Every plain object has the same prototype and constructor. The hash writes each out where it first meets it, and
// later refers to the visit in which it was met.
void ObjectHash::begin_object(std::size_t own_members) {
  visit();
  sha1_.add(fmt::format("object:{}:", own_members + kInheritedMembers));
  member("prototype");
  sha1_.add("Undefined,");
  member("__proto__");
  if (prototype_visit_) {
    circular(*prototype_visit_);
  } else {
    prototype_visit_ = visit();
    sha1_.add(fmt::format("object:{}:", kInheritedMembers));
    member("prototype");
    sha1_.add("Undefined,");
    member("__proto__");
    sha1_.add("Null,");
    member("constructor");
    add_object_function();
    sha1_.add(",");
  }
  sha1_.add(",");
  member("constructor");
  add_object_function();
  sha1_.add(",");
}

void ObjectHash::add_object_function() {
  sha1_.add("fn:");
  string("[native]");
  string("function-name:Object");
  if (constructor_visit_) return circular(*constructor_visit_);
  constructor_visit_ = visit();
  sha1_.add("object:0:");
}

void ObjectHash::circular(std::size_t visit) {
  string(fmt::format("[CIRCULAR:{}]", visit));
}

std::string ObjectHash::finish() {
  return to_hex(sha1_.finish());
}

std::string object_hash(const json::Value& value) {
  ObjectHash hash;
  hash.json(value);
  return hash.finish();
}

// ECMAScript, Number::toString: the shortest digits that read back as the number, in decimal between 1e-6 and 1e21.
std::string javascript_number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return "0";
  char buffer[32];  // 17 digits, sign, point, exponent
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific);
  PICKET_CHECK(written.ec == std::errc{}, "a double in scientific form fits");
  const std::string_view scientific(buffer, written.ptr);
  const std::size_t e = scientific.find('e');
  std::string digits(scientific.substr(0, e));
  std::erase(digits, '.');
  int exponent = 0;
  std::from_chars(scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1), written.ptr, exponent);

  const std::string_view sign = value < 0 ? "-" : "";
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // where the decimal point stands among the digits
  if (point > 21 || point <= -6) {
    if (count > 1) digits.insert(1, ".");
    return fmt::format("{}{}e{:+}", sign, digits, exponent);
  }
  if (point <= 0) return fmt::format("{}0.{}{}", sign, std::string(static_cast<std::size_t>(-point), '0'), digits);
  if (point < count) digits.insert(static_cast<std::size_t>(point), ".");
  if (point > count) digits.append(static_cast<std::size_t>(point - count), '0');
  return fmt::format("{}{}", sign, digits);
}

}  // namespace picket
