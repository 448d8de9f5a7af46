// SPDX-License-Identifier: Apache-2.0
// Templates of rule tests: named records that extend each other (docs/formats/rule-tests.md). Each is checked once and
// in its own file, also one that no test uses; applying it afterwards cannot fail. Not thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

inline constexpr std::size_t kMaxTemplateDepth = 16;
// Templates that together make up one: lists of lists would grow without bound.
inline constexpr std::size_t kMaxTemplateParts = 256;

// What one template or event does to a record: takes members out, then merges its own in.
struct RecordChange {
  std::vector<std::vector<std::string>> remove;  // paths of keys
  json::Object record;
};
void apply(const RecordChange& change, json::Object& record);

// Reads the members `remove` and `record` of a table.
RecordChange read_change(const Node& table, Problems& problems);

// Reports keys of a table that are none of `known`. False (and a problem) when it is no table.
bool check_keys(const Node& table, std::span<const std::string_view> known, std::string_view what, Problems& problems);

// A list of strings, or one string as a list of one. Everything else is a problem.
std::vector<const Node*> read_texts(const Node& node, std::string_view what, Problems& problems);

class TestTemplates {
 public:
  // Takes the tables below `template`. `file` and `problems` must live until check() is done.
  void add(const Node& file, Problems& problems);
  // After the last add(): looks for names that are not there, and for templates that extend each other too deep.
  void check();

  // Applies the named templates from left to right. A name that is not there is a problem.
  void apply(std::span<const Node* const> names, json::Object& record, Problems& problems) const;

 private:
  struct Template {
    std::vector<std::string> extends;
    RecordChange change;
    std::size_t parts = 0;  // 0: not known yet, or broken
    Span span;
    Problems* problems = nullptr;
  };
  void find_parts();
  std::string circle_of(const std::string& name) const;
  void apply_parts(const Template& part, json::Object& record) const;
  std::string nearest(std::string_view name) const;

  std::map<std::string, Template, std::less<>> templates_;
  std::vector<std::pair<const Node*, Problems*>> references_;  // in `extends`
};

}  // namespace picket::rule
