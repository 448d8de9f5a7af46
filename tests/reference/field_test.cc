// SPDX-License-Identifier: Apache-2.0
#include "reference/field_test.h"

#include <algorithm>
#include <vector>

namespace picket::reference {

using event::FieldMapping;
using event::FieldType;

bool FieldTest::named(const std::string& full, const Wanted& wanted, const json::Value& object,
                      const std::string& scope) const {
  const FieldMapping mapping = catalog.resolve(full);
  if (mapping.constant) return fits(wanted, mapping, {*mapping.constant});
  const bool is_object = mapping.type == FieldType::object || mapping.type == FieldType::nested;
  if (is_object && wanted.op != Op::exists) return false;
  if (mapping.type == FieldType::object && catalog.unknown() == event::FieldCatalog::Unknown::unmapped) {
    return std::ranges::any_of(catalog.matching(full + ".*"), [&](const std::string& below) {
      return catalog.resolve(below).type != FieldType::nested && catalog.resolve(below).type != FieldType::object &&
             catalog.nested_path(below) == scope && named(below, wanted, object, scope);
    });
  }
  // A multi-field has the values of its parent; a document may also spell it out.
  std::vector<std::string> places = {mapping.source.empty() ? full : mapping.source};
  if (const auto parent = catalog.multi_field_parent(full); parent && mapping.source.empty()) places.push_back(*parent);
  const bool below = is_object || mapping.type == FieldType::flattened ||
                     (mapping.type == FieldType::dynamic && wanted.op == Op::exists);
  bool found = false;
  for (std::string place : places) {
    if (!scope.empty()) place.erase(0, scope.size() + 1);
    for_leaves(object, "", [&](const std::string& path, const Value& value) {
      const bool here = path == place || (below && path.starts_with(place + "."));
      found = found || (here && fits(wanted, mapping, value));
    });
  }
  return found;
}

bool FieldTest::leaves(const Wanted& wanted, const json::Value& object, const std::string& scope,
                       const std::function<bool(const std::string&)>& accepts, bool into_nested) const {
  for (const auto& [name, mapping] : catalog.fields()) {
    if (mapping.constant && scope.empty() && accepts(name) && fits(wanted, mapping, {*mapping.constant})) return true;
  }
  bool found = false;
  for_leaves(object, "", [&](const std::string& path, const Value& value) {
    const std::string full = in_scope(scope, path);
    if (!into_nested && catalog.nested_path(full) != scope) return;
    const std::string root = catalog.flattened_root(full);
    std::vector<std::string> names = {root.empty() ? full : root};
    for (const std::string& multi_field : catalog.multi_fields(names[0])) names.push_back(multi_field);
    for (const std::string& name : names) {
      found = found || (accepts(name) && fits(wanted, catalog.resolve(name), value));
    }
  });
  return found;
}

bool FieldTest::any_field(const Wanted& wanted, const json::Value& object, const std::string& scope) const {
  if (wanted.op == Op::exists) return true;
  const auto accepts = [](const std::string&) { return true; };
  if (wanted.op != Op::pattern) return leaves(wanted, object, scope, accepts, false);
  return std::ranges::any_of(pieces_of(wanted.parts), [&](const std::vector<std::string>& piece) {
    if (piece == std::vector<std::string>{"", ""}) return true;
    if (piece.size() == 1) return leaves({Op::text, piece[0], {}, now}, object, scope, accepts, false);
    return leaves({Op::pattern, "", piece, now}, object, scope, accepts, false);
  });
}

}  // namespace picket::reference
