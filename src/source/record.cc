// SPDX-License-Identifier: Apache-2.0
#include "source/record.h"

#include <array>

namespace picket::source {

std::string_view to_string(Container container) {
  static constexpr std::array<std::string_view, kContainerCount> kNames = {"json_lines",
                                                                           "json_values",
                                                                           "array",
                                                                           "records_envelope",
                                                                           "value_envelope",
                                                                           "nested_envelope",
                                                                           "log_analytics_tables",
                                                                           "csv",
                                                                           "elasticsearch_hits",
                                                                           "elasticsearch_bulk",
                                                                           "line"};
  return kNames[static_cast<std::size_t>(container)];
}

}  // namespace picket::source
