// SPDX-License-Identifier: Apache-2.0
#include "alert/id.h"

#include <fmt/core.h>

#include "alert/alert.h"
#include "base/hash.h"
#include "base/object_hash.h"

namespace picket::alert {
namespace {

constexpr std::string_view kNoVersion = "undefined";

std::string rule_name(std::string_view rule_object_id) {
  return fmt::format("{}:{}", kSpace, rule_object_id);
}

}  // namespace

std::string query_alert_id(const event::Document& event, std::string_view rule_object_id) {
  return sha256_hex(fmt::format("{}{}{}{}", event.index, event.id, kNoVersion, rule_name(rule_object_id)));
}

std::string new_terms_alert_id(const event::Document& event, std::string_view rule_object_id,
                               const detect::Terms& terms) {
  json::Array values;
  for (const detect::Term& term : terms) values.push_back(detect::to_json(term));
  return object_hash(json::Array{event.index, event.id, json::Value(kNoVersion), rule_name(rule_object_id), values});
}

}  // namespace picket::alert
