// SPDX-License-Identifier: Apache-2.0
// Raw record -> ECS, along two paths that share one table of mappings for each format (decode/<format>.cc):
//   project(): the few fields of a FieldTable into the columns of a batch, without building a document;
//   document(): the whole ECS document, for events that alert or are shown.
// A test proves that both agree on every fixture. Formats are found by content,
// and by the place of the file for one kind of record only (Hint).
//
// A decoder is owned by one thread. Bad records are refused with a reason, never an error.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "event/columns.h"
#include "event/document.h"

namespace picket::decode {

enum class FormatId : std::uint16_t {
  ecs,                           // documents that are ECS already, nested or dotted, with or without _index/_id/_source
  azure_activity,                // diagnostic setting: Event Hub, storage account
  azure_activity_rest,           // REST, az monitor activity-log list, portal JSON
  azure_activity_log_analytics,  // AzureActivity table
  azure_activity_event_grid,
  azure_auditlogs,            // Entra ID, diagnostic setting
  azure_identity_protection,  // Entra ID, diagnostic setting: risky users, risk detections
  azure_platformlogs,         // resource logs of every other category
  azure_signinlogs,           // Entra ID, diagnostic setting: sign-ins of users, service principals, managed identities
  azure_provisioning,         // Entra ID, diagnostic setting
  azure_graphactivitylogs,    // Microsoft Graph, diagnostic setting
  azure_signinlogs_log_analytics,
  azure_signinlogs_api,  // Microsoft Graph API and its PowerShell commands
  azure_provisioning_log_analytics,
  azure_provisioning_api,
  azure_graphactivitylogs_log_analytics,
  azure_auditlogs_log_analytics,
  azure_auditlogs_api,  // Microsoft Graph API and its PowerShell commands
  azure_identity_protection_log_analytics,
  azure_identity_protection_api,
  azure_platformlogs_log_analytics,  // table AzureDiagnostics
  azure_platformlogs_aks_audit,      // tables AKSAudit and AKSAuditAdmin
};
inline constexpr std::size_t kFormatCount = 22;
std::string_view format_name(FormatId format);   // "azure-activity-rest", ...
std::string_view format_title(FormatId format);  // "Azure activity log (REST API)"

enum class Refusal : std::uint8_t {
  not_json,  // not one well-formed JSON object
  too_deep,
  unknown_format,    // an object, but of none of the formats
  bad_encoding,      // ill-formed UTF-8
  dropped_category,  // a log of Entra ID of a category that no data stream takes: Elastic's integration drops it too
};
std::string_view to_string(Refusal refusal);  // stable names: "not_json"
bool is_lost(Refusal refusal);                // false: passed by on purpose, which does not make a reading incomplete

// What the place of a file says about its records, where a record alone does not say enough.
enum class Hint : std::uint8_t {
  none,
  activitylogs,  // in a folder with the name of that data stream: what its input received, sign-ins included
};
// `path` as in source::FileInfo. Folders count, the file's own name does not.
Hint hint_of(std::string_view path);

// GeoIP and AS lookups; see geoip.h.
class GeoIp;

struct DecodeOptions {
  const GeoIp* geoip = nullptr;          // must outlive the decoder
  bool preserve_original_event = false;  // document(): keep the record's text in event.original
};

// What an event is called: _index and _id.
struct Name {
  std::string index;
  std::string id;
};

class Decoder {
 public:
  // `fields` must outlive the decoder and not change any more.
  Decoder(const event::FieldTable& fields, const DecodeOptions& options);
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // Appends one row (all columns and Batch::rows) for the record, or nothing and says why. `record` must be followed by
  // at least 64 readable bytes. Row::time is unset when the record has no usable time. The rows of one batch have the
  // same hint.
  std::optional<Refusal> project(std::string_view record, event::Batch& batch, Hint hint = Hint::none);

  // The whole document with _index and _id. Needs no padding. `id` is the record's own _id where it has one; otherwise
  // it is made from the record's content without regard to white space, so the same event has the same id wherever it
  // is read. data_stream.*, event.module and event.dataset, which Elastic keeps outside of _source, are in `source`
  // only when `with_constants`.
  Result<event::Document, Refusal> document(std::string_view record, Hint hint = Hint::none,
                                            bool with_constants = true) const;
  // The document's _index and _id, mostly without making it. `record` is padded as for project().
  Result<Name, Refusal> name(std::string_view record, Hint hint = Hint::none) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Who really made the call (principal_id may be the group that a role was assigned to).
struct Caller {
  std::string object_id;  // claims: objectidentifier; else the record's `caller` that is an id; or a log's own member
  std::string app_id;     // claims: appid; or a log's own member
  std::string name;       // UPN, else display name, else the app's name
  std::string type;       // "User", "ServicePrincipal", "ManagedIdentity", "Unknown"
  std::string principal_id;
  std::string principal_type;  // of the role assignment: "User", "Group", "ServicePrincipal"
  bool through_group = false;  // the role came through a group: principal_id is not the caller
};
// Reads it from an ECS document of an Azure log; every member may be empty.
Caller caller_of(const json::Object& document);

}  // namespace picket::decode
