// SPDX-License-Identifier: Apache-2.0
#include "generate/record.h"

#include <array>
#include <chrono>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace picket::generate {
namespace {

void append_number(std::string& out, std::uint64_t number, std::size_t digits) {
  std::array<char, 20> text;
  for (std::size_t index = digits; index > 0; number /= 10) text[--index] = static_cast<char>('0' + number % 10);
  out.append(text.data(), digits);
}

void append_member(std::string& out, std::string_view key, std::string_view text) {
  out += '"';
  out += key;
  out += "\":\"";
  out += text;
  out += "\",";
}

const std::string& upper_case_action(const OperationKind& kind) {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const OperationKind& each : operation_kinds()) names.push_back(to_upper_ascii(each.action));
    return names;
  }();
  return kNames[static_cast<std::size_t>(&kind - operation_kinds().data())];
}

// Azure's services and managed identities write the short form that older regions still have: fewer members, and the
// kind of operation as category. So a log holds records of about 1.7 and of about 3 thousand bytes.
bool is_short(const Operation& operation) {
  const CallerKind kind = operation.session->caller->kind;
  return kind == CallerKind::platform || kind == CallerKind::managed_identity;
}

std::string_view category_of(const Operation& operation) {
  if (operation.kind->body == Body::policy) return "Policy";
  if (!is_short(operation)) return "Administrative";
  const std::string_view action = operation.kind->action;
  return action.ends_with("/write") ? "Write" : action.ends_with("/delete") ? "Delete" : "Action";
}

struct Result {
  std::string_view type;
  std::string_view signature;
  std::string_view status_code;  // empty: the record has none
};

Result result_of(const Operation& operation, Stage stage) {
  const std::string_view action = operation.kind->action;
  const bool creates = action.ends_with("/write");
  if (operation.outcome == Outcome::denied) return {"Failure", "Failed.Forbidden", "Forbidden"};
  if (operation.kind->chain == Chain::single) return {"Success", "Succeeded.", "OK"};
  switch (stage) {
    case Stage::start:
      return {"Start", "Started.", ""};
    case Stage::accept:
      return creates ? Result{"Accept", "Accepted.Created", "Created"}
                     : Result{"Accept", "Accepted.Accepted", "Accepted"};
    case Stage::end:
      break;
  }
  if (operation.outcome == Outcome::failure) return {"Failure", "Failed.Conflict", "Conflict"};
  if (operation.kind->chain == Chain::long_running) return {"Success", "Succeeded.", ""};
  return creates ? Result{"Success", "Succeeded.Created", "Created"} : Result{"Success", "Succeeded.OK", "OK"};
}

void append_head(const Operation& operation, const Result& result, Ticks time, std::string& out) {
  out += '{';
  if (!is_short(operation)) {
    append_member(out, "RoleLocation", regions()[operation.region].display_name);
    append_member(out, "ReleaseVersion", "6.2026.5.3+7f3a1c9d5.release_2026w05");
  }
  out += R"("time":")";
  append_time(out, time);
  out += "\",";
  append_member(out, "resourceId", operation.resource_id);
  append_member(out, "operationName", upper_case_action(*operation.kind));
  append_member(out, "category", category_of(operation));
  append_member(out, "resultType", result.type);
  append_member(out, "resultSignature", result.signature);
  out += is_short(operation) ? R"("durationMs":0,)" : R"("durationMs":"0",)";
  append_member(out, "callerIpAddress", operation.session->address);
  append_member(out, "correlationId", operation.correlation_id);
}

void append_identity(const Operation& operation, std::string& out) {
  out += R"("identity":{"authorization":{"scope":")";
  out += operation.scope;
  out += R"(","action":")";
  out += operation.kind->action;
  out += '"';
  if (operation.grant != nullptr) {
    out += R"(,"evidence":)";
    out += operation.grant->evidence;
  }
  out += R"(},"claims":)";
  out += operation.session->claims;
  out += "},";
}

// A different id for each record, and the same for the same record.
void append_request_id(const Operation& operation, Stage stage, std::string& out) {
  const std::uint64_t key = mix(operation.key + static_cast<std::uint64_t>(stage));
  append_member(out, "serviceRequestId", guid_text(key, mix(key)));
}

void append_policy(const Operation& operation, std::string& out) {
  out += R"("isComplianceCheck":"False","resourceLocation":")";
  out += regions()[operation.region].location;
  out +=
      R"(","ancestors":"landing-zones,corp","policies":"[{\"policyDefinitionId\":\"/providers/Microsoft.Authorization/policyDefinitions/)"
      R"(06a78e20-9358-41c9-923c-fb736d382a4d\",\"policySetDefinitionId\":\"/providers/Microsoft.Authorization/)"
      R"(policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8\",\"policyDefinitionReferenceId\":\"audit-baseline\",)"
      R"(\"policyDefinitionName\":\"06a78e20-9358-41c9-923c-fb736d382a4d\",\"policyDefinitionEffect\":\"audit\",)"
      R"(\"policyAssignmentName\":\"baseline\",\"policyAssignmentScope\":\"/providers/Microsoft.Management/)"
      R"(managementGroups/corp\"}]",)";
}

void append_status(const Operation& operation, const Result& result, Stage stage, std::string& out) {
  if (operation.kind->body == Body::policy) return append_policy(operation, out);
  if (stage == Stage::start && operation.outcome != Outcome::denied) {
    if (!operation.request_body.empty()) append_member(out, "requestbody", operation.request_body);
    return;
  }
  if (!result.status_code.empty()) append_member(out, "statusCode", result.status_code);
  append_request_id(operation, stage, out);
  if (operation.outcome == Outcome::denied) {
    out += R"("statusMessage":"{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"The client does not have )"
           R"(authorization to perform the action over the scope or the scope is invalid.\"}}",)";
  } else if (result.type == "Failure") {
    out +=
        R"("statusMessage":"{\"error\":{\"code\":\"Conflict\",\"message\":\"Another operation is in progress.\"}}",)";
  } else if (!operation.response_body.empty() && (stage == Stage::accept || operation.kind->chain == Chain::request)) {
    append_member(out, "responseBody", operation.response_body);
  }
}

void append_context(const Population& population, const Operation& operation, std::string& out) {
  append_member(out, "entity", operation.scope);
  append_member(out, "message", operation.kind->action);
  out += R"("hierarchy":")";
  out += population.tenant_id();
  out += '/';
  constexpr std::size_t kPrefix = std::string_view("/subscriptions/").size();
  out += std::string_view(operation.scope).substr(kPrefix, 36);
  out += "\",";
}

void append_properties(const Population& population, const Operation& operation, const Result& result, Stage stage,
                       std::string& out) {
  out += R"("level":")";
  out += result.type == "Failure" ? "Error" : operation.kind->body == Body::policy ? "Warning" : "Information";
  out += R"(","properties":{)";
  append_status(operation, result, stage, out);
  if (!is_short(operation)) append_context(population, operation, out);
  out += R"("eventCategory":")";
  out += operation.kind->body == Body::policy ? "Policy" : "Administrative";
  out += R"("},"tenantId":")";
  out += population.tenant_id();
  out += "\"}";
}

// Resource health has no caller, no evidence and a result of its own.
void append_health(const Operation& operation, Ticks time, std::string& out) {
  out += R"({"time":")";
  append_time(out, time);
  out += "\",";
  append_member(out, "resourceId", operation.resource_id);
  append_member(out, "correlationId", operation.correlation_id);
  append_member(out, "operationName", operation.kind->action);
  out +=
      R"("level":"Information","resultType":"Updated","category":"ResourceHealth","properties":{"eventCategory":)"
      R"("ResourceHealth","eventProperties":{"title":"This virtual machine is starting as requested by an authorized )"
      R"(user or process. It will be online shortly.","details":null,"currentHealthStatus":"Unknown",)"
      R"("previousHealthStatus":"Available","type":"Informational","cause":"UserInitiated"}}})";
}

}  // namespace

void append_time(std::string& out, Ticks time) {
  using std::chrono::days;
  using std::chrono::sys_days;
  const Ticks day = time / kDay;
  const auto rest = static_cast<std::uint64_t>(time % kDay);
  const std::chrono::year_month_day date{sys_days{days{day}}};
  append_number(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  out += '-';
  append_number(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_number(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  append_number(out, rest / kHour, 2);
  out += ':';
  append_number(out, rest / kMinute % 60, 2);
  out += ':';
  append_number(out, rest / kSecond % 60, 2);
  out += '.';
  append_number(out, rest % kSecond, 7);
  out += 'Z';
}

void append_record(const Population& population, const Operation& operation, Stage stage, Ticks time,
                   std::string& out) {
  if (operation.kind->body == Body::health) return append_health(operation, time, out);
  const Result result = result_of(operation, stage);
  append_head(operation, result, time, out);
  append_identity(operation, out);
  append_properties(population, operation, result, stage, out);
}

}  // namespace picket::generate
