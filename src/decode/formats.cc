// SPDX-License-Identifier: Apache-2.0
#include "decode/formats.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "decode/key_table.h"

namespace picket::decode {
namespace {

struct FormatInfo {
  FormatId id;
  std::string_view name;
  std::string_view title;
};
constexpr auto kFormats = std::to_array<FormatInfo>({
    {FormatId::ecs, "ecs", "ECS documents"},
    {FormatId::azure_activity, "azure-activity", "Azure activity log (diagnostic settings)"},
    {FormatId::azure_activity_rest, "azure-activity-rest", "Azure activity log (REST API)"},
    {FormatId::azure_activity_log_analytics, "azure-activity-log-analytics", "Azure activity log (Log Analytics)"},
    {FormatId::azure_activity_event_grid, "azure-activity-event-grid", "Azure activity log (Event Grid)"},
    {FormatId::azure_auditlogs, "azure-auditlogs", "Entra ID audit log (diagnostic settings)"},
    {FormatId::azure_identity_protection, "azure-identity-protection", "Entra ID Protection (diagnostic settings)"},
    {FormatId::azure_platformlogs, "azure-platformlogs", "Azure resource log (diagnostic settings)"},
    {FormatId::azure_signinlogs, "azure-signinlogs", "Entra ID sign-in log (diagnostic settings)"},
    {FormatId::azure_provisioning, "azure-provisioning", "Entra ID provisioning log (diagnostic settings)"},
    {FormatId::azure_graphactivitylogs, "azure-graphactivitylogs",
     "Microsoft Graph activity log (diagnostic settings)"},
    {FormatId::azure_signinlogs_log_analytics, "azure-signinlogs-log-analytics",
     "Entra ID sign-in log (Log Analytics)"},
    {FormatId::azure_signinlogs_api, "azure-signinlogs-api", "Entra ID sign-in log (Microsoft Graph API)"},
    {FormatId::azure_provisioning_log_analytics, "azure-provisioning-log-analytics",
     "Entra ID provisioning log (Log Analytics)"},
    {FormatId::azure_provisioning_api, "azure-provisioning-api", "Entra ID provisioning log (Microsoft Graph API)"},
    {FormatId::azure_graphactivitylogs_log_analytics, "azure-graphactivitylogs-log-analytics",
     "Microsoft Graph activity log (Log Analytics)"},
    {FormatId::azure_auditlogs_log_analytics, "azure-auditlogs-log-analytics", "Entra ID audit log (Log Analytics)"},
    {FormatId::azure_auditlogs_api, "azure-auditlogs-api", "Entra ID audit log (Microsoft Graph API)"},
    {FormatId::azure_identity_protection_log_analytics, "azure-identity-protection-log-analytics",
     "Entra ID Protection (Log Analytics)"},
    {FormatId::azure_identity_protection_api, "azure-identity-protection-api",
     "Entra ID Protection (Microsoft Graph API)"},
    {FormatId::azure_platformlogs_log_analytics, "azure-platformlogs-log-analytics",
     "Azure resource log (Log Analytics)"},
    {FormatId::azure_platformlogs_aks_audit, "azure-platformlogs-aks-audit", "AKS audit log (Log Analytics)"},
});
static_assert(kFormats.size() == kFormatCount);

const FormatInfo& info(FormatId format) {
  const auto found = std::ranges::find(kFormats, format, &FormatInfo::id);
  PICKET_CHECK(found != kFormats.end(), "format without a line in the table");
  return *found;
}

enum Mark : std::uint64_t {
  kSource = 1u << 0,
  kEcs = 1u << 1,  // any member that only ECS documents have
  kEventTimestamp = 1u << 2,
  kPair = 1u << 3,  // {value, localizedValue}
  kLogAnalytics = 1u << 4,
  kOtherTable = 1u << 5,
  kTimeGenerated = 1u << 6,
  kOldColumn = 1u << 7,
  kResourceEvent = 1u << 8,
  kData = 1u << 9,
  kTime = 1u << 10,
  kOperation = 1u << 11,
  kDiagnostic = 1u << 12,
  kResource = 1u << 13,
  kEntra = 1u << 14,          // a resource id of Entra ID
  kEventTimeText = 1u << 15,  // only resource logs of Event Hubs and Service Bus
  // What the category says.
  kActivityCategory = 1u << 16,
  kAuditCategory = 1u << 17,
  kRiskCategory = 1u << 18,
  kSignInCategory = 1u << 19,
  kProvisioningCategory = 1u << 20,
  kGraphCategory = 1u << 21,
  kOtherCategory = 1u << 22,  // a text, but none of these
  // What a table of Log Analytics is, by its name, its column Category, or columns that only it has.
  kSignInTable = 1u << 23,
  kProvisioningTable = 1u << 24,
  kGraphTable = 1u << 25,
  // The Microsoft Graph API.
  kCreated = 1u << 26,
  kSignInMember = 1u << 27,
  kActivityDate = 1u << 28,
  kProvisioningMember = 1u << 29,
  kAuditTable = 1u << 30,
  kRiskTable = 1u << 31,
  kDiagnosticsTable = std::uint64_t{1} << 32,
  kAksTable = std::uint64_t{1} << 33,
  kAuditMember = std::uint64_t{1} << 34,
  kLogger = std::uint64_t{1} << 35,
  kRiskMember = std::uint64_t{1} << 36,
  kRiskDate = std::uint64_t{1} << 37,
  kProviderColumn = std::uint64_t{1} << 38,
  kCategoryColumn = std::uint64_t{1} << 39,
};

constexpr std::size_t kKinds = static_cast<std::size_t>(JsonKind::object) + 1;
constexpr unsigned bit(JsonKind kind) {
  return 1u << static_cast<unsigned>(kind);
}
constexpr unsigned kString = bit(JsonKind::string);
constexpr unsigned kObject = bit(JsonKind::object);
constexpr unsigned kAny = ~0u;

// The categories of the data streams that have one of their own, whatever their case. Of the activity log also those
// that exports had before 2018.
struct Category {
  std::string_view text;
  std::uint64_t mark;
  bool is_end = false;  // the category ends so
};
constexpr auto kCategories = std::to_array<Category>({
    {"Administrative", kActivityCategory},
    {"Alert", kActivityCategory},
    {"Autoscale", kActivityCategory},
    {"Policy", kActivityCategory},
    {"Recommendation", kActivityCategory},
    {"ResourceHealth", kActivityCategory},
    {"Security", kActivityCategory},
    {"ServiceHealth", kActivityCategory},
    {"Action", kActivityCategory},
    {"Delete", kActivityCategory},
    {"Read", kActivityCategory},
    {"Write", kActivityCategory},
    {"AuditLogs", kAuditCategory},
    {"RiskyUsers", kRiskCategory},
    {"UserRiskEvents", kRiskCategory},
    {"SignInLogs", kSignInCategory, true},
    {"ProvisioningLogs", kProvisioningCategory},
    {"MicrosoftGraphActivityLogs", kGraphCategory},
});

std::uint64_t marks_of_category(std::string_view text) {
  for (const Category& category : kCategories) {
    const bool is_long_enough = text.size() >= category.text.size();
    const std::string_view part =
        category.is_end && is_long_enough ? text.substr(text.size() - category.text.size()) : text;
    if (equals_ignoring_case(part, category.text)) return category.mark;
  }
  return text.empty() ? std::uint64_t{0} : std::uint64_t{kOtherCategory};
}

struct Table {
  std::string_view name;
  std::uint64_t mark;
};
constexpr auto kTables = std::to_array<Table>({
    {"SigninLogs", kSignInTable},
    {"AADNonInteractiveUserSignInLogs", kSignInTable},
    {"AADServicePrincipalSignInLogs", kSignInTable},
    {"AADManagedIdentitySignInLogs", kSignInTable},
    {"ADFSSignInLogs", kSignInTable},
    {"AADProvisioningLogs", kProvisioningTable},
    {"MicrosoftGraphActivityLogs", kGraphTable},
    {"AuditLogs", kAuditTable},
    {"AADRiskyUsers", kRiskTable},
    {"AADUserRiskEvents", kRiskTable},
    {"AzureDiagnostics", kDiagnosticsTable},
    {"AKSAudit", kAksTable},
    {"AKSAuditAdmin", kAksTable},
});

std::uint64_t marks_of_table(std::string_view name) {
  if (equals_ignoring_case(name, "AzureActivity")) return 0;
  const auto found =
      std::ranges::find_if(kTables, [&](const Table& table) { return equals_ignoring_case(table.name, name); });
  return kOtherTable | (found == kTables.end() ? 0 : found->mark);
}

// The column Category has the values of the member category.
std::uint64_t marks_of_category_column(std::string_view text) {
  const std::uint64_t marks = marks_of_category(text);
  return ((marks & kSignInCategory) != 0 ? std::uint64_t{kSignInTable} : 0) |
         ((marks & kProvisioningCategory) != 0 ? std::uint64_t{kProvisioningTable} : 0);
}

// "/tenants/GUID/providers/Microsoft.aadiam"
std::uint64_t marks_of_resource(std::string_view text) {
  constexpr std::string_view kProvider = "/microsoft.aadiam";
  const std::size_t slash = text.rfind('/');
  const bool is_entra = slash != std::string_view::npos && equals_ignoring_case(text.substr(slash), kProvider);
  return is_entra ? std::uint64_t{kEntra} : std::uint64_t{0};
}

struct Marker {
  std::string_view key;
  unsigned kinds;
  std::uint64_t marks;
  std::string_view text_start = {};                       // the string begins so, whatever its case
  std::uint64_t (*marks_of)(std::string_view) = nullptr;  // more marks, by the string
};
constexpr auto kMarkers = std::to_array<Marker>({
    {"_source", kObject, kSource},
    {"@timestamp", kAny, kEcs},
    {"ecs.version", kAny, kEcs},
    {"data_stream.dataset", kAny, kEcs},
    {"event.dataset", kAny, kEcs},
    {"event.kind", kAny, kEcs},
    {"event.action", kAny, kEcs},
    {"event.category", kAny, kEcs},
    {"event.ingested", kAny, kEcs},
    {"eventTimestamp", kAny, kEventTimestamp},
    {"operationName", kObject, kPair},
    {"operationName", kString, kOperation},
    {"OperationNameValue", kAny, kLogAnalytics},
    {"ActivityStatusValue", kAny, kLogAnalytics},
    {"ActivitySubstatusValue", kAny, kLogAnalytics},
    {"ActivityStatus", kAny, kOldColumn},
    {"EventSubmissionTimestamp", kAny, kOldColumn},
    {"EventSubmissionTimestamp [UTC]", kAny, kOldColumn},
    {"TimeGenerated", kAny, kTimeGenerated},
    {"TimeGenerated [UTC]", kAny, kTimeGenerated},
    {"eventType", kString, kResourceEvent, "Microsoft.Resources."},
    {"type", kString, kResourceEvent, "Microsoft.Resources."},
    {"data", kObject, kData},
    {"time", kAny, kTime},
    {"category", kString, kDiagnostic, {}, marks_of_category},
    {"resourceId", kString, kDiagnostic | kResource, {}, marks_of_resource},
    {"ResourceId", kString, kResource},
    {"EventTimeString", kString, kEventTimeText},
    {"resultType", kAny, kDiagnostic},
    {"correlationId", kString, kDiagnostic},
    {"Type", kString, kLogAnalytics, "AzureActivity"},
    {"Type", kAny, 0, {}, marks_of_table},
    {"Category", kString, kCategoryColumn, {}, marks_of_category_column},
    {"ResourceProvider", kString, kProviderColumn},
    {"activityDisplayName", kString, kAuditMember},
    {"ActivityDisplayName", kString, kAuditMember},
    {"loggedByService", kString, kLogger},
    {"LoggedByService", kString, kLogger},
    {"riskState", kString, kRiskMember},
    {"RiskState", kString, kRiskMember},
    {"detectedDateTime", kString, kRiskDate},
    {"DetectedDateTime", kString, kRiskDate},
    {"riskLastUpdatedDateTime", kString, kRiskDate},
    {"RiskLastUpdatedDateTime", kString, kRiskDate},
    {"ConditionalAccessStatus", kAny, kSignInTable | kSignInMember},
    {"ProvisioningAction", kAny, kProvisioningTable | kProvisioningMember},
    {"RequestUri", kString, kGraphTable},
    {"createdDateTime", kString, kCreated},
    {"CreatedDateTime", kString, kCreated},
    {"conditionalAccessStatus", kAny, kSignInMember},
    {"clientAppUsed", kAny, kSignInMember},
    {"ClientAppUsed", kAny, kSignInMember},
    {"signInEventTypes", kAny, kSignInMember},
    {"SignInEventTypes", kAny, kSignInMember},
    {"appliedConditionalAccessPolicies", kAny, kSignInMember},
    {"activityDateTime", kString, kActivityDate},
    {"ActivityDateTime", kString, kActivityDate},
    {"provisioningAction", kAny, kProvisioningMember},
    // Members that are only looked into, or told apart.
    {"_index", kAny, 0},
    {"_id", kAny, 0},
    {"ecs", kAny, 0},
    {"data_stream", kAny, 0},
    {"event", kAny, 0},
    {"azure", kAny, 0},
});

// What only ECS has inside of an object that other logs have as well.
struct Inside {
  std::string_view outer;
  std::string_view key;
};
constexpr auto kInside = std::to_array<Inside>({
    {"ecs", "version"},
    {"data_stream", "dataset"},
    {"event", "action"},
    {"event", "category"},
    {"event", "dataset"},
    {"event", "ingested"},
    {"event", "kind"},
    {"event", "module"},
    {"event", "outcome"},
    {"event", "provider"},
    {"azure", "activitylogs"},
    {"azure", "auditlogs"},
    {"azure", "signinlogs"},
    {"azure", "platformlogs"},
    {"azure", "graphactivitylogs"},
    {"azure", "identityprotection"},
    {"azure", "provisioning"},
});

// In this order: the first format whose conditions hold.
struct FormatRule {
  std::optional<FormatId> id;  // none: dropped_category
  std::uint64_t all;           // every one of these
  std::uint64_t any;           // and one of these
  std::uint64_t none = 0;
};
constexpr auto kRules = std::to_array<FormatRule>({
    {FormatId::ecs, 0, kSource | kEcs},
    {FormatId::azure_activity_event_grid, kData, kResourceEvent},
    {FormatId::azure_activity_rest, 0, kEventTimestamp | kPair},
    {FormatId::azure_activity_log_analytics, 0, kLogAnalytics, kOtherTable},
    {FormatId::azure_activity_log_analytics, kTimeGenerated, kOldColumn, kOtherTable},
    {FormatId::azure_auditlogs, kAuditCategory, kTime | kOperation, kTimeGenerated},
    {FormatId::azure_identity_protection, kRiskCategory, kTime | kOperation, kTimeGenerated},
    {FormatId::azure_platformlogs_aks_audit, kTimeGenerated, kAksTable},
    {FormatId::azure_signinlogs_log_analytics, kTimeGenerated, kSignInTable},
    {FormatId::azure_provisioning_log_analytics, kTimeGenerated, kProvisioningTable},
    {FormatId::azure_graphactivitylogs_log_analytics, kTimeGenerated, kGraphTable},
    {FormatId::azure_auditlogs_log_analytics, kTimeGenerated, kAuditTable},
    {FormatId::azure_auditlogs_log_analytics, kTimeGenerated | kAuditMember, kActivityDate | kLogger, kOtherTable},
    {FormatId::azure_identity_protection_log_analytics, kTimeGenerated, kRiskTable},
    {FormatId::azure_identity_protection_log_analytics, kTimeGenerated | kRiskMember, kRiskDate, kOtherTable},
    {FormatId::azure_platformlogs_log_analytics, kTimeGenerated, kDiagnosticsTable},
    {FormatId::azure_platformlogs_log_analytics, kTimeGenerated | kProviderColumn | kCategoryColumn, kResource,
     kOtherTable},
    {FormatId::azure_auditlogs_api, kAuditMember, kActivityDate | kLogger, kTime | kTimeGenerated},
    {FormatId::azure_identity_protection_api, kRiskMember, kRiskDate, kTime | kTimeGenerated},
    {FormatId::azure_signinlogs_api, kCreated, kSignInMember, kTime | kTimeGenerated},
    {FormatId::azure_provisioning_api, kActivityDate, kProvisioningMember, kTime | kTimeGenerated},
    {FormatId::azure_signinlogs, kSignInCategory, kTime | kOperation | kResource, kTimeGenerated},
    {FormatId::azure_provisioning, kProvisioningCategory, kTime | kOperation | kResource, kTimeGenerated},
    {FormatId::azure_graphactivitylogs, kGraphCategory, kTime | kOperation | kResource, kTimeGenerated},
    {std::nullopt, kOtherCategory | kEntra, kTime | kOperation, kTimeGenerated},
    {FormatId::azure_platformlogs, kOtherCategory, kResource, kTimeGenerated},
    {FormatId::azure_platformlogs, kEventTimeText, kResource, kTimeGenerated | kActivityCategory},
    {FormatId::azure_activity, kOperation, kTime | kDiagnostic, kTimeGenerated},
    {FormatId::azure_activity, kTime, kDiagnostic, kTimeGenerated},
});

// What is known of one key: what it says by the kind of its value alone, its rows of kMarkers that look at the text,
// and whether its members are looked at.
struct KnownKey {
  std::array<std::uint64_t, kKinds> marks{};
  std::vector<Marker> by_text;
  bool looks_inside = false;
};
struct KnownKeys {
  KeyTable keys;
  std::vector<KnownKey> known;  // by the number of the key

  KnownKeys() {
    for (const Marker& marker : kMarkers) {
      known.resize(std::max<std::size_t>(known.size(), keys.add(marker.key) + 1));
      add(marker, known[keys.find(marker.key)]);
    }
    PICKET_CHECK(keys.size() <= 64, "FormatFinder::keys_ has a bit for each");
    for (std::uint32_t number = 0; number < keys.size(); ++number) {
      known[number].looks_inside = std::ranges::find(kInside, keys[number], &Inside::outer) != kInside.end();
    }
  }

  static void add(const Marker& marker, KnownKey& key) {
    if (marker.marks_of != nullptr || !marker.text_start.empty()) {
      key.by_text.push_back(marker);
      return;
    }
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      if ((marker.kinds & 1u << kind) != 0) key.marks[kind] |= marker.marks;
    }
  }
};

const KnownKeys& known_keys() {
  static const KnownKeys known;
  return known;
}

}  // namespace

std::string_view format_name(FormatId format) {
  return info(format).name;
}
std::string_view format_title(FormatId format) {
  return info(format).title;
}

bool FormatFinder::see(std::string_view key, JsonKind kind, std::string_view text) {
  const KnownKeys& known = known_keys();
  if (!known.keys.has_length(key.size())) return false;
  const std::uint32_t number = known.keys.find(key);
  if (number == KeyTable::kNone) return false;
  const std::uint64_t key_bit = std::uint64_t{1} << number;
  saw_twice_ = saw_twice_ || (keys_ & key_bit) != 0;
  keys_ |= key_bit;
  const KnownKey& known_key = known.known[number];
  marks_ |= known_key.marks[static_cast<std::size_t>(kind)];
  for (const Marker& marker : known_key.by_text) {
    const bool holds = (marker.kinds & bit(kind)) != 0 &&
                       equals_ignoring_case(text.substr(0, marker.text_start.size()), marker.text_start);
    if (!holds) continue;
    marks_ |= marker.marks;
    if (marker.marks_of != nullptr) marks_ |= marker.marks_of(text);
  }
  return known_key.looks_inside && kind == JsonKind::object;
}

void FormatFinder::see_inside(std::string_view outer_key, std::string_view key) {
  for (const Inside& inside : kInside) {
    if (inside.outer == outer_key && inside.key == key) marks_ |= kEcs;
  }
}

Hint hint_of(std::string_view path) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    const std::string_view folder = path.substr(0, slash);
    if (folder == "activitylogs" || folder == "azure.activitylogs") return Hint::activitylogs;
    path.remove_prefix(slash + 1);
  }
  return Hint::none;
}

Result<FormatId, Refusal> FormatFinder::found(Hint hint) const {
  for (const FormatRule& rule : kRules) {
    const bool holds = (marks_ & rule.all) == rule.all && (marks_ & rule.any) != 0 && (marks_ & rule.none) == 0;
    if (!holds) continue;
    if (!rule.id) return std::unexpected(Refusal::dropped_category);
    // The input of activity logs asks for no category, so Elastic has sign-ins among them.
    const bool is_activity = hint == Hint::activitylogs && *rule.id == FormatId::azure_signinlogs;
    return is_activity ? FormatId::azure_activity : *rule.id;
  }
  return std::unexpected(Refusal::unknown_format);
}

}  // namespace picket::decode
