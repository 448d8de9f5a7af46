// SPDX-License-Identifier: Apache-2.0
// Entra ID Protection as diagnostic settings write it (categories RiskyUsers and UserRiskEvents). The mapping is that
// of Elastic's azure integration 1.9.2; docs/formats/azure-identity-protection.md says where each line comes from.
#include "decode/activity_values.h"
#include "decode/mapping.h"
#include "decode/stream_values.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {"properties", "properties|location"};
constexpr RawPath kEmbeddedLists[] = {"properties|additionalInfo"};

constexpr Move kMoves[] = {
    {"resourceId", "azure.resource.id"},
    {"level", "log.level"},
    {"operationName", "event.action"},
    {"operationName", "azure.identityprotection.operation_name"},
    {"operationVersion", "azure.identityprotection.operation_version"},
    {"resultSignature", "azure.identityprotection.result_signature"},
    {"tenantId", "azure.tenant_id"},
    {"correlationId", "azure.correlation_id"},
    {"properties|additionalInfo", "azure.identityprotection.properties.additional_info"},
    {"properties|correlationId", "azure.identityprotection.properties.correlation_id"},
    {"properties|detectionTimingType", "azure.identityprotection.properties.detection_timing_type"},
    {"properties|ipAddress", "azure.identityprotection.properties.ip_address"},
    {"properties|isDeleted", "azure.identityprotection.properties.is_deleted"},
    {"properties|isGuest", "azure.identityprotection.properties.is_guest"},
    {"properties|isProcessing", "azure.identityprotection.properties.is_processing"},
    {"properties|requestId", "azure.identityprotection.properties.request_id"},
    {"properties|riskDetail", "azure.identityprotection.properties.risk_detail"},
    {"properties|riskEventType", "azure.identityprotection.properties.risk_event_type"},
    {"properties|riskLevel", "azure.identityprotection.properties.risk_level"},
    {"properties|riskState", "azure.identityprotection.properties.risk_state"},
    {"properties|riskType", "azure.identityprotection.properties.risk_type"},
    {"properties|tokenIssuerType", "azure.identityprotection.properties.token_issuer_type"},
    {"properties|userDisplayName", "azure.identityprotection.properties.user_display_name"},
    {"properties|userId", "azure.identityprotection.properties.user_id"},
    {"properties|userPrincipalName", "azure.identityprotection.properties.user_principal_name"},
    {"properties|userType", "azure.identityprotection.properties.user_type"},
};

constexpr Derived kDerived[] = {
    {"@timestamp", {"time"}, activity::timestamp, true},
    {"source.ip", {"callerIpAddress"}, activity::ip},
    {"source.address", {"callerIpAddress"}, activity::not_an_ip},
    {"source.geo", {"callerIpAddress"}, activity::ip_geo},
    {"source.as", {"callerIpAddress"}, activity::ip_as},
    {"event.duration", {"durationMs"}, activity::duration},
    {"azure.identityprotection.durationMs", {"durationMs"}, activity::not_a_duration},
    {"azure.identityprotection.properties.activity_datetime", {"properties|activityDateTime"}, stream::date, true},
    {"azure.identityprotection.properties.detected_datetime", {"properties|detectedDateTime"}, stream::date, true},
    {"azure.identityprotection.properties.last_updated_datetime",
     {"properties|lastUpdatedDateTime"},
     stream::date,
     true},
    {"azure.identityprotection.properties.risk_last_updated_datetime",
     {"properties|riskLastUpdatedDateTime"},
     stream::date,
     true},
    {"azure.subscription_id", {"resourceId"}, activity::subscription},
    {"azure.resource.group", {"resourceId"}, activity::resource_group},
    {"azure.resource.provider", {"resourceId"}, activity::resource_provider},
    {"azure.resource.name", {"resourceId"}, activity::resource_name},
    {"azure.resource.namespace", {"resourceId"}, activity::resource_namespace},
};

// The last three are in the list of the integration's fields, but its documents do not have them.
constexpr RawPath kConsumed[] = {
    "time",
    "callerIpAddress",
    "durationMs",
    "identity",
    "Level",
    "location",
    "properties|activityDateTime",
    "properties|detectedDateTime",
    "properties|lastUpdatedDateTime",
    "properties|riskLastUpdatedDateTime",
    "properties|crossTenantAccessType",
    "properties|homeTenantId",
    "properties|resourceTenantId",
};

constexpr Constant kConstants[] = {
    {"ecs.version", "8.5.0"},
    {"event.kind", "event"},
    {"cloud.provider", "azure"},
};
constexpr auto kStream = stream_constants("azure.identity_protection");

constexpr Mapping kMapping = {
    .embedded = kEmbedded,
    .embedded_lists = kEmbeddedLists,
    .moves = kMoves,
    .derived = kDerived,
    .consumed = kConsumed,
    .rest = "azure.identityprotection",
    .constants = kConstants,
    .stream = kStream,
    .index = "logs-azure.identity_protection-default",
    .times = {"time"},
};

}  // namespace

const Mapping& azure_identity_protection_mapping() {
  return kMapping;
}

}  // namespace picket::decode
