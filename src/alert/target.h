// SPDX-License-Identifier: Apache-2.0
// What an Azure operation was aimed at, read from its resource id: subscription, resource group, machine or scale set
// instance, and the child resource (a run command, an extension). Logs of Entra ID and Microsoft Graph are about the
// tenant as a whole; what they were aimed at is in members of their own.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace picket::alert {

struct Target {
  std::string subscription;
  std::string resource_group;
  std::string type;        // "virtualMachines", "virtualMachineScaleSets", as the record spells it
  std::string name;        // the machine; "SET/3" for instance 3 of a scale set; else the resource's own name
  std::string child_type;  // "runCommands", "extensions"
  std::string child;       // the run command's or extension's name
};
Target parse_target(std::string_view resource_id);
// From azure.resource.id of an ECS document, or from those members; every member may be empty.
Target target_of(const json::Object& source);

}  // namespace picket::alert
