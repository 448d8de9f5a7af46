// SPDX-License-Identifier: Apache-2.0
// Kibana's exception lists and items, in either file form, validated. Which of them a rule uses, and what they mean, is
// said by engine/exceptions.h. Immutable once loaded. Source of the fields: Kibana's exceptions API, see
// docs/exceptions.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/time.h"
#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

enum class EntryType : std::uint8_t { match, match_any, wildcard, exists, nested, list };

struct ExceptionEntry {
  std::string field;  // in a nested entry relative to the nested field
  EntryType type = EntryType::match;
  bool included = true;                 // operator: included (true) or excluded
  std::vector<std::string> values;      // of match and wildcard one, of match_any any number
  std::string value_list;               // of list: its id
  std::string value_list_type;          // of list: keyword, ip, ip_range, text, ...
  std::vector<ExceptionEntry> entries;  // of nested
  Span field_span;                      // into the item's source
  Span value_span;
};

struct ExceptionItem {
  std::string list_id;
  std::string item_id;
  std::string name;
  bool single = true;  // namespace_type: single (true) or agnostic
  std::vector<std::string> os_types;
  std::optional<Timestamp> expire_time;
  std::vector<ExceptionEntry> entries;
  std::shared_ptr<const SourceText> source;  // never null: the item's part of the file
};

struct ExceptionList {
  std::string list_id;
  std::string type;  // detection, rule_default, endpoint, ...
  std::string name;
  bool single = true;
};

// nullopt when there was an error.
std::optional<ExceptionList> bind_exception_list(Node list, Problems& problems);
std::optional<ExceptionItem> bind_exception_item(Node item, Problems& problems);

}  // namespace picket::rule
