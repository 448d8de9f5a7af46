// SPDX-License-Identifier: Apache-2.0
// Sign-ins, provisioning and Microsoft Graph activity as other ways hand them out: the tables of Log Analytics and
// Sentinel (SigninLogs, AADNonInteractiveUserSignInLogs, AADServicePrincipalSignInLogs, AADManagedIdentitySignInLogs,
// AADProvisioningLogs, MicrosoftGraphActivityLogs), the Microsoft Graph API (auditLogs/signIns, auditLogs/provisioning)
// and its PowerShell commands (Get-MgAuditLogSignIn), which write the API's members in Pascal case. In the tables
// TenantId is the workspace, objects may be JSON texts, and absence is an empty string in CSV.
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"
#include "decode/reshape.h"

namespace picket::decode {
namespace {

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

std::string_view text_at(Sources sources, std::size_t index) {
  const json::Value* value = sources[index];
  return value != nullptr && value->is_string() ? json::view(*value) : std::string_view();
}

json::Value text_or(Sources sources, std::string_view otherwise) {
  const json::Value found = row::first(sources);
  return found.is_null() ? text_value(otherwise) : found;
}

// CSV writes "True" and "False".
json::Value boolean(Sources sources) {
  const std::string_view text = text_at(sources, 0);
  if (equals_ignoring_case(text, "true")) return true;
  if (equals_ignoring_case(text, "false")) return false;
  return row::first(sources);
}

// Digits in a text are a number.
json::Value number(Sources sources) {
  json::Value found = row::first(sources);
  if (!found.is_string()) return found;
  const std::string_view text = trim_ascii(json::view(found));
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error != std::errc() || end != text.data() + text.size()) return nullptr;
  return whole;
}

json::Value as_text(Sources sources) {
  const json::Value found = row::first(sources);
  return found.is_null() ? json::Value() : text_value(json::scalar_text(found));
}

// The API and the tables use resourceId for different things: a path in Azure, or the id of an application.
json::Value path_only(Sources sources) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (text_at(sources, i).starts_with('/')) return text_value(text_at(sources, i));
  }
  return nullptr;
}
json::Value no_path(Sources sources) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string_view text = text_at(sources, i);
    if (!text.empty() && !text.starts_with('/')) return text_value(text);
  }
  return nullptr;
}

struct Named {
  std::string_view name;
  std::string_view category;
};
// By table, and by kind of sign-in (signInEventTypes of the API).
constexpr Named kSignInCategories[] = {
    {"SigninLogs", "SignInLogs"},
    {"AADNonInteractiveUserSignInLogs", "NonInteractiveUserSignInLogs"},
    {"AADServicePrincipalSignInLogs", "ServicePrincipalSignInLogs"},
    {"AADManagedIdentitySignInLogs", "ManagedIdentitySignInLogs"},
    {"ADFSSignInLogs", "ADFSSignInLogs"},
    {"interactiveUser", "SignInLogs"},
    {"nonInteractiveUser", "NonInteractiveUserSignInLogs"},
    {"servicePrincipal", "ServicePrincipalSignInLogs"},
    {"managedIdentity", "ManagedIdentitySignInLogs"},
};

// Sources: category, table, kind of sign-in, whether it is interactive.
json::Value sign_in_category(Sources sources) {
  if (const std::string_view category = text_at(sources, 0); !category.empty()) return text_value(category);
  for (std::size_t i = 1; i <= 2; ++i) {
    for (const Named& named : kSignInCategories) {
      if (equals_ignoring_case(named.name, text_at(sources, i))) return text_value(named.category);
    }
  }
  const json::Value interactive = boolean(sources.last(1));
  return text_value(interactive == json::Value(false) ? "NonInteractiveUserSignInLogs" : "SignInLogs");
}
json::Value sign_in_operation(Sources sources) {
  return text_or(sources, "Sign-in activity");
}
json::Value provisioning_category(Sources) {
  return text_value("ProvisioningLogs");
}
json::Value provisioning_operation(Sources sources) {
  return text_or(sources, "Provisioning activity");
}
// Sources: the result type, the status of the API.
json::Value provisioning_result(Sources sources) {
  if (!text_at(sources, 0).empty()) return row::first(sources);
  std::string status(text_at(sources, 1));
  if (status.empty()) return nullptr;
  status[0] = to_upper_ascii(status.substr(0, 1))[0];
  return text_value(status);
}
json::Value graph_category(Sources) {
  return text_value("MicrosoftGraphActivityLogs");
}
json::Value graph_operation(Sources sources) {
  return text_or(sources, "Microsoft Graph Activity");
}

constexpr RawPath kSignInTexts[] = {"status",        "location_details", "location",
                                    "device_detail", "mfa_detail",       "token_protection_status_details"};
constexpr RawPath kSignInLists[] = {
    "conditional_access_policies",
    "applied_conditional_access_policies",
    "authentication_details",
    "authentication_processing_details",
    "authentication_requirement_policies",
    "conditional_access_audiences",
    "network_location_details",
    "session_lifetime_policies",
    "risk_event_types",
    "risk_event_types_v2",
};

constexpr Row kSignInRows[] = {
    {"time", {"time_generated", "time_generated [utc]", "created_date_time"}, row::first},
    {"category", {"category", "type", "sign_in_event_types", "is_interactive"}, sign_in_category},
    {"operation_name", {"operation_name"}, sign_in_operation},
    {"result_type", {"result_type", "status|error_code"}, as_text},
    {"resource_id", {"resource_id", "_resource_id"}, path_only},
    {"tenant_id", {"aadtenant_id", "aad_tenant_id"}, row::first},
    {"caller_ip_address", {"ipaddress", "ip_address"}, row::first_trimmed},
    {"correlation_id", {"correlation_id"}, row::first},
    {"location", {"location", "location|country_or_region", "location_details|country_or_region"}, row::first},
    {"properties|ip_address", {"ipaddress", "ip_address"}, row::first_trimmed},
    {"properties|correlation_id", {"correlation_id"}, row::first},
    {"properties|tenant_id", {"aadtenant_id", "aad_tenant_id"}, row::first},
    {"properties|resource_id", {"resource_identity", "resource_id"}, no_path},
    {"properties|created_date_time", {"created_date_time", "time_generated", "time_generated [utc]"}, row::first},
    {"properties|status|error_code", {"status|error_code", "result_type"}, number},
    {"properties|is_interactive", {"is_interactive"}, boolean},
    {"properties|flagged_for_review", {"flagged_for_review"}, boolean},
    {"properties|is_tenant_restricted", {"is_tenant_restricted"}, boolean},
    {"properties|is_through_global_secure_access", {"is_through_global_secure_access"}, boolean},
    {"properties|device_detail|is_compliant", {"device_detail|is_compliant"}, boolean},
    {"properties|device_detail|is_managed", {"device_detail|is_managed"}, boolean},
};

constexpr RawPath kSignInConsumed[] = {
    "time_generated",
    "time_generated [utc]",
    "created_date_time",
    "category",
    "operation_name",
    "result_type",
    "resource_id",
    "_resource_id",
    "aadtenant_id",
    "aad_tenant_id",
    "ipaddress",
    "ip_address",
    "correlation_id",
    "is_interactive",
    "flagged_for_review",
    "type",
    "resource_identity",
    "source_system",
    "mg",
    "is_tenant_restricted",
    "@odata.type",
};

constexpr Transfer kSignInTransfers[] = {
    {"operation_version", "operation_version"},
    {"result_signature", "result_signature"},
    {"result_description", "result_description"},
    {"duration_ms", "duration_ms"},
    {"identity", "identity"},
    {"level", "level"},
    {"tenant_id", "workspace_id"},
    {"location_details", "properties|location"},
    {"location", "properties|location"},
    {"status", "properties|status"},
    {"device_detail", "properties|device_detail"},
    {"conditional_access_policies", "properties|applied_conditional_access_policies"},
};

constexpr Form kSignInForm = {
    .keys = KeyStyle::snake,
    .embedded = kSignInTexts,
    .embedded_lists = kSignInLists,
    .rows = kSignInRows,
    .consumed = kSignInConsumed,
    .transfers = kSignInTransfers,
    .rest = "properties",
    .empty_is_absent = true,
};

constexpr RawPath kProvisioningTexts[] = {
    "initiated_by",  "service_principal", "source_identity",          "target_identity",
    "source_system", "target_system",     "provisioning_status_info", "status_info",
};

constexpr Row kProvisioningRows[] = {
    {"time", {"time_generated", "time_generated [utc]", "activity_date_time"}, row::first},
    {"category", {}, provisioning_category},
    {"operation_name", {"operation_name"}, provisioning_operation},
    {"result_type", {"result_type", "provisioning_status_info|status"}, provisioning_result},
    {"resource_id", {"resource_id", "_resource_id"}, path_only},
    {"tenant_id", {"aadtenant_id", "aad_tenant_id"}, row::first},
    {"duration_ms", {"duration_ms", "duration_in_milliseconds"}, number},
    {"properties|tenant_id", {"aadtenant_id", "aad_tenant_id"}, row::first},
    {"properties|activity_date_time", {"activity_date_time", "time_generated", "time_generated [utc]"}, row::first},
    {"properties|duration_in_milliseconds", {"duration_in_milliseconds", "duration_ms"}, number},
};

constexpr RawPath kProvisioningConsumed[] = {
    "time_generated",
    "time_generated [utc]",
    "activity_date_time",
    "category",
    "operation_name",
    "result_type",
    "resource_id",
    "_resource_id",
    "aadtenant_id",
    "aad_tenant_id",
    "duration_ms",
    "duration_in_milliseconds",
    "type",
    "mg",
    "@odata.type",
};

constexpr Transfer kProvisioningTransfers[] = {
    {"operation_version", "operation_version"},
    {"result_signature", "result_signature"},
    {"result_description", "result_description"},
    {"correlation_id", "correlation_id"},
    {"identity", "identity"},
    {"level", "level"},
    {"location", "location"},
    {"tenant_id", "workspace_id"},
};

constexpr Form kProvisioningForm = {
    .keys = KeyStyle::snake,
    .embedded = kProvisioningTexts,
    .rows = kProvisioningRows,
    .consumed = kProvisioningConsumed,
    .transfers = kProvisioningTransfers,
    .rest = "properties",
    .empty_is_absent = true,
};

constexpr Row kGraphRows[] = {
    {"time", {"time_generated", "time_generated [utc]"}, row::first},
    {"category", {}, graph_category},
    {"operation_name", {"operation_name"}, graph_operation},
    {"operation_version", {"api_version"}, row::first},
    {"correlation_id", {"correlation_id", "operation_id", "request_id"}, row::first},
    {"resource_id", {"resource_id", "_resource_id"}, path_only},
    {"tenant_id", {"aad_tenant_id", "aadtenant_id"}, row::first},
    {"caller_ip_address", {"ip_address", "ipaddress"}, row::first_trimmed},
    {"duration_ms", {"duration_ms"}, number},
    {"result_signature", {"result_signature", "response_status_code"}, as_text},
    {"properties|time_generated", {"time_generated", "time_generated [utc]"}, row::first},
};

constexpr RawPath kGraphConsumed[] = {
    "time_generated", "time_generated [utc]", "category",     "operation_name",   "correlation_id", "resource_id",
    "_resource_id",   "aad_tenant_id",        "aadtenant_id", "ip_address",       "ipaddress",      "duration_ms",
    "type",           "source_system",        "mg",           "result_signature",
};

constexpr Transfer kGraphTransfers[] = {
    {"location", "location"},
    {"level", "level"},
    {"tenant_id", "workspace_id"},
};

constexpr Form kGraphForm = {
    .keys = KeyStyle::snake,
    .rows = kGraphRows,
    .consumed = kGraphConsumed,
    .transfers = kGraphTransfers,
    .rest = "properties",
    .empty_is_absent = true,
};

}  // namespace

const Form& signin_form() {
  return kSignInForm;
}

const Form& provisioning_form() {
  return kProvisioningForm;
}

const Form& graph_activity_form() {
  return kGraphForm;
}

}  // namespace picket::decode
