// SPDX-License-Identifier: Apache-2.0
#include "indicator/reader.h"

namespace picket::indicator {
namespace {

std::string_view text_member(const json::Object& object, std::string_view key) {
  const json::Value* value = json::get(object, key);
  return value != nullptr && value->is_string() ? json::view(*value) : std::string_view();
}

}  // namespace

void read_ecs(const json::Object& record, Sink& sink) {
  const std::string_view index = text_member(record, "_index");
  const std::string_view id = text_member(record, "_id");
  const json::Value* inner = json::get(record, "_source");
  if (inner != nullptr && inner->is_object()) {
    if (inner->get_object().empty()) return sink.problem(Problem::no_value, "an empty document");
    return sink.indicator(Form::ecs, inner->get_object(), index, id);
  }
  json::Object document = record;
  for (const std::string_view key : {"_index", "_id", "_version", "_score", "sort"}) {
    document.erase({key.data(), key.size()});
  }
  if (document.empty()) return sink.problem(Problem::no_value, "an empty document");
  sink.indicator(Form::ecs, document, index, id);
}

}  // namespace picket::indicator
