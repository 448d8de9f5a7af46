// SPDX-License-Identifier: Apache-2.0
// The alert document, shaped as Kibana writes it to .alerts-security.alerts-<space>: the source event nested as it was,
// laid over with flat `kibana.alert.*` keys, and Picket's own answers under `picket.*`. Which field holds what, and in
// which order they are laid, is in docs/formats/alert.md. Pure functions; safe from many threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"
#include "decode/decoder.h"
#include "detect/detector.h"
#include "event/document.h"
#include "rule/rule.h"

namespace picket::alert {

inline constexpr std::string_view kSpace = "default";

// Where the record of the event stands.
struct Origin {
  std::string file;  // as given on the command line, "archive!member" inside archives, "-" for standard input
  std::uint32_t line = 0;
  std::uint64_t offset = 0;
};

struct AlertInput {
  const rule::Rule& rule;
  const detect::Finding& finding;
  const event::Document& document;
  Origin origin;
  std::string_view clock;  // the field that the rule was judged by: "@timestamp", "event.ingested"
  bool mark_baseline = true;
};

struct Alert {
  std::string id;         // kibana.alert.uuid
  json::Object document;  // the whole
  // What sinks sort and show without digging.
  Timestamp time;        // the execution
  Timestamp event_time;  // the event's @timestamp, or its rule clock where it has none
  rule::Severity severity = rule::Severity::low;
  double risk_score = 0;
  std::string rule_name;  // after rule_name_override
  const rule::Rule* rule = nullptr;
};

Alert build_alert(const AlertInput& input);

}  // namespace picket::alert
