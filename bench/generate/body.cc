// SPDX-License-Identifier: Apache-2.0
#include "generate/body.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace picket::generate {
namespace {

// The text inside a JSON string. Bodies hold no control characters.
std::string escaped(std::string_view json) {
  std::string text;
  text.reserve(json.size() + json.size() / 4);
  for (const char character : json) {
    if (character == '"' || character == '\\') text += '\\';
    text += character;
  }
  return text;
}

std::string_view last_part(std::string_view scope) {
  return scope.substr(scope.rfind('/') + 1);
}

void make_deployment(Operation& operation) {
  operation.request_body = escaped(
      R"({"properties":{"mode":"Incremental","debugSetting":{"detailLevel":"none"},"template":{},"parameters":{}}})");
}

void make_machine(Random& random, Operation& operation) {
  const int cores = 2 << random.below(4);
  const std::string_view system = random.chance(600'000) ? "Linux" : "Windows";
  operation.response_body = escaped(fmt::format(
      R"({{"name":"{}","id":"{}","location":"{}","properties":{{"hardwareProfile":{{"vmSize":"Standard_D{}s_v5"}},)"
      R"("provisioningState":"Updating","storageProfile":{{"osDisk":{{"osType":"{}","createOption":"FromImage",)"
      R"("caching":"ReadWrite","managedDisk":{{"storageAccountType":"Premium_LRS"}}}},"dataDisks":[]}},)"
      R"("networkProfile":{{"networkInterfaces":[]}}}}}})",
      last_part(operation.scope), operation.scope, regions()[operation.region].location, cores, system));
}

void make_extension(Operation& operation) {
  const std::string_view name = last_part(operation.scope);
  const bool access = name == "enablevmAccess";  // the name that Azure's own tools give to VMAccess
  operation.response_body = escaped(
      fmt::format(R"({{"name":"{}","id":"{}","properties":{{"autoUpgradeMinorVersion":true,"provisioningState":)"
                  R"("Creating","publisher":"{}","type":"{}","typeHandlerVersion":"1.10"}}}})",
                  name, operation.scope, access ? "Microsoft.OSTCExtensions" : "Microsoft.Azure.Extensions",
                  access ? "VMAccessForLinux" : name));
}

void make_role_assignment(Random& random, const Wish& wish, Operation& operation) {
  constexpr std::string_view kUsual[] = {"Reader", "Monitoring Reader", "Reader", "Network Contributor", "Contributor"};
  const std::string_view role = role_definition_id(wish.role.empty() ? random.pick(kUsual) : wish.role);
  const std::string principal = wish.principal_id.empty() ? random.guid() : wish.principal_id;
  const std::string_view scope = operation.scope;
  operation.request_body =
      escaped(fmt::format(R"({{"Id":"{}","Properties":{{"PrincipalId":"{}","PrincipalType":"{}","RoleDefinitionId":)"
                          R"("/providers/Microsoft.Authorization/roleDefinitions/{}","Scope":"{}","Condition":null,)"
                          R"("ConditionVersion":null}}}})",
                          last_part(scope), principal, wish.principal_id.empty() ? "ServicePrincipal" : "User", role,
                          scope.substr(0, scope.find("/providers/Microsoft.Authorization"))));
  operation.response_body = escaped(
      fmt::format(R"({{"properties":{{"roleDefinitionId":"/providers/Microsoft.Authorization/roleDefinitions/{}",)"
                  R"("principalId":"{}"}},"type":"Microsoft.Authorization/roleAssignments","id":"{}"}})",
                  role, principal, scope));
}

void make_diagnostic_setting(Operation& operation) {
  operation.request_body =
      escaped(fmt::format(R"({{"name":"{}","properties":{{"logs":[{{"category":null,"categoryGroup":"allLogs",)"
                          R"("enabled":true}}],"metrics":[],"eventHubName":"activity"}}}})",
                          last_part(operation.scope)));
}

void make_security_rule(Random& random, Operation& operation) {
  const int port = random.chance(500'000) ? 443 : 8443;
  const std::uint64_t priority = 100 + random.below(4000);
  operation.request_body = escaped(
      fmt::format(R"({{"properties":{{"protocol":"Tcp","sourcePortRange":"*","destinationPortRange":"{}",)"
                  R"("sourceAddressPrefix":"10.0.0.0/8","access":"Allow","priority":{},"direction":"Inbound"}}}})",
                  port, priority));
}

}  // namespace

void make_bodies(Random& random, const Wish& wish, Operation& operation) {
  operation.request_body.clear();
  operation.response_body.clear();
  switch (operation.kind->body) {
    case Body::deployment:
      return make_deployment(operation);
    case Body::machine:
      return make_machine(random, operation);
    case Body::extension:
      return make_extension(operation);
    case Body::role_assignment:
      return make_role_assignment(random, wish, operation);
    case Body::diagnostic_setting:
      return make_diagnostic_setting(operation);
    case Body::security_rule:
      return make_security_rule(random, operation);
    case Body::none:
    case Body::policy:  // theirs is the same for all: record.cc
    case Body::health:
      return;
  }
}

}  // namespace picket::generate
