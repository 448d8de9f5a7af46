// SPDX-License-Identifier: Apache-2.0
#include "source/json_text.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "source/encoding.h"

namespace picket::source {
namespace {

constexpr std::size_t kMaxNestedDepth = 16;    // objects around a nested array of records
constexpr std::size_t kMaxArrayDepth = 4;      // arrays around a record in an array
constexpr std::size_t kMaxActionBytes = 4096;  // an action line names an index, an id and little else

constexpr std::array<std::string_view, 2> kTimeMembers = {"time", "timestamp"};
constexpr std::array<std::string_view, 15> kRecordMembers = {
    "@timestamp",      "eventTimestamp",   "TimeGenerated",       "eventTime",        "EventTime",
    "operationName",   "OperationName",    "OperationNameValue",  "operationVersion", "eventDataId",
    "createdDateTime", "activityDateTime", "activityDisplayName", "_source",          "EventTimeString"};

template <std::size_t Size>
bool is_one_of(std::string_view key, const std::array<std::string_view, Size>& keys) {
  return std::ranges::find(keys, key) != keys.end();
}

bool shows_member(std::string_view object, bool time_counts) {
  MemberReader reader(object);
  while (reader.next()) {
    if (is_one_of(reader.key(), kRecordMembers)) return true;
    if (time_counts && is_one_of(reader.key(), kTimeMembers)) return true;
  }
  return false;
}

// After the closing quote of the string whose opening quote is at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t skip_brackets(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  return text.size();
}

bool is_separator(char c) {
  return c == ',' || c == ':' || c == '}' || c == ']' || static_cast<unsigned char>(c) <= ' ';
}

// What a string's literal, maybe cut off, says to readers of structure: quotes and backslashes become those that were
// meant, the other escapes blanks.
std::string rough_text(std::string_view literal) {
  std::string text;
  for (std::size_t i = 1; i < literal.size() && literal[i] != '"'; ++i) {
    if (literal[i] != '\\') {
      text += literal[i];
    } else if (++i < literal.size()) {
      text += literal[i] == '"' || literal[i] == '\\' ? literal[i] : ' ';
    }
  }
  return text;
}

bool shows_record(std::string_view element, std::size_t depth) {
  if (element.starts_with('{')) return has_record_member(element);
  if (element.starts_with('"')) {
    if (element.size() < 2 || element[1] != '{') return false;
    return has_record_member(rough_text(element));
  }
  if (!element.starts_with('[') || depth == kMaxArrayDepth) return false;
  MemberReader reader(element);
  while (reader.next()) {
    if (shows_record(reader.value(), depth + 1)) return true;
  }
  return false;
}

struct Search {
  std::optional<NestedRecords> found;
  std::size_t count = 0;
};

// `offset` is the object's in the text that was asked about.
void search_object(std::string_view object, std::size_t offset, std::size_t depth, Search& search) {
  MemberReader reader(object);
  while (search.count < 2 && reader.next()) {
    const std::string_view value = reader.value();
    const std::size_t value_offset = offset + reader.value_offset();
    if (value.starts_with('{')) {
      if (depth >= kMaxNestedDepth || has_record_member(value)) continue;
      search_object(value, value_offset, depth + 1, search);
    } else if (value.starts_with('[')) {
      MemberReader elements(value);
      if (!elements.next() || !has_record_member(elements.value())) continue;
      search.found = {.array_offset = value_offset, .depth = depth};
      ++search.count;
    }
  }
}

}  // namespace

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0' || c == '\x1e') continue;
    if (c != kByteOrderMark.front() || !text.substr(at).starts_with(kByteOrderMark)) break;
    at += kByteOrderMark.size() - 1;
  }
  return std::min(at, text.size());
}

std::size_t skip_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] == '{' || text[at] == '[') return skip_brackets(text, at);
  while (at < text.size() && !is_separator(text[at])) ++at;
  return at;
}

bool MemberReader::next() {
  if (!begun_) {
    begun_ = true;
    at_ = skip_blanks(text_);
    if (at_ >= text_.size() || (text_[at_] != '{' && text_[at_] != '[')) return false;
    is_object_ = text_[at_] == '{';
    ++at_;
  }
  at_ = skip_blanks(text_, at_);
  if (at_ < text_.size() && text_[at_] == ',') at_ = skip_blanks(text_, at_ + 1);
  if (at_ >= text_.size() || text_[at_] == '}' || text_[at_] == ']') return false;
  key_ = {};
  if (is_object_) {
    const std::size_t key_end = text_[at_] == '"' ? skip_string(text_, at_) : at_;
    const std::size_t colon = skip_blanks(text_, key_end);
    if (key_end < at_ + 2 || colon >= text_.size() || text_[colon] != ':') return false;
    key_ = text_.substr(at_ + 1, key_end - at_ - 2);
    at_ = skip_blanks(text_, colon + 1);
  }
  value_offset_ = at_;
  at_ = skip_value(text_, at_);
  value_ = text_.substr(value_offset_, at_ - value_offset_);
  return !value_.empty();
}

std::optional<std::string_view> find_member(std::string_view object, std::string_view key) {
  MemberReader reader(object);
  while (reader.next()) {
    if (reader.key() == key) return reader.value();
  }
  return std::nullopt;
}

bool has_record_member(std::string_view object) {
  return object.starts_with('{') && shows_member(object, true);
}

bool has_record_member_besides_time(std::string_view object) {
  return shows_member(object, false);
}

RecordLook look_for_record(std::string_view array) {
  RecordLook look;
  MemberReader reader(array);
  while (!look.found && reader.next()) {
    look.found = shows_record(reader.value(), 1);
    look.read = reader.value_offset() + reader.value().size();
  }
  return look;
}

std::optional<std::string> object_in_string(std::string_view literal) {
  const auto parsed = json::parse(literal);
  if (!parsed || !parsed->is_string()) return std::nullopt;
  std::string_view text = json::view(*parsed);
  text.remove_prefix(skip_blanks(text));
  if (!text.starts_with('{')) return std::nullopt;
  const std::size_t end = skip_value(text, 0);
  if (text[end - 1] != '}' || skip_blanks(text, end) != text.size()) return std::nullopt;
  return std::string(text.substr(0, end));
}

std::optional<NestedRecords> find_nested_records(std::string_view object) {
  Search search;
  search_object(object, 0, 1, search);
  return search.count == 1 ? search.found : std::nullopt;
}

std::optional<BulkAction> parse_bulk_action(std::string_view object) {
  if (object.size() > kMaxActionBytes) return std::nullopt;
  MemberReader reader(object);
  if (!reader.next() || !reader.value().starts_with('{')) return std::nullopt;
  BulkAction action;
  const std::string_view name = reader.key();
  if (name != "index" && name != "create" && name != "update" && name != "delete") return std::nullopt;
  action.has_document = name != "delete";
  action.partial = name == "update";
  const std::string_view metadata = reader.value();
  if (reader.next()) return std::nullopt;
  MemberReader members(metadata);
  while (members.next()) {
    const std::string_view value = members.value();
    if (value.starts_with('{') || value.starts_with('[')) return std::nullopt;
    if (members.key() == "_index" && value.starts_with('"')) action.index = value;
    if (members.key() == "_id" && value.starts_with('"')) action.id = value;
  }
  return action;
}

}  // namespace picket::source
