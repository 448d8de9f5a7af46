// SPDX-License-Identifier: Apache-2.0
// The processes that make a tenant's operations: everyday activity, bursts of deployments, the nightly patch run and
// intrusions. Each knows when it happens next; the earliest runs, and what it makes goes to the record queue.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "generate/intrusion.h"
#include "generate/operation.h"
#include "generate/random.h"
#include "generate/record_queue.h"
#include "generate/schedule.h"
#include "generate/session.h"
#include "generate/tenant.h"

namespace picket::generate {

class Tenant::Timeline {
 public:
  explicit Timeline(const TenantOptions& options);

  bool next(std::string& record);

  const Population& population() const { return population_; }
  const std::vector<Intrusion>& intrusions() const { return intrusions_; }
  Ticks time() const { return time_; }
  Ticks arrival() const { return arrival_; }

 private:
  static constexpr std::size_t kProcessCount = 4;

  // Who acts, by which right, with which token.
  struct Actor {
    const Grant* grant = nullptr;
    std::shared_ptr<const Session> session;
  };
  struct Intruder {
    Actor actor;
    const Resource* machine = nullptr;  // the one that a run command was written on last
    Intrusion report;
  };

  void run_earliest(std::size_t process);
  void run_activity(Ticks now);
  void run_burst(Ticks now);
  void run_patching(Ticks now);
  void run_intrusion(Ticks now);
  Intruder make_intruder(Ticks now);
  Ticks run_step(const IntrusionStep& step, Ticks now, Intruder& intruder);

  const OperationKind& pick_kind(const Caller& caller);
  Actor actor_of(const Caller& caller, Ticks now);
  // Returns when the operation is over.
  Ticks perform(const OperationKind& kind, const Actor& actor, const Wish& wish, Ticks now, Outcome outcome);

  TenantOptions options_;
  Population population_;
  Random random_;
  RecordQueue queue_;
  Ticks start_;
  Ticks end_;
  Schedule schedule_;
  std::array<Weighted, kCallerKindCount> kinds_;
  std::array<Ticks, kProcessCount> due_{};  // in the order of kProcesses (timeline.cc)
  CallerKind due_caller_ = CallerKind::user;
  std::uint64_t burst_mean_ = 0;  // ticks between bursts
  std::int64_t patched_machines_ = 1;
  std::map<const Caller*, std::shared_ptr<const Session>> sessions_;
  std::deque<Grant> intruder_grants_;  // a deque: operations point to them
  std::vector<Intrusion> intrusions_;
  Ticks time_ = 0;
  Ticks arrival_ = 0;
  std::uint64_t emitted_ = 0;
};

}  // namespace picket::generate
