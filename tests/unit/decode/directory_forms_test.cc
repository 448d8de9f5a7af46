// SPDX-License-Identifier: Apache-2.0
// Audit and identity protection logs in the forms of Log Analytics, the Microsoft Graph API and PowerShell.
#include <gtest/gtest.h>

#include <string>

#include "document_of.h"
#include "test_data.h"

namespace picket::decode {
namespace {

using namespace testing_data;

// What rules on audit logs read, one line.
std::string audit_summary(std::string_view record) {
  const json::Object document = document_of(record);
  const std::string properties = "azure.auditlogs.properties.";
  return at(document, "@timestamp") + " " + at(document, "event.action") + " " + at(document, "event.outcome") + " " +
         at(document, "azure.auditlogs.category") + " " + at(document, properties + "category") + " " +
         at(document, properties + "initiated_by.user.userPrincipalName") + " " + at(document, "source.ip") + " " +
         at(document, properties + "target_resources.0.display_name") + " " +
         at(document, properties + "target_resources.0.modified_properties.0.new_value") + " " +
         at(document, properties + "additional_details.key") + " " + at(document, "azure.correlation_id");
}
constexpr std::string_view kAudit =
    "2024-05-06T07:08:09.123Z Add member to role success AuditLogs RoleManagement a@b 1.2.3.4 A \"X\" User-Agent c";

TEST(DirectoryForms, AuditsOfTheGraphApi) {
  EXPECT_EQ(audit_summary(R"({"id":"i","category":"RoleManagement","correlationId":"c","result":"success",
      "resultReason":"","activityDisplayName":"Add member to role","activityDateTime":"2024-05-06T07:08:09.1234567Z",
      "loggedByService":"Core Directory","operationType":"Assign","initiatedBy":{"app":null,"user":{"id":"u",
      "displayName":null,"userPrincipalName":"a@b","ipAddress":"1.2.3.4"}},"targetResources":[{"id":"1",
      "displayName":"A","type":"User","modifiedProperties":[{"displayName":"Role","oldValue":null,
      "newValue":"\"X\""}]}],"additionalDetails":[{"key":"User-Agent","value":"v"}]})"),
            kAudit);
}

TEST(DirectoryForms, AuditsOfPowerShell) {
  EXPECT_EQ(audit_summary(R"({"ActivityDateTime":"\/Date(1714979289123)\/","ActivityDisplayName":"Add member to role",
      "AdditionalDetails":[{"Key":"User-Agent","Value":"v"}],"Category":"RoleManagement","CorrelationId":"c","Id":"i",
      "InitiatedBy":{"App":{"AppId":null},"User":{"Id":"u","IPAddress":"1.2.3.4","UserPrincipalName":"a@b"}},
      "LoggedByService":"Core Directory","OperationType":"Assign","Result":"success","TargetResources":[{
      "DisplayName":"A","Id":"1","ModifiedProperties":[{"DisplayName":"Role","NewValue":"\"X\"","OldValue":null}],
      "Type":"User"}],"AdditionalProperties":{}})"),
            kAudit);
}

TEST(DirectoryForms, AuditsOfLogAnalytics) {
  const std::string_view record = R"({"TenantId":"w","SourceSystem":"Azure AD","Type":"AuditLogs",
      "TimeGenerated":"2024-05-06T07:08:09.1234567Z","ResourceId":"/tenants/t/providers/Microsoft.aadiam",
      "OperationName":"Add member to role","OperationVersion":"1.0","Category":"RoleManagement","ResultSignature":"None",
      "DurationMs":"0","CorrelationId":"c","Level":"4","AADTenantId":"t","ActivityDisplayName":"Add member to role",
      "ActivityDateTime":"2024-05-06T07:08:09.1234567Z","LoggedByService":"Core Directory","Result":"success",
      "AADOperationType":"Assign","Id":"i","InitiatedBy":"{\"user\":{\"id\":\"u\",\"userPrincipalName\":\"a@b\",
      \"ipAddress\":\"1.2.3.4\"}}","TargetResources":"[{\"id\":\"1\",\"displayName\":\"A\",\"modifiedProperties\":
      [{\"displayName\":\"Role\",\"newValue\":\"\\\"X\\\"\"}]}]",
      "AdditionalDetails":"[{\"key\":\"User-Agent\",\"value\":\"v\"}]"})";
  std::string line(record);
  std::erase(line, '\n');
  EXPECT_EQ(audit_summary(line), kAudit);
  const json::Object document = document_of(line);
  EXPECT_EQ(at(document, "azure.tenant_id"), "t");
  EXPECT_EQ(at(document, "azure.auditlogs.workspace_id"), "w");
  EXPECT_EQ(at(document, "azure.resource.provider"), "Microsoft.aadiam");
  EXPECT_EQ(at(document, "event.duration"), "0");
  EXPECT_EQ(at(document, "azure.auditlogs.level"), "4");
  EXPECT_EQ(at(document, "azure.auditlogs.properties.operation_type"), "Assign");
}

TEST(DirectoryForms, RiskDetectionsOfTheGraphApi) {
  const json::Object document = document_of(R"({"id":"i","requestId":"r","correlationId":"c","riskType":"generic",
      "riskEventType":"passwordSpray","riskState":"atRisk","riskLevel":"high","riskDetail":"none",
      "source":"IdentityProtection","activity":"signin","ipAddress":"1.2.3.4","location":{"city":"Dresden"},
      "activityDateTime":"2024-05-06T07:00:00Z","detectedDateTime":"2024-05-06T07:08:09Z",
      "lastUpdatedDateTime":"2024-05-06T07:10:00Z","userId":"u","userPrincipalName":"a@b",
      "additionalInfo":"[{\"Key\":\"userAgent\",\"Value\":\"curl\"}]"})");
  const std::string properties = "azure.identityprotection.properties.";
  EXPECT_EQ(at(document, "@timestamp"), "2024-05-06T07:10:00.000Z");
  EXPECT_EQ(at(document, "event.action"), "User Risk Detection");
  EXPECT_EQ(at(document, "azure.identityprotection.category"), "UserRiskEvents");
  EXPECT_EQ(at(document, "azure.correlation_id"), "i");
  EXPECT_EQ(at(document, "source.ip"), "1.2.3.4");
  EXPECT_EQ(at(document, properties + "correlation_id"), "c");
  EXPECT_EQ(at(document, properties + "risk_event_type"), "passwordSpray");
  EXPECT_EQ(at(document, properties + "location.city"), "Dresden");
  EXPECT_EQ(at(document, properties + "additional_info.Key"), "userAgent") << "names inside stay";
  EXPECT_EQ(at(document, properties + "detected_datetime"), "2024-05-06T07:08:09.000Z");
}

TEST(DirectoryForms, RiskyUsersOfLogAnalytics) {
  const json::Object document = document_of(R"({"TimeGenerated":"2024-05-06T07:08:09Z","Type":"AADRiskyUsers",
      "TenantId":"w","OperationName":"Risky user","CorrelationId":"i","Id":"i","IsDeleted":false,
      "RiskDetail":"none","RiskLastUpdatedDateTime":"2024-05-06T07:08:09Z","RiskLevel":"high","RiskState":"atRisk",
      "UserPrincipalName":"a@b"})");
  EXPECT_EQ(at(document, "event.action"), "Risky user");
  EXPECT_EQ(at(document, "azure.identityprotection.category"), "RiskyUsers");
  EXPECT_EQ(at(document, "azure.identityprotection.properties.is_deleted"), "false");
  EXPECT_EQ(at(document, "azure.identityprotection.properties.user_principal_name"), "a@b");
  EXPECT_EQ(at(document, "azure.identityprotection.workspace_id"), "w");
}

TEST(DirectoryForms, AreFoundByTheirMembers) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto index = [&](std::string_view members) {
    const auto document = decoder.document("{" + std::string(members) + "}");
    return document ? document->index : std::string(to_string(document.error()));
  };
  EXPECT_EQ(index(R"("TimeGenerated":"2024-05-06","ActivityDisplayName":"x","LoggedByService":"y")"),
            "logs-azure.auditlogs-default");
  EXPECT_EQ(index(R"("TimeGenerated":"2024-05-06","RiskState":"x","DetectedDateTime":"y")"),
            "logs-azure.identity_protection-default");
  EXPECT_EQ(index(R"("RiskState":"x","RiskLastUpdatedDateTime":"2024-05-06")"),
            "logs-azure.identity_protection-default");
  EXPECT_EQ(index(R"("TimeGenerated":"2024-05-06","ActivityDisplayName":"x","LoggedByService":"y","Type":"Other")"),
            "unknown_format");
  EXPECT_EQ(index(R"("activityDateTime":"2024-05-06","displayName":"x")"), "unknown_format");
}

}  // namespace
}  // namespace picket::decode
