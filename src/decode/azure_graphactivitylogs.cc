// SPDX-License-Identifier: Apache-2.0
// Microsoft Graph activity log as diagnostic settings write it (category MicrosoftGraphActivityLogs). The mapping is
// that of Elastic's azure integration; docs/formats/azure-graphactivitylogs.md says where each line comes from.
#include "decode/activity_values.h"
#include "decode/entra_values.h"
#include "decode/mapping.h"
#include "decode/stream_values.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {"properties"};

constexpr RawPath kIp = "caller_ip_address";
constexpr RawPath kIpOtherwise = "properties|ip_address";
constexpr RawPath kIpSpelledOtherwise = "properties|ipaddress";
constexpr RawPath kTenant = "tenant_id";
constexpr RawPath kTenantOtherwise = "properties|tenant_id";
constexpr RawPath kServicePrincipal = "properties|service_principal_id";
constexpr RawPath kUser = "properties|user_id";
constexpr RawPath kStatus = "properties|response_status_code";

constexpr Move kMoves[] = {
    {"resource_id", "azure.resource.id"},
    {"resource_id", "cloud.resource_id"},
    {"correlation_id", "azure.correlation_id"},
    {"correlation_id", "azure.correlation.id"},
    {"operation_name", "event.action"},
    {"operation_name", "azure.graphactivitylogs.operation_name"},
    {"location", "cloud.region"},
    {"location", "destination.geo.region_name"},
    {"properties|request_id", "http.request.id"},
    {"properties|request_method", "http.request.method"},
    {kServicePrincipal, "service.id"},
    {kServicePrincipal, "azure.graphactivitylogs.properties.service_principal_id"},
    {"properties|c_device_id", "device.id"},
    {"properties|c_device_id", "azure.graphactivitylogs.properties.c_device_id"},
    {"properties|c_sid", "session.id"},
    {"properties|c_sid", "azure.graphactivitylogs.properties.c_sid"},
    {"properties|sign_in_activity_id", "token.id"},
    {"properties|sign_in_activity_id", "azure.graphactivitylogs.properties.sign_in_activity_id"},
};

constexpr Derived kDerived[] = {
    {"@timestamp", {"time", "properties|time_generated"}, activity::timestamp, true},
    {"source.ip", {kIp, kIpOtherwise, kIpSpelledOtherwise}, entra::ip},
    {"client.ip", {kIp, kIpOtherwise, kIpSpelledOtherwise}, entra::ip},
    {"related.ip", {kIp, kIpOtherwise, kIpSpelledOtherwise}, entra::ip_list},
    {"source.geo", {kIp, kIpOtherwise, kIpSpelledOtherwise}, entra::ip_geo},
    {"source.as", {kIp, kIpOtherwise, kIpSpelledOtherwise}, entra::ip_as},
    {"client.geo", {kIp, kIpOtherwise, kIpSpelledOtherwise}, entra::ip_geo},
    {"client.as", {kIp, kIpOtherwise, kIpSpelledOtherwise}, entra::ip_as},
    {"azure.tenant_id", {kTenant, kTenantOtherwise}, entra::first_text},
    {"azure.tenant.id", {kTenant, kTenantOtherwise}, entra::first_text},
    {"cloud.account.id", {kTenant, kTenantOtherwise}, entra::first_text},
    {"event.duration", {"duration_ms", "properties|duration_ms"}, entra::duration},
    {"event.type", {"properties|request_method", kStatus}, entra::request_type},
    {"event.outcome", {kStatus}, entra::status_outcome},
    {"http.response.status_code", {kStatus}, entra::number},
    {"http.response.bytes", {"properties|response_size_bytes"}, entra::number},
    {"log.level", {"level"}, entra::as_text},
    {"url", {"properties|request_uri"}, entra::url},
    {"user_agent", {"properties|user_agent"}, entra::user_agent},
    {"user.id", {kServicePrincipal, kUser}, entra::first_text},
    {"client.user.id", {kServicePrincipal, kUser}, entra::first_text},
    {"related.user", {kServicePrincipal, kUser}, entra::first_text_list},
    {"azure.graphactivitylogs.properties.client_auth_method", {"properties|client_auth_method"}, entra::number},
    {"azure.graphactivitylogs.properties.roles", {"properties|roles"}, entra::words},
    {"azure.graphactivitylogs.properties.scopes", {"properties|scopes"}, entra::words},
    {"azure.graphactivitylogs.properties.wids", {"properties|wids"}, entra::words},
    {"azure.graphactivitylogs.properties.time_generated", {"properties|time_generated"}, stream::date, true},
    {"azure.graphactivitylogs.properties.token_issued_at", {"properties|token_issued_at"}, stream::date, true},
    {"azure.subscription_id", {"resource_id"}, activity::subscription},
    {"azure.resource.group", {"resource_id"}, activity::resource_group},
    {"azure.resource.provider", {"resource_id"}, activity::resource_provider},
    {"azure.resource.name", {"resource_id"}, activity::resource_name},
    {"azure.resource_provider.namespace", {"resource_id"}, entra::provider_namespace},
};

constexpr RawPath kConsumed[] = {
    "time",
    "level",
    "duration_ms",
    "caller_ip_address",
    "tenant_id",
    "properties|client_auth_method",
    "properties|duration_ms",
    "properties|ip_address",
    "properties|ipaddress",
    "properties|location",
    "properties|request_uri",
    "properties|response_size_bytes",
    "properties|response_status_code",
    "properties|tenant_id",
    "properties|time_generated",
    "properties|token_issued_at",
    "properties|user_agent",
    "properties|user_id",
};
constexpr RawPath kConsumedTexts[] = {"properties|roles", "properties|scopes", "properties|wids"};

constexpr Constant kConstants[] = {
    {"ecs.version", "8.11.0"},       {"event.kind", "event"},
    {"cloud.provider", "azure"},     {"cloud.service.name", "Microsoft Graph"},
    {"event.category", "api", true},
};
constexpr auto kStream = stream_constants("azure.graphactivitylogs");

constexpr Mapping kMapping = {
    .keys = KeyStyle::snake,
    .embedded = kEmbedded,
    .moves = kMoves,
    .derived = kDerived,
    .consumed = kConsumed,
    .consumed_texts = kConsumedTexts,
    .rest = "azure.graphactivitylogs",
    .constants = kConstants,
    .stream = kStream,
    .index = "logs-azure.graphactivitylogs-default",
    .times = {"time", "properties|time_generated"},
    .drops_nulls = true,
    .drops_empties = true,
};

}  // namespace

const Mapping& azure_graphactivitylogs_mapping() {
  return kMapping;
}

}  // namespace picket::decode
