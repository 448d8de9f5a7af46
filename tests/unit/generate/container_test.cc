// SPDX-License-Identifier: Apache-2.0
#include "generate/container.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/json.h"
#include "generate/tenant.h"

namespace picket::generate {
namespace {

std::string write(ContainerKind kind, std::size_t batch, std::uint64_t records) {
  TenantOptions options;
  options.records = records;
  Tenant tenant(options);
  std::string text;
  const auto container = make_container(kind, batch, [&text](std::string_view part) { text += part; });
  for (std::string record; tenant.next(record);) container->add(record);
  container->finish();
  return text;
}

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value.has_value());
  return value.has_value() ? *std::move(value) : json::Value();
}

TEST(Container, LinesHoldOneRecordEach) {
  const std::string text = write(ContainerKind::lines, 1, 25);
  EXPECT_EQ(std::ranges::count(text, '\n'), 25);
}

TEST(Container, BatchesHoldTheirNumberAndTheLastOneTheRest) {
  const std::string text = write(ContainerKind::batches, 10, 25);
  ASSERT_EQ(std::ranges::count(text, '\n'), 3);
  const auto last = text.rfind('\n', text.size() - 2);
  EXPECT_EQ(json::get(parsed(text.substr(0, text.find('\n'))).get_object(), "records")->get_array().size(), 10U);
  EXPECT_EQ(json::get(parsed(text.substr(last + 1)).get_object(), "records")->get_array().size(), 5U);
}

TEST(Container, PrettyIsTheSameBatchOverManyLines) {
  const std::string text = write(ContainerKind::pretty, 25, 25);
  EXPECT_GT(std::ranges::count(text, '\n'), 25 * 20);
  EXPECT_EQ(parsed(text), parsed(write(ContainerKind::batches, 25, 25)));
}

TEST(Container, RestIsOneDocumentWithoutEvidence) {
  const std::string text = write(ContainerKind::rest, 1, 200);
  EXPECT_EQ(text.find("evidence"), std::string::npos);
  const json::Value document = parsed(text);
  const json::Array& records = json::get(document.get_object(), "value")->get_array();
  ASSERT_EQ(records.size(), 200U);
  for (const json::Value& value : records) {
    const json::Object& record = value.get_object();
    EXPECT_NE(json::get(record, "operationName", "value"), nullptr);
    EXPECT_NE(json::get(record, "status", "value"), nullptr);
    EXPECT_NE(json::get(record, "eventTimestamp"), nullptr);
  }
}

TEST(Container, NothingIsStillADocument) {
  std::string text;
  make_container(ContainerKind::rest, 1, [&text](std::string_view part) { text += part; })->finish();
  EXPECT_EQ(text, "{\"value\":[]}\n");
  text.clear();
  make_container(ContainerKind::batches, 1, [&text](std::string_view part) { text += part; })->finish();
  EXPECT_EQ(text, "");
}

TEST(RestForm, NamesStatusCallerAndCaseAsTheApiDoes) {
  const std::string rest = rest_form(
      R"({"time":"2026-03-02T10:00:00.0000000Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/RG/X","operationName":"A/B/WRITE",)"
      R"("category":"Administrative","resultType":"Success","resultSignature":"Succeeded.Created","callerIpAddress":"192.0.2.1",)"
      R"("correlationId":"c","identity":{"authorization":{"scope":"/subscriptions/s/resourceGroups/rg/x","action":"a/b/write",)"
      R"("evidence":{"principalId":"p"}},"claims":{"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn":"a@b.example"}},)"
      R"("properties":{"statusCode":"Created"},"tenantId":"t"})");
  const json::Value value = parsed(rest);
  const json::Object& record = value.get_object();
  EXPECT_EQ(json::scalar_text(*json::get(record, "operationName", "value")), "a/b/write");
  EXPECT_EQ(json::scalar_text(*json::get(record, "status", "value")), "Succeeded");
  EXPECT_EQ(json::scalar_text(*json::get(record, "subStatus", "value")), "Created");
  EXPECT_EQ(json::scalar_text(*json::get(record, "caller")), "a@b.example");
  EXPECT_EQ(json::scalar_text(*json::get(record, "resourceGroupName")), "rg");
  EXPECT_EQ(json::scalar_text(*json::get(record, "subscriptionId")), "s");
  EXPECT_EQ(json::scalar_text(*json::get(record, "httpRequest", "clientIpAddress")), "192.0.2.1");
  EXPECT_EQ(rest.find("\"p\""), std::string::npos);
}

}  // namespace
}  // namespace picket::generate
