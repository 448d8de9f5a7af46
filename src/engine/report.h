// SPDX-License-Identifier: Apache-2.0
// What a scan says at its end: what was read, what was refused, and what became of every rule.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/detection.h"
#include "engine/pipeline.h"
#include "indicator/load.h"
#include "source/input.h"

namespace picket::engine {

struct ScanReport {
  Intake intake;
  source::InputReport input;
  std::vector<RuleReport> rules;
  std::vector<std::string> geoip_files;  // empty: no GeoIP or AS data
  std::string geoip_missing;             // what the databases at hand lack: "GeoIP and AS", "AS"; empty: nothing
  std::size_t exceptions = 0;            // exception items that applied, each counted for every rule that it belongs to
  std::size_t expired_exceptions = 0;
  double seconds = 0;
  std::uint64_t peak_memory_bytes = 0;
  BaselineMode baseline = BaselineMode::mark;
  std::optional<indicator::Report> indicators;  // none: none were given

  std::uint64_t alerts() const;
};

}  // namespace picket::engine
