// SPDX-License-Identifier: Apache-2.0
// A tenant's activity log, record by record, in the order in which a collector receives it: people at working hours,
// bursts of deployments, Azure's own services around the clock, a patch run every night, and intruders if wanted.
// Everything follows from the options: the same options give the same bytes on every machine. Memory does not grow with
// the length of the log. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "generate/population.h"

namespace picket::generate {

struct TenantOptions {
  std::uint64_t seed = 1;
  Timestamp start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};  // a Monday
  std::uint32_t days = 7;
  // How many records to make, spread over the days. 0: as many as `operations_per_day` give.
  std::uint64_t records = 0;
  std::uint64_t operations_per_day = 4000;
  std::uint32_t intrusions = 0;              // spread evenly over the days
  bool story = false;                        // every intruder takes the same steps, whatever the seed
  std::uint32_t late_millionths = 2000;      // records that arrive 5 to 40 minutes after they happened
  std::uint32_t duplicate_millionths = 500;  // records that arrive twice
  PopulationSize size;
};

// What an intruder did, to judge a detection by. Ids as the records write them.
struct Intrusion {
  Timestamp start;
  std::string caller_object_id;
  std::string principal_id;  // of the run commands: a group's, or the caller's own
  std::string address;
  std::vector<std::string> run_command_ids;  // resource ids, upper case
};

class Tenant {
 public:
  explicit Tenant(const TenantOptions& options);
  ~Tenant();
  Tenant(const Tenant&) = delete;
  Tenant& operator=(const Tenant&) = delete;

  // Replaces `record` with the next one; false, and an empty record, after the last.
  bool next(std::string& record);
  // Of the record that next() gave last: when it happened and when it arrived.
  Timestamp time() const;
  Timestamp arrival() const;

  const std::vector<Intrusion>& intrusions() const;  // those that have begun so far
  const Population& population() const;

 private:
  class Timeline;
  std::unique_ptr<Timeline> timeline_;
};

}  // namespace picket::generate
