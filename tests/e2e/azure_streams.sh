#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A folder with logs of several data streams, as storage accounts, Event Hubs and people keep them: each record is read
# as what it is, a rule sees the streams of its index patterns only, and alerts name caller and target.
. "$(dirname "$0")/lib.sh"
logs=$folder/logs
blob() { mkdir -p "$logs/$1/y=2026/m=03/d=02/h=10/m=00" && cat >"$logs/$1/y=2026/m=03/d=02/h=10/m=00/PT1H.json"; }

blob insights-logs-auditlogs/tenantId=t <<'END'
{"time":"2026-03-02T10:00:00Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","category":"AuditLogs","operationName":"Add member to role","properties":{"result":"success","initiatedBy":{"user":{"id":"u1","userPrincipalName":"eve@contoso.com"}},"targetResources":[{"type":"User","userPrincipalName":"bob@contoso.com","modifiedProperties":[{"displayName":"Role.DisplayName","oldValue":null,"newValue":"\"Global Administrator\""}]}]}}
{"time":"2026-03-02T10:01:00Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","category":"RiskyServicePrincipals","operationName":"Risky service principal","properties":{}}
END
blob insights-logs-kube-audit/resourceId=r <<'END'
{"time":"2026-03-02T10:02:00Z","category":"kube-audit","operationName":"Microsoft.ContainerService/managedClusters/diagnosticLogs/Read","resourceId":"/SUBSCRIPTIONS/0B1F6471-1BF0-4DDA-AEC3-111111111111/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/K1","properties":{"log":"{\"verb\":\"get\",\"user\":{\"username\":\"mallory\"},\"objectRef\":{\"resource\":\"secrets\",\"namespace\":\"default\",\"name\":\"db\"}}"}}
END
cat >"$logs/hub.json" <<'END'
{"records":[{"time":"3/2/2026 10:03:00 AM","category":"UserRiskEvents","operationName":"User Risk Detection","resourceId":"/tenants/t/providers/Microsoft.aadiam","properties":{"riskState":"atRisk","userPrincipalName":"bob@contoso.com","activity":"user"}},{"time":"2026-03-02T10:04:00Z","category":"Administrative","operationName":"MICROSOFT.COMPUTE/VIRTUALMACHINES/WRITE","resultType":"Success","resourceId":"/SUBSCRIPTIONS/S"}]}
END
cat >"$logs/audits.json" <<'END'
{"@odata.context":"x","value":[{"id":"i","category":"RoleManagement","correlationId":"c","result":"success","activityDisplayName":"Add member to role","activityDateTime":"2026-03-02T10:05:00Z","loggedByService":"Core Directory","initiatedBy":{"app":{"displayName":"Sync","servicePrincipalId":"s"}},"targetResources":[{"type":"User","displayName":"Carol","modifiedProperties":[{"displayName":"Role.DisplayName","oldValue":null,"newValue":"\"Global Administrator\""}]}]}]}
END

rule() {
  cat >"$folder/$1.toml" <<END
[rule]
author = ["test"]
description = "test"
index = ["logs-azure.$2-*"]
language = "kuery"
license = "test"
name = "$1"
risk_score = 47
rule_id = "0b1f6471-1bf0-4dda-aec3-00000000000$3"
severity = "medium"
type = "query"
from = "now-9m"
query = '''
$4
'''
END
}
rule administrators auditlogs 1 'event.outcome:success and azure.auditlogs.properties.target_resources.*.modified_properties.*.new_value:"\"Global Administrator\""'
rule first_target auditlogs 2 'azure.auditlogs.properties.target_resources.0.modified_properties.0.new_value:*Administrator*'
rule secrets platformlogs 3 'azure.platformlogs.properties.log.verb:(get or list) and azure.platformlogs.properties.log.objectRef.resource:secrets'
rule risk identity_protection 4 'azure.identityprotection.properties.risk_state:atRisk'
rule elsewhere activitylogs 5 'azure.auditlogs.operation_name:* or azure.platformlogs.category:*'

expect_exit 0 "$picket" scan --rules "$folder" --format csv "$logs"
cp "$folder/out" "$folder/alerts.csv"
for rule in administrators first_target; do
  [ "$(grep -c ",$rule," "$folder/alerts.csv")" = 2 ] || { echo "FAIL: $rule alerts twice"; cat "$folder/alerts.csv"; exit 1; }
done
expect_text "$folder/alerts.csv" "eve@contoso.com,User,u1"
expect_text "$folder/alerts.csv" "bob@contoso.com"
expect_text "$folder/alerts.csv" "Sync,ServicePrincipal,s"
expect_text "$folder/alerts.csv" "mallory"
expect_text "$folder/alerts.csv" "K1,default/db"
expect_text "$folder/alerts.csv" ",risk,"
expect_no_text "$folder/alerts.csv" ",elsewhere,"
expect_text "$folder/err" "azure-auditlogs 1"
expect_text "$folder/err" "azure-auditlogs-api 1"
expect_text "$folder/err" "azure-platformlogs 1"
expect_text "$folder/err" "azure-identity-protection 1"
expect_text "$folder/err" "azure-activity 1"
expect_text "$folder/err" "dropped_category 1"
