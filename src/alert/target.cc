// SPDX-License-Identifier: Apache-2.0
#include "alert/target.h"

#include <array>
#include <initializer_list>
#include <string>
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

// Where logs without an Azure resource name what they are about: the first row whose `name` is there.
struct Named {
  std::string_view name;
  std::string_view type;  // as `Target::type`
  std::string_view child = {};
  std::string_view child_type = {};
};
constexpr auto kNamed = std::to_array<Named>({
    {"azure.signinlogs.properties.resource_display_name", "application"},
    {"azure.signinlogs.properties.app_display_name", "application"},
    {"azure.provisioning.properties.target_system.name", "application",
     "azure.provisioning.properties.source_identity.name", "identity"},
    {"azure.identityprotection.properties.user_principal_name", "user"},
    {"azure.identityprotection.properties.user_display_name", "user"},
});

std::string first_of(const json::Object& source, std::initializer_list<std::string> paths) {
  for (const std::string& path : paths) {
    if (std::string text = event::first_text(source, path); !text.empty()) return text;
  }
  return {};
}

// The first target of an audit log, and the second one as its child: a user, and the role that it was given.
Target audit_target(const json::Object& source) {
  const auto target_path = [](std::string_view number, std::string_view member) {
    return "azure.auditlogs.properties.target_resources." + std::string(number) + "." + std::string(member);
  };
  const auto name = [&](std::string_view number) {
    return first_of(source, {target_path(number, "user_principal_name"), target_path(number, "display_name"),
                             target_path(number, "id")});
  };
  Target target;
  target.name = name("0");
  target.type = event::first_text(source, target_path("0", "type"));
  target.child = name("1");
  target.child_type = event::first_text(source, target_path("1", "type"));
  return target;
}

// What a call was about inside of its resource: of a Kubernetes cluster "secrets" and "NAMESPACE/NAME", of a key vault
// "secrets" and the name in ".../secrets/NAME/VERSION".
void read_inner(const json::Object& source, Target& target) {
  constexpr std::string_view kObject = "azure.platformlogs.properties.log.objectRef.";
  const auto object = [&](std::string_view member) {
    return event::first_text(source, std::string(kObject) + std::string(member));
  };
  if (const std::string kind = object("resource"); !kind.empty()) {
    const std::string name_space = object("namespace");
    const std::string name = object("name");
    target.child_type = kind;
    target.child = name_space.empty() || name.empty() ? name_space + name : name_space + "/" + name;
    return;
  }
  const std::string id = event::first_text(source, "azure.platformlogs.properties.id");
  const std::size_t host = id.find("://");
  if (host == std::string::npos) return;
  const std::vector<std::string_view> parts = split(std::string_view(id).substr(host + 3), '/');
  if (parts.size() < 3) return;
  target.child_type = parts[1];
  target.child = parts[2];
}

// "GET /v1.0/users"
Target request_target(const json::Object& source) {
  Target target;
  const std::string path = event::first_text(source, "url.path");
  if (path.empty() || event::first_text(source, "azure.graphactivitylogs.category").empty()) return target;
  const std::string method = event::first_text(source, "http.request.method");
  target.type = "request";
  target.name = method.empty() ? path : method + " " + path;
  return target;
}

Target named_target(const json::Object& source) {
  for (const Named& named : kNamed) {
    Target target;
    target.name = event::first_text(source, named.name);
    if (target.name.empty()) continue;
    target.type = named.type;
    if (!named.child.empty()) target.child = event::first_text(source, named.child);
    if (!target.child.empty()) target.child_type = named.child_type;
    return target;
  }
  return request_target(source);
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
  Target target = parse_target(event::first_text(source, "azure.resource.id"));
  if (!target.name.empty() || !target.subscription.empty()) {
    if (target.child.empty()) read_inner(source, target);
    return target;
  }
  target = audit_target(source);
  return target.name.empty() ? named_target(source) : target;
}

}  // namespace picket::alert
