// SPDX-License-Identifier: Apache-2.0
// Templates of rule tests: named records that extend each other. The tables live as long as the files they came from.
#pragma once

#include <map>
#include <string>

#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

// Merges `over` into `record`: tables into tables of the same name, every other value in place of what was there.
void merge_record(json::Object& record, const json::Object& over);

class TestTemplates {
 public:
  // Takes the tables below `template`; one that is there already is an error.
  void add(const Node& file, Problems& problems);

  // Applies `layer` (a template or an event) to a record: what `extends_key` names, then `remove`, then `record`.
  void apply(const Node& layer, std::string_view extends_key, json::Object& record, Problems& problems,
             int depth = 0) const;

 private:
  std::map<std::string, Node, std::less<>> templates_;
};

}  // namespace picket::rule
