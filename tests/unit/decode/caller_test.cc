// SPDX-License-Identifier: Apache-2.0
// Who made the call where the claims do not say it.
#include <gtest/gtest.h>

#include <string>

#include "document_of.h"

namespace picket::decode {
namespace {

using namespace testing_data;

constexpr std::string_view kId = "0B1F6471-1bf0-4dda-aec3-cb9272f09590";

Caller caller_in(const std::string& record) {
  return caller_of(document_of(record));
}

std::string log_analytics(std::string_view caller, std::string_view members) {
  return R"({"TimeGenerated":"2024-05-06T07:08:09Z","OperationNameValue":"A/B/WRITE","Caller":")" +
         std::string(caller) + R"(",)" + std::string(members) + "}";
}

std::string rest(std::string_view caller, std::string_view members) {
  return R"({"eventTimestamp":"2024-05-06T07:08:09Z","operationName":{"value":"A/B/write"},"caller":")" +
         std::string(caller) + R"(",)" + std::string(members) + "}";
}

TEST(CallerOf, AnIdBesideEmptyClaimsIsTheObjectId) {
  for (const std::string& record :
       {log_analytics(kId, R"("Claims":"")"), log_analytics(kId, R"("Claims":"{}")"), rest(kId, R"("claims":{})")}) {
    const Caller caller = caller_in(record);
    EXPECT_EQ(caller.object_id, kId) << record;
    EXPECT_EQ(caller.type, "Unknown") << record;
    EXPECT_EQ(caller.name, "") << record;
  }
}

TEST(CallerOf, TheTypeFollowsFromThePrincipalThatItIs) {
  const std::string evidence =
      R"({"evidence":{"principalId":"0b1f64711bf04ddaaec3cb9272f09590","principalType":"ServicePrincipal"}})";
  const std::string text =
      R"("{\"evidence\":{\"principalId\":\"0b1f64711bf04ddaaec3cb9272f09590\",\"principalType\":\"ServicePrincipal\"}}")";
  for (const std::string& record :
       {log_analytics(kId, R"("Claims":"","Authorization_d":)" + evidence),
        log_analytics(kId, R"("Claims":"","Authorization":)" + text), rest(kId, R"("authorization":)" + evidence),
        rest(kId, R"("authorization":)" + text)}) {
    const Caller caller = caller_in(record);
    EXPECT_EQ(caller.object_id, kId) << record;
    EXPECT_EQ(caller.principal_id, "0b1f64711bf04ddaaec3cb9272f09590") << record;
    EXPECT_EQ(caller.type, "ServicePrincipal") << record;
    EXPECT_FALSE(caller.through_group) << record;
  }
}

TEST(CallerOf, AnotherPrincipalSaysNothingOfTheType) {
  const Caller caller = caller_in(rest(
      kId,
      R"("authorization":{"evidence":{"principalId":"11111111222233334444555555555555","principalType":"User"}})"));
  EXPECT_EQ(caller.type, "Unknown");
}

TEST(CallerOf, ClaimsCountBeforeTheCaller) {
  EXPECT_EQ(caller_in(rest(kId, R"("claims":{"oid":"from-the-token"})")).object_id, "from-the-token");
  const Caller application = caller_in(rest(kId, R"("claims":{"appid":"0b1f6471-1BF0-4dda-aec3-cb9272f09590"})"));
  EXPECT_EQ(application.object_id, "") << "the application's id";
  EXPECT_EQ(application.type, "ServicePrincipal");
}

TEST(CallerOf, OnlyAGuidIsAnObjectId) {
  EXPECT_EQ(caller_in(rest("jane@contoso.com", R"("claims":{})")).object_id, "");
  EXPECT_EQ(caller_in(rest("Microsoft.Insights/autoscaleSettings", R"("claims":{})")).object_id, "");
  EXPECT_EQ(caller_in(rest("0b1f6471-1bf0-4dda-aec3-cb9272f0959", R"("claims":{})")).object_id, "");
}

TEST(CallerOf, AuditLogsNameTheInitiator) {
  const auto caller = [](std::string_view initiator) {
    const Caller found = caller_in(R"({"time":"2024-05-06","category":"AuditLogs","identity":"Shown",
        "properties":{"initiatedBy":)" +
                                   std::string(initiator) + "}}");
    return found.type + " " + found.name + " " + found.object_id + " " + found.app_id;
  };
  EXPECT_EQ(caller(R"({"user":{"id":"u","userPrincipalName":"a@b","displayName":"A"},"app":null})"), "User a@b u ");
  EXPECT_EQ(caller(R"({"user":{"id":"u","userPrincipalName":"","displayName":"A"}})"), "User A u ");
  EXPECT_EQ(caller(R"({"app":{"appId":"x","displayName":"Sync","servicePrincipalId":"s"}})"),
            "ServicePrincipal Sync s x");
  EXPECT_EQ(caller(R"({"app":{"appId":null,"displayName":null}})"), "Unknown Shown  ");
}

TEST(CallerOf, TheUserAtRisk) {
  const Caller user = caller_in(R"({"time":"2024-05-06","category":"RiskyUsers","properties":{"id":"u",
      "userPrincipalName":"a@b"}})");
  EXPECT_EQ(user.type + " " + user.name + " " + user.object_id, "User a@b u");
  const Caller detected = caller_in(R"({"time":"2024-05-06","category":"UserRiskEvents","properties":{"id":"event",
      "userId":"u","userDisplayName":"A"}})");
  EXPECT_EQ(detected.name + " " + detected.object_id, "A u");
}

TEST(CallerOf, ResourceLogsHaveClaimsARequesterOrAUserOfTheirOwn) {
  const auto caller = [](std::string_view members) {
    const Caller found = caller_in(R"({"category":"X","resourceId":"/r",)" + std::string(members) + "}");
    return found.type + " " + found.name + " " + found.object_id + " " + found.app_id;
  };
  EXPECT_EQ(caller(R"("identity":{"claim":{"upn":"a@b","oid":"o","appid":"x"}})"), "User a@b o x");
  EXPECT_EQ(caller(R"("identity":{"claim":{"http://schemas.microsoft.com/identity/claims/objectidentifier":"o",
      "appid":"04b07795-8ddb-461a-bbee-02f9e1bf7b46"}})"),
            "ServicePrincipal Azure CLI o 04b07795-8ddb-461a-bbee-02f9e1bf7b46");
  EXPECT_EQ(caller(R"("identity":{"type":"OAuth","requester":{"objectId":"o","upn":"a@b"}})"), "User a@b o ");
  EXPECT_EQ(caller(R"("properties":{"log":"{\"user\":{\"username\":\"system:node:n\"}}"})"), "Unknown system:node:n  ");
  EXPECT_EQ(caller(R"("Caller":"Portal")"), "Unknown Portal  ");
}

}  // namespace
}  // namespace picket::decode
