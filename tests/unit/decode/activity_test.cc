// SPDX-License-Identifier: Apache-2.0
// The mapping of diagnostic settings records, sentence by sentence of docs/formats/azure-activity.md.
#include <gtest/gtest.h>

#include "decode/activity_values.h"
#include "decode/geoip.h"
#include "document_of.h"
#include "test_data.h"

namespace picket::decode {
namespace {

using namespace testing_data;

TEST(Activity, ConstantsOfTheMapping) {
  const json::Object document = activity_of("");
  EXPECT_EQ(at(document, "ecs.version"), "8.0.0");
  EXPECT_EQ(at(document, "event.kind"), "event");
  EXPECT_EQ(at(document, "cloud.provider"), "azure");
  EXPECT_EQ(at(document, "event.dataset"), "-") << "outside of _source";
  EXPECT_EQ(at(document, "event.ingested"), "-");
  EXPECT_EQ(at(document, "event.category"), "-") << "never set for this data stream";
}

TEST(Activity, ConstantsOfTheStreamOnRequest) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto document = decoder.document(R"({"time":"2024-05-06T07:08:09Z","operationName":"OP","category":"Write"})");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->index, "logs-azure.activitylogs-default");
  EXPECT_EQ(at(document->source, "data_stream.type"), "logs");
  EXPECT_EQ(at(document->source, "data_stream.dataset"), "azure.activitylogs");
  EXPECT_EQ(at(document->source, "data_stream.namespace"), "default");
  EXPECT_EQ(at(document->source, "event.module"), "azure");
  EXPECT_EQ(at(document->source, "event.dataset"), "azure.activitylogs");
}

TEST(Activity, HalfOfASurrogatePairIsNoCharacterAndNoLoss) {
  const json::Object document = activity_of(R"("correlationId":"a\ud83db\uDE00\\ud83d","x":"\ud83d\ude00")");
  EXPECT_EQ(at(document, "azure.correlation_id"), "a\uFFFDb\uFFFD\\ud83d");
  EXPECT_EQ(at(document, "azure.activitylogs.x"), "\U0001F600");
}

TEST(Activity, TimeIsCutToMilliseconds) {
  EXPECT_EQ(
      at(document_of(R"({"time":"2022-01-24T05:10:08.6816663Z","operationName":"O","category":"C"})"), "@timestamp"),
      "2022-01-24T05:10:08.681Z");
}

TEST(Activity, TimesInEveryFormOfAzure) {
  const auto time = [](std::string_view text) {
    const auto parsed = parse_azure_time(text);
    return parsed ? format_iso8601(*parsed) : "none";
  };
  EXPECT_EQ(time("2024-03-15T10:20:30"), "2024-03-15T10:20:30.000Z") << "no zone means UTC";
  EXPECT_EQ(time("2024-03-15T10:20:30+02:00"), "2024-03-15T08:20:30.000Z");
  EXPECT_EQ(time("1/9/2007 9:06:42 AM +00:00"), "2007-01-09T09:06:42.000Z") << "month before day";
  EXPECT_EQ(time("11/3/2020 9:06:42 PM"), "2020-11-03T21:06:42.000Z");
  EXPECT_EQ(time("11/3/2020 21:06:42"), "2020-11-03T21:06:42.000Z");
  EXPECT_EQ(time("2024-03-15T9:06:42.958Z"), "2024-03-15T09:06:42.958Z");
  EXPECT_EQ(time("6/12/2024, 1:07:46.766 PM"), "2024-06-12T13:07:46.766Z");
  EXPECT_EQ(time(" 2024-03-15T10:20:30Z "), "2024-03-15T10:20:30.000Z");
  EXPECT_EQ(time("2023-06-15:54:46.86Z"), "none");
  EXPECT_EQ(time("yesterday"), "none");
}

TEST(Activity, WithoutUsableTimeThereIsNoTimestampAndTheRowSaysSo) {
  for (const std::string_view time : {R"("2023-06-15:54:46.86Z")", "null", "7", "{}", R"("")"}) {
    const std::string record = R"({"operationName":"O","category":"C","time":)" + std::string(time) + "}";
    EXPECT_EQ(at(document_of(record), "@timestamp"), "-");
    EXPECT_EQ(at(document_of(record), "azure.activitylogs.time"), "-");
    const event::FieldTable fields;
    Decoder decoder(fields, {});
    event::Batch batch(0);
    const Padded padded(record);
    ASSERT_EQ(decoder.project(padded.view(), batch), std::nullopt);
    EXPECT_FALSE(batch.rows.at(0).has_time) << record;
  }
}

TEST(Activity, AValidAddressIsSourceClientAndRelated) {
  const json::Object document = activity_of(R"("callerIpAddress":"2001:db8::1")");
  EXPECT_EQ(at(document, "source.ip"), "2001:db8::1");
  EXPECT_EQ(at(document, "client.ip"), "2001:db8::1");
  EXPECT_EQ(json::serialize(*json::get(document, "related", "ip")), R"(["2001:db8::1"])");
  EXPECT_EQ(at(document, "source.address"), "-");
  EXPECT_EQ(at(document, "azure.activitylogs.callerIpAddress"), "-");
}

TEST(Activity, AnythingElseIsOnlyTheSourcesAddress) {
  for (const std::string_view text : {"127.0.0.0/8", "81.2.69.144:443", "Portal"}) {
    const json::Object document = activity_of(R"("callerIpAddress":")" + std::string(text) + "\"");
    EXPECT_EQ(at(document, "source.address"), text);
    EXPECT_EQ(at(document, "source.ip"), "-");
    EXPECT_EQ(at(document, "client.ip"), "-");
    EXPECT_EQ(at(document, "related.ip"), "-");
  }
}

TEST(Activity, BothLevelsHaveAPlace) {
  const json::Object document = activity_of(R"("level":"Informational","Level":4)");
  EXPECT_EQ(at(document, "log.level"), "Informational");
  EXPECT_EQ(json::serialize(*json::get(document, "azure", "activitylogs", "level")), "4");
}

TEST(Activity, DurationIsNanosecondsOf64Bits) {
  const auto duration = [](std::string_view ms) {
    const json::Object document = activity_of(R"("durationMs":)" + std::string(ms));
    const json::Value* value = json::get(document, "event", "duration");
    const json::Value* kept = json::get(document, "azure", "activitylogs", "durationMs");
    return (value != nullptr ? json::serialize(*value) : "-") + " " + (kept != nullptr ? json::serialize(*kept) : "-");
  };
  EXPECT_EQ(duration("0"), "0 -");
  EXPECT_EQ(duration("2826"), "2826000000 -") << "no overflow of 32 bits";
  EXPECT_EQ(duration("\"0\""), "0 -") << "digits as text are a number";
  EXPECT_EQ(duration("\"2826\""), "2826000000 -");
  EXPECT_EQ(duration("1.5"), "1500000 -");
  EXPECT_EQ(duration("9223372036854"), "9223372036854000000 -");
  EXPECT_EQ(duration("9223372036855"), "- 9223372036855") << "more than 64 bits hold: kept as it is";
  EXPECT_EQ(duration("\"soon\""), "- \"soon\"");
  EXPECT_EQ(duration("true"), "- true");
  EXPECT_EQ(duration("null"), "- -");
}

TEST(Activity, LocationIsGeoNameUnlessTheAddressHasAPlace) {
  EXPECT_EQ(at(activity_of(R"("location":"westeurope","callerIpAddress":"81.2.69.144")"), "geo.name"), "westeurope");
  const auto geoip = GeoIp::open(geoip_folder().string());
  ASSERT_TRUE(geoip.has_value());
  const DecodeOptions options{.geoip = &*geoip};
  const json::Object hit = activity_of(R"("location":"westeurope","callerIpAddress":"81.2.69.144")", options);
  EXPECT_EQ(at(hit, "geo.name"), "-");
  EXPECT_EQ(at(hit, "geo.city_name"), "London");
  EXPECT_EQ(at(hit, "source.geo.region_iso_code"), "GB-ENG");
  const json::Object miss = activity_of(R"("location":"westeurope","callerIpAddress":"10.0.0.1")", options);
  EXPECT_EQ(at(miss, "geo.name"), "westeurope");
  EXPECT_EQ(at(miss, "source.geo.city_name"), "-");
  const json::Object system = activity_of(R"("callerIpAddress":"1.128.0.0")", options);
  EXPECT_EQ(at(system, "source.as.number"), "1221");
  EXPECT_EQ(at(system, "source.as.organization.name"), "Telstra Pty Ltd");
}

TEST(Activity, AnIdentityThatIsANameIsKeptAsSuch) {
  const json::Object document = activity_of(R"("identity":"Michell Lan")");
  EXPECT_EQ(at(document, "azure.activitylogs.identity_name"), "Michell Lan");
  EXPECT_EQ(at(document, "azure.activitylogs.identity"), "-");
}

TEST(Activity, AnIdentityThatIsJsonTextKeepsItsClaims) {
  const json::Object document = activity_of(
      R"("identity":"{\"authorization\":{\"evidence\":{\"principalId\":\"p\"}},\"claims\":{\"appid\":\"a\"}}")");
  EXPECT_EQ(at(document, "azure.activitylogs.identity.authorization.evidence.principal_id"), "p");
  EXPECT_EQ(at(document, "azure.activitylogs.identity.claims.appid"), "a");
  EXPECT_EQ(at(document, "azure.activitylogs.identity_name"), "-");
}

TEST(Activity, AuthorizationAndClaimsThatAreJsonTextAreOpened) {
  constexpr std::string_view kIdentities[] = {
      R"({"authorization":"{\"scope\":\"/s\",\"evidence\":{\"principalId\":\"p\"}}","claims":"{\"a.b\":\"c\"}"})",
      R"("{\"authorization\":\"{\\\"scope\\\":\\\"/s\\\",\\\"evidence\\\":{\\\"principalId\\\":\\\"p\\\"}}\",\"claims\":{\"a.b\":\"c\"}}")",
  };
  for (const std::string_view identity : kIdentities) {
    const json::Object document = activity_of("\"identity\":" + std::string(identity));
    EXPECT_EQ(at(document, "azure.activitylogs.identity.authorization.evidence.principal_id"), "p") << identity;
    EXPECT_EQ(at(document, "azure.activitylogs.identity.authorization.scope"), "/s") << identity;
    EXPECT_EQ(at(document, "azure.activitylogs.identity.claims.a_b"), "c") << identity;
  }
  const json::Object text = activity_of(R"("identity":{"authorization":"{oops","claims":"none"})");
  EXPECT_EQ(at(text, "azure.activitylogs.identity.authorization"), "{oops");
  EXPECT_EQ(at(text, "azure.activitylogs.identity.claims"), "none");
}

TEST(Activity, AnEmptyIdentityStays) {
  EXPECT_EQ(json::serialize(*json::get(activity_of(R"("identity":{})"), "azure", "activitylogs", "identity")), "{}");
}

TEST(Activity, PropertiesThatAreJsonTextAreOpened) {
  const json::Object document = activity_of(R"("properties":"{\"eventCategory\":\"Security\",\"a\":{\"b\":1}}")");
  EXPECT_EQ(at(document, "azure.activitylogs.event_category"), "Security");
  EXPECT_EQ(at(document, "azure.activitylogs.properties.a.b"), "1");
  EXPECT_EQ(at(activity_of(R"("properties":"{oops")"), "azure.activitylogs.properties"), "{oops");
}

TEST(Activity, BodiesStayTextsAndCanBeReadInto) {
  const json::Object document = activity_of(
      R"("properties":{"requestbody":"{\"properties\":{\"roleDefinitionId\":\"/r\"}}","responseBody":"{\"a\":true}"})");
  EXPECT_EQ(at(document, "azure.activitylogs.properties.responseBody"), R"({"a":true})");
  EXPECT_EQ(at(document, "azure.activitylogs.properties.requestbody.properties.roleDefinitionId"), "/r");
}

TEST(Activity, EventCategoryFallsBack) {
  EXPECT_EQ(at(activity_of(R"("properties":{"eventCategory":"ResourceHealth"})"), "azure.activitylogs.event_category"),
            "ResourceHealth");
  EXPECT_EQ(at(activity_of(R"("properties":{"policies":"[]"})"), "azure.activitylogs.event_category"), "Policy");
  EXPECT_EQ(at(activity_of(R"("properties":{"policies":[{"a":1}]})"), "azure.activitylogs.event_category"), "Policy");
  EXPECT_EQ(at(activity_of(""), "azure.activitylogs.event_category"), "Administrative");
  const json::Object document = activity_of(R"("properties":{"eventCategory":"X"})");
  EXPECT_EQ(json::serialize(*json::get(document, "azure", "activitylogs", "properties")), "{}");
}

TEST(Activity, Outcome) {
  const auto outcome = [](std::string_view type, std::string_view result = "") {
    std::string members = R"("resultType":)" + std::string(type);
    if (!result.empty()) members += R"(,"properties":{"result":")" + std::string(result) + "\"}";
    return at(activity_of(members), "event.outcome");
  };
  EXPECT_EQ(outcome(R"("Success")"), "success");
  EXPECT_EQ(outcome(R"("FAILURE")"), "failure");
  EXPECT_EQ(outcome(R"("Start")"), "-");
  EXPECT_EQ(outcome(R"("Accept")"), "-");
  EXPECT_EQ(outcome(R"("Updated")"), "-");
  EXPECT_EQ(outcome(R"("0")"), "-");
  EXPECT_EQ(outcome("0"), "-");
  EXPECT_EQ(outcome(R"("Start")", "unknown"), "unknown");
  EXPECT_EQ(outcome(R"("Start")", "Success"), "-") << "only the exact words";
  EXPECT_EQ(outcome(R"("Failure")", "success"), "failure") << "the type comes first";
  EXPECT_EQ(outcome(R"("Succeeded")"), "success") << "unlike Elastic's, see docs/differences.md";
  EXPECT_EQ(outcome(R"("Succeeded.")"), "success");
  EXPECT_EQ(outcome(R"("Failed")"), "failure");
  EXPECT_EQ(outcome(R"("Succeeded")", "failure"), "failure");
  EXPECT_EQ(at(activity_of(R"("resultType":"Success")"), "azure.activitylogs.result_type"), "Success");
}

TEST(Activity, OperationIsTheActionInItsOwnCase) {
  const json::Object document = document_of(R"({"time":"2024-05-06","operationName":"Microsoft.X/y/Write"})");
  EXPECT_EQ(at(document, "event.action"), "Microsoft.X/y/Write");
  EXPECT_EQ(at(document, "azure.activitylogs.operation_name"), "Microsoft.X/y/Write");
  EXPECT_EQ(at(document, "azure.activitylogs.operationName"), "-");
}

TEST(Activity, RenamedMembers) {
  const json::Object document = activity_of(
      R"("operationVersion":"1","tenantId":"t","resultSignature":"Succeeded.","correlationId":"c","identity":{"authorization":{"scope":"/s","action":"a","evidence":{"role":"Owner","roleAssignmentScope":"1","roleDefinitionId":"2","roleAssignmentId":"3","principalId":"4","principalType":"User"}}},"properties":{"serviceRequestId":"5","statusCode":"Created","statusMessage":"m"})");
  EXPECT_EQ(at(document, "azure.activitylogs.operation_version"), "1");
  EXPECT_EQ(at(document, "azure.activitylogs.tenant_id"), "t");
  EXPECT_EQ(at(document, "azure.activitylogs.result_signature"), "Succeeded.");
  EXPECT_EQ(at(document, "azure.correlation_id"), "c");
  EXPECT_EQ(json::serialize(*json::get(document, "azure", "activitylogs", "identity", "authorization")),
            R"({"scope":"/s","action":"a","evidence":{"role":"Owner","role_assignment_scope":"1",)"
            R"("role_definition_id":"2","role_assignment_id":"3","principal_id":"4","principal_type":"User"}})");
  EXPECT_EQ(json::serialize(*json::get(document, "azure", "activitylogs", "properties")),
            R"({"service_request_id":"5","status_code":"Created"})");
  EXPECT_EQ(at(document, "message"), "m");
}

TEST(Activity, NullMembersMoveAsTheyAre) {
  const json::Object document = activity_of(R"("properties":{"statusCode":null,"other":null})");
  EXPECT_EQ(json::serialize(*json::get(document, "azure", "activitylogs", "properties")),
            R"({"other":null,"status_code":null})");
}

TEST(Activity, ClaimsOfAUser) {
  const json::Object document = activity_of(
      R"("identity":{"claims":{"name":"John Smith","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name":" admin@contoso.com","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname":"Smith","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname":"John","iss":"https://sts.windows.net/x/"}})");
  EXPECT_EQ(json::serialize(*json::get(document, "azure", "activitylogs", "identity")),
            R"({"claims":{"http://schemas_xmlsoap_org/ws/2005/05/identity/claims/name":" admin@contoso.com",)"
            R"("http://schemas_xmlsoap_org/ws/2005/05/identity/claims/surname":"Smith",)"
            R"("http://schemas_xmlsoap_org/ws/2005/05/identity/claims/givenname":"John",)"
            R"("iss":"https://sts.windows.net/x/"},"claims_initiated_by_user":{"fullname":"John Smith",)"
            R"("surname":"Smith","name":" admin@contoso.com","givenname":"John",)"
            R"("schema":"http://schemas.xmlsoap.org/ws/2005/05/identity/claims"}})")
      << "values keep their dots";
  EXPECT_EQ(at(document, "user.name"), "admin");
  EXPECT_EQ(at(document, "user.domain"), "contoso.com");
  EXPECT_EQ(at(document, "user.email"), " admin@contoso.com") << "the whole text";
  EXPECT_EQ(at(document, "user.full_name"), "John Smith");
  EXPECT_EQ(json::serialize(*json::get(document, "related", "user")), R"(["admin"])");
}

TEST(Activity, WithoutANameClaimThereIsNoUser) {
  const json::Object document = activity_of(
      R"("identity":{"claims":{"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name":"sp@contoso.com","appid":"a"}})");
  EXPECT_EQ(json::get(document, "azure", "activitylogs", "identity", "claims_initiated_by_user"), nullptr);
  EXPECT_EQ(json::get(document, "user"), nullptr);
  EXPECT_EQ(json::get(document, "related"), nullptr);
}

TEST(Activity, ANameThatIsNoAddressIsTheUsersName) {
  const auto user = [](std::string_view name) {
    const json::Object document = activity_of(
        R"("identity":{"claims":{"name":"N","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name":")" +
        std::string(name) + "\"}}");
    return at(document, "user.name") + " " + at(document, "user.domain") + " " + at(document, "user.email");
  };
  EXPECT_EQ(user("just me"), "just me - -");
  EXPECT_EQ(user("live.com#a.b@contoso.com"), "a.b contoso.com live.com#a.b@contoso.com");
  EXPECT_EQ(user("x_contoso.com#EXT#@y.onmicrosoft.com"), "x_contoso.com#EXT#@y.onmicrosoft.com - -");
  EXPECT_EQ(user("a@b@c.d"), "a b a@b@c.d") << "the first match";
  EXPECT_EQ(user("a@-b"), "a@-b - -");
  EXPECT_EQ(user("a@b.-c"), "a b a@b.-c");
  EXPECT_EQ(user("@"), "@ - -");
}

TEST(Activity, EventTypeFollowsTheCategory) {
  const auto type = [](std::string_view category) {
    const json::Object document = activity_of(R"("category":")" + std::string(category) + "\"");
    EXPECT_EQ(at(document, "azure.activitylogs.category"), category);
    const json::Value* value = json::get(document, "event", "type");
    return value == nullptr ? "-" : json::serialize(*value);
  };
  EXPECT_EQ(type("Write"), R"(["change"])");
  EXPECT_EQ(type("ACTION"), R"(["change"])");
  EXPECT_EQ(type("Delete"), R"(["deletion"])");
  EXPECT_EQ(type("Read"), R"(["access"])");
  EXPECT_EQ(type("Administrative"), "-");
}

TEST(Activity, ResourceIdIsCutAndKept) {
  const json::Object document = document_of(
      R"({"time":"2024-05-06","operationName":"O","resourceId":"/SUBSCRIPTIONS/7657426D-C4C3-44AC-88A2-3B2CD59E6DBA/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM/RUNCOMMANDS/C"})");
  EXPECT_EQ(
      json::serialize(*json::get(document, "azure", "resource")),
      R"({"id":"/SUBSCRIPTIONS/7657426D-C4C3-44AC-88A2-3B2CD59E6DBA/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM/RUNCOMMANDS/C","group":"RG","provider":"MICROSOFT.COMPUTE/VIRTUALMACHINES","name":"VM/RUNCOMMANDS/C"})");
  EXPECT_EQ(at(document, "azure.subscription_id"), "7657426D-C4C3-44AC-88A2-3B2CD59E6DBA");
}

TEST(Activity, OtherMembersKeepTheirNames) {
  const json::Object document =
      activity_of(R"("RoleLocation":"West Europe","jobId":7,"a.b":{"c":[1]},"":"","resultDescription":"d")");
  EXPECT_EQ(at(document, "azure.activitylogs.RoleLocation"), "West Europe");
  EXPECT_EQ(at(document, "azure.activitylogs.jobId"), "7");
  EXPECT_EQ(at(document, "azure.activitylogs.a.b.c"), "1");
  EXPECT_EQ(at(document, "azure.activitylogs.resultDescription"), "d");
  EXPECT_EQ(json::get(document, "azure", "activitylogs", ""), nullptr) << "members without a name and value are cut";
}

TEST(Activity, OriginalEventOnRequest) {
  const std::string record = R"( {"time":"2024-05-06", "operationName":"O","category":"C"} )";
  const json::Object document = document_of(record, {.preserve_original_event = true});
  EXPECT_EQ(at(document, "event.original"), R"({"time":"2024-05-06", "operationName":"O","category":"C"})");
  EXPECT_EQ(at(document, "tags"), "preserve_original_event");
}

TEST(Id, DoesNotDependOnHowTheRecordIsWritten) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto id = [&](std::string_view record) { return decoder.document(record)->id; };
  const std::string compact = id(R"({"time":"2024-05-06","operationName":"<a>","properties":{"b":1,"c":[2,3]}})");
  EXPECT_EQ(
      compact,
      id("{\n  \"time\": \"2024-05-06\",\r\n \"operationName\" : \"<a>\", \"properties\":{\"b\":1,\"c\":[2, 3]}}\n"));
  EXPECT_EQ(compact, id(R"({"operationName":"\u003ca\u003e","properties":{"c":[2,3],"b":1},"time":"2024-05-06"})"))
      << "as the agent writes it anew";
  EXPECT_NE(compact, id(R"({"time":"2024-05-06","operationName":"<a>","properties":{"b":1,"c":[3,2]}})"));
  EXPECT_NE(compact, id(R"({"time":"2024-05-06","operationName":"<a>","properties":{"b":"1","c":[2,3]}})"));
  EXPECT_EQ(compact.size(), 40u);
}

TEST(Id, OfAnEcsDocumentDoesNotDependOnDots) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto id = [&](const std::string& text) {
    const auto document = decoder.document(text);
    return document ? document->id : std::string(to_string(document.error()));
  };
  const std::string wanted = id(R"({"@timestamp":"t","event":{"action":"a","kind":"k"},"x":[{"y":{"z":1}}]})");
  EXPECT_EQ(id(R"({"@timestamp":"t","event.kind":"k","event.action":"a","x":[{"y.z":1}]})"), wanted);
  EXPECT_EQ(id(R"({"event":{"kind":"k"},"@timestamp":"t","event.action":"a","x":[{"y":{"z":1}}]})"), wanted);
  EXPECT_EQ(id(R"({"event.action":"a","@timestamp":"t","event":{"kind":"k"},"x":[{"y.z":1}]})"), wanted);
  EXPECT_NE(id(R"({"@timestamp":"t","event.kind":"k","event.action":"b","x":[{"y.z":1}]})"), wanted);
  EXPECT_EQ(id(R"({"@timestamp":"t","a":1,"a.b":2})").size(), wanted.size()) << "no object to put b into";
  EXPECT_EQ(id(R"({"@timestamp":"t","a)" + std::string(200'000, '.') + R"(":1})").size(), wanted.size());
}

TEST(Id, IsFixed) {
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  EXPECT_EQ(decoder.document(R"({"time":"2024-05-06","operationName":"O","category":"C"})")->id,
            decoder.document(R"({"category":"C","time":"2024-05-06","operationName":"O"})")->id);
}

}  // namespace
}  // namespace picket::decode
