// SPDX-License-Identifier: Apache-2.0
// STIX 2.0 and 2.1: indicators by their patterns, and observables by themselves (in 2.0 inside of observed-data).
#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "indicator/document.h"
#include "indicator/reader.h"
#include "indicator/stix_pattern.h"

namespace picket::indicator {
namespace {

constexpr std::size_t kMaxKnownNames = 100'000;

std::string_view text_of(const json::Object& object, std::string_view key) {
  const json::Value* value = json::get(object, key);
  return value != nullptr && value->is_string() ? json::view(*value) : std::string_view();
}

// The TLP markings that STIX defines, by id (STIX 2.1, 7.2.1.4).
struct Marking {
  std::string_view id;
  std::string_view tlp;
};
constexpr Marking kMarkings[] = {
    {"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "WHITE"},
    {"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "GREEN"},
    {"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "AMBER"},
    {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "RED"},
};

constexpr std::string_view kObservables[] = {
    "ipv4-addr",  "ipv6-addr", "domain-name",          "hostname",         "url",
    "email-addr", "file",      "windows-registry-key", "autonomous-system"};

bool is_observable(std::string_view type) {
  return std::ranges::find(kObservables, type) != std::end(kObservables);
}

// What all objects have in common.
void describe(const json::Object& object, const FileState& file, DocumentMaker& document) {
  document.set("id", text_of(object, "id"));
  document.set("description", text_of(object, "description"));
  document.set("first_seen", text_of(object, "valid_from"));
  document.set("modified_at", text_of(object, "modified"));
  if (const json::Value* confidence = json::get(object, "confidence")) document.set_confidence(*confidence);
  const auto author = file.names.find(std::string(text_of(object, "created_by_ref")));
  document.set("provider", author == file.names.end() ? std::string_view() : std::string_view(author->second));
  const json::Value* markings = json::get(object, "object_marking_refs");
  if (markings == nullptr || !markings->is_array()) return;
  for (const json::Value& marking : markings->get_array()) {
    if (!marking.is_string()) continue;
    const auto found = std::ranges::find(kMarkings, json::view(marking), &Marking::id);
    if (found != std::end(kMarkings)) document.set("marking.tlp", found->tlp);
  }
}

void read_pattern(const json::Object& object, const FileState& file, Sink& sink) {
  const std::string_view language = text_of(object, "pattern_type");
  if (!language.empty() && language != "stix") {
    return sink.problem(Problem::unsupported_pattern, fmt::format("a pattern in the language {}", language));
  }
  const auto alternatives = parse_stix_pattern(text_of(object, "pattern"));
  if (!alternatives) {
    const std::string detail = fmt::format("{}: {}", text_of(object, "id"), alternatives.error().message);
    return sink.problem(Problem::unsupported_pattern, detail);
  }
  for (const Conjunction& values : *alternatives) {
    DocumentMaker document("ti_custom");
    document.set_feed(file.feed);
    bool good = true;
    for (const PatternValue& value : values) {
      if (document.add(value.kind, value.text)) continue;
      sink.problem(Problem::unknown_value, value.text);
      good = false;
    }
    if (!good) continue;
    describe(object, file, document);
    document.set("name", text_of(object, "name"));
    sink.indicator(Form::stix, document.take(), {}, {});
  }
}

void read_observable(const json::Object& object, const FileState& file, Sink& sink) {
  const std::string type(text_of(object, "type"));
  DocumentMaker document("ti_custom");
  document.set_feed(file.feed);
  const auto add = [&](const std::string& path, const json::Value* value) {
    const Kind* kind = kind_of_path(path);
    const std::string text = value == nullptr ? std::string() : json::scalar_text(*value);
    if (kind != nullptr && !text.empty()) document.add(*kind, text);
  };
  const json::Value* hashes = json::get(object, "hashes");
  if (hashes != nullptr && hashes->is_object()) {
    for (const auto& hash : hashes->get_object()) {
      add(fmt::format("{}:hashes.{}", type, std::string_view(hash.key().data(), hash.key().size())), &hash.value());
    }
  }
  for (const std::string_view member : {"value", "key", "number", "name"}) {
    add(fmt::format("{}:{}", type, member), json::get(object, member));
  }
  if (document.empty()) return sink.problem(Problem::no_value, type);
  describe(object, file, document);
  sink.indicator(Form::stix, document.take(), {}, {});
}

bool is_true(const json::Object& object, std::string_view key) {
  const json::Value* value = json::get(object, key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

// Calls `use` with each object of an array, or of an object of objects.
template <class Use>
void for_each_object(const json::Value* list, const Use& use) {
  if (list != nullptr && list->is_array()) {
    for (const json::Value& element : list->get_array()) {
      if (element.is_object()) use(element.get_object());
    }
  } else if (list != nullptr && list->is_object()) {
    for (const auto& member : list->get_object()) {
      if (member.value().is_object()) use(member.value().get_object());
    }
  }
}

void read_object(const json::Object& object, FileState& file, Sink& sink) {
  const std::string_view type = text_of(object, "type");
  if (is_true(object, "revoked")) return sink.problem(Problem::withdrawn, text_of(object, "id"));
  if (type == "indicator") return read_pattern(object, file, sink);
  if (is_observable(type)) return read_observable(object, file, sink);
  if (type == "observed-data" && json::get(object, "objects") != nullptr) {
    return for_each_object(json::get(object, "objects"), [&](const json::Object& inner) {
      if (is_observable(text_of(inner, "type"))) return read_observable(inner, file, sink);
      sink.problem(Problem::no_indicator, text_of(inner, "type"));
    });
  }
  if (type == "identity" && file.names.size() < kMaxKnownNames) {
    file.names.emplace(text_of(object, "id"), text_of(object, "name"));
  }
  sink.problem(Problem::no_indicator, type);
}

}  // namespace

bool is_stix(const json::Object& record) {
  const std::string_view type = text_of(record, "type");
  const std::string_view id = text_of(record, "id");
  if (type.empty()) return false;
  if (type == "bundle" && json::get(record, "objects") != nullptr) return true;
  return id.size() > type.size() + 2 && id.starts_with(type) && id.substr(type.size(), 2) == "--";
}

void read_stix(const json::Object& record, FileState& file, Sink& sink) {
  if (text_of(record, "type") != "bundle") return read_object(record, file, sink);
  const json::Value* objects = json::get(record, "objects");
  // Names first: an identity may stand behind what it made.
  for_each_object(objects, [&](const json::Object& object) {
    if (text_of(object, "type") == "identity" && file.names.size() < kMaxKnownNames) {
      file.names.emplace(text_of(object, "id"), text_of(object, "name"));
    }
  });
  for_each_object(objects, [&](const json::Object& object) { read_object(object, file, sink); });
}

}  // namespace picket::indicator
