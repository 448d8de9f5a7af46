// SPDX-License-Identifier: Apache-2.0
// Audit and identity protection logs of Entra ID as other ways hand them out: the tables of Log Analytics and Sentinel
// (AuditLogs, AADRiskyUsers, AADUserRiskEvents), the Microsoft Graph API (directoryAudits, riskyUsers, riskDetections)
// and its PowerShell commands (Get-MgAuditLogDirectoryAudit), which write the API's members in Pascal case. All are
// read with their keys in camel case. In the tables TenantId is the workspace, and lists and objects may be JSON texts.
#include <string>

#include "base/text.h"
#include "decode/reshape.h"

namespace picket::decode {
namespace {

constexpr bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}

// "DisplayName" -> "displayName", "IPAddress" -> "ipAddress", "ID" -> "id": of capitals in a row at the start the last
// one begins the next word, where a small letter follows.
std::string camel_case(std::string_view key) {
  std::string out(key);
  for (std::size_t i = 0; i < out.size() && is_capital(out[i]); ++i) {
    if (i > 0 && i + 1 < key.size() && is_small(key[i + 1])) break;
    out[i] = static_cast<char>(out[i] - 'A' + 'a');
  }
  return out;
}

void spell_in_camel_case(json::Value& value);

void spell_in_camel_case(json::Object& object) {
  json::Object out;
  out.reserve(object.size());
  for (auto& member : object) {
    spell_in_camel_case(member.value());
    out[camel_case({member.key().data(), member.key().size()})] = std::move(member.value());
  }
  object = std::move(out);
}

void spell_in_camel_case(json::Value& value) {
  if (json::Object* object = value.if_object()) return spell_in_camel_case(*object);
  json::Array* array = value.if_array();
  if (array == nullptr) return;
  for (json::Value& element : *array) spell_in_camel_case(element);
}

void prepare(json::Object& record) {
  spell_in_camel_case(record);
}

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

json::Value audit_category(Sources) {
  return text_value("AuditLogs");
}

constexpr RawPath kAuditTexts[] = {"initiatedBy"};
constexpr RawPath kAuditLists[] = {"targetResources", "additionalDetails"};

constexpr Row kAuditRows[] = {
    {"time", {"timeGenerated", "timeGenerated [UTC]", "activityDateTime"}, row::first},
    {"category", {}, audit_category},
    {"operationName", {"operationName", "activityDisplayName"}, row::first},
    {"resourceId", {"resourceId", "_ResourceId"}, row::first},
    {"tenantId", {"aadTenantId"}, row::first},
    {"correlationId", {"correlationId"}, row::first},
    {"identity", {"identity", "initiatedBy|user|displayName", "initiatedBy|app|displayName"}, row::first},
    {"callerIpAddress", {"callerIpAddress", "initiatedBy|user|ipAddress"}, row::first_trimmed},
    {"properties|resultReason", {"resultReason", "resultDescription"}, row::first},
    {"properties|operationType", {"operationType", "aadOperationType"}, row::first},
};
constexpr RawPath kAuditConsumed[] = {
    "timeGenerated", "timeGenerated [UTC]", "operationName",     "resourceId",
    "_ResourceId",   "aadTenantId",         "identity",          "callerIpAddress",
    "resultReason",  "operationType",       "resultDescription", "aadOperationType",
    "resource",      "resourceGroup",       "resourceProvider",  "sourceSystem",
    "type",          "@odata.type",
};
constexpr Transfer kAuditTransfers[] = {
    {"operationVersion", "operationVersion"},
    {"resultType", "resultType"},
    {"resultSignature", "resultSignature"},
    {"durationMs", "durationMs"},
    {"level", "Level"},
    {"location", "location"},
    {"tenantId", "workspace_id"},
};
constexpr Form kAuditForm = {
    .prepare = prepare,
    .embedded = kAuditTexts,
    .embedded_lists = kAuditLists,
    .rows = kAuditRows,
    .consumed = kAuditConsumed,
    .transfers = kAuditTransfers,
    .rest = "properties",
    .empty_is_absent = true,
};

bool is_detection(Sources sources) {
  return !row::first(sources).is_null();
}
// Sources: riskEventType, detectedDateTime.
json::Value risk_category(Sources sources) {
  return text_value(is_detection(sources) ? "UserRiskEvents" : "RiskyUsers");
}
// Sources: operationName, and the same two.
json::Value risk_operation(Sources sources) {
  const json::Value named = row::first(sources.first(1));
  if (!named.is_null()) return named;
  return text_value(is_detection(sources.subspan(1)) ? "User Risk Detection" : "Risky user");
}

constexpr Row kRiskRows[] = {
    {"time", {"timeGenerated", "lastUpdatedDateTime", "riskLastUpdatedDateTime", "detectedDateTime"}, row::first},
    {"category", {"riskEventType", "detectedDateTime"}, risk_category},
    {"operationName", {"operationName", "riskEventType", "detectedDateTime"}, risk_operation},
    {"resourceId", {"resourceId", "_ResourceId"}, row::first},
    {"tenantId", {"aadTenantId"}, row::first},
    {"correlationId", {"id"}, row::first},
    {"callerIpAddress", {"ipAddress"}, row::first_trimmed},
};
constexpr RawPath kRiskConsumed[] = {
    "timeGenerated", "operationName", "resourceId", "_ResourceId", "aadTenantId", "sourceSystem", "type", "@odata.type",
};
constexpr Transfer kRiskTransfers[] = {
    {"operationVersion", "operationVersion"},
    {"resultSignature", "resultSignature"},
    {"durationMs", "durationMs"},
    {"tenantId", "workspace_id"},
};
constexpr Form kRiskForm = {
    .prepare = prepare,
    .rows = kRiskRows,
    .consumed = kRiskConsumed,
    .transfers = kRiskTransfers,
    .rest = "properties",
    .empty_is_absent = true,
};

}  // namespace

const Form& audit_form() {
  return kAuditForm;
}

const Form& risk_form() {
  return kRiskForm;
}

}  // namespace picket::decode
