// SPDX-License-Identifier: Apache-2.0
// Resource logs as tables of Log Analytics and Sentinel. AzureDiagnostics has a column for each member that any service
// ever wrote, flattened, with the type behind the name ("log_s", "httpStatusCode_d", "identity_claim_oid_g");
// AKSAudit and AKSAuditAdmin have the members of an audit event of Kubernetes in Pascal case. TenantId is the
// workspace.
#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "decode/reshape.h"

namespace picket::decode {
namespace {

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

std::string_view key_of(const boost::json::key_value_pair& member) {
  return {member.key().data(), member.key().size()};
}

constexpr auto kTypeEndings = std::to_array<std::string_view>({"_s", "_d", "_b", "_t", "_g"});

// Columns of the record itself; those of its properties and claims are the others.
constexpr auto kOwnColumns =
    std::to_array<std::string_view>({"Cloud", "Environment", "ccpNamespace", "UnderlayClass", "UnderlayName",
                                     "statusCode", "statusText", "uri", "protocol", "location"});

// Where a column with a type ending belongs.
std::string place_of(std::string_view name) {
  constexpr std::string_view kClaim = "identity_claim_";
  constexpr std::string_view kIdentity = "identity_";
  if (name.starts_with(kClaim)) return "identity|claim|" + std::string(name.substr(kClaim.size()));
  if (name.starts_with(kIdentity)) return "identity|" + std::string(name.substr(kIdentity.size()));
  const bool is_own = std::ranges::find(kOwnColumns, name) != kOwnColumns.end();
  return (is_own ? "" : "properties|") + std::string(name);
}

void place_typed_columns(json::Object& record) {
  json::Object out;
  for (auto& member : record) {
    const std::string_view key = key_of(member);
    const bool is_typed = key.size() > 2 && std::ranges::any_of(kTypeEndings, [&](std::string_view ending) {
                            return key.ends_with(ending);
                          });
    const bool is_absent = member.value().is_string() && member.value().get_string().empty();
    if (is_typed && is_absent) continue;
    if (is_typed && key != "properties_s") {
      put(out, place_of(key.substr(0, key.size() - 2)), std::move(member.value()));
    } else {
      out[member.key()] = std::move(member.value());
    }
  }
  record = std::move(out);
}

constexpr RawPath kDiagnosticsTexts[] = {"properties_s"};

constexpr Row kDiagnosticsRows[] = {
    {"time", {"TimeGenerated", "TimeGenerated [UTC]"}, row::first},
    {"resourceId", {"ResourceId", "_ResourceId"}, row::first_upper},
    {"callerIpAddress", {"CallerIPAddress", "CallerIpAddress"}, row::first_trimmed},
};

constexpr RawPath kDiagnosticsConsumed[] = {
    "TimeGenerated", "TimeGenerated [UTC]", "ResourceId", "_ResourceId", "CallerIPAddress", "CallerIpAddress",
};

constexpr Transfer kDiagnosticsTransfers[] = {
    {"Category", "category"},
    {"OperationName", "operationName"},
    {"OperationVersion", "operationVersion"},
    {"ResultType", "resultType"},
    {"ResultSignature", "resultSignature"},
    {"ResultDescription", "resultDescription"},
    {"CorrelationId", "correlationId"},
    {"DurationMs", "durationMs"},
    {"Level", "level"},
    {"Location", "location"},
    {"TenantId", "workspace_id"},
    {"properties", "properties"},
    {"properties_s", "properties"},
};

constexpr Form kDiagnosticsForm = {
    .prepare = place_typed_columns,
    .embedded = kDiagnosticsTexts,
    .rows = kDiagnosticsRows,
    .consumed = kDiagnosticsConsumed,
    .transfers = kDiagnosticsTransfers,
    .empty_is_absent = true,
};

json::Value aks_category(Sources sources) {
  const json::Value table = row::first(sources);
  const bool is_admin = table.is_string() && equals_ignoring_case(json::view(table), "AKSAuditAdmin");
  return text_value(is_admin ? "kube-audit-admin" : "kube-audit");
}

json::Value aks_operation(Sources) {
  return text_value("Microsoft.ContainerService/managedClusters/diagnosticLogs/Read");
}

// Whose names differ in more than the first letter.
struct Spelling {
  std::string_view column;
  std::string_view member;
};
constexpr auto kAuditSpellings = std::to_array<Spelling>({
    {"AuditId", "auditID"},
    {"RequestUri", "requestURI"},
    {"SourceIps", "sourceIPs"},
    {"RequestReceivedTime", "requestReceivedTimestamp"},
    {"StageReceivedTime", "stageTimestamp"},
});
constexpr auto kTableColumns =
    std::to_array<std::string_view>({"TimeGenerated", "TimeGenerated [UTC]", "Type", "TenantId", "SourceSystem",
                                     "_ResourceId", "_SubscriptionId", "ResourceId", "MG", "ManagementGroupName"});

std::string audit_member(std::string_view column) {
  const auto known = std::ranges::find(kAuditSpellings, column, &Spelling::column);
  if (known != kAuditSpellings.end()) return std::string(known->member);
  std::string name(column);
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] - 'A' + 'a');
  return name;
}

// All columns but the table's own become members of the audit event; objects may come as text.
void collect_audit_event(json::Object& record) {
  json::Object out;
  json::Object event;
  for (auto& member : record) {
    const std::string_view key = key_of(member);
    if (std::ranges::find(kTableColumns, key) != kTableColumns.end()) {
      out[member.key()] = std::move(member.value());
      continue;
    }
    json::Value& value = event[audit_member(key)];
    value = std::move(member.value());
    const bool may_be_json =
        value.is_string() && (json::view(value).starts_with('{') || json::view(value).starts_with('['));
    if (!may_be_json) continue;
    if (auto parsed = json::parse(json::view(value))) value = std::move(*parsed);
  }
  if (json::Value* pod = event.if_contains("podName")) {
    put(out, "properties|pod", std::move(*pod));
    event.erase("podName");
  }
  put(out, "properties|log", std::move(event));
  record = std::move(out);
}

constexpr Row kAksRows[] = {
    {"time", {"TimeGenerated", "TimeGenerated [UTC]"}, row::first},
    {"resourceId", {"_ResourceId", "ResourceId"}, row::first_upper},
    {"category", {"Type"}, aks_category},
    {"operationName", {}, aks_operation},
};
constexpr RawPath kAksConsumed[] = {"TimeGenerated", "TimeGenerated [UTC]", "_ResourceId", "ResourceId"};
constexpr Transfer kAksTransfers[] = {{"TenantId", "workspace_id"}};

constexpr Form kAksForm = {
    .prepare = collect_audit_event,
    .rows = kAksRows,
    .consumed = kAksConsumed,
    .transfers = kAksTransfers,
    .empty_is_absent = true,
};

}  // namespace

const Form& azure_diagnostics_form() {
  return kDiagnosticsForm;
}

const Form& aks_audit_form() {
  return kAksForm;
}

}  // namespace picket::decode
