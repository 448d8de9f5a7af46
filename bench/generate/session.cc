// SPDX-License-Identifier: Apache-2.0
#include "generate/session.h"

#include <fmt/format.h>

#include <iterator>

namespace picket::generate {
namespace {

constexpr Client kClients[] = {
    {"c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "portal"},
    {"c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "portal"},
    {"04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Azure CLI"},
    {"1950a258-227b-4e31-a9cf-717495945fc2", "Azure PowerShell"},
};

void append_times(std::string& out, Ticks now, Ticks end) {
  const std::int64_t begin = now / kSecond;
  fmt::format_to(std::back_inserter(out), R"("iat":"{0}","nbf":"{0}","exp":"{1}",)", begin, end / kSecond);
}

void append_user(std::string& out, Random& random, const Caller& caller, std::string_view address) {
  const auto space = caller.name.find(' ');
  // The long-lived parts follow from the caller's key, so that all tokens of a caller agree.
  Random stable(caller.token_key, 0);
  const std::uint64_t number = stable.below(std::uint64_t{1} << 48);
  const std::string directory_role = stable.guid();
  out += R"("http://schemas.microsoft.com/claims/authnclassreference":"1",)";
  out += random.chance(900'000) ? R"("http://schemas.microsoft.com/claims/authnmethodsreferences":"pwd,mfa",)"
                                : R"("http://schemas.microsoft.com/claims/authnmethodsreferences":"pwd",)";
  out += R"("aio":")";
  random.append_token(out, 88);
  out += R"(","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier":")";
  stable.append_token(out, 43);
  fmt::format_to(std::back_inserter(out),
                 R"(","appidacr":"0","http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname":"{}",)"
                 R"("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname":"{}","groups":"{}",)"
                 R"("idtyp":"user","ipaddr":"{}","name":"{}","puid":"1003{:012X}",)"
                 R"("http://schemas.microsoft.com/identity/claims/scope":"user_impersonation",)"
                 R"("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name":"{}",)"
                 R"("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn":"{}","wids":"{}",)",
                 caller.name.substr(space + 1), caller.name.substr(0, space), caller.group_ids, address, caller.name,
                 number, caller.user_principal_name, caller.user_principal_name, directory_role);
}

void append_application(std::string& out, const Caller& caller) {
  out += caller.kind == CallerKind::managed_identity ? R"("appidacr":"2","idtyp":"app",)"
                                                     : R"("appidacr":"1","idtyp":"app",)";
  if (!caller.resource_id.empty()) {
    fmt::format_to(std::back_inserter(out), R"("xms_mirid":"{}",)", caller.resource_id);
  }
}

}  // namespace

const Client& random_client(Random& random) {
  return random.pick(kClients);
}

std::shared_ptr<const Session> begin_session(Random& random, const Population& population, const Caller& caller,
                                             Ticks now, std::string_view address, std::string_view app_id) {
  auto session = std::make_shared<Session>();
  session->caller = &caller;
  session->end = now + random.between(55, 85) * kMinute;
  session->address = address.empty() ? std::string_view(random.pick(caller.addresses)) : address;
  if (app_id.empty()) app_id = caller.app_id.empty() ? random_client(random).app_id : std::string_view(caller.app_id);
  const std::string& tenant = population.tenant_id();
  std::string& claims = session->claims;
  claims.reserve(2048);
  claims += R"({"aud":"https://management.core.windows.net/",)";
  fmt::format_to(std::back_inserter(claims), R"("iss":"https://sts.windows.net/{}/",)", tenant);
  append_times(claims, now, session->end);
  if (caller.kind == CallerKind::user) {
    append_user(claims, random, caller, session->address);
  } else {
    append_application(claims, caller);
  }
  claims += R"("uti":")";
  random.append_token(claims, 22);
  fmt::format_to(std::back_inserter(claims),
                 R"(","appid":"{}","http://schemas.microsoft.com/identity/claims/objectidentifier":"{}",)"
                 R"("http://schemas.microsoft.com/identity/claims/tenantid":"{}","ver":"1.0"}})",
                 app_id, caller.object_id, tenant);
  return session;
}

}  // namespace picket::generate
