// SPDX-License-Identifier: Apache-2.0
#include "event/field.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "embedded/field_catalogs.h"

namespace picket::event {
namespace {

struct TypeName {
  std::string_view name;
  FieldType type;
};
// The first name of a type is the one that is shown.
constexpr TypeName kTypeNames[] = {
    {"keyword", FieldType::keyword},
    {"constant_keyword", FieldType::constant_keyword},
    {"wildcard", FieldType::wildcard},
    {"text", FieldType::text},
    {"match_only_text", FieldType::match_only_text},
    {"long", FieldType::integer},
    {"integer", FieldType::integer},
    {"short", FieldType::integer},
    {"byte", FieldType::integer},
    {"unsigned_long", FieldType::unsigned_long},
    {"double", FieldType::floating},
    {"scaled_float", FieldType::floating},
    {"float", FieldType::single},
    {"half_float", FieldType::single},
    {"boolean", FieldType::boolean},
    {"date", FieldType::date},
    {"date_nanos", FieldType::date_nanos},
    {"ip", FieldType::ip},
    {"version", FieldType::version},
    {"flattened", FieldType::flattened},
    {"flattened key", FieldType::flattened_key},
    {"nested", FieldType::nested},
    {"object", FieldType::object},
    {"geo_point", FieldType::geo_point},
    {"binary", FieldType::binary},
    {"dynamic", FieldType::dynamic},
    {"unmapped", FieldType::unmapped},
};
// Names that no mapping can have: they follow from where a name stands.
bool is_derived(FieldType type) {
  return type == FieldType::flattened_key || type == FieldType::dynamic || type == FieldType::unmapped;
}

bool is_string(FieldType type) {
  static constexpr std::array kStrings = {FieldType::keyword, FieldType::constant_keyword, FieldType::wildcard,
                                          FieldType::text, FieldType::match_only_text};
  return std::ranges::find(kStrings, type) != kStrings.end();
}

// "a.b" for "a.b.c", "" for "a".
std::string_view parent_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
}

std::string_view last_segment(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

FieldMapping mapping_of(FieldType type) {
  FieldMapping mapping;
  mapping.type = type;
  if (type == FieldType::keyword) mapping.ignore_above = kEcsIgnoreAbove;
  return mapping;
}

// What Elastic's mappings put below a string field: `.text` analyzes, `.caseless` lower-cases, `.keyword` is exact.
std::optional<FieldMapping> multi_field_mapping(std::string_view segment) {
  if (segment == "text") return mapping_of(FieldType::match_only_text);
  if (segment != "keyword" && segment != "caseless") return std::nullopt;
  FieldMapping mapping = mapping_of(FieldType::keyword);
  mapping.lowercase = segment == "caseless";
  return mapping;
}

// A star at the end takes all that is left: keys of labels have dots of their own.
bool fits_template(std::string_view pattern, std::string_view name) {
  while (true) {
    const std::size_t pattern_dot = pattern.find('.');
    const std::size_t name_dot = name.find('.');
    const std::string_view segment = pattern.substr(0, pattern_dot);
    if (segment == "*" && pattern_dot == std::string_view::npos) return !name.empty();
    if (segment != "*" && segment != name.substr(0, name_dot)) return false;
    if (pattern_dot == std::string_view::npos || name_dot == std::string_view::npos) return pattern_dot == name_dot;
    pattern.remove_prefix(pattern_dot + 1);
    name.remove_prefix(name_dot + 1);
  }
}

bool has_star_segment(std::string_view name) {
  return std::ranges::any_of(split(name, '.'), [](std::string_view segment) { return segment == "*"; });
}

FieldCatalog make_builtin() {
  FieldCatalog catalog;
  for (const embedded::File& file : embedded::field_catalogs()) {
    for (const std::string_view line : split(file.text, '\n')) {
      if (line.empty() || line.front() == '#') continue;
      const std::size_t tab = line.find('\t');
      PICKET_CHECK(tab != std::string_view::npos, "a line of a built-in catalog has two columns");
      const std::string_view name = line.substr(0, tab);
      if (line.substr(tab + 1) == "json text") {
        catalog.add_json_text(std::string(name));
        continue;
      }
      const std::optional<FieldType> type = parse_field_type(line.substr(tab + 1));
      PICKET_CHECK(type.has_value(), "a built-in catalog names types that exist");
      FieldMapping mapping = mapping_of(*type);
      // The lists are sorted, so a field stands before its multi-fields.
      const auto parent = catalog.fields().find(std::string(parent_of(name)));
      if (parent != catalog.fields().end() && is_string(parent->second.type) &&
          multi_field_mapping(last_segment(name))) {
        mapping.source = parent->first;
      }
      catalog.add(std::string(name), std::move(mapping));
    }
  }
  return catalog;
}

// Edits that a likely misspelling of a name of this length has: more would offer names that mean something else.
constexpr std::size_t kLettersPerEdit = 6;

std::uint64_t letters(std::string_view text) {
  std::uint64_t set = 0;
  for (const char c : text) set |= std::uint64_t{1} << (static_cast<unsigned char>(c) % 64);
  return set;
}

// False when more edits than that are needed: an edit changes the length by one and brings or takes two letters at
// most.
bool may_be_within(std::string_view a, std::string_view b, std::size_t edits) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  return difference <= edits && static_cast<std::size_t>(std::popcount(letters(a) ^ letters(b))) <= 2 * edits;
}

}  // namespace

std::string_view to_string(FieldType type) {
  const auto* found = std::ranges::find(kTypeNames, type, &TypeName::type);
  PICKET_CHECK(found != std::ranges::end(kTypeNames), "every type has a name");
  return found->name;
}

std::optional<FieldType> parse_field_type(std::string_view text) {
  const auto* found = std::ranges::find(kTypeNames, text, &TypeName::name);
  if (found == std::ranges::end(kTypeNames) || is_derived(found->type)) return std::nullopt;
  return found->type;
}

const FieldCatalog& FieldCatalog::builtin() {
  static const FieldCatalog kBuiltin = make_builtin();
  return kBuiltin;
}

void FieldCatalog::add(std::string name, FieldMapping mapping) {
  for (std::string_view prefix = parent_of(name); !prefix.empty(); prefix = parent_of(prefix)) {
    if (!prefixes_.emplace(prefix).second) break;
  }
  if (has_star_segment(name)) {
    templates_.push_back({std::move(name), mapping.type});
    return;
  }
  has_nested_ = has_nested_ || mapping.type == FieldType::nested;
  has_flattened_ = has_flattened_ || mapping.type == FieldType::flattened;
  if (!mapping.source.empty()) {
    std::vector<std::string>& names = multi_fields_[mapping.source];
    const auto place = std::ranges::lower_bound(names, name);
    if (place == names.end() || *place != name) names.insert(place, name);
  }
  fields_.insert_or_assign(std::move(name), std::move(mapping));
}

FieldMapping FieldCatalog::resolve(std::string_view name) const {
  if (const auto known = fields_.find(std::string(name)); known != fields_.end()) return known->second;
  if (!flattened_root(name).empty()) return mapping_of(FieldType::flattened_key);
  for (const Template& candidate : templates_) {
    if (!fits_template(candidate.pattern, name)) continue;
    return mapping_of(candidate.type == FieldType::object ? FieldType::dynamic : candidate.type);
  }
  if (prefixes_.contains(std::string(name))) return mapping_of(FieldType::object);
  if (unknown_ == Unknown::unmapped) return mapping_of(FieldType::unmapped);
  // A closed catalog lists its multi-fields; for an open one those that Elastic's mappings usually have exist.
  if (std::optional<std::string> parent = multi_field_parent(name)) {
    FieldMapping mapping = *multi_field_mapping(last_segment(name));
    mapping.source = *std::move(parent);
    return mapping;
  }
  return mapping_of(FieldType::dynamic);
}

std::optional<std::string> FieldCatalog::multi_field_parent(std::string_view name) const {
  if (!multi_field_mapping(last_segment(name))) return std::nullopt;
  const auto parent = fields_.find(std::string(parent_of(name)));
  if (parent == fields_.end() || !is_string(parent->second.type)) return std::nullopt;
  return parent->first;
}

std::span<const std::string> FieldCatalog::multi_fields(std::string_view name) const {
  const auto found = multi_fields_.find(std::string(name));
  return found == multi_fields_.end() ? std::span<const std::string>{} : found->second;
}

std::string FieldCatalog::flattened_root(std::string_view name) const {
  if (!has_flattened_) return {};
  for (std::string_view prefix = name; !prefix.empty(); prefix = parent_of(prefix)) {
    const auto found = fields_.find(std::string(prefix));
    if (found != fields_.end() && found->second.type == FieldType::flattened) return found->first;
  }
  return {};
}

std::string FieldCatalog::nested_path(std::string_view name) const {
  if (!has_nested_) return {};
  for (std::string_view prefix = parent_of(name); !prefix.empty(); prefix = parent_of(prefix)) {
    const auto found = fields_.find(std::string(prefix));
    if (found != fields_.end() && found->second.type == FieldType::nested) return found->first;
  }
  return {};
}

std::vector<std::string> FieldCatalog::matching(std::string_view pattern) const {
  std::vector<std::string> names;
  for (const auto& [name, mapping] : fields_) {
    if (glob_match(pattern, name)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

std::optional<std::string> FieldCatalog::nearest(std::string_view name) const {
  const std::size_t limit = std::clamp<std::size_t>(name.size() / kLettersPerEdit, 1, 2);
  std::vector<std::string_view> candidates;
  for (const auto& [known, mapping] : fields_) {
    if (equals_ignoring_case(known, name)) return known;
    if (may_be_within(known, name, limit)) candidates.push_back(known);
  }
  std::ranges::sort(candidates);
  // `nearest_name` allows a third of the name, which for dotted names would offer almost anything.
  const std::optional<std::string_view> found = nearest_name(name, candidates);
  if (!found || edit_distance(name, *found) > limit) return std::nullopt;
  return std::string(*found);
}

}  // namespace picket::event
