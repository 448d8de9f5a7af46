// SPDX-License-Identifier: Apache-2.0
#include "generate/timeline.h"

#include <algorithm>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "generate/record.h"

namespace picket::generate {
namespace {

constexpr Ticks kTicksPerMillisecond = kSecond / 1000;
constexpr Ticks kNever = std::numeric_limits<Ticks>::max();
constexpr std::uint64_t kOperationsPerBurst = 250;  // one burst for this many operations
constexpr std::int64_t kFewestInBurst = 10;
constexpr std::int64_t kMostInBurst = 60;
constexpr std::string_view kAzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

// How many operations, bursts included, give about this many records.
std::uint64_t operations_for(std::uint64_t records) {
  std::uint64_t mean = mean_records(CallerKind::pipeline) * ((kFewestInBurst + kMostInBurst) / 2) / kOperationsPerBurst;
  for (std::size_t kind = 0; kind < kCallerKindCount; ++kind) {
    mean += mean_records(static_cast<CallerKind>(kind)) * kCallerShares[kind] / 1000;
  }
  return records * 1000 / mean + 1;
}

std::uint64_t operation_count(const TenantOptions& options) {
  return options.records > 0 ? operations_for(options.records) : options.operations_per_day * options.days;
}

Ticks ticks(Timestamp time) {
  return time.time_since_epoch().count() * kTicksPerMillisecond;
}

// Logs of one tenant that begin at different times share its people and resources, but not what happens.
std::uint64_t timeline_seed(const TenantOptions& options) {
  return mix(options.seed) ^ static_cast<std::uint64_t>(ticks(options.start));
}

Weighted weights_of(CallerKind kind) {
  std::vector<std::uint32_t> weights;
  for (const OperationKind& each : operation_kinds()) weights.push_back(each.weights[static_cast<std::size_t>(kind)]);
  return Weighted(weights);
}

bool may(const Caller& caller, Who who) {
  return who == Who::anyone || (who == Who::runs_commands ? caller.runs_commands : caller.assigns_roles);
}

}  // namespace

Tenant::Timeline::Timeline(const TenantOptions& options)
    : options_(options),
      population_(options.seed, options.size),
      random_(timeline_seed(options), 1),
      queue_(timeline_seed(options), options.late_millionths, options.duplicate_millionths),
      start_(ticks(options.start)),
      end_(start_ + options.days * kDay),
      schedule_(start_, end_, operation_count(options)) {
  PICKET_CHECK(options.days > 0, "a log of no days");
  for (std::size_t kind = 0; kind < kCallerKindCount; ++kind) kinds_[kind] = weights_of(static_cast<CallerKind>(kind));
  const std::uint64_t per_day = std::max<std::uint64_t>(operation_count(options) / options.days, 1);
  burst_mean_ = static_cast<std::uint64_t>(kDay) * kOperationsPerBurst / per_day;
  patched_machines_ = std::clamp<std::int64_t>(static_cast<std::int64_t>(per_day / 500), 1, 8);
  std::tie(due_[0], due_caller_) = schedule_.next(random_, start_);
  due_[1] = start_ + static_cast<Ticks>(random_.exponential(burst_mean_));
  due_[2] = start_ / kDay * kDay + 2 * kHour;
  if (due_[2] < start_) due_[2] += kDay;
  due_[3] = options.intrusions > 0 ? start_ + (end_ - start_) / options.intrusions / 2 : kNever;
}

bool Tenant::Timeline::next(std::string& record) {
  record.clear();
  if (options_.records > 0 && emitted_ == options_.records) return false;
  while (true) {
    const auto earliest = std::ranges::min_element(due_);
    // With a number of records to reach, activity goes on until they are there.
    const bool over = options_.records == 0 && *earliest >= end_;
    // What a process makes arrives after the moment at which it runs.
    if (!queue_.empty() && (over || queue_.next_arrival() <= *earliest)) break;
    if (over) return false;
    run_earliest(static_cast<std::size_t>(earliest - due_.begin()));
  }
  const RecordQueue::Record next = queue_.pop();
  append_record(population_, *next.operation, next.stage, next.time, record);
  time_ = next.time;
  arrival_ = next.arrival;
  ++emitted_;
  return true;
}

void Tenant::Timeline::run_earliest(std::size_t process) {
  using Run = void (Timeline::*)(Ticks);
  constexpr std::array<Run, kProcessCount> kProcesses = {&Timeline::run_activity, &Timeline::run_burst,
                                                         &Timeline::run_patching, &Timeline::run_intrusion};
  (this->*kProcesses[process])(due_[process]);
}

void Tenant::Timeline::run_activity(Ticks now) {
  const Caller& caller = random_.pick(population_.callers(due_caller_));
  const OperationKind& kind = pick_kind(caller);
  const Actor actor = actor_of(caller, now);
  perform(kind, actor, {}, now, random_outcome(random_, kind));
  std::tie(due_[0], due_caller_) = schedule_.next(random_, now);
}

// A deployment: many operations within minutes that share one correlation id.
void Tenant::Timeline::run_burst(Ticks now) {
  const Caller& caller = random_.pick(population_.callers(CallerKind::pipeline));
  const Actor actor = actor_of(caller, now);
  Wish wish;
  wish.correlation_id = random_.guid();
  Ticks when = now;
  perform(operation_kind("Microsoft.Resources/deployments/write"), actor, wish, when, Outcome::success);
  for (std::int64_t left = random_.between(kFewestInBurst, kMostInBurst); left > 0; --left) {
    when += static_cast<Ticks>(random_.exponential(4 * kSecond));
    const OperationKind& kind = pick_kind(caller);
    perform(kind, actor, wish, when, random_outcome(random_, kind));
  }
  due_[1] = now + static_cast<Ticks>(random_.exponential(burst_mean_));
}

// Every night at two, pipelines that may run scripts on machines do so, and half of them clean up.
void Tenant::Timeline::run_patching(Ticks now) {
  for (const Caller& caller : population_.callers(CallerKind::pipeline)) {
    if (!caller.runs_commands) continue;
    Ticks when = now + random_.between(0, 20) * kMinute;
    for (std::int64_t left = patched_machines_; left > 0; --left) {
      const Actor actor = actor_of(caller, when);
      Wish wish;
      wish.resource = &random_.pick(population_.resources(Target::virtual_machine, actor.grant->subscription));
      wish.child_name = "patch-agent";
      when = perform(operation_kind("Microsoft.Compute/virtualMachines/runCommands/write"), actor, wish, when,
                     Outcome::success);
      if (random_.chance(500'000)) {
        when += random_.between(5, 60) * kSecond;
        perform(operation_kind("Microsoft.Compute/virtualMachines/runCommands/delete"), actor, wish, when,
                Outcome::success);
      }
    }
  }
  due_[2] = now + kDay;
}

void Tenant::Timeline::run_intrusion(Ticks now) {
  Intruder intruder = make_intruder(now);
  Ticks when = now;
  const std::span<const IntrusionStep> steps =
      options_.story ? std::span<const IntrusionStep>(kStorySteps) : kIntrusionSteps;
  for (const IntrusionStep& step : steps) {
    if (random_.below(100) >= step.chance_percent) continue;
    for (std::int64_t left = random_.between(step.fewest, step.most); left > 0; --left) {
      when += static_cast<Ticks>(random_.exponential(step.seconds * static_cast<std::uint64_t>(kSecond)));
      when = run_step(step, when, intruder);
    }
  }
  intrusions_.push_back(std::move(intruder.report));
  const bool last = intrusions_.size() == options_.intrusions;
  due_[3] = last ? kNever : now + (end_ - start_) / options_.intrusions;
}

Tenant::Timeline::Intruder Tenant::Timeline::make_intruder(Ticks now) {
  const Caller* victim = nullptr;
  do {
    victim = &random_.pick(population_.callers(CallerKind::user));
  } while (victim->runs_commands && population_.callers(CallerKind::user).size() > 5);
  Intruder intruder;
  const std::string_view address = random_.pick(kHostileAddresses);
  intruder.actor = {&victim->grants.front(), begin_session(random_, population_, *victim, now, address, kAzureCli)};
  intruder.report.start = Timestamp{Duration{now / kTicksPerMillisecond}};
  intruder.report.caller_object_id = victim->object_id;
  intruder.report.principal_id = victim->grants.front().principal_id;
  intruder.report.address = address;
  return intruder;
}

Ticks Tenant::Timeline::run_step(const IntrusionStep& step, Ticks now, Intruder& intruder) {
  const OperationKind& kind = operation_kind(step.action);
  const Caller& caller = *intruder.actor.session->caller;
  const std::size_t subscription = intruder.actor.grant->subscription;
  Wish wish;
  wish.child_name = step.child_name;
  switch (step.kind) {
    case StepKind::plain:
      break;
    case StepKind::denied:
      return perform(kind, intruder.actor, wish, now, Outcome::denied);
    case StepKind::assign: {
      wish.role = "Virtual Machine Contributor";
      wish.principal_id = caller.object_id;
      now = perform(kind, intruder.actor, wish, now, Outcome::success);
      intruder_grants_.push_back(make_grant(random_, wish.role, caller.object_id, "User", subscription,
                                            population_.subscriptions()[subscription]));
      intruder.actor.grant = &intruder_grants_.back();
      intruder.report.principal_id = intruder.actor.grant->principal_id;
      return now;
    }
    case StepKind::run_command:
      intruder.machine = &random_.pick(population_.resources(Target::virtual_machine, subscription));
      wish.resource = intruder.machine;
      intruder.report.run_command_ids.push_back(
          to_upper_ascii(intruder.machine->id + "/runCommands/" + std::string(step.child_name)));
      break;
    case StepKind::delete_run_command:
      wish.resource = intruder.machine;
      wish.child_name = "health-check";
      break;
  }
  return perform(kind, intruder.actor, wish, now, Outcome::success);
}

const OperationKind& Tenant::Timeline::pick_kind(const Caller& caller) {
  const Weighted& weighted = kinds_[static_cast<std::size_t>(caller.kind)];
  while (true) {
    const OperationKind& kind = operation_kinds()[weighted.pick(random_)];
    if (may(caller, kind.who)) return kind;
  }
}

Tenant::Timeline::Actor Tenant::Timeline::actor_of(const Caller& caller, Ticks now) {
  auto& session = sessions_[&caller];
  if (session == nullptr || session->end <= now) session = begin_session(random_, population_, caller, now);
  return {&random_.pick(caller.grants), session};
}

Ticks Tenant::Timeline::perform(const OperationKind& kind, const Actor& actor, const Wish& wish, Ticks now,
                                Outcome outcome) {
  make_operation(random_, population_, kind, *actor.grant, actor.session, wish, outcome, queue_.spare());
  return queue_.add_spare(now);
}

Tenant::Tenant(const TenantOptions& options) : timeline_(std::make_unique<Timeline>(options)) {}
Tenant::~Tenant() = default;

bool Tenant::next(std::string& record) {
  return timeline_->next(record);
}
Timestamp Tenant::time() const {
  return Timestamp{Duration{timeline_->time() / kTicksPerMillisecond}};
}
Timestamp Tenant::arrival() const {
  return Timestamp{Duration{timeline_->arrival() / kTicksPerMillisecond}};
}
const std::vector<Intrusion>& Tenant::intrusions() const {
  return timeline_->intrusions();
}
const Population& Tenant::population() const {
  return timeline_->population();
}

}  // namespace picket::generate
