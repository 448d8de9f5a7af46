// SPDX-License-Identifier: Apache-2.0
// The mapping of resource logs, sentence by sentence of docs/formats/azure-platformlogs.md.
#include <gtest/gtest.h>

#include <string>

#include "document_of.h"
#include "test_data.h"

namespace picket::decode {
namespace {

using namespace testing_data;

json::Object platform_of(std::string_view members) {
  std::string record = R"({"category":"kube-audit","resourceId":"/r")";
  if (!members.empty()) record += "," + std::string(members);
  return document_of(record + "}");
}
std::string field(std::string_view members, std::string_view path) {
  return at(platform_of(members), path);
}

TEST(PlatformLogs, AreOfTheirOwnDataStream) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto document = decoder.document(R"({"category":"AuditEvent","resourceId":"/r"})");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->index, "logs-azure.platformlogs-default");
  EXPECT_EQ(at(document->source, "data_stream.dataset"), "azure.platformlogs");
  EXPECT_EQ(at(document->source, "azure.platformlogs.event_category"), "Administrative");
}

TEST(PlatformLogs, OtherCategoriesBelongElsewhere) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto index = [&](std::string_view members) {
    const auto document = decoder.document("{" + std::string(members) + "}");
    return document ? document->index : std::string(to_string(document.error()));
  };
  EXPECT_EQ(index(R"("category":"Administrative","resourceId":"/r","operationName":"o")"),
            "logs-azure.activitylogs-default");
  EXPECT_EQ(index(R"("category":"write","resourceId":"/r","operationName":"o")"), "logs-azure.activitylogs-default");
  EXPECT_EQ(index(R"("category":"NewThing","operationName":"o")"), "logs-azure.activitylogs-default")
      << "without a resource it is no resource log";
  EXPECT_EQ(index(R"("EventTimeString":"11/3/2020 9:06:42 AM +00:00","ResourceId":"/r")"),
            "logs-azure.platformlogs-default");
  EXPECT_EQ(index(R"("time":"2024-05-06","category":"RiskyServicePrincipals",
                     "resourceId":"/tenants/t/providers/Microsoft.aadiam")"),
            "dropped_category");
  EXPECT_EQ(index(R"("category":"AuditEvent","resourceId":"/r","TimeGenerated":"2024-05-06")"), "unknown_format");
}

TEST(PlatformLogs, WhatIsPassedByIsNotLost) {
  EXPECT_FALSE(is_lost(Refusal::dropped_category));
  EXPECT_TRUE(is_lost(Refusal::unknown_format));
}

TEST(PlatformLogs, TheAuditEventOfKubernetesIsOpened) {
  const std::string_view members =
      R"("properties":{"log":"{\"verb\":\"get\",\"user\":{\"username\":\"u\"}}","pod":"p"})";
  EXPECT_EQ(field(members, "azure.platformlogs.properties.log.verb"), "get");
  EXPECT_EQ(field(members, "azure.platformlogs.properties.log.user.username"), "u");
  EXPECT_EQ(field(members, "azure.platformlogs.properties.pod"), "p");
  EXPECT_EQ(field(members, "message"), "-");
}

TEST(PlatformLogs, AnotherLogTextIsTheMessage) {
  EXPECT_EQ(field(R"("properties":{"log":"E1103 failed"})", "message"), "E1103 failed");
  EXPECT_EQ(field(R"("properties":{"log":"E1103 failed"})", "azure.platformlogs.properties.log"), "-");
  EXPECT_EQ(field(R"("properties":{"statusMessage":"m"})", "message"), "m");
  EXPECT_EQ(field(R"("properties":{"statusMessage":"m"})", "azure.platformlogs.properties.statusMessage"), "-");
}

TEST(PlatformLogs, EventHubsSpellItOtherwise) {
  const json::Object document = document_of(
      R"({"EventName":"Retrieve Queue","EventProperties":"{\"Namespace\":\"n\"}","Region":"West Europe",
          "EventTimeString":"11/3/2020 9:06:42 AM +00:00","Status":"Succeeded","category":"OperationalLogs",
          "ResourceId":"/r"})");
  EXPECT_EQ(at(document, "@timestamp"), "2020-11-03T09:06:42.000Z");
  EXPECT_EQ(at(document, "azure.platformlogs.EventTimeString"), "11/3/2020 9:06:42 AM +00:00");
  EXPECT_EQ(at(document, "event.action"), "Retrieve Queue");
  EXPECT_EQ(at(document, "event.outcome"), "succeeded");
  EXPECT_EQ(at(document, "azure.platformlogs.status"), "Succeeded");
  EXPECT_EQ(at(document, "cloud.region"), "West Europe");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.Namespace"), "n");
  EXPECT_EQ(at(document, "azure.resource.id"), "/r");
}

TEST(PlatformLogs, ASecondNameGivesWayToTheFirst) {
  const std::string_view members = R"("properties":{"a":1},"EventProperties":{"a":2})";
  EXPECT_EQ(field(members, "azure.platformlogs.properties.a"), "1");
  EXPECT_EQ(field(members, "azure.platformlogs.EventProperties.a"), "2");
}

TEST(PlatformLogs, TimeComesFirst) {
  EXPECT_EQ(field(R"("time":"2024-05-06T07:08:09Z","EventTimeString":"11/3/2020 9:06:42 AM +00:00")", "@timestamp"),
            "2024-05-06T07:08:09.000Z");
  EXPECT_EQ(field(R"("time":"soon","EventTimeString":"11/3/2020 9:06:42 AM +00:00")", "@timestamp"),
            "2020-11-03T09:06:42.000Z");
}

TEST(PlatformLogs, Outcome) {
  EXPECT_EQ(field(R"("resultType":"Success","Status":"Failed")", "event.outcome"), "success");
  EXPECT_EQ(field(R"("Status":"Failed")", "event.outcome"), "failed");
  EXPECT_EQ(field(R"("Status":"Running")", "event.outcome"), "-");
  EXPECT_EQ(field(R"("resultType":"404104")", "event.outcome"), "-");
}

TEST(PlatformLogs, IdentityMayBeAnyForm) {
  EXPECT_EQ(field(R"("identity":"Someone")", "azure.platformlogs.identity_name"), "Someone");
  EXPECT_EQ(field(R"("identity":{"claim":{"upn":"a@b"}})", "azure.platformlogs.identity.claim.upn"), "a@b");
  EXPECT_EQ(field(R"("identity":"{\"claim\":{\"upn\":\"a@b\"}}")", "azure.platformlogs.identity.claim.upn"), "a@b");
}

TEST(PlatformLogs, NullsStay) {
  EXPECT_EQ(
      json::serialize(platform_of(R"("properties":{"statusCode":null,"a":null})").at("azure").at("platformlogs")),
      R"({"category":"kube-audit","properties":{"a":null,"status_code":null},"event_category":"Administrative"})");
}

}  // namespace
}  // namespace picket::decode
