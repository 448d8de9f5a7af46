// SPDX-License-Identifier: Apache-2.0
// Cleaning the source before it becomes an alert: what contradicts the ECS type of its field would make the whole alert
// impossible to index, so it is dropped, and so are the keys that alerts reserve. Fields outside of ECS stay as they
// are. One thread.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "event/field.h"

namespace picket::alert {

class SourceCleaner {
 public:
  explicit SourceCleaner(const event::FieldCatalog& catalog = event::FieldCatalog::builtin()) : catalog_(catalog) {}
  void clean(json::Object& source);

 private:
  event::FieldType type_of(const std::string& path);
  bool clean_value(json::Value& value);
  bool clean_members(json::Object& object);
  void find_unfit(json::Object& object, std::vector<std::string>& gone);

  const event::FieldCatalog& catalog_;
  std::unordered_map<std::string, event::FieldType> types_;  // by path: looking into the catalog costs more
  std::string path_;                                         // of the value being cleaned
};

}  // namespace picket::alert
