// SPDX-License-Identifier: Apache-2.0
// What an alert is made of: ids, reason, overrides, target, cleaning.
#include <gtest/gtest.h>

#include "alert/clean.h"
#include "alert/id.h"
#include "alert/overrides.h"
#include "alert/reason.h"
#include "alert/target.h"
#include "base/json.h"

namespace picket::alert {
namespace {

json::Object object(std::string_view text) {
  return json::parse(text).value().get_object();
}

event::Document document_of(std::string index, std::string id) {
  event::Document document;
  document.index = std::move(index);
  document.id = std::move(id);
  return document;
}

constexpr const char* kRuleObject = "11111111-2222-3333-4444-555555555555";

TEST(AlertId, QueryRulesHashTheEventAndTheRule) {
  const event::Document event = document_of(".ds-logs-x-2024.01.01-000001", "AbC1");
  EXPECT_EQ(query_alert_id(event, kRuleObject), "db135f5dc2b83fee506beab3cbec8315496a54138a85699517d6d441efc1083b");
}

TEST(AlertId, NewTermsRulesHashTheTermsAsWell) {
  const event::Document event = document_of(".ds-logs-x-2024.01.01-000001", "AbC1");
  EXPECT_EQ(new_terms_alert_id(event, kRuleObject, {{detect::Term::Kind::text, "host-0", 0}}),
            "34a9ced4d38b177404155a67875d58486d312d6e");
  EXPECT_NE(new_terms_alert_id(event, kRuleObject, {{detect::Term::Kind::text, "host-1", 0}}),
            "34a9ced4d38b177404155a67875d58486d312d6e");
}

TEST(AlertId, NumericTermsHashAsNumbers) {
  const event::Document event = document_of("i", "d");
  const detect::Terms text = {{detect::Term::Kind::text, "42", 0}};
  const detect::Terms number = {{detect::Term::Kind::number, "42", 42}};
  EXPECT_NE(new_terms_alert_id(event, "r", text), new_terms_alert_id(event, "r", number));
}

TEST(Reason, NamesWhatIsThereInOrder) {
  const json::Object source = object(R"({"event":{"category":["process"]},"process":{"name":"cmd.exe",
      "parent":{"name":"explorer.exe"}},"user":{"name":"alice"},"host":{"name":"H1"}})");
  EXPECT_EQ(
      build_reason(source, rule::Severity::high, "Rule X"),
      "process event with process cmd.exe, parent process explorer.exe, by alice on H1 created high alert Rule X.");
}

TEST(Reason, AnEventWithoutAnyOfThemIsJustAnEvent) {
  EXPECT_EQ(build_reason(object("{}"), rule::Severity::medium, "R"), "event created medium alert R.");
  EXPECT_EQ(build_reason(object(R"({"user":{"name":"-"}})"), rule::Severity::low, "R"), "event created low alert R.");
}

TEST(Reason, AddressesCarryTheirPort) {
  const json::Object source =
      object(R"({"source":{"ip":"203.0.113.5","port":443},"destination":{"ip":["10.0.0.1","10.0.0.2"]}})");
  EXPECT_EQ(build_reason(source, rule::Severity::low, "R"),
            "event with source 203.0.113.5:443, destination 10.0.0.1, 10.0.0.2, created low alert R.");
}

TEST(Overrides, TheHighestMatchingSeverityWins) {
  rule::Rule rule;
  rule.severity_mapping = {{"event.code", "7", rule::Severity::critical},
                           {"event.code", "7", rule::Severity::low},
                           {"event.code", "8", rule::Severity::high}};
  EXPECT_EQ(apply_overrides(rule, object(R"({"event":{"code":7}})")).severity, rule::Severity::critical);
  EXPECT_EQ(apply_overrides(rule, object(R"({"event":{"code":["9","8"]}})")).severity, rule::Severity::high);
  EXPECT_EQ(apply_overrides(rule, object(R"({"event":{"code":"9"}})")).severity, rule::Severity::low);
}

TEST(Overrides, EventSeverityIsComparedAsANumberRoundedDown) {
  rule::Rule rule;
  rule.severity_mapping = {{"event.severity", "73.9", rule::Severity::critical}};
  EXPECT_EQ(apply_overrides(rule, object(R"({"event":{"severity":73}})")).severity, rule::Severity::critical);
  EXPECT_EQ(apply_overrides(rule, object(R"({"event":{"severity":74}})")).severity, rule::Severity::low);
}

TEST(Overrides, RiskComesFromTheFirstMappingWithinBounds) {
  rule::Rule rule;
  rule.risk_score = 21;
  rule.risk_score_mapping = {{"event.risk_score"}, {"event.other"}};
  EXPECT_EQ(apply_overrides(rule, object(R"({"event":{"risk_score":[12,"88.5",101]}})")).risk_score, 88.5);
  EXPECT_EQ(apply_overrides(rule, object(R"({"event":{"risk_score":"many","other":50}})")).risk_score, 21);
}

TEST(Overrides, ANameMustBeASingleText) {
  rule::Rule rule;
  rule.name = "Rule";
  rule.rule_name_override = "message";
  EXPECT_EQ(apply_overrides(rule, object(R"({"message":"Blob opened"})")).name, "Blob opened");
  EXPECT_EQ(apply_overrides(rule, object(R"({"message":["a","b"]})")).name, "Rule");
  EXPECT_EQ(apply_overrides(rule, object(R"({"message":5})")).name, "Rule");
}

TEST(Target, AManagedRunCommandOnAMachine) {
  const Target target = parse_target(
      "/SUBSCRIPTIONS/S1/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1/RUNCOMMANDS/CMD1");
  EXPECT_EQ(target.subscription, "S1");
  EXPECT_EQ(target.resource_group, "RG1");
  EXPECT_EQ(target.type, "VIRTUALMACHINES");
  EXPECT_EQ(target.name, "VM1");
  EXPECT_EQ(target.child_type, "RUNCOMMANDS");
  EXPECT_EQ(target.child, "CMD1");
}

TEST(Target, AScaleSetInstance) {
  const Target target = parse_target(
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/SS1/virtualMachines/0/"
      "runCommands/c");
  EXPECT_EQ(target.name, "SS1/0");
  EXPECT_EQ(target.child, "c");
}

TEST(Target, AResourceOfAnotherProviderOnAMachineKeepsTheMachine) {
  const Target target = parse_target(
      "/SUBSCRIPTIONS/S/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1/PROVIDERS/"
      "MICROSOFT.SERIALCONSOLE/SERIALPORTS/0");
  EXPECT_EQ(target.name, "VM1");
  EXPECT_EQ(target.child_type, "SERIALPORTS");
  EXPECT_EQ(target.child, "0");
}

TEST(Target, PartialAndForeignIdsGiveWhatTheyHold) {
  EXPECT_EQ(parse_target("/subscriptions/s").subscription, "s");
  EXPECT_EQ(parse_target("/subscriptions/s").name, "");
  EXPECT_EQ(parse_target("").name, "");
  EXPECT_EQ(parse_target("///").name, "");
  EXPECT_EQ(parse_target("/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/g").name, "g");
}

TEST(Target, LogsOfTheTenantNameItInTheirOwnMembers) {
  const Target sign_in = target_of(object(
      R"({"azure":{"resource":{"id":"/tenants/t/providers/Microsoft.aadiam"},
          "signinlogs":{"properties":{"resource_display_name":"Microsoft Graph","app_display_name":"Azure CLI"}}}})"));
  EXPECT_EQ(sign_in.type + " " + sign_in.name, "application Microsoft Graph");
  const Target request = target_of(object(
      R"({"azure.graphactivitylogs.category":"MicrosoftGraphActivityLogs","url":{"path":"/v1.0/users"},
          "http.request.method":"GET"})"));
  EXPECT_EQ(request.type + " " + request.name, "request GET /v1.0/users");
  const Target provisioned = target_of(object(
      R"({"azure":{"provisioning":{"properties":{"target_system":{"name":"Dropbox"},"source_identity":{"name":"J"}}}}})"));
  EXPECT_EQ(provisioned.name + " " + provisioned.child_type + " " + provisioned.child, "Dropbox identity J");
  EXPECT_EQ(target_of(object(R"({"url":{"path":"/index.html"}})")).name, "") << "another log's request";
}

TEST(Target, AuditLogsNameTargets) {
  const Target target = target_of(object(R"({"azure":{"resource":{"id":"/tenants/t/providers/Microsoft.aadiam"},
      "auditlogs":{"properties":{"target_resources":{"0":{"type":"User","display_name":"A",
      "user_principal_name":"a@b"},"1":{"type":"Role","display_name":"Admin"}}}}}})"));
  EXPECT_EQ(target.type + " " + target.name + " " + target.child_type + " " + target.child, "User a@b Role Admin");
  EXPECT_EQ(target_of(object(R"({"azure.auditlogs.properties.target_resources.0.id":"x"})")).name, "x");
  EXPECT_EQ(target_of(object(R"({"azure.identityprotection.properties.user_principal_name":"a@b"})")).name, "a@b");
}

TEST(Target, ResourceLogsSayWhatInTheResource) {
  const auto child = [](std::string_view properties) {
    const Target target =
        target_of(object(R"({"azure":{"resource":{"id":"/subscriptions/s/resourceGroups/g/providers/P/vaults/v"},
                   "platformlogs":{"properties":)" +
                         std::string(properties) + "}}}"));
    return target.name + " " + target.child_type + " " + target.child;
  };
  EXPECT_EQ(child(R"({"log":{"objectRef":{"resource":"secrets","namespace":"default","name":"db"}}})"),
            "v secrets default/db");
  EXPECT_EQ(child(R"({"log":{"objectRef":{"resource":"nodes","name":"n"}}})"), "v nodes n");
  EXPECT_EQ(child(R"({"id":"https://v.vault.azure.net/secrets/db/1"})"), "v secrets db");
  EXPECT_EQ(child(R"({"id":"https://v.vault.azure.net"})"), "v  ");
  EXPECT_EQ(child(R"({"id":7})"), "v  ");
}

TEST(Clean, DropsWhatContradictsEcsAndKeepsTheRest) {
  json::Object source = object(R"({"source":{"ip":"not an address","port":"443"},"event":{"created":"yesterday",
      "duration":"x"},"user":{"name":{"first":"A"}},"host":"h","kibana":{"alert":1},"custom":{"ip":"not an address"},
      "client":{"ip":["10.0.0.1","nope"]}})");
  SourceCleaner().clean(source);
  EXPECT_EQ(json::serialize(source),
            R"({"source":{"port":"443"},"custom":{"ip":"not an address"},"client":{"ip":["10.0.0.1"]}})");
}

}  // namespace
}  // namespace picket::alert
