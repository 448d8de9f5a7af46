// SPDX-License-Identifier: Apache-2.0
// Who really made a call. In the activity log claims say it; the evidence names the principal of the role assignment
// that allowed it. The logs of Entra ID and Microsoft Graph say it in members of their own.
#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/uuid.h"
#include "decode/decoder.h"
#include "event/document.h"

namespace picket::decode {
namespace {

constexpr std::string_view kClaims = "azure.activitylogs.identity.claims.";
constexpr std::string_view kEvidence = "azure.activitylogs.identity.authorization.evidence.";

// Microsoft's own client applications that people call Azure with.
struct App {
  std::string_view id;
  std::string_view name;
};
constexpr auto kKnownApps = std::to_array<App>({
    {"04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Azure CLI"},
    {"1950a258-227b-4e31-a9cf-717495945fc2", "Azure PowerShell"},
    {"c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "Azure portal"},
    {"872cd9fa-d31f-45e0-9eab-6e460a02d1f1", "Visual Studio"},
    {"aebc6443-996d-45c2-90f0-388ff96faa56", "Visual Studio Code"},
    {"1b730954-1685-4b74-9bfd-dac224a7b894", "Azure Active Directory PowerShell"},
    {"14d82eec-204b-4c2f-b7e8-296a70dab67e", "Microsoft Graph Command Line Tools"},
    {"de8bc8b5-d9f9-48b1-a8ad-b748da725064", "Graph Explorer"},
});

std::string_view app_name(std::string_view id) {
  const auto found = std::ranges::find_if(kKnownApps, [&](const App& app) { return equals_ignoring_case(app.id, id); });
  return found == kKnownApps.end() ? std::string_view() : found->name;
}

std::string trimmed(const json::Object& document, std::string_view path) {
  return std::string(trim_ascii(event::first_text(document, path)));
}
std::string claim(const json::Object& document, std::string_view name) {
  return trimmed(document, std::string(kClaims) + std::string(name));
}

std::string first_of(const std::initializer_list<std::string>& candidates) {
  const auto found = std::ranges::find_if(candidates, [](const std::string& text) { return !text.empty(); });
  return found == candidates.end() ? std::string() : *found;
}

std::string only_address(const std::string& text) {
  return text.find('@') == std::string::npos ? std::string() : text;
}

std::string only_id(const std::string& text) {
  return parse_uuid(text) ? text : std::string();
}

// Ids are written with dashes and without, in either case.
std::string plain_id(std::string_view id) {
  std::string out = to_lower_ascii(trim_ascii(id));
  std::erase(out, '-');
  return out;
}

// The groups claim is one text with commas, or a JSON array as text, or an array.
bool is_in_groups(const json::Object& document, const std::string& id) {
  for (const std::string& text : event::all_texts(document, std::string(kClaims) + "groups")) {
    for (const std::string_view group : split(text, ',')) {
      std::string plain = plain_id(group);
      std::erase_if(plain, [](char c) { return c == '[' || c == ']' || c == '"' || c == ' '; });
      if (plain == id) return true;
    }
  }
  return false;
}

std::string upn_of(const json::Object& document) {
  return first_of({
      claim(document, "http://schemas_xmlsoap_org/ws/2005/05/identity/claims/upn"),
      claim(document, "upn"),
      only_address(claim(document, "http://schemas_xmlsoap_org/ws/2005/05/identity/claims/name")),
      only_address(trimmed(document, "azure.activitylogs.identity.claims_initiated_by_user.name")),
      claim(document, "http://schemas_xmlsoap_org/ws/2005/05/identity/claims/emailaddress"),
      trimmed(document, "user.email"),
      only_address(trimmed(document, "azure.activitylogs.caller")),
  });
}

// Log Analytics and REST name a service principal by its object id beside the claims, which may be missing there. An
// id that the token gives to the application is not the principal's.
std::string object_id_of(const json::Object& document, std::string_view app_id) {
  const std::string caller = only_id(trimmed(document, "azure.activitylogs.caller"));
  return first_of({
      claim(document, "http://schemas_microsoft_com/identity/claims/objectidentifier"),
      claim(document, "oid"),
      plain_id(caller) == plain_id(app_id) ? std::string() : caller,
  });
}

std::string type_of(const json::Object& document, const Caller& caller, const std::string& upn) {
  const std::string token = claim(document, "idtyp");
  // Only tokens of managed identities name the resource that the identity belongs to; service principals that sign in
  // with a certificate share the other marks (idtyp "app", appidacr "2").
  if (!claim(document, "xms_mirid").empty()) return "ManagedIdentity";
  if (equals_ignoring_case(token, "user") || !upn.empty()) return "User";
  if (equals_ignoring_case(token, "app")) return "ServicePrincipal";
  const bool delegated = !claim(document, "http://schemas_microsoft_com/identity/claims/scope").empty() ||
                         !claim(document, "puid").empty();
  if (delegated) return "User";
  if (!caller.app_id.empty()) return "ServicePrincipal";
  const bool is_direct = !caller.object_id.empty() && plain_id(caller.object_id) == plain_id(caller.principal_id);
  return is_direct && !caller.principal_type.empty() ? caller.principal_type : "Unknown";
}

bool is_through_group(const json::Object& document, const Caller& caller) {
  if (equals_ignoring_case(caller.principal_type, "Group")) return true;
  const std::string principal = plain_id(caller.principal_id);
  return !principal.empty() && principal != plain_id(caller.object_id) && is_in_groups(document, principal);
}

Caller activity_caller(const json::Object& document) {
  Caller out;
  out.app_id = claim(document, "appid");
  out.object_id = object_id_of(document, out.app_id);
  out.principal_id = trimmed(document, std::string(kEvidence) + "principal_id");
  out.principal_type = trimmed(document, std::string(kEvidence) + "principal_type");
  const std::string upn = upn_of(document);
  out.type = type_of(document, out, upn);
  out.name = first_of({
      upn,
      trimmed(document, "user.full_name"),
      trimmed(document, "azure.activitylogs.identity.claims_initiated_by_user.fullname"),
      trimmed(document, "user.name"),
      claim(document, "app_displayname"),
      std::string(app_name(out.app_id)),
      trimmed(document, "azure.activitylogs.identity_name"),
  });
  out.through_group = is_through_group(document, out);
  return out;
}

std::string sign_in_type(const json::Object& document) {
  const std::string category = to_lower_ascii(trimmed(document, "azure.signinlogs.category"));
  if (category.starts_with("managedidentity")) return "ManagedIdentity";
  return category.find("serviceprincipal") != std::string::npos ? "ServicePrincipal" : "User";
}

Caller sign_in_caller(const json::Object& document) {
  const auto property = [&](std::string_view name) {
    return trimmed(document, "azure.signinlogs.properties." + std::string(name));
  };
  Caller out;
  out.type = sign_in_type(document);
  out.app_id = property("app_id");
  const bool is_user = out.type == "User";
  out.object_id = property(is_user ? "user_id" : "service_principal_id");
  out.name = is_user ? first_of({property("user_principal_name"), property("user_display_name"),
                                 trimmed(document, "azure.signinlogs.identity")})
                     : first_of({property("service_principal_name"), property("app_display_name"),
                                 std::string(app_name(out.app_id))});
  return out;
}

// The log of Microsoft Graph has ids only; of a user's call the application is all that has a name.
Caller graph_caller(const json::Object& document) {
  Caller out;
  out.app_id = trimmed(document, "azure.graphactivitylogs.properties.app_id");
  out.object_id = trimmed(document, "user.id");
  const bool is_service = !trimmed(document, "azure.graphactivitylogs.properties.service_principal_id").empty();
  out.type = is_service ? "ServicePrincipal" : out.object_id.empty() ? "Unknown" : "User";
  out.name = out.object_id.empty() || is_service ? std::string(app_name(out.app_id)) : std::string();
  return out;
}

Caller provisioning_caller(const json::Object& document) {
  Caller out;
  out.object_id = trimmed(document, "azure.provisioning.properties.initiated_by.id");
  out.name = trimmed(document, "azure.provisioning.properties.initiated_by.name");
  const std::string type = trimmed(document, "azure.provisioning.properties.initiated_by.type");
  out.type = equals_ignoring_case(type, "user") ? "User" : "Unknown";
  return out;
}

Caller audit_caller(const json::Object& document) {
  const auto initiator = [&](std::string_view name) {
    return trimmed(document, "azure.auditlogs.properties.initiated_by." + std::string(name));
  };
  Caller out;
  out.object_id = initiator("user.id");
  out.name = first_of({initiator("user.userPrincipalName"), initiator("user.displayName")});
  if (!out.object_id.empty() || !out.name.empty()) {
    out.type = "User";
    return out;
  }
  out.object_id = initiator("app.servicePrincipalId");
  out.app_id = initiator("app.appId");
  out.name = first_of({initiator("app.displayName"), initiator("app.servicePrincipalName"),
                       std::string(app_name(out.app_id)), trimmed(document, "azure.auditlogs.identity")});
  out.type = out.object_id.empty() && out.app_id.empty() ? "Unknown" : "ServicePrincipal";
  return out;
}

// The user at risk.
Caller risk_caller(const json::Object& document) {
  const auto property = [&](std::string_view name) {
    return trimmed(document, "azure.identityprotection.properties." + std::string(name));
  };
  Caller out;
  const bool is_user = equals_ignoring_case(trimmed(document, "azure.identityprotection.category"), "RiskyUsers");
  out.object_id = first_of({property("user_id"), is_user ? property("id") : std::string()});
  out.name = first_of({property("user_principal_name"), property("user_display_name")});
  out.type = "User";
  return out;
}

// Key Vault has claims, storage a requester, Kubernetes a user of its own.
Caller platform_caller(const json::Object& document) {
  const auto text = [&](std::string_view name) { return trimmed(document, "azure.platformlogs." + std::string(name)); };
  Caller out;
  out.app_id = first_of({text("identity.claim.appid"), text("identity.requester.appId")});
  out.object_id = first_of({text("identity.claim.oid"),
                            text("identity.claim.http://schemas.microsoft.com/identity/claims/objectidentifier"),
                            text("identity.requester.objectId")});
  const std::string upn = first_of(
      {text("identity.claim.upn"), text("identity.claim.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"),
       text("identity.requester.upn"), only_address(text("properties.log.user.username"))});
  out.name = first_of({upn, text("properties.log.user.username"), std::string(app_name(out.app_id)), text("Caller"),
                       text("identity_name")});
  if (!upn.empty()) {
    out.type = "User";
  } else {
    out.type = out.app_id.empty() ? "Unknown" : "ServicePrincipal";
  }
  return out;
}

// Which logs name their callers elsewhere than in claims.
struct Reader {
  std::string_view root;
  Caller (*read)(const json::Object&);
};
constexpr auto kReaders = std::to_array<Reader>({
    {"azure.signinlogs", sign_in_caller},
    {"azure.graphactivitylogs", graph_caller},
    {"azure.provisioning", provisioning_caller},
    {"azure.auditlogs", audit_caller},
    {"azure.identityprotection", risk_caller},
    {"azure.platformlogs", platform_caller},
});

bool has(const json::Object& document, std::string_view root) {
  std::vector<event::Scalar> found;
  std::deque<std::string> texts;
  event::collect(document, {std::string(root), event::Shape::subtree}, found, texts);
  return !found.empty();
}

}  // namespace

Caller caller_of(const json::Object& document) {
  const auto reader =
      std::ranges::find_if(kReaders, [&](const Reader& candidate) { return has(document, candidate.root); });
  return reader == kReaders.end() ? activity_caller(document) : reader->read(document);
}

}  // namespace picket::decode
