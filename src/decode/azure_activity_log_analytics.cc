// SPDX-License-Identifier: Apache-2.0
// Table AzureActivity of Log Analytics and Sentinel, as JSON or as rows of CSV. Columns come as old and new twins
// (OperationName, OperationNameValue), objects as JSON text with dynamic twins ("_d"), absence as an empty string, and
// the portal's CSV adds " [UTC]" to the names of times. TenantId is the workspace, not the Entra tenant.
#include "decode/reshape.h"

namespace picket::decode {
namespace {

constexpr RawPath kEmbedded[] = {
    "Authorization", "Authorization_d", "Claims", "Claims_d", "Properties", "Properties_d", "HTTPRequest",
};

constexpr RawPath kTenantClaim = "Claims|http://schemas.microsoft.com/identity/claims/tenantid";
constexpr RawPath kTenantClaimDynamic = "Claims_d|http://schemas.microsoft.com/identity/claims/tenantid";

constexpr Row kRows[] = {
    {"time", {"TimeGenerated", "TimeGenerated [UTC]"}, row::first},
    {"resourceId", {"_ResourceId", "ResourceId", "Authorization_d|scope", "Authorization|scope"}, row::first_upper},
    {"operationName", {"OperationNameValue", "OperationName", "CategoryValue", "Category"}, row::operation},
    {"category", {"CategoryValue", "Category"}, row::first},
    {"resultType", {"ActivityStatusValue", "ActivityStatus"}, row::result_type},
    {"resultSignature",
     {"ActivityStatusValue", "ActivityStatus", "ActivitySubstatusValue", "ActivitySubstatus"},
     row::result_signature},
    {"callerIpAddress",
     {"CallerIpAddress", "HTTPRequest|clientIpAddress", "Claims_d|ipaddr", "Claims|ipaddr"},
     row::first_trimmed},
    {"tenantId", {kTenantClaimDynamic, kTenantClaim}, row::first_trimmed},
    {"identity|authorization|evidence|role",
     {"Authorization_d|evidence|role", "Authorization|evidence|role", "Authorization_d|role", "Authorization|role"},
     row::first},
    {"properties|eventCategory",
     {"Properties_d|eventCategory", "Properties|eventCategory", "CategoryValue", "Category"},
     row::first},
};

constexpr RawPath kConsumed[] = {
    "TimeGenerated",   "TimeGenerated [UTC]",         "_ResourceId",        "ResourceId",
    "OperationName",   "OperationNameValue",          "Category",           "CategoryValue",
    "ActivityStatus",  "ActivityStatusValue",         "ActivitySubstatus",  "ActivitySubstatusValue",
    "CallerIpAddress", "HTTPRequest|clientIpAddress", "Authorization|role", "Authorization_d|role",
};

constexpr Transfer kTransfers[] = {
    {"Authorization_d", "identity|authorization"},
    {"Authorization", "identity|authorization"},
    {"Claims_d", "identity|claims"},
    {"Claims", "identity|claims"},
    {"Properties_d", "properties"},
    {"Properties", "properties"},
    {"HTTPRequest|method", "httpMethod"},
    {"HTTPRequest|clientRequestId", "clientRequestId"},
    {"HTTPRequest|uri", "requestUrl"},
    {"HTTPRequest|url", "requestUrl"},
    {"Caller", "caller"},
    {"CorrelationId", "correlationId"},
    {"EventDataId", "eventDataId"},
    {"Level", "level"},
    {"TenantId", "workspace_id"},
};

constexpr Form kForm = {
    .embedded = kEmbedded,
    .rows = kRows,
    .consumed = kConsumed,
    .transfers = kTransfers,
    .empty_is_absent = true,
};

}  // namespace

const Form& log_analytics_form() {
  return kForm;
}

}  // namespace picket::decode
