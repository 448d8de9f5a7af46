// SPDX-License-Identifier: Apache-2.0
// Resource logs in the tables of Log Analytics.
#include <gtest/gtest.h>

#include <string>

#include "document_of.h"
#include "test_data.h"

namespace picket::decode {
namespace {

using namespace testing_data;

TEST(ResourceForms, KeyVaultInAzureDiagnostics) {
  const json::Object document = document_of(R"({"TenantId":"w","TimeGenerated":"2024-05-06T07:08:09.1234567Z",
      "ResourceId":"/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg/providers/microsoft.keyvault/vaults/v",
      "Category":"AuditEvent","ResourceGroup":"RG","ResourceProvider":"MICROSOFT.KEYVAULT","Resource":"V",
      "OperationName":"SecretGet","ResultType":"Success","ResultSignature":"OK","CorrelationId":"c",
      "CallerIPAddress":"1.2.3.4","DurationMs":34,"identity_claim_upn_s":"a@b","identity_claim_appid_g":"app",
      "id_s":"https://v.vault.azure.net/secrets/db/1","httpStatusCode_d":200,"isAccessPolicyMatch_b":true,
      "clientInfo_s":"","Type":"AzureDiagnostics"})");
  EXPECT_EQ(at(document, "@timestamp"), "2024-05-06T07:08:09.123Z");
  EXPECT_EQ(at(document, "event.action"), "SecretGet");
  EXPECT_EQ(at(document, "event.outcome"), "success");
  EXPECT_EQ(at(document, "event.duration"), "34000000");
  EXPECT_EQ(at(document, "source.ip"), "1.2.3.4");
  EXPECT_EQ(at(document, "azure.resource.name"), "V");
  EXPECT_EQ(at(document, "azure.resource.provider"), "MICROSOFT.KEYVAULT/VAULTS");
  EXPECT_EQ(at(document, "azure.correlation_id"), "c");
  EXPECT_EQ(at(document, "azure.platformlogs.category"), "AuditEvent");
  EXPECT_EQ(at(document, "azure.platformlogs.identity.claim.upn"), "a@b");
  EXPECT_EQ(at(document, "azure.platformlogs.identity.claim.appid"), "app");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.id"), "https://v.vault.azure.net/secrets/db/1");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.httpStatusCode"), "200");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.isAccessPolicyMatch"), "true");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.clientInfo"), "-") << "an empty text is nothing";
  EXPECT_EQ(at(document, "azure.platformlogs.workspace_id"), "w");
}

TEST(ResourceForms, KubernetesInAzureDiagnosticsWithoutAType) {
  const json::Object document = document_of(R"({"TimeGenerated":"2024-05-06T07:08:09Z","ResourceId":"/r",
      "Category":"kube-audit","ResourceProvider":"MICROSOFT.CONTAINERSERVICE","ccpNamespace_s":"n","pod_s":"p",
      "OperationName":"Microsoft.ContainerService/managedClusters/diagnosticLogs/Read",
      "log_s":"{\"verb\":\"get\",\"objectRef\":{\"resource\":\"secrets\"}}"})");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.log.verb"), "get");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.log.objectRef.resource"), "secrets");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.pod"), "p");
  EXPECT_EQ(at(document, "azure.platformlogs.ccpNamespace"), "n");
}

TEST(ResourceForms, TablesOfAks) {
  const json::Object document = document_of(R"({"TimeGenerated":"2024-05-06T07:08:09Z","Type":"AKSAuditAdmin",
      "_ResourceId":"/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/k",
      "AuditId":"a","Stage":"ResponseComplete","RequestUri":"/api","Verb":"create","SourceIps":["1.2.3.4"],
      "User":"{\"username\":\"u\"}","ObjectRef":{"resource":"pods","subresource":"exec"},"PodName":"p",
      "ResponseStatus":{"code":200},"UserAgent":"curl"})");
  const std::string log = "azure.platformlogs.properties.log.";
  EXPECT_EQ(at(document, "event.action"), "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read");
  EXPECT_EQ(at(document, "azure.platformlogs.category"), "kube-audit-admin");
  EXPECT_EQ(at(document, "azure.resource.name"), "K");
  EXPECT_EQ(at(document, log + "auditID"), "a");
  EXPECT_EQ(at(document, log + "requestURI"), "/api");
  EXPECT_EQ(at(document, log + "sourceIPs"), "1.2.3.4");
  EXPECT_EQ(at(document, log + "verb"), "create");
  EXPECT_EQ(at(document, log + "user.username"), "u");
  EXPECT_EQ(at(document, log + "objectRef.subresource"), "exec");
  EXPECT_EQ(at(document, log + "responseStatus.code"), "200");
  EXPECT_EQ(at(document, log + "userAgent"), "curl");
  EXPECT_EQ(at(document, "azure.platformlogs.properties.pod"), "p");
}

}  // namespace
}  // namespace picket::decode
