// SPDX-License-Identifier: Apache-2.0
// Entra ID provisioning log as diagnostic settings write it (category ProvisioningLogs). The mapping is that of
// Elastic's azure integration 1.9.2; docs/formats/azure-provisioning.md says where each line comes from.
#include "decode/activity_values.h"
#include "decode/mapping.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {"properties"};
constexpr RawPath kEmbeddedLists[] = {"properties|provisioning_steps", "properties|modified_properties"};

// What was changed is told in the words of the systems that it was changed in.
constexpr RawPath kLiteral[] = {"properties|modified_properties", "properties|provisioning_steps|details"};

constexpr Move kMoves[] = {
    {"resource_id", "azure.resource.id"},
    {"tenant_id", "azure.tenant_id"},
    {"correlation_id", "azure.correlation_id"},
    {"operation_name", "event.action"},
    {"operation_name", "azure.provisioning.operation_name"},
    {"properties|activity_date_time", "azure.provisioning.properties.activity_datetime"},
    {"properties|duration_in_milliseconds", "azure.provisioning.properties.duration_ms"},
    // The integration spells it so.
    {"properties|source_system|details|service_principal_display_name",
     "azure.provisioning.properties.source_system.details.dervice_principal_display_name"},
    {"properties|target_system|details|service_principal_display_name",
     "azure.provisioning.properties.target_system.details.dervice_principal_display_name"},
};

constexpr Derived kDerived[] = {
    {"@timestamp", {"time", "properties|activity_date_time"}, activity::timestamp, true},
    {"event.duration", {"duration_ms"}, activity::duration},
    {"azure.provisioning.duration_ms", {"duration_ms"}, activity::not_a_duration},
    {"event.outcome", {"result_type"}, activity::outcome},
    {"azure.subscription_id", {"resource_id"}, activity::subscription},
    {"azure.resource.group", {"resource_id"}, activity::resource_group},
    {"azure.resource.provider", {"resource_id"}, activity::resource_provider},
    {"azure.resource.name", {"resource_id"}, activity::resource_name},
    {"azure.resource.namespace", {"resource_id"}, activity::resource_namespace},
    {"azure.resource.authorization_rule", {"resource_id"}, activity::authorization_rule},
};

constexpr RawPath kConsumed[] = {"time", "duration_ms", "properties|status_info"};

constexpr Constant kConstants[] = {
    {"ecs.version", "8.5.0"},
    {"event.kind", "event"},
    {"cloud.provider", "azure"},
};
constexpr auto kStream = stream_constants("azure.provisioning");

constexpr Mapping kMapping = {
    .keys = KeyStyle::snake,
    .literal = kLiteral,
    .embedded = kEmbedded,
    .embedded_lists = kEmbeddedLists,
    .moves = kMoves,
    .derived = kDerived,
    .consumed = kConsumed,
    .rest = "azure.provisioning",
    .constants = kConstants,
    .stream = kStream,
    .index = "logs-azure.provisioning-default",
    .times = {"time", "properties|activity_date_time"},
    .drops_nulls = true,
};

}  // namespace

const Mapping& azure_provisioning_mapping() {
  return kMapping;
}

}  // namespace picket::decode
