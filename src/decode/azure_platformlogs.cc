// SPDX-License-Identifier: Apache-2.0
// Resource logs as diagnostic settings write them: every category that has no data stream of its own. The mapping is
// that of Elastic's azure integration 1.9.2; docs/formats/azure-platformlogs.md says where each line comes from.
#include "decode/activity_values.h"
#include "decode/mapping.h"
#include "decode/stream_values.h"

namespace picket::decode {
namespace {

// Event Hubs and Service Bus spell some members in their own way.
constexpr Renamed kRenamed[] = {{"EventProperties", "properties"}, {"ResourceId", "resourceId"}};

constexpr RawPath kEmbedded[] = {"identity", "properties", "properties|log"};

constexpr Move kMoves[] = {
    {"resourceId", "azure.resource.id"},
    {"level", "log.level"},
    {"Level", "azure.platformlogs.level"},
    {"operationName", "azure.platformlogs.operation_name"},
    {"operationVersion", "azure.platformlogs.operation_version"},
    {"resultType", "azure.platformlogs.result_type"},
    {"resultSignature", "azure.platformlogs.result_signature"},
    {"resultDescription", "azure.platformlogs.result_description"},
    {"tenantId", "azure.platformlogs.tenant_id"},
    {"Status", "azure.platformlogs.status"},
    {"Region", "cloud.region"},
    {"correlationId", "azure.correlation_id"},
    {"properties|serviceRequestId", "azure.platformlogs.properties.service_request_id"},
    {"properties|statusCode", "azure.platformlogs.properties.status_code"},
};

constexpr Derived kDerived[] = {
    {"@timestamp", {"time", "EventTimeString"}, activity::timestamp, true},
    {"source.ip", {"callerIpAddress"}, activity::ip},
    {"source.address", {"callerIpAddress"}, activity::not_an_ip},
    {"client.ip", {"callerIpAddress"}, activity::ip},
    {"related.ip", {"callerIpAddress"}, activity::ip_list},
    {"geo", {"callerIpAddress", "location"}, activity::geo_or_location},
    {"source.geo", {"callerIpAddress"}, activity::ip_geo},
    {"source.as", {"callerIpAddress"}, activity::ip_as},
    {"event.action", {"operationName", "EventName"}, stream::first},
    {"event.outcome", {"resultType", "properties|result", "Status"}, stream::platform_outcome},
    {"event.duration", {"durationMs"}, activity::duration},
    {"azure.platformlogs.durationMs", {"durationMs"}, activity::not_a_duration},
    {"azure.platformlogs.identity_name", {"identity"}, activity::text_only},
    {"azure.platformlogs.event_category",
     {"properties|eventCategory", "properties|policies"},
     activity::event_category},
    {"message", {"properties|log", "properties|statusMessage"}, stream::first_text, true},
    {"azure.subscription_id", {"resourceId"}, activity::subscription},
    {"azure.resource.group", {"resourceId"}, activity::resource_group},
    {"azure.resource.provider", {"resourceId"}, activity::resource_provider},
    {"azure.resource.name", {"resourceId"}, activity::resource_name},
    {"azure.resource.namespace", {"resourceId"}, activity::resource_namespace},
    {"azure.resource.authorization_rule", {"resourceId"}, activity::authorization_rule},
};

constexpr RawPath kConsumed[] = {
    "time", "callerIpAddress", "durationMs", "location", "EventName", "properties|eventCategory",
};
constexpr RawPath kConsumedTexts[] = {"identity", "properties|log", "properties|statusMessage"};

constexpr Constant kConstants[] = {
    {"ecs.version", "8.0.0"},
    {"event.kind", "event"},
    {"cloud.provider", "azure"},
};
constexpr auto kStream = stream_constants("azure.platformlogs");

constexpr Mapping kMapping = {
    .renamed = kRenamed,
    .embedded = kEmbedded,
    .moves = kMoves,
    .derived = kDerived,
    .consumed = kConsumed,
    .consumed_texts = kConsumedTexts,
    .rest = "azure.platformlogs",
    .constants = kConstants,
    .stream = kStream,
    .index = "logs-azure.platformlogs-default",
    .times = {"time", "EventTimeString"},
};

}  // namespace

const Mapping& azure_platformlogs_mapping() {
  return kMapping;
}

}  // namespace picket::decode
