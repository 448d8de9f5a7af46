// SPDX-License-Identifier: Apache-2.0
#include "alert/clean.h"

#include <charconv>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/text.h"
#include "base/time.h"

namespace picket::alert {
namespace {

using event::FieldMapping;
using event::FieldType;

// Paths whose types are remembered; hostile records could name as many as they like.
constexpr std::size_t kMaxTypes = 1U << 14;

constexpr std::string_view kReserved[] = {"kibana", "signal", "threshold_result"};

bool is_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_date(const json::Value& value) {
  if (value.is_number()) return true;
  if (!value.is_string()) return false;
  return parse_iso8601(json::view(value)).has_value() || parse_epoch_milliseconds(json::view(value)).has_value();
}

// Whether a scalar can be indexed in a field of this type.
bool fits(const json::Value& value, FieldType type) {
  switch (type) {
    case FieldType::ip:
      return value.is_string() && parse_ip(json::view(value)).has_value();
    case FieldType::date:
    case FieldType::date_nanos:
      return is_date(value);
    case FieldType::integer:
    case FieldType::unsigned_long:
    case FieldType::floating:
    case FieldType::single:
      return value.is_number() || (value.is_string() && is_number(trim_ascii(json::view(value))));
    case FieldType::boolean:
      return value.is_bool() || (value.is_string() && (json::view(value) == "true" || json::view(value) == "false" ||
                                                       json::view(value).empty()));
    case FieldType::object:
    case FieldType::nested:
    case FieldType::flattened:
      return false;
    case FieldType::keyword:
    case FieldType::constant_keyword:
    case FieldType::wildcard:
    case FieldType::text:
    case FieldType::match_only_text:
    case FieldType::flattened_key:
    case FieldType::version:
    case FieldType::geo_point:
    case FieldType::binary:
    case FieldType::dynamic:
    case FieldType::unmapped:
      return true;
  }
  return true;
}

bool takes_objects(FieldType type) {
  return type == FieldType::object || type == FieldType::nested || type == FieldType::flattened ||
         type == FieldType::flattened_key || type == FieldType::geo_point || type == FieldType::dynamic ||
         type == FieldType::unmapped;
}

}  // namespace

event::FieldType SourceCleaner::type_of(const std::string& path) {
  if (const auto known = types_.find(path); known != types_.end()) return known->second;
  if (types_.size() == kMaxTypes) types_.clear();
  return types_[path] = catalog_.resolve(path).type;
}

// False when the value has to go.
bool SourceCleaner::clean_value(json::Value& value) {
  if (value.is_object()) {
    const FieldType type = type_of(path_);
    if (!takes_objects(type)) return false;
    if (type == FieldType::flattened || type == FieldType::flattened_key || type == FieldType::geo_point) return true;
    json::Object& object = value.get_object();
    return object.empty() || clean_members(object);
  }
  if (value.is_array()) {
    json::Array& array = value.get_array();
    const bool was_empty = array.empty();
    for (std::size_t i = array.size(); i > 0; --i) {
      if (!clean_value(array[i - 1])) array.erase(array.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
    return was_empty || !array.empty();
  }
  return value.is_null() || fits(value, type_of(path_));
}

// False when nothing is left.
bool SourceCleaner::clean_members(json::Object& object) {
  std::vector<std::string> gone;
  find_unfit(object, gone);
  for (const std::string& key : gone) object.erase(key);
  return !object.empty();
}

void SourceCleaner::find_unfit(json::Object& object, std::vector<std::string>& gone) {
  const std::size_t length = path_.size();
  for (auto& member : object) {
    if (length > 0) path_ += '.';
    path_ += std::string_view(member.key());
    if (!clean_value(member.value())) gone.emplace_back(member.key());
    path_.resize(length);
  }
}

void SourceCleaner::clean(json::Object& source) {
  path_.clear();
  std::vector<std::string> gone(std::begin(kReserved), std::end(kReserved));
  find_unfit(source, gone);
  for (const std::string& key : gone) source.erase(key);
}

}  // namespace picket::alert
