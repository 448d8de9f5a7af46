// SPDX-License-Identifier: Apache-2.0
// The shared KQL vectors: one JSON object a line, each with the mapping of its fields, a query, and what is right.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "event/field.h"
#include "support/shared_data.h"

namespace picket::test {

inline std::vector<json::Object> read_vectors(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  std::vector<json::Object> vectors;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) vectors.push_back(json::parse(line).value().as_object());
  }
  return vectors;
}

inline std::string text_of(const json::Object& vector, std::string_view key) {
  return std::string(json::view(vector.at(key)));
}

// "match-keyword-exact-01" -> "match-keyword-exact"
inline std::string area_of(const json::Object& vector) {
  const std::string id = text_of(vector, "id");
  return id.substr(0, id.rfind('-'));
}

inline event::FieldMapping mapping_of(const json::Value& value) {
  event::FieldMapping mapping;
  const auto type_of = [](const json::Value& name) { return event::parse_field_type(json::view(name)).value(); };
  if (value.is_string()) {
    mapping.type = type_of(value);
    return mapping;
  }
  const json::Object& object = value.get_object();
  mapping.type = type_of(*json::get(object, "type"));
  if (const auto* limit = json::get(object, "ignore_above")) {
    mapping.ignore_above = static_cast<std::uint32_t>(limit->to_number<std::uint64_t>());
  }
  if (const auto* normalizer = json::get(object, "normalizer"))
    mapping.lowercase = json::view(*normalizer) == "lowercase";
  if (const auto* constant = json::get(object, "value")) mapping.constant = std::string(json::view(*constant));
  return mapping;
}

// A field that the vector's mapping lacks is unmapped: it matches nothing.
inline event::FieldCatalog catalog_of(const json::Object& vector) {
  event::FieldCatalog catalog(event::FieldCatalog::Unknown::unmapped);
  for (const auto& member : vector.at("mapping").get_object()) {
    catalog.add(std::string(member.key()), mapping_of(member.value()));
  }
  return catalog;
}

}  // namespace picket::test
