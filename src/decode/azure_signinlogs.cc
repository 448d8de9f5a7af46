// SPDX-License-Identifier: Apache-2.0
// Entra ID sign-in logs as diagnostic settings write them (every category that ends in SignInLogs: interactive, non
// interactive, service principals, managed identities). The mapping is that of Elastic's azure integration 1.9.2;
// docs/formats/azure-signinlogs.md says where each line comes from, docs/differences.md where Picket departs from it on
// purpose.
#include "decode/activity_values.h"
#include "decode/entra_values.h"
#include "decode/mapping.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {"properties", "properties|status", "properties|location", "properties|device_detail",
                                 "properties|mfa_detail"};
constexpr RawPath kEmbeddedLists[] = {"properties|authentication_processing_details"};
constexpr RawPath kPairs[] = {"properties|authentication_processing_details"};

constexpr RawPath kIp = "properties|ip_address";
constexpr RawPath kIpOtherwise = "properties|ipaddress";
constexpr RawPath kUser = "properties|user_principal_name";

constexpr Move kMoves[] = {
    {"resource_id", "azure.resource.id"},
    {"tenant_id", "azure.tenant_id"},
    {"correlation_id", "azure.correlation_id"},
    {"operation_name", "event.action"},
    {"operation_name", "azure.signinlogs.operation_name"},
    {"location", "geo.country_iso_code"},
    {"properties|location|city", "geo.city_name"},
    {"properties|location|state", "geo.country_name"},
    {"properties|location|geo_coordinates|latitude", "geo.location.lat"},
    {"properties|location|geo_coordinates|longitude", "geo.location.lon"},
    {"properties|id", "event.id"},
    {"properties|id", "azure.signinlogs.properties.id"},
    {"properties|user_id", "user.id"},
    {"properties|user_id", "azure.signinlogs.properties.user_id"},
    {"properties|user_display_name", "user.full_name"},
    {"properties|user_display_name", "azure.signinlogs.properties.user_display_name"},
    {"properties|created_date_time", "azure.signinlogs.properties.created_at"},
    {"properties|processing_time_in_milliseconds", "azure.signinlogs.properties.processing_time_ms"},
    {"properties|risk_level_during_sign_in", "azure.signinlogs.properties.risk_level_during_signin"},
};

constexpr Derived kDerived[] = {
    {"@timestamp", {"time", "properties|created_date_time"}, activity::timestamp, true},
    {"source.ip", {kIp, kIpOtherwise}, entra::ip},
    {"source.address", {kIp, kIpOtherwise}, entra::first_text},
    {"client.ip", {kIp, kIpOtherwise}, entra::ip},
    {"related.ip", {kIp, kIpOtherwise}, entra::ip_list},
    {"source.geo", {kIp, kIpOtherwise}, entra::ip_geo},
    {"source.as", {kIp, kIpOtherwise}, entra::ip_as},
    {"event.duration", {"duration_ms"}, activity::duration},
    {"azure.signinlogs.duration_ms", {"duration_ms"}, activity::not_a_duration},
    {"event.outcome", {"properties|status|error_code", "result_type"}, entra::sign_in_outcome},
    {"message", {"properties|status|failure_reason", "properties|status|additional_details"}, entra::sign_in_message},
    {"log.level", {"level"}, entra::as_text},
    {"user.name", {kUser, kUser}, activity::user_name},
    {"user.domain", {kUser, kUser}, activity::user_domain},
    {"user_agent", {"properties|user_agent"}, entra::user_agent},
    {"azure.subscription_id", {"resource_id"}, activity::subscription},
    {"azure.resource.group", {"resource_id"}, activity::resource_group},
    {"azure.resource.provider", {"resource_id"}, activity::resource_provider},
    {"azure.resource.name", {"resource_id"}, activity::resource_name},
    {"azure.resource.namespace", {"resource_id"}, activity::resource_namespace},
    {"azure.resource.authorization_rule", {"resource_id"}, activity::authorization_rule},
};

constexpr RawPath kConsumed[] = {
    "time",
    "duration_ms",
    "level",
    "properties|ip_address",
    "properties|ipaddress",
    "properties|location",
    "properties|status|failure_reason",
    "properties|status|additional_details",
    "properties|user_agent",
};

constexpr Constant kConstants[] = {
    {"ecs.version", "8.0.0"},     {"event.kind", "event"},     {"event.category", "authentication", true},
    {"event.type", "info", true}, {"cloud.provider", "azure"},
};
constexpr auto kStream = stream_constants("azure.signinlogs");

constexpr Mapping kMapping = {
    .keys = KeyStyle::snake,
    .embedded = kEmbedded,
    .embedded_lists = kEmbeddedLists,
    .pairs = kPairs,
    .moves = kMoves,
    .derived = kDerived,
    .consumed = kConsumed,
    .rest = "azure.signinlogs",
    .constants = kConstants,
    .stream = kStream,
    .index = "logs-azure.signinlogs-default",
    .times = {"time", "properties|created_date_time"},
    .drops_nulls = true,
};

}  // namespace

const Mapping& azure_signinlogs_mapping() {
  return kMapping;
}

}  // namespace picket::decode
