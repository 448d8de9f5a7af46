// SPDX-License-Identifier: Apache-2.0
// Who and what exists in a generated tenant: subscriptions with their resources, and the callers that act on them with
// the role assignments that let them. Built once from a seed; nothing here changes while time passes. A principal of a
// role assignment is the caller itself, or a group that the caller belongs to (which is what the records then show).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/random.h"

namespace picket::generate {

// What an operation acts on. The order is that of the table in population.cc.
enum class Target : std::uint8_t {
  subscription,
  resource_group,
  virtual_machine,
  scale_set,
  scale_set_instance,
  disk,
  snapshot,
  network_interface,
  public_address,
  security_group,
  virtual_network,
  storage_account,
  key_vault,
  web_site,
  sql_database,
  cluster,
  automation_account,
  workspace,
  event_hub,
};
inline constexpr std::size_t kTargetCount = 19;

enum class CallerKind : std::uint8_t { user, pipeline, platform, managed_identity };
inline constexpr std::size_t kCallerKindCount = 4;

struct PopulationSize {
  std::size_t users = 60;
  std::size_t groups = 10;
  std::size_t pipelines = 10;  // service principals of deployments and other automation
  std::size_t managed_identities = 8;
  std::size_t subscriptions = 3;
  std::size_t resource_groups = 8;   // in each subscription
  std::size_t virtual_machines = 8;  // in each resource group
};

struct Resource {
  std::string id;  // "/subscriptions/.../virtualMachines/vm-web-03", mixed case as in authorization.scope
  std::size_t subscription = 0;
  std::size_t region = 0;  // index into regions()
};

struct Grant {
  std::size_t subscription = 0;
  std::string principal_id;  // 32 hexadecimal digits, as the records write it
  std::string evidence;      // the JSON object
};

// A new role assignment. `principal_id` has dashes; the type is User, Group or ServicePrincipal.
Grant make_grant(Random& random, std::string_view role, std::string_view principal_id, std::string_view principal_type,
                 std::size_t subscription, std::string_view subscription_id);

struct Caller {
  CallerKind kind = CallerKind::user;
  std::string name;  // "Jane Doe"; empty for all but users
  std::string user_principal_name;
  std::string object_id;    // with dashes
  std::string app_id;       // own application; empty for users, whose application is that of the session
  std::string resource_id;  // managed identities: the resource it belongs to
  std::string group_ids;    // the groups claim: ids with dashes, joined by commas
  std::vector<std::string> addresses;
  std::vector<Grant> grants;    // never empty
  bool runs_commands = false;   // runs scripts on machines as part of the job
  bool assigns_roles = false;   // hands out access as part of the job
  std::uint64_t token_key = 0;  // what the stable parts of its tokens are derived from
};

class Population {
 public:
  Population(std::uint64_t seed, const PopulationSize& size);

  const std::string& tenant_id() const { return tenant_id_; }
  const std::vector<std::string>& subscriptions() const { return subscriptions_; }
  const std::vector<Caller>& callers(CallerKind kind) const { return callers_[static_cast<std::size_t>(kind)]; }
  // Never empty: every subscription has at least one of each.
  const std::vector<Resource>& resources(Target target, std::size_t subscription) const {
    return resources_[subscription * kTargetCount + static_cast<std::size_t>(target)];
  }

 private:
  void build_resources(Random& random, const PopulationSize& size);
  void build_resource_group(Random& random, const PopulationSize& size, std::size_t subscription, std::size_t number);
  void build_users(Random& random, const PopulationSize& size);
  void build_pipelines(Random& random, std::size_t count);
  void build_platform(Random& random);
  void build_managed_identities(Random& random, std::size_t count);
  std::vector<Caller>& of_kind(CallerKind kind) { return callers_[static_cast<std::size_t>(kind)]; }
  Grant grant(Random& random, std::string_view role, const std::string& principal_id, std::string_view principal_type,
              std::size_t subscription) const {
    return make_grant(random, role, principal_id, principal_type, subscription, subscriptions_[subscription]);
  }
  std::vector<Resource>& add_to(Target target, std::size_t subscription) {
    return resources_[subscription * kTargetCount + static_cast<std::size_t>(target)];
  }

  std::string tenant_id_;
  std::vector<std::string> subscriptions_;
  std::vector<std::vector<Resource>> resources_;  // [subscription * kTargetCount + target]
  std::array<std::vector<Caller>, kCallerKindCount> callers_;
};

// "westeurope" and "West Europe".
struct Region {
  std::string_view location;
  std::string_view display_name;
};
const std::vector<Region>& regions();

std::string without_dashes(std::string_view guid);

// Identifier of a built-in role, with dashes; requires a name of the table in population.cc.
std::string_view role_definition_id(std::string_view role);

}  // namespace picket::generate
