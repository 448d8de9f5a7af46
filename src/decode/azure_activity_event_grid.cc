// SPDX-License-Identifier: Apache-2.0
// Event Grid's Microsoft.Resources events, in its own schema and as CloudEvents. Only finished writes, deletes and
// actions are there. authorization, claims and httpRequest are objects, or JSON texts in the first version of the
// schema. Creating a resource carries no httpRequest, so the caller's address may only be in the claims.
#include "decode/reshape.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {"data|authorization", "data|claims", "data|httpRequest"};

constexpr RawPath kTenantClaim = "data|claims|http://schemas.microsoft.com/identity/claims/tenantid";

constexpr Row kRows[] = {
    {"time", {"eventTime", "time"}, row::first},
    {"resourceId", {"data|resourceUri", "subject", "data|authorization|scope"}, row::first_upper},
    {"operationName", {"data|operationName"}, row::operation},
    {"category", {"eventType", "type"}, row::resource_category},
    {"resultType", {"data|status"}, row::result_type},
    {"resultSignature", {"data|status"}, row::result_signature},
    {"callerIpAddress", {"data|httpRequest|clientIpAddress", "data|claims|ipaddr"}, row::first_trimmed},
    {"tenantId", {"data|tenantId", kTenantClaim}, row::first_trimmed},
    {"identity|authorization|evidence|role",
     {"data|authorization|evidence|role", "data|authorization|role"},
     row::first},
};

constexpr RawPath kConsumed[] = {
    "eventTime",        "time",
    "data|resourceUri", "data|operationName",
    "data|status",      "data|httpRequest|clientIpAddress",
    "data|tenantId",    "data|authorization|role",
};

constexpr Transfer kTransfers[] = {
    {"data|authorization", "identity|authorization"}, {"data|claims", "identity|claims"},
    {"data|httpRequest|method", "httpMethod"},        {"data|httpRequest|clientRequestId", "clientRequestId"},
    {"data|httpRequest|url", "requestUrl"},           {"data|httpRequest|uri", "requestUrl"},
    {"data|correlationId", "correlationId"},          {"data|resourceProvider", "resourceProvider"},
    {"data|subscriptionId", "subscriptionId"},        {"id", "eventDataId"},
};

constexpr Form kForm = {.embedded = kEmbedded, .rows = kRows, .consumed = kConsumed, .transfers = kTransfers};

}  // namespace

const Form& event_grid_form() {
  return kForm;
}

}  // namespace picket::decode
