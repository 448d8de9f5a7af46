// SPDX-License-Identifier: Apache-2.0
// The mapping of identity protection logs, sentence by sentence of docs/formats/azure-identity-protection.md.
#include <gtest/gtest.h>

#include <string>

#include "document_of.h"
#include "test_data.h"

namespace picket::decode {
namespace {

using namespace testing_data;

json::Object risk_of(std::string_view members) {
  std::string record =
      R"({"time":"8/22/2022 6:07:16 PM","category":"UserRiskEvents","operationName":"User Risk Detection")";
  if (!members.empty()) record += "," + std::string(members);
  return document_of(record + "}");
}
std::string property(std::string_view properties, std::string_view path) {
  return at(risk_of(R"("properties":)" + std::string(properties)),
            "azure.identityprotection.properties." + std::string(path));
}

TEST(IdentityProtection, IsOfItsOwnDataStream) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  for (const std::string_view category : {"RiskyUsers", "UserRiskEvents", "userriskevents"}) {
    const auto document = decoder.document(R"({"time":"2024-05-06","category":")" + std::string(category) + "\"}");
    ASSERT_TRUE(document.has_value()) << category;
    EXPECT_EQ(document->index, "logs-azure.identity_protection-default");
    EXPECT_EQ(at(document->source, "data_stream.dataset"), "azure.identity_protection");
    EXPECT_EQ(at(document->source, "ecs.version"), "8.5.0");
  }
}

TEST(IdentityProtection, MembersInSnakeCase) {
  const json::Object document = risk_of(R"("operationVersion":"1.0","resultSignature":"None","tenantId":"t",
      "correlationId":"c","identity":"joe","Level":4,"location":"de","durationMs":5,"callerIpAddress":"67.43.156.42",
      "properties":{"riskEventType":"passwordSpray","riskState":"atRisk","riskLevel":"high","riskDetail":"none",
      "userPrincipalName":"a@b","userId":"u","isGuest":false,"ipAddress":"1.2.3.4","homeTenantId":"h"})");
  const auto field = [&](std::string_view path) {
    return at(document, "azure.identityprotection." + std::string(path));
  };
  EXPECT_EQ(at(document, "@timestamp"), "2022-08-22T18:07:16.000Z");
  EXPECT_EQ(at(document, "event.action"), "User Risk Detection");
  EXPECT_EQ(field("operation_name"), "User Risk Detection");
  EXPECT_EQ(field("operation_version"), "1.0");
  EXPECT_EQ(field("result_signature"), "None");
  EXPECT_EQ(at(document, "azure.tenant_id"), "t");
  EXPECT_EQ(at(document, "azure.correlation_id"), "c");
  EXPECT_EQ(at(document, "event.duration"), "5000000");
  EXPECT_EQ(field("properties.risk_event_type"), "passwordSpray");
  EXPECT_EQ(field("properties.risk_state"), "atRisk");
  EXPECT_EQ(field("properties.user_principal_name"), "a@b");
  EXPECT_EQ(field("properties.is_guest"), "false");
  EXPECT_EQ(field("properties.ip_address"), "1.2.3.4");
  for (const std::string_view gone : {"identity", "Level", "location", "properties.homeTenantId"}) {
    EXPECT_EQ(field(gone), "-") << gone;
  }
  EXPECT_EQ(at(document, "source.ip"), "67.43.156.42");
  EXPECT_EQ(at(document, "client.ip"), "-");
  EXPECT_EQ(at(document, "related.ip"), "-");
  EXPECT_EQ(at(document, "event.outcome"), "-");
  EXPECT_EQ(at(document, "user.name"), "-");
}

TEST(IdentityProtection, DatesAreWrittenInOneForm) {
  EXPECT_EQ(property(R"({"riskLastUpdatedDateTime":"2022-09-09T9:59:27.958Z"})", "risk_last_updated_datetime"),
            "2022-09-09T09:59:27.958Z");
  EXPECT_EQ(property(R"({"activityDateTime":"8/22/2022 6:07:16 PM"})", "activity_datetime"),
            "2022-08-22T18:07:16.000Z");
  EXPECT_EQ(property(R"({"detectedDateTime":"soon"})", "detected_datetime"), "soon");
  EXPECT_EQ(property(R"({"lastUpdatedDateTime":null})", "last_updated_datetime"), "-");
}

TEST(IdentityProtection, AdditionalInfoIsOpened) {
  const std::string_view properties = R"({"additionalInfo":"[{\"Key\":\"userAgent\",\"Value\":\"curl\"}]"})";
  EXPECT_EQ(property(properties, "additional_info.Key"), "userAgent");
  EXPECT_EQ(property(properties, "additional_info.Value"), "curl");
  EXPECT_EQ(property(R"({"additionalInfo":"[broken"})", "additional_info"), "[broken");
  EXPECT_EQ(property(R"({"additionalInfo":"{\"a\":1}"})", "additional_info"), "{\"a\":1}") << "no list";
}

}  // namespace
}  // namespace picket::decode
