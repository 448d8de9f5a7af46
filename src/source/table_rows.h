// SPDX-License-Identifier: Apache-2.0
// Rows of the Log Analytics query API: values in an array, named by `columns`. A row becomes an object. Values are
// copied as they are written; null cells are left out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace picket::source {

class TableColumns {
 public:
  // `array`: [{"name":"...","type":"..."}, ...], or ColumnName for name as version 1 of the API has it. Empty when the
  // text is anything else.
  static TableColumns parse(std::string_view array);
  std::size_t size() const { return keys_.size(); }
  // The error says how many cells there are instead.
  Result<void> compose(std::string_view row, std::string& object) const;

 private:
  std::vector<std::string> keys_;  // `"name":`
};

}  // namespace picket::source
