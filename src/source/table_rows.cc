// SPDX-License-Identifier: Apache-2.0
#include "source/table_rows.h"

#include <fmt/format.h>

#include <utility>

#include "source/json_text.h"

namespace picket::source {

TableColumns TableColumns::parse(std::string_view array) {
  TableColumns columns;
  MemberReader reader(array);
  while (reader.next()) {
    auto name = find_member(reader.value(), "name");
    if (!name) name = find_member(reader.value(), "ColumnName");
    if (!name || !name->starts_with('"')) return {};
    columns.keys_.push_back(std::string(*name) + ':');
  }
  return columns;
}

Result<void> TableColumns::compose(std::string_view row, std::string& object) const {
  object = "{";
  std::size_t cells = 0;
  for (MemberReader reader(row); reader.next(); ++cells) {
    if (cells >= keys_.size() || reader.value() == "null") continue;
    if (object.size() > 1) object += ',';
    object += keys_[cells];
    object += reader.value();
  }
  object += '}';
  if (cells != keys_.size()) return fail(fmt::format("{} cells for {} columns", cells, keys_.size()));
  return {};
}

}  // namespace picket::source
