// SPDX-License-Identifier: Apache-2.0
#include "alert/target.h"

#include <vector>

#include "base/text.h"
#include "event/document.h"

namespace picket::alert {
namespace {

// "TYPE/NAME/TYPE/NAME..." behind the last "providers/NAMESPACE".
void read_resource(const std::vector<std::string_view>& parts, std::size_t at, Target& target) {
  if (at + 1 >= parts.size()) return;
  target.type = parts[at];
  target.name = parts[at + 1];
  at += 2;
  if (equals_ignoring_case(target.type, "virtualMachineScaleSets") && at + 1 < parts.size() &&
      equals_ignoring_case(parts[at], "virtualMachines")) {
    target.name += "/" + std::string(parts[at + 1]);
    at += 2;
  }
  if (at + 1 >= parts.size()) return;
  target.child_type = parts[at];
  target.child = parts[at + 1];
}

}  // namespace

Target parse_target(std::string_view resource_id) {
  Target target;
  if (resource_id.starts_with('/')) resource_id.remove_prefix(1);
  const std::vector<std::string_view> parts = split(resource_id, '/');
  bool inside_machine = false;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (equals_ignoring_case(parts[i], "subscriptions") && target.subscription.empty()) {
      target.subscription = parts[i + 1];
    } else if (equals_ignoring_case(parts[i], "resourceGroups") && target.resource_group.empty()) {
      target.resource_group = parts[i + 1];
    } else if (equals_ignoring_case(parts[i], "providers")) {
      // A resource that belongs to a machine but has a provider of its own (a serial console port, a role assignment on
      // the machine) keeps the machine as its target and is the child.
      if (inside_machine && i + 3 < parts.size()) {
        target.child_type = parts[i + 2];
        target.child = parts[i + 3];
        return target;
      }
      read_resource(parts, i + 2, target);
      inside_machine = !target.name.empty();
    }
  }
  return target;
}

Target target_of(const json::Object& source) {
  return parse_target(event::first_text(source, "azure.resource.id"));
}

}  // namespace picket::alert
