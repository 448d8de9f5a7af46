// SPDX-License-Identifier: Apache-2.0
// The columns that table, CSV and report share: what each is called and how it is read from an alert.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "alert/alert.h"

namespace picket::sink {

struct AlertColumn {
  std::string_view key;                            // CSV header: "caller"
  std::string_view title;                          // table header: "CALLER"
  std::string (*read)(const alert::Alert& alert);  // raw text, not made harmless yet
};
std::span<const AlertColumn> alert_columns();

// "first run: 2 of 7 days of history" and the like; empty for a complete baseline.
std::string baseline_note(const alert::Alert& alert);

}  // namespace picket::sink
