// SPDX-License-Identifier: Apache-2.0
// MISP: events with their attributes and objects, alone or as the API gives them.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "indicator/document.h"
#include "indicator/reader.h"

namespace picket::indicator {
namespace {

// Types of attributes. Of a type with `|` each part of the value is one of the kinds, in their order.
struct AttributeType {
  std::string_view name;
  std::optional<Kind> first;
  std::optional<Kind> second = {};
  bool second_is_port = false;
};
constexpr AttributeType kTypes[] = {
    {"ip-src", Kind::ipv4},
    {"ip-dst", Kind::ipv4},
    {"ip-src|port", Kind::ipv4, {}, true},
    {"ip-dst|port", Kind::ipv4, {}, true},
    {"domain", Kind::domain},
    {"hostname", Kind::domain},
    {"hostname|port", Kind::domain, {}, true},
    {"domain|ip", Kind::domain, Kind::ipv4},
    {"url", Kind::url},
    {"uri", Kind::url},
    {"email", Kind::email},
    {"email-src", Kind::email},
    {"email-dst", Kind::email},
    {"md5", Kind::md5},
    {"sha1", Kind::sha1},
    {"sha224", Kind::sha224},
    {"sha256", Kind::sha256},
    {"sha384", Kind::sha384},
    {"sha512", Kind::sha512},
    {"ssdeep", Kind::ssdeep},
    {"filename", Kind::file_name},
    {"filename|md5", Kind::file_name, Kind::md5},
    {"filename|sha1", Kind::file_name, Kind::sha1},
    {"filename|sha256", Kind::file_name, Kind::sha256},
    {"filename|sha512", Kind::file_name, Kind::sha512},
    {"malware-sample", Kind::file_name, Kind::md5},
    {"regkey", Kind::registry_key},
    {"regkey|value", Kind::registry_key, {}},
    {"AS", Kind::as_number},
};

struct Context {
  std::string provider;
  std::string tlp;
};

std::string text_of(const json::Object& object, std::string_view key) {
  const json::Value* value = json::get(object, key);
  return value == nullptr ? std::string() : json::scalar_text(*value);
}

bool is_set(const json::Object& object, std::string_view key) {
  const std::string text = text_of(object, key);
  return text == "true" || text == "1";
}

// Seconds since the epoch as text, or ISO 8601.
std::string date_of(const json::Object& object, std::string_view key) {
  const std::string text = text_of(object, key);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t kLast = 253'402'300'799;  // of the year 9999
  if (error == std::errc{} && end == text.data() + text.size() && seconds > 0 && seconds <= kLast) {
    return format_iso8601(Timestamp(std::chrono::seconds(seconds)));
  }
  const auto time = parse_iso8601(text);
  return time ? format_iso8601(*time) : std::string();
}

template <class Use>
void for_each_object(const json::Value* list, const Use& use) {
  if (list == nullptr) return;
  if (list->is_object()) return use(list->get_object());
  if (!list->is_array()) return;
  for (const json::Value& element : list->get_array()) {
    if (element.is_object()) use(element.get_object());
  }
}

std::string tlp_of_tags(const json::Object& object) {
  std::string tlp;
  for_each_object(json::get(object, "Tag"), [&](const json::Object& tag) {
    const std::string name = text_of(tag, "name");
    if (const auto found = tlp_of(name); found && name.size() > 4) tlp = *found;
  });
  return tlp;
}

// False when the value does not fit the type.
bool add_value(const AttributeType& type, std::string_view value, DocumentMaker& document) {
  std::string_view first = value;
  std::string_view second;
  if (type.name.contains('|') || type.second) {
    const std::size_t bar = value.find('|');
    first = value.substr(0, bar);
    if (bar != std::string_view::npos) second = value.substr(bar + 1);
  }
  if (!document.add(*type.first, first)) return false;
  if (type.second) return document.add(*type.second, second);
  std::int64_t port = 0;
  if (type.second_is_port && std::from_chars(second.data(), second.data() + second.size(), port).ec == std::errc{}) {
    document.set("port", json::Value(port));
  }
  return true;
}

void read_attribute(const json::Object& attribute, const Context& context, const FileState& file, Sink& sink) {
  const std::string type = text_of(attribute, "type");
  const std::string value = text_of(attribute, "value");
  if (is_set(attribute, "deleted")) return sink.problem(Problem::withdrawn, value);
  const std::string for_detection = text_of(attribute, "to_ids");
  if (for_detection == "false" || for_detection == "0") return sink.problem(Problem::not_for_detection, value);
  const auto row = std::ranges::find(kTypes, type, &AttributeType::name);
  if (row == std::end(kTypes)) return sink.problem(Problem::unsupported_type, type);
  DocumentMaker document("ti_misp");
  document.set_feed(file.feed);
  if (!add_value(*row, value, document)) {
    return sink.problem(Problem::unknown_value, fmt::format("{}: {}", type, value));
  }
  document.set("id", text_of(attribute, "uuid"));
  document.set("description", text_of(attribute, "comment"));
  document.set("first_seen", date_of(attribute, "first_seen"));
  document.set("last_seen", date_of(attribute, "last_seen"));
  document.set("modified_at", date_of(attribute, "timestamp"));
  document.set("provider", context.provider);
  const std::string tlp = tlp_of_tags(attribute);
  document.set("marking.tlp", tlp.empty() ? context.tlp : tlp);
  sink.indicator(Form::misp, document.take(), {}, {});
}

void read_event(const json::Object& event, const FileState& file, Sink& sink) {
  Context context{.provider = {}, .tlp = tlp_of_tags(event)};
  if (const json::Value* name = json::get(event, "Orgc", "name")) context.provider = json::scalar_text(*name);
  for_each_object(json::get(event, "Attribute"),
                  [&](const json::Object& attribute) { read_attribute(attribute, context, file, sink); });
  for_each_object(json::get(event, "Object"), [&](const json::Object& object) {
    for_each_object(json::get(object, "Attribute"),
                    [&](const json::Object& attribute) { read_attribute(attribute, context, file, sink); });
  });
}

bool is_attribute(const json::Object& record) {
  const auto is_text = [&](std::string_view key) {
    const json::Value* value = json::get(record, key);
    return value != nullptr && value->is_string();
  };
  return is_text("type") && is_text("value") &&
         (record.contains("to_ids") || record.contains("category") || record.contains("object_relation"));
}

bool is_event(const json::Object& record) {
  return record.contains("info") && (record.contains("Attribute") || record.contains("Object"));
}

}  // namespace

bool is_misp(const json::Object& record) {
  return record.contains("Event") || record.contains("response") || is_event(record) || is_attribute(record) ||
         (record.contains("Attribute") && !record.contains("@timestamp"));
}

void read_misp(const json::Object& record, const FileState& file, Sink& sink) {
  if (is_attribute(record)) return read_attribute(record, {}, file, sink);
  if (record.contains("response")) {
    return for_each_object(json::get(record, "response"), [&](const json::Object& inner) {
      if (is_misp(inner) && !inner.contains("response")) read_misp(inner, file, sink);
    });
  }
  const json::Value* event = json::get(record, "Event");
  const bool is_wrapped = event != nullptr && event->is_object() && !record.contains("Attribute");
  read_event(is_wrapped ? event->get_object() : record, file, sink);
}

}  // namespace picket::indicator
