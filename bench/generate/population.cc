// SPDX-License-Identifier: Apache-2.0
#include "generate/population.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace picket::generate {
namespace {

constexpr std::string_view kGivenNames[] = {
    "Amara", "Anders", "Beatriz", "Chen",  "Dalia", "Elif",  "Emil",  "Farid", "Greta",   "Hanna", "Imani",
    "Jonas", "Kavya",  "Lars",    "Leila", "Mateo", "Mei",   "Nadia", "Noah",  "Olga",    "Owen",  "Priya",
    "Quinn", "Rafael", "Sana",    "Sofia", "Tariq", "Tomas", "Ulla",  "Vera",  "Wanjiru", "Yara",  "Zofia",
};
constexpr std::string_view kSurnames[] = {
    "Abebe", "Almeida", "Bauer",     "Castro", "Dubois",    "Eriksen",  "Farouk", "Garcia", "Haddad",
    "Ito",   "Jensen",  "Kowalski",  "Larsen", "Moreau",    "Nakamura", "Novak",  "Okafor", "Petrov",
    "Quist", "Rossi",   "Santos",    "Tanaka", "Ueda",      "Varga",    "Weber",  "Xu",     "Yilmaz",
    "Zhang", "Osei",    "Lindqvist", "Meyer",  "Hernandez", "Singh",
};
constexpr std::string_view kTeams[] = {"payments", "search", "web", "data", "identity", "mobile", "platform", "shop"};
constexpr std::string_view kStages[] = {"prod", "test", "dev"};
constexpr std::string_view kMachines[] = {"web", "app", "sql", "jump", "build", "cache", "batch", "dc"};

constexpr std::pair<std::string_view, std::string_view> kRoles[] = {
    {"Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"},
    {"Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"},
    {"Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7"},
    {"User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"},
    {"Virtual Machine Contributor", "9980e02c-c2be-4d73-94e8-173b1dc7cf3c"},
    {"Network Contributor", "4d97b98b-1d4f-4787-a291-c67834d212e7"},
    {"Monitoring Reader", "43d0d8ad-25c7-4714-9337-8ba259a9fe05"},
};

// Resource types below a resource group: path, how many in each group, name pattern.
struct ResourceType {
  Target target;
  std::string_view path;
  std::size_t count;
  std::string_view prefix;
};
constexpr ResourceType kResourceTypes[] = {
    {Target::snapshot, "Microsoft.Compute/snapshots", 2, "snap"},
    {Target::public_address, "Microsoft.Network/publicIPAddresses", 2, "pip"},
    {Target::security_group, "Microsoft.Network/networkSecurityGroups", 2, "nsg"},
    {Target::virtual_network, "Microsoft.Network/virtualNetworks", 1, "vnet"},
    {Target::storage_account, "Microsoft.Storage/storageAccounts", 2, "st"},
    {Target::key_vault, "Microsoft.KeyVault/vaults", 1, "kv"},
    {Target::web_site, "Microsoft.Web/sites", 2, "web"},
    {Target::sql_database, "Microsoft.Sql/servers", 1, "sql"},
    {Target::cluster, "Microsoft.ContainerService/managedClusters", 1, "aks"},
    {Target::automation_account, "Microsoft.Automation/automationAccounts", 1, "auto"},
    {Target::workspace, "Microsoft.OperationalInsights/workspaces", 1, "log"},
    {Target::event_hub, "Microsoft.EventHub/namespaces", 1, "evh"},
};

// An address of an office, which many people share, and of a home.
constexpr std::string_view kOffices[] = {"81.2.69.142", "81.2.69.160", "216.160.83.56"};

// Each draw has its own statement, here and elsewhere: the order in which a call's arguments are evaluated is the
// compiler's choice.
std::string azure_address(Random& random) {
  constexpr std::string_view kPrefixes[] = {"20.50", "40.74", "52.178", "13.69", "51.104"};
  const std::string_view prefix = random.pick(kPrefixes);
  const std::uint64_t third = random.below(256);
  const std::uint64_t fourth = 1 + random.below(254);
  return fmt::format("{}.{}.{}", prefix, third, fourth);
}

std::string home_address(Random& random) {
  if (!random.chance(150'000)) return fmt::format("89.160.20.{}", 112 + random.below(16));
  const std::uint64_t bits = random.next();
  return fmt::format("2a02:d140:{:x}:{:x}::{:x}", bits >> 48, (bits >> 32) & 0xffff, (bits & 0xffff) | 1);
}

}  // namespace

const std::vector<Region>& regions() {
  static const std::vector<Region> kRegions = {
      {"westeurope", "West Europe"}, {"northeurope", "North Europe"},
      {"eastus2", "East US 2"},      {"francecentral", "France Central"},
      {"uksouth", "UK South"},       {"germanywestcentral", "Germany West Central"}};
  return kRegions;
}

std::string without_dashes(std::string_view guid) {
  std::string digits(guid);
  std::erase(digits, '-');
  return digits;
}

std::string_view role_definition_id(std::string_view role) {
  const auto* const found = std::ranges::find(kRoles, role, [](const auto& entry) { return entry.first; });
  PICKET_CHECK(found != std::end(kRoles), "a role that the table does not have");
  return found->second;
}

Grant make_grant(Random& random, std::string_view role, std::string_view principal_id, std::string_view principal_type,
                 std::size_t subscription, std::string_view subscription_id) {
  Grant grant{.subscription = subscription, .principal_id = without_dashes(principal_id), .evidence = {}};
  // Assignment, definition and principal are written as digits without dashes.
  grant.evidence = fmt::format(
      R"({{"role":"{}","roleAssignmentScope":"/subscriptions/{}","roleAssignmentId":"{}","roleDefinitionId":"{}",)"
      R"("principalId":"{}","principalType":"{}"}})",
      role, subscription_id, without_dashes(random.guid()), without_dashes(role_definition_id(role)),
      grant.principal_id, principal_type);
  return grant;
}

Population::Population(std::uint64_t seed, const PopulationSize& size) {
  PICKET_CHECK(size.users > 0 && size.pipelines > 0 && size.managed_identities > 0 && size.groups > 0 &&
                   size.subscriptions > 0 && size.resource_groups > 0 && size.virtual_machines > 0,
               "a tenant needs at least one of everything");
  Random random(seed, 1);
  tenant_id_ = random.guid();
  build_resources(random, size);
  build_users(random, size);
  build_pipelines(random, size.pipelines);
  build_platform(random);
  build_managed_identities(random, size.managed_identities);
}

void Population::build_resources(Random& random, const PopulationSize& size) {
  resources_.resize(size.subscriptions * kTargetCount);
  for (std::size_t subscription = 0; subscription < size.subscriptions; ++subscription) {
    subscriptions_.push_back(random.guid());
    add_to(Target::subscription, subscription).push_back({"/subscriptions/" + subscriptions_.back(), subscription, 0});
    for (std::size_t number = 0; number < size.resource_groups; ++number) {
      build_resource_group(random, size, subscription, number);
    }
  }
}

void Population::build_resource_group(Random& random, const PopulationSize& size, std::size_t subscription,
                                      std::size_t number) {
  const auto team = kTeams[number % std::size(kTeams)];
  const auto stage = kStages[(number / std::size(kTeams) + subscription) % std::size(kStages)];
  const std::size_t region = static_cast<std::size_t>(random.below(regions().size()));
  const std::string group =
      fmt::format("/subscriptions/{}/resourceGroups/rg-{}-{}-{:02}", subscriptions_[subscription], team, stage, number);
  const auto add = [&](Target target, std::string_view path, const std::string& name) {
    add_to(target, subscription)
        .push_back({fmt::format("{}/providers/{}/{}", group, path, name), subscription, region});
  };
  add_to(Target::resource_group, subscription).push_back({group, subscription, region});
  for (std::size_t machine = 0; machine < size.virtual_machines; ++machine) {
    const std::string name = fmt::format("vm-{}-{:02}", kMachines[machine % std::size(kMachines)], machine);
    add(Target::virtual_machine, "Microsoft.Compute/virtualMachines", name);
    add(Target::disk, "Microsoft.Compute/disks", name + "_OsDisk_1");
    add(Target::network_interface, "Microsoft.Network/networkInterfaces", name + "-nic");
  }
  const std::string scale_set = fmt::format("vmss-{}-{}", team, stage);
  add(Target::scale_set, "Microsoft.Compute/virtualMachineScaleSets", scale_set);
  for (int instance = 0; instance < 3; ++instance) {
    add(Target::scale_set_instance, "Microsoft.Compute/virtualMachineScaleSets",
        fmt::format("{}/virtualMachines/{}", scale_set, instance));
  }
  for (const ResourceType& type : kResourceTypes) {
    for (std::size_t index = 0; index < type.count; ++index) {
      // Storage accounts allow letters and digits only.
      const auto pattern = type.target == Target::storage_account ? "{0}{1}{2}{3:02}{4}" : "{0}-{1}-{2}-{3:02}-{4}";
      add(type.target, type.path, fmt::format(fmt::runtime(pattern), type.prefix, team, stage, number, index));
    }
  }
}

void Population::build_users(Random& random, const PopulationSize& size) {
  constexpr std::string_view kGroupRoles[] = {"Contributor", "Virtual Machine Contributor", "Owner",
                                              "Network Contributor"};
  std::vector<std::string> groups(size.groups);
  for (auto& group : groups) group = random.guid();
  auto& users = of_kind(CallerKind::user);
  for (std::size_t index = 0; index < size.users; ++index) {
    Caller user;
    const auto given = kGivenNames[index % std::size(kGivenNames)];
    const auto surname = random.pick(kSurnames);
    user.name = fmt::format("{} {}", given, surname);
    user.user_principal_name =
        fmt::format("{}.{}{}@tailspin.example", to_lower_ascii(given), to_lower_ascii(surname), index);
    user.object_id = random.guid();
    user.token_key = random.next();
    user.addresses = {std::string(random.pick(kOffices)), home_address(random)};
    const auto first = static_cast<std::size_t>(random.below(groups.size()));
    const auto second = static_cast<std::size_t>(random.below(groups.size()));
    user.group_ids = groups[first] + (second == first ? "" : "," + groups[second]);
    // Most rights come through a group; some people hold assignments of their own.
    const auto subscription = static_cast<std::size_t>(random.below(subscriptions_.size()));
    user.grants.push_back(
        grant(random, kGroupRoles[first % std::size(kGroupRoles)], groups[first], "Group", subscription));
    if (random.chance(350'000))
      user.grants.push_back(grant(random, "Contributor", user.object_id, "User", subscription));
    user.runs_commands = index % 10 == 3;
    user.assigns_roles = index % 20 == 7;
    users.push_back(std::move(user));
  }
}

void Population::build_pipelines(Random& random, std::size_t count) {
  auto& pipelines = of_kind(CallerKind::pipeline);
  for (std::size_t index = 0; index < count; ++index) {
    Caller pipeline;
    pipeline.kind = CallerKind::pipeline;
    pipeline.object_id = random.guid();
    pipeline.app_id = random.guid();
    pipeline.token_key = random.next();
    for (int address = 0; address < 6; ++address) pipeline.addresses.push_back(azure_address(random));
    const auto subscription = index % subscriptions_.size();
    pipeline.grants.push_back(grant(random, "Contributor", pipeline.object_id, "ServicePrincipal", subscription));
    pipeline.runs_commands = index % 5 == 0;
    pipeline.assigns_roles = index % 5 == 1;
    pipelines.push_back(std::move(pipeline));
  }
}

void Population::build_platform(Random& random) {
  // Azure's own services act under service principals of Microsoft's applications in the tenant.
  constexpr std::string_view kServices[] = {
      "1d78a85d-813d-46f0-b496-dd72f50a3ec0",  // Azure Policy
      "262044b1-e2ce-469f-a196-69ab7ada62d3",  // backup
      "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5",  // Log Analytics
      "372140e0-b3b7-4226-8ef9-d57986796201",  // virtual machine services
  };
  auto& platform = of_kind(CallerKind::platform);
  for (const std::string_view service : kServices) {
    Caller caller;
    caller.kind = CallerKind::platform;
    caller.object_id = random.guid();
    caller.app_id = service;
    caller.token_key = random.next();
    for (int address = 0; address < 3; ++address) caller.addresses.push_back(azure_address(random));
    for (std::size_t subscription = 0; subscription < subscriptions_.size(); ++subscription) {
      caller.grants.push_back(grant(random, "Contributor", caller.object_id, "ServicePrincipal", subscription));
    }
    platform.push_back(std::move(caller));
  }
}

void Population::build_managed_identities(Random& random, std::size_t count) {
  auto& identities = of_kind(CallerKind::managed_identity);
  for (std::size_t index = 0; index < count; ++index) {
    Caller identity;
    identity.kind = CallerKind::managed_identity;
    const auto subscription = index % subscriptions_.size();
    const auto owner = index % 3 == 0 ? Target::automation_account : Target::virtual_machine;
    identity.resource_id = random.pick(resources(owner, subscription)).id;
    identity.object_id = random.guid();
    identity.app_id = random.guid();
    identity.token_key = random.next();
    identity.addresses = {azure_address(random)};
    identity.grants.push_back(
        grant(random, "Virtual Machine Contributor", identity.object_id, "ServicePrincipal", subscription));
    identity.runs_commands = index % 4 == 1;
    identities.push_back(std::move(identity));
  }
}

}  // namespace picket::generate
