// SPDX-License-Identifier: Apache-2.0
// One run of a test's records through the engine that scans, and what it did with each: the alerts, and what the rule's
// detector saw.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alert/alert.h"
#include "base/result.h"
#include "detect/detector.h"
#include "detect/threat_join.h"
#include "engine/pipeline.h"
#include "engine/prepare.h"
#include "engine/test_timeline.h"

namespace picket::engine {

// A record that reached the detector: the query selected it, it has terms and a time.
struct Sighting {
  Timestamp time;                            // on the rule's clock
  detect::EventKey key;                      // equal for the same event
  std::size_t original = 0;                  // the first record that is the same event
  std::vector<std::uint32_t> terms;          // indices into TestRun::terms
  std::vector<std::string> counted;          // its distinct values of the field that a threshold rule counts
  std::vector<detect::ThreatMatch> threats;  // by indicators of any time
};

struct RaisedAlert {
  std::size_t record = 0;  // of several that are the same event the first; of a group of events the last
  alert::Alert alert;
};

struct TestRun {
  std::vector<RaisedAlert> alerts;  // by the record's time, then by record
  std::vector<std::optional<Sighting>> sightings;
  std::vector<detect::Terms> terms;
  std::vector<detect::Overflowed> overflows;
  std::vector<RefusalSample> refused;  // the first few; `offset` is the record
};

// `order` names each record once; `batch` of them are given to the engine at a time. An error when a record could not
// be kept.
Result<TestRun> run_timeline(TestTimeline& timeline, const PreparedRules& prepared, std::span<const std::size_t> order,
                             std::size_t batch);

// The alerts of one run that another lacks; two are equal when their documents are, but for where the event stood.
std::vector<const RaisedAlert*> alerts_beyond(const TestRun& run, const TestRun& other);

}  // namespace picket::engine
