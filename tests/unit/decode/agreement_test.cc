// SPDX-License-Identifier: Apache-2.0
#include "agreement.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "decode/geoip.h"
#include "event/field.h"
#include "mutation.h"

namespace picket::decode {
namespace {

namespace fs = std::filesystem;
using namespace testing_data;

// Records that show every part of the tables, beside those of the fixtures.
constexpr std::
    string_view
        kRecords
            [] =
                {
                    R"({"time":"2024-05-06T07:08:09.1234567Z","resourceId":"/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM/RUNCOMMANDS/C","operationName":"MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMANDS/WRITE","operationVersion":"1","category":"Write","resultType":"Success","resultSignature":"Succeeded.Created","durationMs":"2826","callerIpAddress":"81.2.69.144","correlationId":"c","identity":{"authorization":{"scope":"/s","action":"a","evidence":{"role":"Owner","roleAssignmentScope":"/s","roleAssignmentId":"r","roleDefinitionId":"d","principalId":"p","principalType":"User"}},"claims":{"appid":"x","name":"Jane Doe","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name":" jane@contoso.com","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname":"Doe","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname":"Jane","http://schemas.microsoft.com/identity/claims/objectidentifier":"o"}},"level":"Information","Level":4,"location":"westeurope","tenantId":"t","properties":{"eventCategory":"Administrative","statusCode":"Created","serviceRequestId":"s","statusMessage":"m","requestbody":"{\"properties\":{\"roleDefinitionId\":\"/r/1\",\"list\":[{\"a\":1},{\"a\":\"b\"}]}}","responseBody":"{\"b\":true}","result":"failure","list":[{"a":1},{"a":[2,3]}],"nested":{"x.y":1,"z":null}},"RoleLocation":"here"})",
                    R"({"time":"5/6/2024 7:08:09 PM +02:00","operationName":"x","category":"Delete","resourceId":"/x","identity":"{\"claims\":{\"name\":\"N\",\"appid\":\"a\"},\"authorization\":{\"evidence\":{\"principalId\":\"p\"}}}","properties":"{\"eventCategory\":\"Security\",\"policies\":\"[]\",\"statusCode\":200}"})",
                    R"({"time":"2024-05-06T07:08:09Z","operationName":"x","category":"Action","identity":"Someone","properties":"not json","callerIpAddress":"127.0.0.0/8","durationMs":"soon","tags":["a"]})",
                    R"({"time":"2024-05-06T07:08:09Z","operationName":"x","category":"Write","identity":{"authorization":"{\"scope\":\"/s\",\"evidence\":{\"principalId\":\"p\",\"role\":\"Owner\"}}","claims":"{\"name\":\"N\",\"appid\":\"a\",\"x.y\":1}"}})",
                    R"({"time":"2024-05-06T07:08:09Z","operationName":"x","category":"Write","identity":"{\"authorization\":\"{\\\"evidence\\\":{\\\"principalId\\\":\\\"p\\\"}}\",\"claims\":\"none\"}"})",
                    R"({"TimeGenerated":"2024-05-06T07:08:09Z","OperationNameValue":"A/B/WRITE","ActivityStatusValue":"Success","Caller":"0b1f6471-1bf0-4dda-aec3-cb9272f09590","Claims":"","Authorization":"{\"scope\":\"/s\",\"evidence\":{\"principalId\":\"p\",\"principalType\":\"ServicePrincipal\"}}"})",
                    R"({"time":"2024-05-06T07:08:09Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","operationName":"Sign-in activity","category":"NonInteractiveUserSignInLogs","resultType":"50126","durationMs":"3","callerIpAddress":"81.2.69.144","correlationId":"c","identity":"Jane","Level":4,"location":"FR","properties":{"id":"i","createdDateTime":"2024-05-06T07:08:09.5Z","userPrincipalName":"jane@contoso.com","userId":null,"ipAddress":"81.2.69.144","userAgent":"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/122.0.0.0 Safari/537.36","status":{"errorCode":50126,"failureReason":"r","additionalDetails":"d","x":null},"location":{"city":"","state":"S","geoCoordinates":{"latitude":1.5,"longitude":2}},"deviceDetail":{"deviceId":""},"authenticationProcessingDetails":[{"key":"Oauth Scope Info","value":"[\"x\"]"},{"key":"Legacy TLS 1.0","value":"False"}],"authenticationDetails":[{"authenticationMethod":"Password","succeeded":false,"nothing":null}],"riskEventTypes_v2":[],"created_at":"twice","processingTimeInMilliseconds":7}})",
                    R"({"time":"2024-05-06T07:08:09Z","category":"SignInLogs","properties":"{\"IPAddress\":\"::1\",\"status\":\"{\\\"errorCode\\\":\\\"0\\\"}\",\"userPrincipalName\":\"x\",\"authenticationProcessingDetails\":\"[{\\\"key\\\":\\\"k\\\",\\\"value\\\":\\\"v\\\"}]\"}","resultType":"Success","userId":"a","user_id":"b"})",
                    R"({"time":"2024-05-06T07:08:09Z","category":"ProvisioningLogs","operationName":"Provisioning activity","resultType":"Failure","durationMs":2826,"properties":{"sourceSystem":{"details":{"ServicePrincipalDisplayName":"S"},"Name":"N"},"modifiedProperties":[{"displayName":"d","oldValue":null}],"provisioningSteps":[{"provisioningStepType":1,"details":{"IsSoftDeleted":"False","x":null}}],"provisioningStatusInfo":{"Status":"failure","errorInformation":null},"statusInfo":{"Status":1}}})",
                    R"({"time":"2024-05-06T07:08:09Z","category":"MicrosoftGraphActivityLogs","resourceId":"/TENANTS/T/PROVIDERS/MICROSOFT.AADIAM","callerIpAddress":"","tenantId":"t","durationMs":5,"properties":{"requestUri":"https://u:p@graph.microsoft.com:8443/v1.0/users/<pii>A%20B</pii>.x?a=%31#f","requestMethod":"DELETE","responseStatusCode":403,"responseSizeBytes":"12","ipAddress":"81.2.69.144","roles":["a","","b"],"scopes":"x  y","wids":null,"userAgent":"curl/7.1","userId":"u","servicePrincipalId":"","C_DeviceId":"d","c_Sid":"s","clientAuthMethod":2,"timeGenerated":"2024-05-06T07:08:09.1234567Z","atContent":"","empty":{"a":{"b":""}},"list":[{"x":""},{"x":"y"}]}})",
                    R"({"TimeGenerated":"2024-05-06T07:08:09Z","Type":"SigninLogs","UserPrincipalName":"jane@contoso.com","Status":"{\"errorCode\":0}","ResultType":"0","ResourceId":"/tenants/t/providers/Microsoft.aadiam","ResourceIdentity":"g","IsInteractive":"True","IPAddress":"81.2.69.144","Location":"FR","LocationDetails":"{\"city\":\"Paris\"}","TenantId":"w","AADTenantId":"t"})",
                    R"({"@timestamp":"2024-05-06T07:08:09.123Z","event":{"action":"A","dataset":"azure.activitylogs","ingested":"2024-05-06T07:09:09.123Z"},"azure.activitylogs":{"identity.authorization":{"evidence":{"principal_id":"p"}},"properties.requestbody":"{\"a\":{\"b\":1}}"},"source.ip":["1.2.3.4","::1"],"process":{"args":["a","b"],"parent.args":"c"},"n":[{"a":1,"b":[{"c":2}]},{"a":null}]})",
                    R"({"_index":".ds-logs-azure.activitylogs-prod-2024.05.01-000003","_id":"abc","_source":{"@timestamp":1714979289123,"azure.activitylogs.operation_name":"X","event.outcome":"success","tags":["x"]}})",
};

event::FieldTable all_fields(const std::vector<std::string>& records, bool with_catalog) {
  const event::FieldTable none;
  const Decoder decoder(none, {});
  std::set<std::string> leaves;
  for (const std::string& record : records) {
    const auto document = decoder.document(record);
    if (!document) continue;
    event::for_each_leaf(document->source, [&](std::string_view path, const json::Value&) { leaves.emplace(path); });
  }
  for (const std::string_view name : {"azure.activitylogs.properties.requestbody.properties.roleDefinitionId",
                                      "azure.activitylogs.properties.requestbody.properties.list.a",
                                      "azure.activitylogs.properties.requestbody.a.b",
                                      "azure.activitylogs.properties.responseBody.b",
                                      "azure.activitylogs.tenantId",
                                      "azure.activitylogs.identity",
                                      "azure.activitylogs.durationMs",
                                      "azure.activitylogs.identity.claims.name",
                                      "azure.activitylogs.resourceId.x",
                                      "azure.activitylogs.properties.eventCategory",
                                      "event.type",
                                      "geo.name",
                                      "azure.activitylogs.identity_name",
                                      "source.address",
                                      "data_stream.namespace",
                                      "azure.activitylogs.properties.policies",
                                      "log.level.a",
                                      "_id",
                                      "no.such",
                                      "azure.signinlogs.properties.authentication_processing_details.Oauth Scope Info",
                                      "azure.signinlogs.properties.created_at",
                                      "azure.signinlogs.properties.user_id",
                                      "user.id",
                                      "user_agent.name",
                                      "azure.signinlogs.properties.location.city",
                                      "azure.graphactivitylogs.properties.scopes",
                                      "url.path",
                                      "azure.graphactivitylogs.properties.roles",
                                      "azure.graphactivitylogs.properties.list.x",
                                      "azure.graphactivitylogs.properties.clientAuthMethod",
                                      "azure.provisioning.properties.modified_properties",
                                      "azure.provisioning.properties.modified_properties.displayName",
                                      "azure.provisioning.properties.modified_properties.display_name",
                                      "azure.provisioning.properties.provisioning_steps.details.IsSoftDeleted"}) {
    leaves.emplace(name);
  }
  event::FieldTable fields;
  std::set<std::string> above;
  for (const std::string& leaf : leaves) {
    fields.add(leaf);
    for (std::size_t dot = leaf.find('.'); dot != std::string::npos; dot = leaf.find('.', dot + 1)) {
      above.insert(leaf.substr(0, dot));
    }
  }
  for (const std::string& path : above) {
    fields.add(path);
    fields.add(path, event::Shape::subtree);
    fields.add(path, event::Shape::objects);
  }
  if (with_catalog) {
    for (const auto& [name, mapping] : event::FieldCatalog::builtin().fields()) fields.add(name);
  }
  return fields;
}

std::vector<std::string> records_of_all_kinds() {
  std::vector<std::string> out(std::begin(kRecords), std::end(kRecords));
  if (fs::exists(fixtures())) {
    for (const auto& entry : fs::recursive_directory_iterator(fixtures())) {
      const std::string name = entry.path().string();
      if (!name.ends_with(".log") && !name.ends_with(".ndjson")) continue;
      for (std::string& line : read_lines(name)) out.push_back(std::move(line));
    }
  }
  // Documents are records as well: nested as they come, and with one dotted key for each leaf.
  const event::FieldTable none;
  const Decoder decoder(none, {});
  for (std::size_t i = 0, n = out.size(); i < n; ++i) {
    const auto document = decoder.document(out[i], Hint::none, i % 2 == 0);
    if (!document) continue;
    out.push_back(json::serialize(document->source));
    json::Object dotted;
    event::for_each_leaf(document->source, [&](std::string_view path, const json::Value& leaf) {
      dotted[{path.data(), path.size()}] = leaf;
    });
    out.push_back(json::serialize(dotted));
  }
  return out;
}

TEST(Agreement, EveryFieldOfEveryRecord) {
  const auto geoip = GeoIp::open(geoip_folder().string());
  ASSERT_TRUE(geoip.has_value());
  const auto records = records_of_all_kinds();
  const event::FieldTable fields = all_fields(records, false);
  Agreement agreement(fields, {.geoip = &*geoip});
  for (const std::string& record : records) {
    ASSERT_EQ(agreement.check(record), std::nullopt) << record;
  }
}

TEST(Agreement, EveryFieldOfTheCatalog) {
  const std::vector<std::string> records(std::begin(kRecords), std::end(kRecords));
  const event::FieldTable fields = all_fields(records, true);
  Agreement agreement(fields, {});
  for (const std::string& record : records) {
    ASSERT_EQ(agreement.check(record), std::nullopt) << record;
  }
}

TEST(Agreement, MutatedRecords) {
  constexpr unsigned kRounds = 6;
  const auto records = records_of_all_kinds();
  const event::FieldTable fields = all_fields({std::begin(kRecords), std::end(kRecords)}, false);
  std::vector<std::string> pool = {"time",
                                   "category",
                                   "operationName",
                                   "operation_name",
                                   "identity",
                                   "claims",
                                   "properties",
                                   "eventCategory",
                                   "tenant_id",
                                   "tenantId",
                                   "resultType",
                                   "level",
                                   "identity_name",
                                   "statusCode",
                                   "status_code",
                                   "principalId",
                                   "principal_id",
                                   "name",
                                   "@timestamp",
                                   "event",
                                   "action",
                                   "azure",
                                   "activitylogs",
                                   "_source",
                                   "_index",
                                   "dataset",
                                   "data_stream",
                                   "durationMs",
                                   "authorization",
                                   "evidence",
                                   "claims_initiated_by_user",
                                   "requestbody",
                                   "userId",
                                   "user_id",
                                   "UserId",
                                   "createdDateTime",
                                   "created_at",
                                   "status",
                                   "errorCode",
                                   "location",
                                   "key",
                                   "value",
                                   "roles",
                                   "scopes",
                                   "details",
                                   "modifiedProperties",
                                   "a",
                                   "b"};
  Agreement agreement(fields, {});
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto parsed = json::parse(records[i]);
    if (!parsed || records[i].size() > 6000) continue;
    Mutator mutator(static_cast<unsigned>(i), pool);
    for (unsigned round = 0; round < kRounds; ++round) {
      const std::string record = mutator.mutate(parsed->as_object());
      ASSERT_EQ(agreement.check(record), std::nullopt) << record;
    }
  }
}

}  // namespace
}  // namespace picket::decode
