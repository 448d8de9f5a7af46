// SPDX-License-Identifier: Apache-2.0
// What two documents differ in, field by field, and the file of differences that are known and right.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "support/shared_data.h"

namespace picket::test {

struct Difference {
  std::string field;
  std::string elastic;  // JSON, or "absent"
  std::string picket;
  friend bool operator==(const Difference&, const Difference&) = default;
};

// Three columns: field, Elastic's value, Picket's. Lines that begin with `#` are comments.
inline std::vector<Difference> read_differences(const std::filesystem::path& path) {
  std::vector<Difference> out;
  const std::string text = read_file(path);
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty() || line.starts_with("#")) continue;
    const auto cells = split(line, '\t');
    out.push_back({std::string(cells.at(0)), std::string(cells.at(1)), std::string(cells.at(2))});
  }
  return out;
}

using Leaves = std::map<std::string, std::vector<std::string>>;

// Leaves by path; several values at one path in order. Empty objects and arrays and nulls count as values of their own.
inline void flatten(const std::string& path, const json::Value& value, Leaves& out) {
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    for (const auto& member : *object) {
      const std::string key(member.key().data(), member.key().size());
      flatten(path.empty() ? key : path + "." + key, member.value(), out);
    }
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    for (const auto& element : *array) flatten(path + "[]", element, out);
  } else {
    out[path].push_back(json::serialize(value));
  }
}

inline std::vector<Difference> compare_documents(const json::Value& expected, const json::Object& actual) {
  Leaves left;
  Leaves right;
  flatten("", expected, left);
  flatten("", actual, right);
  const auto joined = [](const Leaves& leaves, const std::string& path) {
    const auto found = leaves.find(path);
    return found == leaves.end() ? std::string("absent") : join(found->second, ",");
  };
  std::set<std::string> paths;
  for (const auto* leaves : {&left, &right}) {
    for (const auto& [path, values] : *leaves) paths.insert(path);
  }
  std::vector<Difference> out;
  for (const std::string& path : paths) {
    if (joined(left, path) != joined(right, path)) out.push_back({path, joined(left, path), joined(right, path)});
  }
  return out;
}

}  // namespace picket::test
