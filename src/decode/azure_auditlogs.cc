// SPDX-License-Identifier: Apache-2.0
// Entra ID audit log as diagnostic settings write it (category AuditLogs). The mapping is that of Elastic's azure
// integration 1.9.2; docs/formats/azure-auditlogs.md says where each line comes from.
#include "decode/activity_values.h"
#include "decode/mapping.h"
#include "decode/stream_values.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {"properties", "properties|initiatedBy"};
constexpr RawPath kEmbeddedLists[] = {"properties|targetResources", "properties|additionalDetails"};

constexpr ElementMember kModifiedProperty[] = {
    {"displayName", "display_name"},
    {"oldValue", "old_value"},
    {"newValue", "new_value"},
};
constexpr Elements kModifiedProperties = {kModifiedProperty};
constexpr ElementMember kTargetResource[] = {
    {"displayName", "display_name"},
    {"id", "id"},
    {"type", "type"},
    {"ipAddress", "ip_address"},
    {"userPrincipalName", "user_principal_name"},
    {"modifiedProperties", "modified_properties", &kModifiedProperties},
};
constexpr Elements kTargetResources = {kTargetResource};
constexpr Numbered kNumbered[] = {
    {"properties|targetResources", "azure.auditlogs.properties.target_resources", &kTargetResources},
};

constexpr Move kMoves[] = {
    {"resourceId", "azure.resource.id"},
    {"level", "log.level"},
    {"Level", "azure.auditlogs.level"},
    {"operationName", "event.action"},
    {"operationName", "azure.auditlogs.operation_name"},
    {"operationVersion", "azure.auditlogs.operation_version"},
    {"resultSignature", "azure.auditlogs.result_signature"},
    {"tenantId", "azure.tenant_id"},
    {"correlationId", "azure.correlation_id"},
    {"properties|activityDateTime", "azure.auditlogs.properties.activity_datetime"},
    {"properties|activityDisplayName", "azure.auditlogs.properties.activity_display_name"},
    {"properties|additionalDetails", "azure.auditlogs.properties.additional_details"},
    {"properties|authenticationProtocol", "azure.auditlogs.properties.authentication_protocol"},
    {"properties|correlationId", "azure.auditlogs.properties.correlation_id"},
    {"properties|initiatedBy", "azure.auditlogs.properties.initiated_by"},
    {"properties|loggedByService", "azure.auditlogs.properties.logged_by_service"},
    {"properties|operationType", "azure.auditlogs.properties.operation_type"},
    {"properties|resultReason", "azure.auditlogs.properties.result_reason"},
};

constexpr Derived kDerived[] = {
    {"@timestamp", {"time"}, activity::timestamp, true},
    {"source.ip", {"callerIpAddress"}, activity::ip},
    {"source.address", {"callerIpAddress"}, activity::not_an_ip},
    {"client.ip", {"callerIpAddress"}, activity::ip},
    {"related.ip", {"callerIpAddress"}, activity::ip_list},
    {"source.geo", {"callerIpAddress"}, activity::ip_geo},
    {"source.as", {"callerIpAddress"}, activity::ip_as},
    {"event.duration", {"durationMs"}, activity::duration},
    {"azure.auditlogs.durationMs", {"durationMs"}, activity::not_a_duration},
    {"event.outcome", {"properties|result"}, stream::audit_outcome},
    {"azure.auditlogs.properties.result", {"properties|result"}, stream::other_result},
    {"azure.subscription_id", {"resourceId"}, activity::subscription},
    {"azure.resource.group", {"resourceId"}, activity::resource_group},
    {"azure.resource.provider", {"resourceId"}, activity::resource_provider},
    {"azure.resource.name", {"resourceId"}, activity::resource_name},
    {"azure.resource.namespace", {"resourceId"}, activity::resource_namespace},
    {"azure.resource.authorization_rule", {"resourceId"}, activity::authorization_rule},
};

constexpr RawPath kConsumed[] = {"time", "callerIpAddress", "durationMs", "properties|result"};

constexpr Constant kConstants[] = {
    {"ecs.version", "8.0.0"},
    {"event.kind", "event"},
    {"cloud.provider", "azure"},
};
constexpr auto kStream = stream_constants("azure.auditlogs");

constexpr Mapping kMapping = {
    .embedded = kEmbedded,
    .embedded_lists = kEmbeddedLists,
    .moves = kMoves,
    .numbered = kNumbered,
    .derived = kDerived,
    .consumed = kConsumed,
    .rest = "azure.auditlogs",
    .constants = kConstants,
    .stream = kStream,
    .index = "logs-azure.auditlogs-default",
    .times = {"time"},
    .drops_nulls = true,
};

}  // namespace

const Mapping& azure_auditlogs_mapping() {
  return kMapping;
}

}  // namespace picket::decode
