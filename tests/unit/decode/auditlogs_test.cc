// SPDX-License-Identifier: Apache-2.0
// The mapping of audit logs of Entra ID, sentence by sentence of docs/formats/azure-auditlogs.md.
#include <gtest/gtest.h>

#include <string>

#include "decode/geoip.h"
#include "document_of.h"
#include "test_data.h"

namespace picket::decode {
namespace {

using namespace testing_data;

json::Object audit_of(std::string_view members, const DecodeOptions& options = {}) {
  std::string record = R"({"time":"2024-05-06T07:08:09Z","category":"AuditLogs","operationName":"Add user")";
  if (!members.empty()) record += "," + std::string(members);
  return document_of(record + "}", options);
}
std::string property(std::string_view properties, std::string_view path) {
  return at(audit_of(R"("properties":)" + std::string(properties)), "azure.auditlogs.properties." + std::string(path));
}

TEST(AuditLogs, AreOfTheirOwnDataStream) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto document = decoder.document(R"({"time":"2024-05-06T07:08:09Z","category":"auditlogs"})");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->index, "logs-azure.auditlogs-default");
  EXPECT_EQ(at(document->source, "data_stream.dataset"), "azure.auditlogs");
  EXPECT_EQ(at(document->source, "event.dataset"), "azure.auditlogs");
  EXPECT_EQ(at(document->source, "event.module"), "azure");
}

TEST(AuditLogs, MovedMembers) {
  const json::Object document =
      audit_of(R"("resourceId":"/tenants/t/providers/Microsoft.aadiam","tenantId":"t","correlationId":"c",
                  "level":"Informational","Level":4,"operationVersion":"1.0","resultSignature":"None",
                  "identity":"Someone","extra":"kept")");
  EXPECT_EQ(at(document, "azure.resource.id"), "/tenants/t/providers/Microsoft.aadiam");
  EXPECT_EQ(at(document, "azure.resource.provider"), "Microsoft.aadiam");
  EXPECT_EQ(at(document, "azure.tenant_id"), "t");
  EXPECT_EQ(at(document, "azure.correlation_id"), "c");
  EXPECT_EQ(at(document, "log.level"), "Informational");
  EXPECT_EQ(at(document, "azure.auditlogs.level"), "4");
  EXPECT_EQ(at(document, "event.action"), "Add user");
  EXPECT_EQ(at(document, "azure.auditlogs.operation_name"), "Add user");
  EXPECT_EQ(at(document, "azure.auditlogs.operation_version"), "1.0");
  EXPECT_EQ(at(document, "azure.auditlogs.result_signature"), "None");
  EXPECT_EQ(at(document, "azure.auditlogs.identity"), "Someone");
  EXPECT_EQ(at(document, "azure.auditlogs.extra"), "kept");
  EXPECT_EQ(at(document, "@timestamp"), "2024-05-06T07:08:09.000Z");
  EXPECT_EQ(at(document, "azure.auditlogs.time"), "-");
}

TEST(AuditLogs, TargetsAndTheirPropertiesAreNumbered) {
  const std::string_view properties =
      R"({"targetResources":[{"displayName":"A","id":"1","type":"User","ipAddress":"1.2.3.4","groupType":"g",
          "userPrincipalName":"a@b","modifiedProperties":[{"displayName":"Role","oldValue":null,"newValue":"\"X\""},
          {"displayName":"Second","newValue":"n","oldValue":"o"}]},{"displayName":"B","type":"Role"}]})";
  EXPECT_EQ(property(properties, "target_resources.0.display_name"), "A");
  EXPECT_EQ(property(properties, "target_resources.0.id"), "1");
  EXPECT_EQ(property(properties, "target_resources.0.type"), "User");
  EXPECT_EQ(property(properties, "target_resources.0.ip_address"), "1.2.3.4");
  EXPECT_EQ(property(properties, "target_resources.0.user_principal_name"), "a@b");
  EXPECT_EQ(property(properties, "target_resources.0.modified_properties.0.display_name"), "Role");
  EXPECT_EQ(property(properties, "target_resources.0.modified_properties.0.new_value"), "\"X\"");
  EXPECT_EQ(property(properties, "target_resources.0.modified_properties.0.old_value"), "-") << "null";
  EXPECT_EQ(property(properties, "target_resources.0.modified_properties.1.old_value"), "o");
  EXPECT_EQ(property(properties, "target_resources.1.display_name"), "B") << "a target without modified properties";
  EXPECT_EQ(property(properties, "target_resources.0.groupType"), "-") << "not among the members that are kept";
  EXPECT_EQ(property(properties, "targetResources"), "-");
}

TEST(AuditLogs, ListsAndObjectsMayComeAsText) {
  const std::string_view properties =
      R"("{\"initiatedBy\":\"{\\\"user\\\":{\\\"id\\\":\\\"u\\\"}}\",\"targetResources\":\"[{\\\"id\\\":\\\"x\\\"}]\"}")";
  EXPECT_EQ(property(properties, "target_resources.0.id"), "x");
  EXPECT_EQ(property(properties, "initiated_by.user.id"), "u");
}

TEST(AuditLogs, TargetsThatAreNoListStayAsTheyAre) {
  EXPECT_EQ(property(R"({"targetResources":{"displayName":"A"}})", "target_resources.displayName"), "A");
  EXPECT_EQ(property(R"({"targetResources":["A",{"displayName":"B"}]})", "target_resources.0"), "A");
  EXPECT_EQ(property(R"({"targetResources":["A",{"displayName":"B"}]})", "target_resources.1.display_name"), "B");
  EXPECT_EQ(property(R"({"targetResources":[]})", "target_resources"), "-");
}

TEST(AuditLogs, NamesOfTheInitiatorStay) {
  const std::string_view properties =
      R"({"initiatedBy":{"user":{"id":"u","userPrincipalName":"a@b","ipAddress":"1.2.3.4"},"app":null}})";
  EXPECT_EQ(property(properties, "initiated_by.user.userPrincipalName"), "a@b");
  EXPECT_EQ(property(properties, "initiated_by.user.ipAddress"), "1.2.3.4");
  const json::Object document = audit_of(R"("properties":)" + std::string(properties));
  EXPECT_EQ(json::get(*json::get(document, "azure")->if_object(), "auditlogs", "properties")
                ->as_object()
                .at("initiated_by")
                .as_object()
                .if_contains("app"),
            nullptr)
      << "null members are left out";
}

TEST(AuditLogs, OutcomeIsTheResultIfItIsOne) {
  const auto outcome = [](std::string_view result) {
    const json::Object document = audit_of(R"("properties":{"result":")" + std::string(result) + "\"}");
    return at(document, "event.outcome") + " " + at(document, "azure.auditlogs.properties.result");
  };
  EXPECT_EQ(outcome("success"), "success -");
  EXPECT_EQ(outcome("Failure"), "failure -");
  EXPECT_EQ(outcome("timeout"), "- timeout");
  EXPECT_EQ(at(audit_of(""), "event.outcome"), "-");
}

TEST(AuditLogs, AnAddressIsLookedUp) {
  const auto geoip = GeoIp::open(geoip_folder().string());
  ASSERT_TRUE(geoip.has_value());
  const json::Object document = audit_of(R"("callerIpAddress":"81.2.69.144")", {.geoip = &*geoip});
  EXPECT_EQ(at(document, "source.ip"), "81.2.69.144");
  EXPECT_EQ(at(document, "client.ip"), "81.2.69.144");
  EXPECT_EQ(at(document, "related.ip"), "81.2.69.144");
  EXPECT_EQ(at(document, "source.geo.city_name"), "London");
  EXPECT_EQ(at(audit_of(R"("callerIpAddress":"none")"), "source.address"), "none");
}

}  // namespace
}  // namespace picket::decode
