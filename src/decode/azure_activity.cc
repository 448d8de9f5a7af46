// SPDX-License-Identifier: Apache-2.0
// Azure activity log as diagnostic settings write it (Event Hub, storage account). The mapping is that of Elastic's
// azure integration 1.9.2; docs/formats/azure-activity.md says where each line comes from, docs/differences.md where
// Picket departs from it on purpose.
#include <algorithm>
#include <array>
#include <span>

#include "decode/activity_values.h"
#include "decode/mapping.h"

namespace picket::decode {
namespace {

// From the outside in: what lies inside of a text can be one too.
constexpr RawPath kEmbedded[] = {"identity", "identity|authorization", "identity|claims", "properties"};
constexpr RawPath kFolded[] = {"identity|claims"};

constexpr Move kMoves[] = {
    {"resourceId", "azure.resource.id"},
    {"level", "log.level"},
    {"operationName", "event.action"},
    {"operationName", "azure.activitylogs.operation_name"},
    {"operationVersion", "azure.activitylogs.operation_version"},
    {"resultType", "azure.activitylogs.result_type"},
    {"resultSignature", "azure.activitylogs.result_signature"},
    {"tenantId", "azure.activitylogs.tenant_id"},
    {"Level", "azure.activitylogs.level"},
    {"correlationId", "azure.correlation_id"},
    {"identity|authorization|evidence|roleAssignmentScope",
     "azure.activitylogs.identity.authorization.evidence.role_assignment_scope"},
    {"identity|authorization|evidence|roleDefinitionId",
     "azure.activitylogs.identity.authorization.evidence.role_definition_id"},
    {"identity|authorization|evidence|roleAssignmentId",
     "azure.activitylogs.identity.authorization.evidence.role_assignment_id"},
    {"identity|authorization|evidence|principalId", "azure.activitylogs.identity.authorization.evidence.principal_id"},
    {"identity|authorization|evidence|principalType",
     "azure.activitylogs.identity.authorization.evidence.principal_type"},
    {"identity|claims|name", "azure.activitylogs.identity.claims_initiated_by_user.fullname"},
    {"properties|serviceRequestId", "azure.activitylogs.properties.service_request_id"},
    {"properties|statusCode", "azure.activitylogs.properties.status_code"},
    {"properties|statusMessage", "message"},
};

// Members that only the other forms have, by the names that they get in reshape().
constexpr Move kFormMoves[] = {
    {"eventDataId", "event.id"},
    {"httpMethod", "http.request.method"},
    {"clientRequestId", "http.request.id"},
    {"requestUrl", "url.original"},
};

template <std::size_t A, std::size_t B>
constexpr std::array<Move, A + B> joined(const Move (&a)[A], const Move (&b)[B]) {
  std::array<Move, A + B> out{};
  std::ranges::copy(a, out.begin());
  std::ranges::copy(b, out.begin() + A);
  return out;
}
constexpr auto kAllMoves = joined(kMoves, kFormMoves);

constexpr RawPath kFullName = "identity|claims|name";
constexpr RawPath kName = "identity|claims|http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";
constexpr RawPath kSurname = "identity|claims|http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname";
constexpr RawPath kGivenName = "identity|claims|http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname";

constexpr Derived kDerived[] = {
    {"@timestamp", {"time"}, activity::timestamp, true},
    {"source.ip", {"callerIpAddress"}, activity::ip},
    {"source.address", {"callerIpAddress"}, activity::not_an_ip},
    {"client.ip", {"callerIpAddress"}, activity::ip},
    {"related.ip", {"callerIpAddress"}, activity::ip_list},
    {"event.duration", {"durationMs"}, activity::duration},
    {"azure.activitylogs.durationMs", {"durationMs"}, activity::not_a_duration},
    {"azure.activitylogs.identity_name", {"identity"}, activity::text_only},
    {"azure.activitylogs.event_category",
     {"properties|eventCategory", "properties|policies"},
     activity::event_category},
    {"event.outcome", {"resultType", "properties|result"}, activity::outcome},
    {"event.type", {"category"}, activity::event_type},
    {"azure.subscription_id", {"resourceId"}, activity::subscription},
    {"azure.resource.group", {"resourceId"}, activity::resource_group},
    {"azure.resource.provider", {"resourceId"}, activity::resource_provider},
    {"azure.resource.name", {"resourceId"}, activity::resource_name},
    {"azure.resource.namespace", {"resourceId"}, activity::resource_namespace},
    {"azure.resource.authorization_rule", {"resourceId"}, activity::authorization_rule},
    {"geo", {"callerIpAddress", "location"}, activity::geo_or_location},
    {"source.geo", {"callerIpAddress"}, activity::ip_geo},
    {"source.as", {"callerIpAddress"}, activity::ip_as},
    {"azure.activitylogs.identity.claims_initiated_by_user.surname", {kFullName, kSurname}, activity::copied_claim},
    {"azure.activitylogs.identity.claims_initiated_by_user.name", {kFullName, kName}, activity::copied_claim},
    {"azure.activitylogs.identity.claims_initiated_by_user.givenname", {kFullName, kGivenName}, activity::copied_claim},
    {"azure.activitylogs.identity.claims_initiated_by_user.schema", {kFullName, kName}, activity::claim_schema},
    {"user.name", {kFullName, kName, "caller"}, activity::user_name},
    {"user.domain", {kFullName, kName, "caller"}, activity::user_domain},
    {"user.email", {kFullName, kName, "caller"}, activity::user_email},
    {"user.full_name", {kFullName}, activity::text_only},
    {"related.user", {kFullName, kName, "caller"}, activity::related_user},
};

constexpr RawPath kConsumed[] = {"time", "callerIpAddress", "durationMs", "location", "properties|eventCategory"};
constexpr RawPath kConsumedTexts[] = {"identity"};

constexpr Constant kConstants[] = {
    {"ecs.version", "8.0.0"},
    {"event.kind", "event"},
    {"cloud.provider", "azure"},
};
constexpr auto kStream = stream_constants("azure.activitylogs");

constexpr Mapping mapping_with(std::span<const Move> moves) {
  return {
      .embedded = kEmbedded,
      .moves = moves,
      .derived = kDerived,
      .consumed = kConsumed,
      .consumed_texts = kConsumedTexts,
      .folded = kFolded,
      .rest = "azure.activitylogs",
      .constants = kConstants,
      .stream = kStream,
      .index = "logs-azure.activitylogs-default",
      .times = {"time"},
  };
}
constexpr Mapping kMapping = mapping_with(kMoves);
constexpr Mapping kReshapedMapping = mapping_with(kAllMoves);

}  // namespace

const Mapping& azure_activity_mapping() {
  return kMapping;
}

const Mapping& reshaped_activity_mapping() {
  return kReshapedMapping;
}

}  // namespace picket::decode
