// SPDX-License-Identifier: Apache-2.0
// The other forms of a log (REST, Log Analytics, Event Grid) are brought into the form that diagnostic settings write,
// and then read by that form's Mapping: so they become the same ECS fields. A form is data:
//   0. `prepare` does what tables cannot say: names of members that follow a rule;
//   1. with `keys` snake, all keys are in snake case (record_shape.h), and so are all names in the form;
//   2. members named in `embedded` that are strings holding a JSON object are replaced by that object, those in
//      `embedded_lists` that hold a JSON array, by the array;
//   3. every Row makes a value of its sources, and the members named in `consumed` are gone;
//   4. every Transfer moves a member to its place, unless something is there already;
//   5. what the rows made is put in place, over what the transfers put there;
//   6. all other members go below `rest` under their own names; emptied objects at the top level are gone.
// Nothing that is null or an empty string takes part in 3 and 4. Thread-safe.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "base/json.h"
#include "decode/raw_path.h"
#include "decode/record_shape.h"

namespace picket::decode {

inline constexpr std::size_t kMaxSources = 4;

// The scalars at a row's sources, in order; nullptr where there is none, and for null and the empty string. A list of
// one scalar counts as that scalar.
using Sources = std::span<const json::Value* const>;

struct Row {
  RawPath to;
  std::array<RawPath, kMaxSources> from;  // unused ones are empty
  json::Value (*make)(Sources);           // null: the member is absent
};

struct Transfer {
  RawPath from;
  RawPath to;
};

struct Form {
  void (*prepare)(json::Object& record) = nullptr;
  KeyStyle keys = KeyStyle::as_is;
  std::span<const RawPath> embedded = {};
  std::span<const RawPath> embedded_lists = {};
  std::span<const Row> rows = {};
  std::span<const RawPath> consumed = {};
  std::span<const Transfer> transfers = {};
  RawPath rest = {};             // empty: the outermost object
  bool empty_is_absent = false;  // empty strings at the top level stand for nothing: tables cannot say it otherwise
};

json::Object reshape(json::Object record, const Form& form);

const Form& rest_form();
const Form& log_analytics_form();
const Form& event_grid_form();
// Each of Log Analytics, of the Microsoft Graph API, and of its PowerShell commands.
const Form& signin_form();
const Form& provisioning_form();
const Form& graph_activity_form();
const Form& audit_form();
const Form& risk_form();
// Tables of Log Analytics with resource logs.
const Form& azure_diagnostics_form();
const Form& aks_audit_form();

// What rows are made with.
namespace row {
json::Value first(Sources);
json::Value first_trimmed(Sources);
json::Value first_upper(Sources);        // resource ids, as Event Hub has them
json::Value operation(Sources);          // of two operation names and two categories
json::Value result_type(Sources);        // "Succeeded" -> "Success"
json::Value result_signature(Sources);   // of two statuses and two substatuses: "Succeeded.Created"
json::Value resource_category(Sources);  // of an event type: "Microsoft.Resources.ResourceWriteSuccess" -> "Write"
}  // namespace row

}  // namespace picket::decode
