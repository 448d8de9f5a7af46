// SPDX-License-Identifier: Apache-2.0
// Documents that are ECS already: as an Elasticsearch export writes them (`_index`, `_id`, `_source`), or bare. They
// are taken as they are. What Elastic keeps outside of _source (data_stream.*, event.module, event.dataset) is worked
// out where the document does not say it. Thread-safe.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"

namespace picket::decode {

// Metadata fields of Elasticsearch that are no part of a document.
std::span<const std::string_view> ecs_metadata_keys();

// Azure's data streams, by the object below `azure` that only their documents have.
struct AzureStream {
  std::string_view object;   // "activitylogs"
  std::string_view dataset;  // "azure.activitylogs"
};
std::span<const AzureStream> azure_streams();

// The names that a document gives; empty where it gives none.
struct EcsNames {
  std::string_view index;
  std::string_view type;
  std::string_view dataset;  // data_stream.dataset
  std::string_view name_space;
  std::string_view event_dataset;
  std::string_view event_module;
  std::string_view azure_dataset;  // of the first azure_streams() object in it
};

// The names that follow from them; type, dataset and name space are all there or all empty.
struct EcsStream {
  std::string index;
  std::string type;
  std::string dataset;
  std::string name_space;
  std::string event_dataset;
  std::string event_module;
};
EcsStream infer_stream(const EcsNames& names);

struct EcsDocument {
  json::Object source;
  std::string id;  // empty: the record has none
  EcsStream stream;
};
EcsDocument read_ecs(json::Object record);

// Puts the stream's names into the document where they are missing.
void add_stream(json::Object& document, const EcsStream& stream);

}  // namespace picket::decode
