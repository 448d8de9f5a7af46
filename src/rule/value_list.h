// SPDX-License-Identifier: Apache-2.0
// Value lists: the long lists of addresses, names, ... that `list` entries of exceptions refer to by id. Kibana exports
// one as plain text, a value a line, and that is what is read. How a value is compared is said by the entry.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace picket::rule {

struct ValueList {
  std::string file;
  std::vector<std::string> values;  // without line ends and empty lines, in the order of the file
};
using ValueLists = std::map<std::string, ValueList, std::less<>>;  // by id

// `argument` is ID=FILE, or a folder whose files are named by the ids of their lists, with any extension or none.
// Adds to `lists`; what cannot be read is reported.
void load_value_lists(const std::string& argument, ValueLists& lists, Diagnostics& diagnostics);
// What is wrong with an argument that is neither; empty for one that is.
std::string mistake_in_value_list(const std::string& argument);
ValueList parse_value_list(std::string file, std::string_view text);

}  // namespace picket::rule
