// SPDX-License-Identifier: Apache-2.0
// The alert document, shaped as Kibana writes it to .alerts-security.alerts-<space>: the source event nested as it was,
// laid over with flat `kibana.alert.*` keys, and Picket's own answers under `picket.*`. Which field holds what, and in
// which order they are laid, is in docs/formats/alert.md.
//
// Most of an alert's bytes are its rule's and the same in every alert of the rule: they are made and written once
// (RulePart) and shared. An AlertBuilder belongs to one thread; alerts can be passed around.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "alert/clean.h"
#include "alert/rule_part.h"
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
  event::Document document;      // of a threshold rule: threshold_event()
  std::optional<Origin> origin;  // none: there is no single record
  std::string_view clock;        // the field that the rule was judged by: "@timestamp", "event.ingested"
  bool mark_baseline = true;
  json::Array enrichments = {};  // of threat_match rules: what is appended to threat.enrichments
};

struct Alert {
  std::string id;      // kibana.alert.uuid
  json::Object event;  // the document without the rule's part
  std::shared_ptr<const RulePart> rule_part;
  std::size_t rule_position = 0;  // before which member of `event` the rule's part stands
  // What sinks sort and show without digging.
  Timestamp time;        // the execution
  Timestamp event_time;  // the event's @timestamp, or its rule clock where it has none
  rule::Severity severity = rule::Severity::low;
  double risk_score = 0;
  std::string rule_name;  // after rule_name_override
  const rule::Rule* rule = nullptr;
  detect::EventKey event_key;  // of the event; of a group of events of the last

  // The whole.
  json::Object document() const;
  // Its JSON text, on one line.
  std::string text() const;
};

class AlertBuilder {
 public:
  // `input.rule` must outlive the alert.
  Alert build(AlertInput input);

 private:
  SourceCleaner cleaner_;
  std::unordered_map<const rule::Rule*, std::shared_ptr<const RulePart>> rule_parts_;
};

}  // namespace picket::alert
