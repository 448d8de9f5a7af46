// SPDX-License-Identifier: Apache-2.0
#include "decode/reshape.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "decode/document_builder.h"

namespace picket::decode {
namespace {

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

bool is_absent(const json::Value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty());
}

// Objects of which everything was used, down to the innermost.
bool is_emptied(const json::Value& value) {
  if (!value.is_object()) return false;
  return std::ranges::all_of(value.get_object(), [](const auto& member) { return is_emptied(member.value()); });
}

const json::Value* first_source(Sources sources) {
  const auto found = std::ranges::find_if(sources, [](const json::Value* value) { return value != nullptr; });
  return found == sources.end() ? nullptr : *found;
}

std::optional<std::string_view> first_text(Sources sources) {
  const json::Value* value = first_source(sources);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return json::view(*value);
}

json::Value make(const json::Object& record, const Row& row) {
  std::array<const json::Value*, kMaxSources> sources{};
  for (std::size_t i = 0; i < kMaxSources; ++i) {
    const json::Value* value = row.from[i].empty() ? nullptr : find(record, row.from[i]);
    if (value != nullptr && value->is_array() && value->get_array().size() == 1) value = &value->get_array().front();
    const bool usable = value != nullptr && !is_absent(*value) && !value->is_object() && !value->is_array();
    sources[i] = usable ? value : nullptr;
  }
  return row.make(sources);
}

void transfer(json::Object& record, json::Object& out, const Transfer& transfer) {
  auto value = take(record, transfer.from);
  if (value && !is_absent(*value) && find(std::as_const(out), transfer.to) == nullptr) {
    put(out, transfer.to, std::move(*value));
  }
}

// Where the members go that nothing moved.
json::Object& rest_of(json::Object& out, const Form& form) {
  if (form.rest.empty()) return out;
  json::Value* value = find(out, form.rest);
  if (value == nullptr || !value->is_object()) {
    put(out, form.rest, json::Object());
    value = find(out, form.rest);
  }
  return value->get_object();
}

// How an operation ended, in the words of each form.
struct Status {
  std::string_view event_hub;
  std::string_view rest;
};
constexpr Status kStatuses[] = {
    {"Start", "Started"},
    {"Accept", "Accepted"},
    {"Success", "Succeeded"},
    {"Failure", "Failed"},
};

const Status* find_status(std::string_view text) {
  for (const Status& status : kStatuses) {
    if (equals_ignoring_case(text, status.event_hub) || equals_ignoring_case(text, status.rest)) return &status;
  }
  return nullptr;
}

}  // namespace

json::Object reshape(json::Object record, const Form& form) {
  if (form.prepare != nullptr) form.prepare(record);
  const bool is_respelled = form.keys == KeyStyle::snake;
  const Respelling respelling;
  if (is_respelled) respell_keys(record, respelling);
  open_texts(record, {form.embedded, form.embedded_lists}, is_respelled ? &respelling : nullptr);
  std::vector<json::Value> made;
  made.reserve(form.rows.size());
  for (const Row& row : form.rows) made.push_back(make(record, row));
  for (const RawPath path : form.consumed) take(record, path);

  json::Object out;
  for (const Transfer& each : form.transfers) transfer(record, out, each);
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (!made[i].is_null()) put(out, form.rows[i].to, std::move(made[i]));
  }
  for (auto& member : record) {
    const bool dropped = is_emptied(member.value()) || (form.empty_is_absent && is_absent(member.value()));
    if (dropped) continue;
    json::Object& rest = rest_of(out, form);
    rest.emplace(member.key(), std::move(member.value()));  // does not replace
  }
  return out;
}

namespace row {

json::Value first(Sources sources) {
  const json::Value* value = first_source(sources);
  return value == nullptr ? json::Value() : *value;
}

json::Value first_trimmed(Sources sources) {
  const auto text = first_text(sources);
  return text ? text_value(trim_ascii(*text)) : first(sources);
}

json::Value first_upper(Sources sources) {
  const auto text = first_text(sources);
  return text ? text_value(to_upper_ascii(*text)) : first(sources);
}

// Event Hub writes operations in upper case, which rules compare with, but those that a service emits (health events)
// as the service spelled them. Free text ("Delete subscription.") stays.
json::Value operation(Sources sources) {
  const auto name = first_text(sources.first(2));
  if (!name) return first(sources.first(2));
  const std::string_view category = first_text(sources.last(2)).value_or("");
  const bool is_emitted =
      equals_ignoring_case(category, "ServiceHealth") || equals_ignoring_case(category, "ResourceHealth");
  const bool is_path =
      name->find('/') != std::string_view::npos && name->find_first_of(" \t") == std::string_view::npos;
  return text_value(is_path && !is_emitted ? to_upper_ascii(*name) : std::string(*name));
}

json::Value result_type(Sources sources) {
  const auto text = first_text(sources);
  if (!text) return first(sources);
  const Status* status = find_status(*text);
  return text_value(status != nullptr ? status->event_hub : *text);
}

json::Value result_signature(Sources sources) {
  const auto text = first_text(sources.first(2));
  if (!text) return nullptr;
  const Status* status = find_status(*text);
  // Older Log Analytics rows hold the words for people: "Created (HTTP Status Code: 201)".
  std::string_view substatus = first_text(sources.last(2)).value_or("");
  substatus = trim_ascii(substatus.substr(0, substatus.find(" (")));
  if (status == nullptr && substatus.empty()) return nullptr;
  return text_value(std::string(status != nullptr ? status->rest : *text) + "." + std::string(substatus));
}

json::Value resource_category(Sources sources) {
  const std::string type = to_lower_ascii(first_text(sources).value_or(""));
  for (const std::string_view category : {"Write", "Delete", "Action"}) {
    if (type.starts_with("microsoft.resources.resource" + to_lower_ascii(category))) return text_value(category);
  }
  return nullptr;
}

}  // namespace row

}  // namespace picket::decode
