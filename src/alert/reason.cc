// SPDX-License-Identifier: Apache-2.0
#include "alert/reason.h"

#include <fmt/core.h>

#include "base/text.h"
#include "event/document.h"

namespace picket::alert {
namespace {

// All values of a field in one text; a lone "-" counts as absent.
std::string piece(const json::Object& source, std::string_view field) {
  const std::vector<std::string> values = event::all_texts(source, field);
  if (values.size() == 1 && values.front() == "-") return {};
  return join(values, ", ");
}

std::string address(const json::Object& source, std::string_view side) {
  const std::string ip = piece(source, fmt::format("{}.ip", side));
  if (ip.empty()) return {};
  const std::string port = piece(source, fmt::format("{}.port", side));
  return fmt::format(" {} {}{},", side, ip, port.empty() ? "" : ":" + port);
}

}  // namespace

std::string build_reason(const json::Object& source, rule::Severity severity, std::string_view rule_name) {
  const std::string category = piece(source, "event.category");
  std::string subject;
  if (const std::string name = piece(source, "process.name"); !name.empty()) subject += " process " + name + ",";
  if (const std::string name = piece(source, "process.parent.name"); !name.empty()) {
    subject += " parent process " + name + ",";
  }
  if (const std::string name = piece(source, "file.name"); !name.empty()) subject += " file " + name + ",";
  subject += address(source, "source");
  subject += address(source, "destination");

  std::string reason = category.empty() ? "event" : category + " event";
  if (!subject.empty()) reason += " with" + subject;
  if (const std::string user = piece(source, "user.name"); !user.empty()) reason += " by " + user;
  if (const std::string host = piece(source, "host.name"); !host.empty()) reason += " on " + host;
  return fmt::format("{} created {} alert {}.", reason, rule::to_string(severity), rule_name);
}

}  // namespace picket::alert
