// SPDX-License-Identifier: Apache-2.0
// Both paths of the decoder agree on records of the audit, identity protection and resource logs, also on those that
// are a little wrong: what the mappings of these streams have and the activity log has not (numbered lists, lists as
// text, members with two names, nulls that are dropped).
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "agreement.h"
#include "mutation.h"

namespace picket::decode {
namespace {

using namespace testing_data;

constexpr std::string_view kRecords[] = {
    R"({"time":"2024-05-06T07:08:09Z","category":"AuditLogs","operationName":"Add member to role","callerIpAddress":"81.2.69.144","durationMs":0,"Level":4,"resourceId":"/tenants/t/providers/Microsoft.aadiam","properties":{"id":"i","result":"success","userAgent":null,"initiatedBy":{"user":{"id":"u","userPrincipalName":"a@b","roles":[{"id":"r"}]},"app":null},"targetResources":[{"displayName":"A","id":"1","type":"User","modifiedProperties":[{"displayName":"Role","oldValue":null,"newValue":"\"X\""},{"displayName":"S","newValue":["n",1],"oldValue":{"a":1}}],"administrativeUnits":[]},{"displayName":null,"type":"Role","userPrincipalName":{"x":{"y":2}}}],"additionalDetails":[{"key":"User-Agent","value":"v"},{"key":"k","value":null}]}})",
    R"({"time":"soon","category":"AuditLogs","operationName":"x","properties":"{\"result\":\"timeout\",\"targetResources\":\"[{\\\"displayName\\\":\\\"A\\\",\\\"modifiedProperties\\\":{\\\"displayName\\\":\\\"no list\\\"}}]\",\"initiatedBy\":\"{\\\"app\\\":{\\\"appId\\\":\\\"a\\\"}}\",\"additionalDetails\":\"[1,{\\\"key\\\":\\\"k\\\"}]\"}"})",
    R"({"time":"2024-05-06T07:08:09Z","category":"AuditLogs","operationName":"x","properties":{"targetResources":["A",null,{"displayName":"B","modifiedProperties":[null,"x",{"newValue":"n"}]}],"target_resources":{"0":{"display_name":"trap"}}}})",
    R"({"time":"2024-05-06T07:08:09Z","category":"AuditLogs","operationName":"x","properties":{"targetResources":{"displayName":"no list","0":{"displayName":"B"}}}})",
    R"({"time":"8/22/2022 6:11:52 PM","category":"UserRiskEvents","operationName":"User Risk Detection","callerIpAddress":"67.43.156.42","properties":{"riskLastUpdatedDateTime":"2022-08-22T9:11:52.702Z","activityDateTime":"soon","additionalInfo":"[{\"Key\":\"userAgent\",\"Value\":\"v\"},{\"Key\":[1,2]}]","location":{"city":"Dresden","geoCoordinates":{"latitude":51.0714}},"riskState":"atRisk","isGuest":false,"resourceTenantId":null}})",
    R"({"time":"2022-08-22T18:11:52Z","category":"RiskyUsers","operationName":"Risky user","properties":{"additionalInfo":"{\"Key\":1}","location":"{\"city\":\"X\"}","detectedDateTime":7}})",
    R"({"time":"2024-05-06T07:08:09Z","category":"kube-audit","resourceId":"/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/C","operationName":"Read","identity":"{\"claim\":{\"upn\":\"a@b\",\"http://x.y/z\":\"c\"}}","properties":{"log":"{\"verb\":\"get\",\"sourceIPs\":[\"1.2.3.4\"],\"objectRef\":{\"resource\":\"secrets\",\"name.x\":1}}","statusCode":null,"pod":"p"}})",
    R"({"category":"OperationalLogs","ResourceId":"/r","EventName":"Retrieve","EventProperties":"{\"Namespace\":\"n\",\"log\":\"text\"}","EventTimeString":"11/3/2020 9:06:42 AM +00:00","Status":"Succeeded","Region":"West Europe","location":"westeurope"})",
    R"({"category":"OperationalLogs","resourceId":"/r","ResourceId":"/s","EventProperties":{"a":1},"properties":{"b":2,"log":["x"],"statusMessage":{"a":1}},"identity":["x"],"durationMs":"6"})",
};

event::FieldTable fields_of(const std::vector<std::string>& records) {
  const event::FieldTable none;
  const Decoder decoder(none, {});
  std::set<std::string> leaves = {"azure.auditlogs.properties.target_resources.0",
                                  "azure.auditlogs.properties.target_resources.7.display_name",
                                  "azure.auditlogs.properties.target_resources.00.display_name",
                                  "azure.auditlogs.properties.target_resources.display_name",
                                  "azure.auditlogs.properties.target_resources.0.groupType",
                                  "azure.auditlogs.properties.target_resources.0.modified_properties.0",
                                  "azure.auditlogs.properties.targetResources.displayName",
                                  "azure.platformlogs.EventProperties.a",
                                  "azure.platformlogs.ResourceId",
                                  "azure.platformlogs.properties.log",
                                  "azure.platformlogs.properties.statusMessage",
                                  "azure.identityprotection.properties.additionalInfo",
                                  "azure.identityprotection.properties.homeTenantId",
                                  "azure.identityprotection.properties.additional_info",
                                  "message"};
  for (const std::string& record : records) {
    const auto document = decoder.document(record);
    if (!document) continue;
    event::for_each_leaf(document->source, [&](std::string_view path, const json::Value&) { leaves.emplace(path); });
  }
  event::FieldTable fields;
  for (const std::string& leaf : leaves) {
    fields.add(leaf);
    for (std::size_t dot = leaf.find('.'); dot != std::string::npos; dot = leaf.find('.', dot + 1)) {
      const std::string above = leaf.substr(0, dot);
      for (const event::Shape shape : {event::Shape::leaf, event::Shape::subtree, event::Shape::objects}) {
        fields.add(above, shape);
      }
    }
  }
  return fields;
}

TEST(StreamAgreement, EveryFieldOfEveryRecord) {
  const std::vector<std::string> records(std::begin(kRecords), std::end(kRecords));
  const event::FieldTable fields = fields_of(records);
  Agreement agreement(fields, {});
  for (const std::string& record : records) {
    ASSERT_EQ(agreement.check(record), std::nullopt) << record;
  }
}

// With one field at a time nothing else leads a record to its document.
TEST(StreamAgreement, EveryFieldAlone) {
  const std::vector<std::string> records(std::begin(kRecords), std::end(kRecords));
  const event::FieldTable all = fields_of(records);
  for (event::FieldId field = 0; field < all.size(); ++field) {
    event::FieldTable one;
    one.add(all[field].name, all[field].shape);
    Agreement agreement(one, {});
    for (const std::string& record : records) {
      ASSERT_EQ(agreement.check(record), std::nullopt) << all[field].name << "\n" << record;
    }
  }
}

TEST(StreamAgreement, MutatedRecords) {
  constexpr unsigned kRounds = 40;
  const std::vector<std::string> records(std::begin(kRecords), std::end(kRecords));
  const event::FieldTable fields = fields_of(records);
  Agreement agreement(fields, {});
  for (std::size_t i = 0; i < records.size(); ++i) {
    Mutator mutator(static_cast<unsigned>(i), {"time",
                                               "category",
                                               "operationName",
                                               "properties",
                                               "EventProperties",
                                               "resourceId",
                                               "ResourceId",
                                               "targetResources",
                                               "target_resources",
                                               "0",
                                               "1",
                                               "displayName",
                                               "display_name",
                                               "modifiedProperties",
                                               "newValue",
                                               "initiatedBy",
                                               "result",
                                               "additionalInfo",
                                               "additional_info",
                                               "location",
                                               "log",
                                               "identity",
                                               "statusMessage",
                                               "EventTimeString",
                                               "Status",
                                               "user",
                                               "a",
                                               "b"});
    const auto parsed = json::parse(records[i]);
    ASSERT_TRUE(parsed.has_value());
    for (unsigned round = 0; round < kRounds; ++round) {
      const std::string record = mutator.mutate(parsed->as_object());
      ASSERT_EQ(agreement.check(record), std::nullopt) << record;
    }
  }
}

}  // namespace
}  // namespace picket::decode
