// SPDX-License-Identifier: Apache-2.0
// Sign-in, provisioning and Microsoft Graph activity logs: what the fixtures do not show, and the forms beside
// diagnostic settings.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "decode/decoder.h"
#include "decode/formats.h"
#include "document_of.h"
#include "event/document.h"

namespace picket::decode {
namespace {

using namespace testing_data;

json::Object sign_in(std::string_view properties, std::string_view members = R"("category":"SignInLogs")") {
  return document_of(R"({"time":"2024-05-06T07:08:09Z",)" + std::string(members) + R"(,"properties":{)" +
                     std::string(properties) + "}}");
}
json::Object graph(std::string_view properties) {
  return document_of(R"({"time":"2024-05-06T07:08:09Z","category":"MicrosoftGraphActivityLogs","properties":{)" +
                     std::string(properties) + "}}");
}

std::string index_of(std::string_view record) {
  const event::FieldTable fields;
  const auto document = Decoder(fields, {}).document(record);
  return document ? document->index : std::string(to_string(document.error()));
}

TEST(SignIn, EveryCategoryOfSignIns) {
  for (const std::string_view category :
       {"SignInLogs", "NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs", "ManagedIdentitySignInLogs",
        "ADFSSignInLogs", "MicrosoftServicePrincipalSignInLogs"}) {
    EXPECT_EQ(index_of(R"({"time":"2024-05-06T07:08:09Z","resourceId":"/tenants/t/providers/Microsoft.aadiam",)"
                       R"("operationName":"Sign-in activity","category":")" +
                       std::string(category) + "\"}"),
              "logs-azure.signinlogs-default")
        << category;
  }
  EXPECT_EQ(index_of(R"({"time":"2024-05-06T07:08:09Z","resourceId":"/tenants/t/providers/Microsoft.aadiam",)"
                     R"("operationName":"Sign-in activity","category":"SignInLogsOfAnotherKind"})"),
            "dropped_category");
}

TEST(SignIn, InTheFolderOfActivityLogsItIsOneOfThem) {
  EXPECT_EQ(hint_of("logs/activitylogs/a.json"), Hint::activitylogs);
  EXPECT_EQ(hint_of("/x/azure.activitylogs/2026/a.zip!b/c.json"), Hint::activitylogs);
  EXPECT_EQ(hint_of("logs/activitylogs"), Hint::none) << "a file";
  EXPECT_EQ(hint_of("logs/graphactivitylogs/activitylogs.json"), Hint::none);
  EXPECT_EQ(hint_of("-"), Hint::none);

  const std::string record = R"({"time":"2024-05-06T07:08:09Z","resourceId":"/tenants/t/providers/Microsoft.aadiam",)"
                             R"("operationName":"Sign-in activity","category":"SignInLogs"})" +
                             std::string(64, ' ');
  const std::string_view text = std::string_view(record).substr(0, record.find_last_of('}') + 1);
  event::FieldTable fields;
  fields.add("event.dataset");
  Decoder decoder(fields, {});
  const auto document = decoder.document(text, Hint::activitylogs);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->index, "logs-azure.activitylogs-default");
  EXPECT_EQ(decoder.name(text, Hint::activitylogs)->index, document->index);
  event::Batch batch(fields.size());
  ASSERT_FALSE(decoder.project(text, batch, Hint::activitylogs).has_value());
  EXPECT_EQ(batch.indices[batch.rows[0].index], document->index);
}

TEST(SignIn, OutcomeComesFromTheErrorCodeElseFromTheResult) {
  EXPECT_EQ(at(sign_in(R"("status":{"errorCode":0})"), "event.outcome"), "success");
  EXPECT_EQ(at(sign_in(R"("status":{"errorCode":"0"})"), "event.outcome"), "success");
  EXPECT_EQ(at(sign_in(R"("status":{"errorCode":50053})"), "event.outcome"), "failure");
  EXPECT_EQ(at(sign_in("", R"("category":"SignInLogs","resultType":"50126")"), "event.outcome"), "failure");
  EXPECT_EQ(at(sign_in("", R"("category":"SignInLogs","resultType":"0")"), "event.outcome"), "success");
  EXPECT_EQ(at(sign_in(""), "event.outcome"), "success");
}

TEST(SignIn, MessageIsTheReasonWithItsDetails) {
  EXPECT_EQ(at(sign_in(R"("status":{"failureReason":"R","additionalDetails":"D"})"), "message"), "R (D)");
  EXPECT_EQ(at(sign_in(R"("status":{"failureReason":"R"})"), "message"), "R");
  EXPECT_EQ(at(sign_in(R"("status":{"additionalDetails":"D"})"), "message"), "D");
  EXPECT_EQ(at(sign_in(R"("status":{"errorCode":0})"), "message"), "-");
}

TEST(SignIn, MembersAreInSnakeCaseAndNullsAreGone) {
  const json::Object document = sign_in(
      R"("riskLevelDuringSignIn":"none","riskEventTypes_v2":["a"],"appOwnerTenantId":null,"deviceDetail":)"
      R"({"isManaged":false,"trustType":null,"deviceId":""},"authenticationDetails":[{"RequestSequence":1,"x":null}])");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.risk_level_during_signin"), "none");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.risk_event_types_v2"), "a");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.authentication_details.request_sequence"), "1");
  const json::Value* properties = json::get(document, "azure", "signinlogs", "properties");
  ASSERT_NE(properties, nullptr);
  EXPECT_FALSE(properties->as_object().contains("app_owner_tenant_id"));
  const json::Value* device = json::get(properties->as_object(), "device_detail");
  ASSERT_NE(device, nullptr);
  EXPECT_EQ(json::serialize(*device), R"({"is_managed":false,"device_id":""})");
}

TEST(SignIn, ListsOfKeysAndValuesBecomeObjects) {
  const std::string_view path = "azure.signinlogs.properties.authentication_processing_details.Oauth Scope Info";
  EXPECT_EQ(
      at(sign_in(R"("authenticationProcessingDetails":[{"key":"Oauth Scope Info","value":"[adrs_access]"}])"), path),
      "[adrs_access]");
  EXPECT_EQ(
      at(sign_in(R"("authenticationProcessingDetails":"[{\"key\":\"Oauth Scope Info\",\"value\":\"s\"}]")"), path),
      "s");
  EXPECT_EQ(at(sign_in(R"("authenticationProcessingDetails":[{"key":"k"},{"other":1}])"),
               "azure.signinlogs.properties.authentication_processing_details.key"),
            "k");
}

TEST(SignIn, TheUser) {
  const json::Object user = sign_in(R"("userPrincipalName":"jane@contoso.com","userId":"u","userDisplayName":"Jane")");
  EXPECT_EQ(at(user, "user.name") + " " + at(user, "user.domain") + " " + at(user, "user.id"), "jane contoso.com u");
  EXPECT_EQ(at(user, "user.full_name"), "Jane");
  const json::Object guest = sign_in(R"("userPrincipalName":"jane_x.com#EXT#@contoso.com")");
  EXPECT_EQ(at(guest, "user.name"), "jane_x.com#EXT#@contoso.com");
  EXPECT_EQ(at(guest, "user.domain"), "-");
}

TEST(SignIn, AddressesInEitherSpelling) {
  EXPECT_EQ(at(sign_in(R"("ipAddress":"81.2.69.144")"), "source.ip"), "81.2.69.144");
  EXPECT_EQ(at(sign_in(R"("IPAddress":"81.2.69.144")"), "source.ip"), "81.2.69.144");
  const json::Object none = sign_in(R"("ipAddress":"")");
  EXPECT_EQ(at(none, "source.ip") + at(none, "source.address"), "--");
}

TEST(SignIn, TheTimeOfTheSignInStandsInForTheRecords) {
  const json::Object document = document_of(
      R"({"resourceId":"/r","category":"SignInLogs","properties":{"createdDateTime":"2024-05-06T07:08:09Z"}})");
  EXPECT_EQ(at(document, "@timestamp"), "2024-05-06T07:08:09.000Z");
}

struct AgentCase {
  std::string_view text;
  std::string_view program;
  std::string_view system;
  std::string_view device;
};
class UserAgents : public testing::TestWithParam<AgentCase> {};
TEST_P(UserAgents, AreTakenApart) {
  const json::Object document = sign_in(R"("userAgent":")" + std::string(GetParam().text) + "\"");
  EXPECT_EQ(at(document, "user_agent.original"), GetParam().text);
  EXPECT_EQ(at(document, "user_agent.name") + " " + at(document, "user_agent.version"), GetParam().program);
  EXPECT_EQ(at(document, "user_agent.os.full"), GetParam().system);
  EXPECT_EQ(at(document, "user_agent.device.name"), GetParam().device);
}
INSTANTIATE_TEST_SUITE_P(
    Common, UserAgents,
    testing::Values(
        AgentCase{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                  "Teams/1.3.00.30866 Chrome/80.0.3987.165 Electron/8.5.1 Safari/537.36",
                  "Electron 8.5.1", "Windows 10", "Other"},
        AgentCase{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                  "Version/16.1 Safari/605.1.15",
                  "Safari 16.1", "Mac OS X 10.15.7", "Mac"},
        AgentCase{"Mozilla/5.0 (iPhone; CPU iPhone OS 16_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                  "Version/16.1 Mobile/15E148 Safari/604.1",
                  "Mobile Safari 16.1", "iOS 16.1.2", "iPhone"},
        AgentCase{"Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) "
                  "Chrome/112.0.0.0 Mobile Safari/537.36",
                  "Chrome Mobile 112.0.0.0", "Android 13", "Samsung SM-G991B"},
        AgentCase{"Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", "Firefox 115.0", "-",
                  "Other"},
        AgentCase{"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "IE 11.0", "Windows 7",
                  "Other"},
        AgentCase{"axios/1.7.2", "axios 1.7.2", "-", "Other"}, AgentCase{"BAV2ROPC", "Other -", "-", "Other"}));

TEST(GraphActivity, TypesAndOutcomesOfRequests) {
  const auto seen = [](std::string_view method, int status) {
    const json::Object document =
        graph(R"("requestMethod":")" + std::string(method) + R"(","responseStatusCode":)" + std::to_string(status));
    return at(document, "event.type") + " " + at(document, "event.outcome");
  };
  EXPECT_EQ(seen("GET", 200), "access success");
  EXPECT_EQ(seen("POST", 201), "creation success");
  EXPECT_EQ(seen("PATCH", 302), "change -");
  EXPECT_EQ(seen("PUT", 500), "change failure");
  EXPECT_EQ(seen("DELETE", 403), "deletion|denied failure");
  EXPECT_EQ(seen("HEAD", 401), "denied failure");
}

TEST(GraphActivity, PartsOfTheUri) {
  const json::Object document = graph(
      R"("requestUri":"https://graph.microsoft.com:8443/v1.0/users/<pii>A%20B</pii>.json?$filter=a%20eq%201#top")");
  EXPECT_EQ(at(document, "url.path"), "/v1.0/users/A B.json");
  EXPECT_EQ(at(document, "url.extension"), "json");
  EXPECT_EQ(at(document, "url.port"), "8443");
  EXPECT_EQ(at(document, "url.query"), "$filter=a eq 1");
  EXPECT_EQ(at(document, "url.fragment"), "top");
  const json::Object invalid = graph(R"("requestUri":"https://graph.microsoft.com/beta/me?$search=%22a%22|b")");
  EXPECT_EQ(at(invalid, "url.query"), "$search=%22a%22|b") << "no valid URI: nothing is decoded";
}

TEST(GraphActivity, WhatHoldsNothingIsGone) {
  const json::Object document = graph(
      R"("atContent":"","roles":"","wids":null,"scopes":" a  b ","list":["",{"x":""}],"deep":{"a":{"b":null}},"n":0)");
  const json::Value* properties = json::get(document, "azure", "graphactivitylogs", "properties");
  ASSERT_NE(properties, nullptr);
  EXPECT_EQ(json::serialize(*properties), R"({"n":0,"scopes":["a","b"]})");
}

TEST(GraphActivity, ListsOfScopesStay) {
  EXPECT_EQ(at(graph(R"("scopes":["a","b"])"), "azure.graphactivitylogs.properties.scopes"), "a|b");
}

TEST(GraphActivity, AnApplicationsCallIsItsServicePrincipals) {
  const json::Object both = graph(R"("servicePrincipalId":"s","userId":"u")");
  EXPECT_EQ(at(both, "user.id") + at(both, "client.user.id") + at(both, "related.user"), "sss");
  EXPECT_EQ(at(graph(R"("servicePrincipalId":"","userId":"u")"), "user.id"), "u");
}

TEST(Provisioning, WhatWasChangedStaysInItsOwnWords) {
  const json::Object document = document_of(
      R"({"time":"2024-05-06T07:08:09Z","category":"ProvisioningLogs","resultType":"Failure","properties":{)"
      R"("modifiedProperties":[{"displayName":"d","oldValue":null}],"provisioningSteps":[{"provisioningStepType":1,)"
      R"("details":{"IsSoftDeleted":"False"}}],"provisioningStatusInfo":{"errorInformation":null,"Status":"failure"}}})");
  const json::Value* properties = json::get(document, "azure", "provisioning", "properties");
  ASSERT_NE(properties, nullptr);
  EXPECT_EQ(json::serialize(*properties),
            R"({"modified_properties":[{"displayName":"d","oldValue":null}],)"
            R"("provisioning_steps":[{"provisioning_step_type":1,"details":{"IsSoftDeleted":"False"}}],)"
            R"("provisioning_status_info":{"status":"failure"}})");
  EXPECT_EQ(at(document, "event.outcome"), "failure");
}

// The other forms.

TEST(SignInForms, TableOfLogAnalytics) {
  const json::Object document = document_of(
      R"({"TimeGenerated":"2024-05-06T07:08:09Z","Type":"AADNonInteractiveUserSignInLogs","TenantId":"workspace",)"
      R"("AADTenantId":"tenant","ResourceId":"/tenants/tenant/providers/Microsoft.aadiam","ResourceIdentity":"guid",)"
      R"("UserPrincipalName":"jane@contoso.com","ResultType":"50053","IPAddress":"81.2.69.144","Location":"FR",)"
      R"("LocationDetails":"{\"city\":\"Paris\",\"geoCoordinates\":{\"latitude\":48.8}}","IsInteractive":"False",)"
      R"("ConditionalAccessPolicies":"[{\"displayName\":\"P\"}]","Identity":"Jane","AuthenticationProcessingDetails":)"
      R"("[{\"key\":\"Oauth Scope Info\",\"value\":\"s\"}]","DeviceDetail":"{\"isManaged\":true}","OperationName":""})");
  EXPECT_EQ(at(document, "azure.signinlogs.category"), "NonInteractiveUserSignInLogs");
  EXPECT_EQ(at(document, "event.action"), "Sign-in activity");
  EXPECT_EQ(at(document, "event.outcome"), "failure");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.status.error_code"), "50053");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.is_interactive"), "false");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.resource_id"), "guid");
  EXPECT_EQ(at(document, "azure.resource.provider"), "Microsoft.aadiam");
  EXPECT_EQ(at(document, "azure.tenant_id"), "tenant");
  EXPECT_EQ(at(document, "azure.signinlogs.workspace_id"), "workspace");
  EXPECT_EQ(at(document, "source.ip"), "81.2.69.144");
  EXPECT_EQ(at(document, "geo.country_iso_code") + " " + at(document, "geo.city_name"), "FR Paris");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.applied_conditional_access_policies.display_name"), "P");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.authentication_processing_details.Oauth Scope Info"), "s");
  EXPECT_EQ(at(document, "azure.signinlogs.properties.device_detail.is_managed"), "true");
  EXPECT_EQ(at(document, "azure.signinlogs.identity") + " " + at(document, "user.name"), "Jane jane");
}

TEST(SignInForms, RowsWithoutTheTablesName) {
  EXPECT_EQ(index_of(R"({"TimeGenerated":"2024-05-06T07:08:09Z","Category":"SignInLogs","AppId":"a"})"),
            "logs-azure.signinlogs-default");
  EXPECT_EQ(index_of(R"({"TimeGenerated":"2024-05-06T07:08:09Z","ConditionalAccessStatus":"success"})"),
            "logs-azure.signinlogs-default");
}

constexpr std::string_view kApi =
    R"({"id":"i","createdDateTime":"2024-05-06T07:08:09Z","userPrincipalName":"jane@contoso.com","userId":"u",)"
    R"("appId":"a","ipAddress":"81.2.69.144","clientAppUsed":"Browser","correlationId":"c","isInteractive":true,)"
    R"("resourceDisplayName":"R","resourceId":"00000003-0000-0000-c000-000000000000","status":{"errorCode":50126,)"
    R"("failureReason":"F"},"location":{"city":"Paris","countryOrRegion":"FR"},"signInEventTypes":["nonInteractiveUser"]})";
constexpr std::string_view kPowerShell =
    R"({"Id":"i","CreatedDateTime":"2024-05-06T07:08:09Z","UserPrincipalName":"jane@contoso.com","UserId":"u",)"
    R"("AppId":"a","IPAddress":"81.2.69.144","ClientAppUsed":"Browser","CorrelationId":"c","IsInteractive":true,)"
    R"("ResourceDisplayName":"R","ResourceId":"00000003-0000-0000-c000-000000000000","Status":{"ErrorCode":50126,)"
    R"("FailureReason":"F"},"Location":{"City":"Paris","CountryOrRegion":"FR"},"SignInEventTypes":["nonInteractiveUser"]})";

TEST(SignInForms, ObjectsOfTheApiInBothSpellings) {
  for (const std::string_view record : {kApi, kPowerShell}) {
    EXPECT_EQ(index_of(record), "logs-azure.signinlogs-default");
    const json::Object document = document_of(record);
    EXPECT_EQ(at(document, "@timestamp"), "2024-05-06T07:08:09.000Z");
    EXPECT_EQ(at(document, "azure.signinlogs.category"), "NonInteractiveUserSignInLogs");
    EXPECT_EQ(at(document, "event.action") + " " + at(document, "event.outcome"), "Sign-in activity failure");
    EXPECT_EQ(at(document, "azure.signinlogs.result_type"), "50126");
    EXPECT_EQ(at(document, "message"), "F");
    EXPECT_EQ(at(document, "source.ip") + " " + at(document, "geo.country_iso_code"), "81.2.69.144 FR");
    EXPECT_EQ(at(document, "azure.signinlogs.properties.resource_id"), "00000003-0000-0000-c000-000000000000");
    EXPECT_EQ(at(document, "azure.signinlogs.properties.app_id"), "a");
    EXPECT_EQ(at(document, "event.id") + " " + at(document, "user.id") + " " + at(document, "azure.correlation_id"),
              "i u c");
  }
  EXPECT_EQ(json::serialize(document_of(kApi)), json::serialize(document_of(kPowerShell)));
}

TEST(GraphForms, TableOfLogAnalytics) {
  const json::Object document = document_of(
      R"({"TimeGenerated":"2024-05-06T07:08:09Z","AadTenantId":"tenant","TenantId":"workspace","ApiVersion":"beta",)"
      R"("AppId":"a","ClientAuthMethod":"0","IPAddress":"81.2.69.144","Location":"France Central","RequestId":"r",)"
      R"("OperationId":"o","RequestMethod":"GET","RequestUri":"https://graph.microsoft.com/beta/me",)"
      R"("ResponseStatusCode":"200","Scopes":"x y","UserId":"u","DurationMs":"12","Type":"MicrosoftGraphActivityLogs"})");
  EXPECT_EQ(at(document, "azure.tenant_id"), "tenant");
  EXPECT_EQ(at(document, "azure.graphactivitylogs.result_signature"), "200");
  EXPECT_EQ(at(document, "http.response.status_code") + " " + at(document, "event.outcome"), "200 success");
  EXPECT_EQ(at(document, "azure.graphactivitylogs.properties.scopes"), "x|y");
  EXPECT_EQ(at(document, "azure.graphactivitylogs.properties.client_auth_method"), "0");
  EXPECT_EQ(at(document, "url.path") + " " + at(document, "source.ip"), "/beta/me 81.2.69.144");
  EXPECT_EQ(at(document, "azure.correlation_id") + " " + at(document, "cloud.region"), "o France Central");
  EXPECT_EQ(at(document, "event.duration"), "12000000");
}

TEST(ProvisioningForms, TableAndApi) {
  const json::Object row = document_of(
      R"({"TimeGenerated":"2024-05-06T07:08:09Z","ProvisioningAction":"create","ResultType":"Success","Id":"i",)"
      R"("InitiatedBy":"{\"Name\":\"N\"}","ModifiedProperties":"[{\"displayName\":\"d\"}]","DurationMs":"5"})");
  EXPECT_EQ(at(row, "azure.provisioning.properties.initiated_by.name"), "N");
  EXPECT_EQ(at(row, "azure.provisioning.properties.modified_properties.displayName"), "d");
  EXPECT_EQ(at(row, "event.outcome") + " " + at(row, "event.duration"), "success 5000000");
  const json::Object api = document_of(
      R"({"id":"i","activityDateTime":"2024-05-06T07:08:09Z","provisioningAction":"create","durationInMilliseconds":5,)"
      R"("provisioningStatusInfo":{"status":"failure"},"tenantId":"t"})");
  EXPECT_EQ(at(api, "event.outcome") + " " + at(api, "event.action"), "failure Provisioning activity");
  EXPECT_EQ(at(api, "azure.provisioning.properties.provisioning_action"), "create");
  EXPECT_EQ(at(api, "azure.provisioning.properties.duration_ms"), "5");
}

// Who and through what.

TEST(EntraCallers, AreInMembersOfTheirOwn) {
  const Caller user = caller_of(sign_in(R"("userPrincipalName":"jane@contoso.com","userId":"u","appId":"a")"));
  EXPECT_EQ(user.name + " " + user.type + " " + user.object_id + " " + user.app_id, "jane@contoso.com User u a");
  const Caller service = caller_of(sign_in(R"("servicePrincipalName":"backup","servicePrincipalId":"s","userId":null)",
                                           R"("category":"ServicePrincipalSignInLogs")"));
  EXPECT_EQ(service.name + " " + service.type + " " + service.object_id, "backup ServicePrincipal s");
  EXPECT_EQ(caller_of(sign_in("", R"("category":"ManagedIdentitySignInLogs")")).type, "ManagedIdentity");
  const Caller request = caller_of(graph(R"("userId":"u","appId":"de8bc8b5-d9f9-48b1-a8ad-b748da725064")"));
  EXPECT_EQ(request.type + " " + request.object_id, "User u");
  EXPECT_EQ(caller_of(graph(R"("servicePrincipalId":"s")")).type, "ServicePrincipal");
}

}  // namespace
}  // namespace picket::decode
