// SPDX-License-Identifier: Apache-2.0
#include "decode/ecs.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "base/text.h"
#include "decode/raw_path.h"
#include "event/document.h"

namespace picket::decode {
namespace {

constexpr auto kMetadata = std::to_array<std::string_view>(
    {"_index", "_id", "_score", "_type", "_version", "_seq_no", "_primary_term", "_routing", "_ignored"});

constexpr auto kAzureStreams = std::to_array<AzureStream>({
    {"activitylogs", "azure.activitylogs"},
    {"auditlogs", "azure.auditlogs"},
    {"signinlogs", "azure.signinlogs"},
    {"graphactivitylogs", "azure.graphactivitylogs"},
    {"aadgraphactivitylogs", "azure.aadgraphactivitylogs"},
    {"identityprotection", "azure.identity_protection"},
    {"identity_protection", "azure.identity_protection"},
    {"provisioning", "azure.provisioning"},
    {"platformlogs", "azure.platformlogs"},
});

std::string_view text_of(const json::Object& object, std::string_view key) {
  const json::Value* value = json::get(object, key);
  return value != nullptr && value->is_string() ? json::view(*value) : std::string_view();
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "logs-azure.activitylogs-default", also as its backing index ".ds-logs-azure.activitylogs-default-2024.05.01-000001".
struct IndexParts {
  std::string_view type;
  std::string_view dataset;
  std::string_view name_space;
};
std::optional<IndexParts> split_index(std::string_view index) {
  constexpr std::string_view kBacking = ".ds-";
  const bool is_backing = index.starts_with(kBacking);
  std::vector<std::string_view> parts = split(is_backing ? index.substr(kBacking.size()) : index, '-');
  if (is_backing && parts.size() > 4 && is_digits(parts.back())) parts.resize(parts.size() - 2);
  constexpr auto kTypes = std::to_array<std::string_view>({"logs", "metrics", "traces", "synthetics"});
  const bool has_dataset = parts.size() == 3 && parts[1].find('.') != std::string_view::npos && !parts[2].empty();
  if (!has_dataset || std::ranges::find(kTypes, parts[0]) == kTypes.end()) return std::nullopt;
  return IndexParts{parts[0], parts[1], parts[2]};
}

bool has_azure_object(const json::Object& document, std::string_view object) {
  const event::FieldRequest request{"azure." + std::string(object), event::Shape::subtree};
  std::vector<event::Scalar> values;
  std::deque<std::string> texts;
  event::collect(document, request, values, texts);
  return !values.empty();
}

std::string_view azure_dataset(const json::Object& document) {
  for (const AzureStream& stream : kAzureStreams) {
    if (has_azure_object(document, stream.object)) return stream.dataset;
  }
  return {};
}

// Takes nothing away from the document: where no object leads to the path, the dotted key is a member of its own.
void set_if_missing(json::Object& document, std::string_view path, const std::string& value) {
  if (value.empty() || !event::first_text(document, path).empty()) return;
  const json::Value* outer = json::get(document, path.substr(0, path.find('.')));
  json::Value text = boost::json::string(value.data(), value.size());
  if (outer == nullptr || outer->is_object()) {
    event::set_path(document, path, std::move(text));
  } else {
    document[{path.data(), path.size()}] = std::move(text);
  }
}

}  // namespace

std::span<const std::string_view> ecs_metadata_keys() {
  return kMetadata;
}
std::span<const AzureStream> azure_streams() {
  return kAzureStreams;
}

EcsStream infer_stream(const EcsNames& names) {
  const auto or_else = [](std::string_view first, std::string_view second) { return first.empty() ? second : first; };
  const IndexParts from_index = split_index(names.index).value_or(IndexParts{});
  const std::string_view dataset =
      or_else(or_else(names.dataset, from_index.dataset), or_else(names.event_dataset, names.azure_dataset));
  EcsStream out;
  if (!dataset.empty()) {
    out.dataset = dataset;
    out.type = or_else(or_else(names.type, from_index.type), "logs");
    out.name_space = or_else(or_else(names.name_space, from_index.name_space), "default");
    out.event_dataset = or_else(names.event_dataset, dataset);
    const std::size_t dot = dataset.find('.');
    const std::string_view module = dot == std::string_view::npos ? std::string_view() : dataset.substr(0, dot);
    out.event_module = or_else(names.event_module, module);
  }
  out.index = names.index;
  if (out.index.empty() && !dataset.empty()) out.index = out.type + "-" + out.dataset + "-" + out.name_space;
  return out;
}

EcsDocument read_ecs(json::Object record) {
  EcsDocument out;
  const std::string index(text_of(record, "_index"));
  out.id = text_of(record, "_id");
  json::Value* source = record.if_contains("_source");
  if (source != nullptr && source->is_object()) {
    out.source = std::move(source->get_object());
  } else {
    for (const std::string_view key : kMetadata) take(record, key);
    out.source = std::move(record);
  }
  const auto text = [&](std::string_view path) { return event::first_text(out.source, path); };
  const std::string type = text("data_stream.type");
  const std::string dataset = text("data_stream.dataset");
  const std::string name_space = text("data_stream.namespace");
  const std::string event_dataset = text("event.dataset");
  const std::string event_module = text("event.module");
  out.stream = infer_stream({.index = index,
                             .type = type,
                             .dataset = dataset,
                             .name_space = name_space,
                             .event_dataset = event_dataset,
                             .event_module = event_module,
                             .azure_dataset = azure_dataset(out.source)});
  return out;
}

void add_stream(json::Object& document, const EcsStream& stream) {
  set_if_missing(document, "data_stream.type", stream.type);
  set_if_missing(document, "data_stream.dataset", stream.dataset);
  set_if_missing(document, "data_stream.namespace", stream.name_space);
  set_if_missing(document, "event.module", stream.event_module);
  set_if_missing(document, "event.dataset", stream.event_dataset);
}

}  // namespace picket::decode
