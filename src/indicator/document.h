// SPDX-License-Identifier: Apache-2.0
// Makes the ECS indicator document that all formats end as: threat.indicator.*, and the event.* fields by which
// Elastic's threat intelligence integrations mark their documents, so that the published rules' threat_query and
// threat_filters select it. It has no @timestamp: what stands in a file that was handed over is current.
#pragma once

#include <optional>
#include <string_view>

#include "base/json.h"
#include "indicator/value.h"

namespace picket::indicator {

class DocumentMaker {
 public:
  // `module`: event.module, such as "ti_misp".
  explicit DocumentMaker(std::string_view module) : module_(module) {}

  void add(const Found& found);
  // False when the text cannot be of the kind.
  bool add(Kind kind, std::string_view text);
  // Sets a member below threat.indicator; empty texts and null are left out.
  void set(std::string_view path, const json::Value& value);
  void set(std::string_view path, std::string_view text);
  void set_feed(std::string_view name) { feed_ = name; }
  // By numbers from 0 to 100 as STIX scales them, or by ECS's own words.
  void set_confidence(const json::Value& value);

  bool empty() const { return !has_value_; }
  // Spent afterwards.
  json::Object take();

 private:
  std::string_view module_;
  std::string_view feed_;
  bool has_value_ = false;
  json::Object indicator_;
};

// ECS's TLP names for "tlp:amber", "TLP:WHITE" and the like; nullopt for others.
std::optional<std::string_view> tlp_of(std::string_view text);

}  // namespace picket::indicator
