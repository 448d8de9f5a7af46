// SPDX-License-Identifier: Apache-2.0
// The operations of Azure Resource Manager that a tenant's days are made of, and one operation that a caller performs:
// everything that its records (start, accept, end) have in common. The shapes follow real Event Hub records.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "generate/population.h"
#include "generate/random.h"
#include "generate/session.h"

namespace picket::generate {

// The records of one operation.
enum class Chain : std::uint8_t {
  request,       // start, success
  long_running,  // start, accept, success
  single,        // one record, written by a service
};

enum class Body : std::uint8_t {
  none,
  deployment,
  machine,
  extension,
  role_assignment,
  diagnostic_setting,
  security_rule,
  policy,
  health,
};

enum class Who : std::uint8_t { anyone, runs_commands, assigns_roles };

struct OperationKind {
  std::string_view action;  // as authorization.action writes it: "Microsoft.Compute/virtualMachines/start/action"
  std::string_view child;   // what follows the resource's id; "{command}" and the like stand for a name
  Target target;
  Chain chain;
  Body body;
  Who who;
  std::uint32_t seconds;                                // mean time from start to end
  std::array<std::uint32_t, kCallerKindCount> weights;  // how often, by kind of caller
};

std::span<const OperationKind> operation_kinds();
const OperationKind& operation_kind(std::string_view action);  // requires an action of the table
// Mean number of records of an operation drawn by weight for this kind of caller, in thousandths.
std::uint64_t mean_records(CallerKind kind);

enum class Outcome : std::uint8_t {
  success,
  failure,  // the end record says Failure
  denied,   // one Failure record without evidence: the caller had no right
  lost,     // the end record never comes
};

struct Operation {
  const OperationKind* kind = nullptr;
  const Grant* grant = nullptr;            // none where the call was denied, or where a service acted for itself
  std::shared_ptr<const Session> session;  // none for a service
  std::string scope;                       // mixed case
  std::string resource_id;                 // upper case
  std::string correlation_id;
  std::string request_body;  // JSON, escaped for a JSON string; empty: none
  std::string response_body;
  std::uint64_t key = 0;  // what the ids of single records are derived from
  std::size_t region = 0;
  Outcome outcome = Outcome::success;
};

// Names that stand for themselves; an empty one is made up.
struct Wish {
  const Resource* resource = nullptr;
  std::string_view child_name;
  std::string_view role;       // role assignments: which role
  std::string principal_id;    // role assignments: for whom (with dashes)
  std::string correlation_id;  // shared by the operations of one deployment
};

// Fills `operation`, reusing its memory. The resource is one of the grant's subscription.
void make_operation(Random& random, const Population& population, const OperationKind& kind, const Grant& grant,
                    std::shared_ptr<const Session> session, const Wish& wish, Outcome outcome, Operation& operation);

// Mostly success.
Outcome random_outcome(Random& random, const OperationKind& kind);

}  // namespace picket::generate
