// SPDX-License-Identifier: Apache-2.0
// How an intruder with a stolen session works its way to code on a machine: the steps in order, as data. The timeline
// (tenant.cc) carries them out.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace picket::generate {

enum class StepKind : std::uint8_t {
  plain,
  denied,              // refused by Azure
  assign,              // gives the caller a role of its own, which later steps may rest on
  run_command,         // writes a managed run command
  delete_run_command,  // deletes one that was written
};

struct IntrusionStep {
  std::string_view action;
  std::string_view child_name;  // empty: made up
  StepKind kind;
  std::uint32_t chance_percent;
  std::int64_t fewest;
  std::int64_t most;
  std::uint32_t seconds;  // mean time since the step before
};

inline constexpr std::array kIntrusionSteps = {
    IntrusionStep{"Microsoft.Storage/storageAccounts/listKeys/action", "", StepKind::denied, 100, 2, 5, 20},
    IntrusionStep{"Microsoft.KeyVault/vaults/write", "", StepKind::denied, 60, 1, 2, 40},
    IntrusionStep{"Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action", "", StepKind::plain, 70, 1, 4,
                  60},
    IntrusionStep{"Microsoft.Web/sites/config/list/action", "", StepKind::plain, 50, 1, 3, 60},
    IntrusionStep{"Microsoft.Authorization/roleAssignments/write", "", StepKind::assign, 50, 1, 1, 240},
    IntrusionStep{"Microsoft.Compute/virtualMachines/runCommands/write", "health-check", StepKind::run_command, 100, 1,
                  3, 180},
    IntrusionStep{"Microsoft.Compute/virtualMachines/runCommand/action", "", StepKind::plain, 40, 1, 2, 200},
    IntrusionStep{"Microsoft.Compute/virtualMachines/extensions/write", "enablevmAccess", StepKind::plain, 30, 1, 1,
                  300},
    IntrusionStep{"Microsoft.SerialConsole/serialPorts/connect/action", "", StepKind::plain, 20, 1, 1, 200},
    IntrusionStep{"Microsoft.Compute/virtualMachines/runCommands/delete", "", StepKind::delete_run_command, 70, 1, 1,
                  400},
    IntrusionStep{"Microsoft.Storage/storageAccounts/listKeys/action", "", StepKind::plain, 60, 1, 3, 200},
    IntrusionStep{"Microsoft.Compute/disks/beginGetAccess/action", "", StepKind::plain, 30, 1, 1, 300},
    IntrusionStep{"Microsoft.Insights/diagnosticSettings/delete", "", StepKind::plain, 25, 1, 1, 200},
};

// One course of events without chance, for demonstrations: in through a group, out of sight, then a role of its own.
inline constexpr std::array kStorySteps = {
    IntrusionStep{"Microsoft.Storage/storageAccounts/listKeys/action", "", StepKind::denied, 100, 3, 3, 20},
    IntrusionStep{"Microsoft.KeyVault/vaults/write", "", StepKind::denied, 100, 1, 1, 40},
    IntrusionStep{"Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action", "", StepKind::plain, 100, 2,
                  2, 60},
    IntrusionStep{"Microsoft.Compute/virtualMachines/runCommands/write", "health-check", StepKind::run_command, 100, 1,
                  1, 120},
    IntrusionStep{"Microsoft.Compute/virtualMachines/runCommands/delete", "", StepKind::delete_run_command, 100, 1, 1,
                  200},
    IntrusionStep{"Microsoft.Authorization/roleAssignments/write", "", StepKind::assign, 100, 1, 1, 240},
    IntrusionStep{"Microsoft.Compute/virtualMachines/runCommands/write", "health-check", StepKind::run_command, 100, 1,
                  1, 300},
    IntrusionStep{"Microsoft.Compute/disks/beginGetAccess/action", "", StepKind::plain, 100, 1, 1, 300},
    IntrusionStep{"Microsoft.Insights/diagnosticSettings/delete", "", StepKind::plain, 100, 1, 1, 200},
};

// Addresses that no caller of the tenant uses. All are in the databases that MaxMind publishes for tests.
inline constexpr std::string_view kHostileAddresses[] = {"175.16.199.37", "67.43.156.12", "2.125.160.221",
                                                         "202.196.224.9"};

}  // namespace picket::generate
