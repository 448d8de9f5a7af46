// SPDX-License-Identifier: Apache-2.0
// What a field is: its type as Elasticsearch maps it, and the catalog that says which field has which type.
//
// The built-in catalog is ECS 9.5 (catalog/ecs.tsv) and the field list of Elastic's Azure integration
// (catalog/azure.tsv). A catalog is filled once and then only read; reading is safe from many threads.
//
// A field in no catalog is typed by what the data holds ("dynamic"): each value is compared by its own JSON type.
// Strings compare as keywords; numbers compare as numbers where the query gives a number, and by their JSON text
// otherwise; booleans by their JSON text. See docs/semantics.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace picket::event {

enum class FieldType : std::uint8_t {
  keyword,
  constant_keyword,
  wildcard,
  text,
  match_only_text,
  integer,  // byte, short, integer, long: whole numbers of 64 bits
  unsigned_long,
  floating,  // double, scaled_float
  single,    // float, half_float: compared after rounding to 32 bits
  boolean,
  date,
  date_nanos,
  ip,
  version,
  flattened,      // the root of a flattened object
  flattened_key,  // a path below one; compares as keyword on the leaf's text
  nested,
  object,
  geo_point,
  binary,
  dynamic,   // in no catalog: typed by the data
  unmapped,  // known not to exist: matches nothing
};
std::string_view to_string(FieldType type);
std::optional<FieldType> parse_field_type(std::string_view text);  // Elasticsearch's names: "long", "half_float", ...

inline constexpr std::uint32_t kEcsIgnoreAbove = 1024;

struct FieldMapping {
  FieldType type = FieldType::dynamic;
  std::uint32_t ignore_above = 0;       // keyword values longer than this (in characters) are not indexed; 0: no limit
  bool lowercase = false;               // the `lowercase` normalizer: values and query values are lower-cased
  std::optional<std::string> constant;  // constant_keyword: the value that every document of the index has
  // For a multi-field (`process.name.caseless`, `message.text`): the field whose values it reads.
  std::string source;
  friend bool operator==(const FieldMapping&, const FieldMapping&) = default;
};

class FieldCatalog {
 public:
  enum class Unknown : std::uint8_t { dynamic, unmapped };  // what a name in no catalog is

  explicit FieldCatalog(Unknown unknown = Unknown::dynamic) : unknown_(unknown) {}
  static const FieldCatalog& builtin();

  void add(std::string name, FieldMapping mapping);

  // The mapping of a name. Names below a flattened root are flattened_key; a prefix of known names is `object`; a
  // multi-field of a known field (`.text`, `.keyword`, `.caseless`) reads its parent. Others are dynamic or unmapped.
  // A known name with `*` segments is a template: a name that has one segment for each star, and one or more for a star
  // at the end, has its type; what fits a template of type `object` is dynamic, because such an object has free keys.
  FieldMapping resolve(std::string_view name) const;

  // The multi-fields that were added for a field, sorted. They match where a query names no field or a pattern.
  std::span<const std::string> multi_fields(std::string_view name) const;

  // The string field whose multi-field the name is, by its last segment: "process.name" for "process.name.text".
  std::optional<std::string> multi_field_parent(std::string_view name) const;

  // The flattened root at or above the name; empty if none.
  std::string flattened_root(std::string_view name) const;

  // The nested path that encloses the name ("a.b" for "a.b.c" when a.b is nested), the longest one; empty if none.
  std::string nested_path(std::string_view name) const;

  // Names that match a pattern with `*` (which spans dots), sorted. Templates are left out.
  std::vector<std::string> matching(std::string_view pattern) const;
  // The known name that `name` is surely a misspelling of: another case, or an edit or two in a long name.
  std::optional<std::string> nearest(std::string_view name) const;

  // Members that may hold a JSON object as text (request and response bodies): their text is a value of the field as
  // always, and paths below it are read in the object.
  void add_json_text(std::string name) { json_texts_.push_back(std::move(name)); }
  std::span<const std::string> json_texts() const { return json_texts_; }

  const std::unordered_map<std::string, FieldMapping>& fields() const { return fields_; }
  Unknown unknown() const { return unknown_; }

 private:
  Unknown unknown_;
  std::unordered_map<std::string, FieldMapping> fields_;
  std::unordered_set<std::string> prefixes_;  // every proper prefix of a known name
  std::unordered_map<std::string, std::vector<std::string>> multi_fields_;
  struct Template {
    std::string pattern;
    FieldType type;
  };
  std::vector<Template> templates_;
  std::vector<std::string> json_texts_;
  bool has_nested_ = false;
  bool has_flattened_ = false;
};

}  // namespace picket::event
