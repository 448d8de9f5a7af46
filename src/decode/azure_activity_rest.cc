// SPDX-License-Identifier: Apache-2.0
// The activity log as the REST API, `az monitor activity-log list` and the portal's JSON view have it. Many members are
// pairs {value, localizedValue}; the value counts, and a plain string is taken too. Authorization carries no evidence
// here, at most a role (docs/formats/azure-activity.md).
#include "decode/reshape.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {"authorization", "claims", "httpRequest", "properties"};

constexpr RawPath kTenantClaim = "claims|http://schemas.microsoft.com/identity/claims/tenantid";

constexpr Row kRows[] = {
    {"time", {"eventTimestamp"}, row::first},
    {"resourceId", {"resourceId", "authorization|scope"}, row::first_upper},
    {"operationName", {"operationName|value", "operationName", "category|value", "category"}, row::operation},
    {"category", {"category|value", "category"}, row::first},
    {"resultType", {"status|value", "status"}, row::result_type},
    {"resultSignature", {"status|value", "status", "subStatus|value", "subStatus"}, row::result_signature},
    {"callerIpAddress", {"httpRequest|clientIpAddress", "claims|ipaddr"}, row::first_trimmed},
    {"tenantId", {"tenantId", kTenantClaim}, row::first_trimmed},
    {"identity|authorization|evidence|role", {"authorization|evidence|role", "authorization|role"}, row::first},
    {"properties|eventCategory", {"properties|eventCategory", "category|value", "category"}, row::first},
};

constexpr RawPath kConsumed[] = {
    "eventTimestamp",
    "resourceId",
    "operationName",
    "category",
    "status",
    "subStatus",
    "httpRequest|clientIpAddress",
    "tenantId",
    "authorization|role",
};

constexpr Transfer kTransfers[] = {
    {"authorization", "identity|authorization"},
    {"claims", "identity|claims"},
    {"properties", "properties"},
    {"httpRequest|method", "httpMethod"},
    {"httpRequest|clientRequestId", "clientRequestId"},
    {"httpRequest|uri", "requestUrl"},
    {"httpRequest|url", "requestUrl"},
};

constexpr Form kForm = {.embedded = kEmbedded, .rows = kRows, .consumed = kConsumed, .transfers = kTransfers};

}  // namespace

const Form& rest_form() {
  return kForm;
}

}  // namespace picket::decode
