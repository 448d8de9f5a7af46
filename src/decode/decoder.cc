// SPDX-License-Identifier: Apache-2.0
#include "decode/decoder.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/text.h"
#include "decode/activity_values.h"
#include "decode/document_builder.h"
#include "decode/ecs.h"
#include "decode/formats.h"
#include "decode/mapping.h"
#include "decode/record_json.h"
#include "decode/reshape.h"
#include "event/document.h"

namespace picket::decode {
namespace {

// The id of an event that has none: the same for every spelling of the record (white space, escapes, order of members),
// since agents write records anew on their way.
constexpr std::size_t kIdLength = 40;

void append_canonical(std::string& out, const json::Value& value);

void append_canonical(std::string& out, const json::Object& object) {
  std::vector<const boost::json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
  out += '{';
  for (const auto* member : members) {
    json::append_string(out, {member->key().data(), member->key().size()});
    out += ':';
    append_canonical(out, member->value());
    out += ',';
  }
  out += '}';
}

void append_canonical(std::string& out, const json::Value& value) {
  if (const auto* object = value.if_object()) {
    append_canonical(out, *object);
  } else if (const auto* array = value.if_array()) {
    out += '[';
    for (const json::Value& element : *array) {
      append_canonical(out, element);
      out += ',';
    }
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

std::string content_id(const json::Object& record) {
  std::string canonical;
  append_canonical(canonical, record);
  return sha256_hex(canonical).substr(0, kIdLength);
}

JsonKind kind_of(const json::Value& value) {
  if (value.is_null()) return JsonKind::null;
  if (value.is_bool()) return JsonKind::boolean;
  if (value.is_string()) return JsonKind::string;
  if (value.is_array()) return JsonKind::array;
  return value.is_object() ? JsonKind::object : JsonKind::number;
}

std::optional<FormatId> find_format(const json::Object& record) {
  FormatFinder finder;
  for (const auto& member : record) {
    const std::string_view key(member.key().data(), member.key().size());
    const json::Value& value = member.value();
    if (!finder.see(key, kind_of(value), value.is_string() ? json::view(value) : std::string_view())) continue;
    for (const auto& inner : value.get_object()) finder.see_inside(key, {inner.key().data(), inner.key().size()});
  }
  return finder.found();
}

// Which tables read a format; formats without a form are read by the mapping as they are.
struct Reading {
  FormatId format;
  const Form& (*form)();
  const Mapping& (*mapping)();
};
constexpr Reading kReadings[] = {
    {FormatId::azure_activity, nullptr, azure_activity_mapping},
    {FormatId::azure_activity_rest, rest_form, reshaped_activity_mapping},
    {FormatId::azure_activity_log_analytics, log_analytics_form, reshaped_activity_mapping},
    {FormatId::azure_activity_event_grid, event_grid_form, reshaped_activity_mapping},
};

const Reading* find_reading(FormatId format) {
  const auto found = std::ranges::find(kReadings, format, &Reading::format);
  return found == std::end(kReadings) ? nullptr : found;
}

std::optional<Timestamp> time_at(const json::Object& document, std::string_view path) {
  const std::string text = event::first_text(document, path);
  if (text.empty()) return std::nullopt;
  if (const auto time = parse_date(trim_ascii(text))) return time;
  return parse_azure_time(text);
}

}  // namespace

struct Decoder::State {
  const event::FieldTable& fields;
  DecodeOptions options;
  RecordParser parser;
  std::vector<event::Scalar> values;
  std::deque<std::string> texts;

  // One record, read as a whole.
  struct Whole {
    FormatId format = FormatId::ecs;
    event::Document document;
  };
  Result<json::Object, Refusal> parse(std::string_view record);
  Result<Whole, Refusal> read(std::string_view record, bool with_constants);
};

Result<json::Object, Refusal> Decoder::State::parse(std::string_view record) {
  switch (parser.parse_copy(record)) {
    case RecordParser::Outcome::object:
      return to_object(parser.root());
    case RecordParser::Outcome::refused:
      return std::unexpected(parser.refusal());
    case RecordParser::Outcome::unusual:
      break;
  }
  auto parsed = json::parse(record);
  if (!parsed || !parsed->is_object()) return std::unexpected(Refusal::not_json);
  return std::move(parsed->get_object());
}

Result<Decoder::State::Whole, Refusal> Decoder::State::read(std::string_view record, bool with_constants) {
  auto parsed = parse(record);
  if (!parsed) return std::unexpected(parsed.error());
  const auto format = find_format(*parsed);
  if (!format) return std::unexpected(Refusal::unknown_format);

  Whole out;
  out.format = *format;
  if (*format == FormatId::ecs) {
    EcsDocument ecs = read_ecs(std::move(*parsed));
    out.document.id = ecs.id.empty() ? content_id(ecs.source) : std::move(ecs.id);
    out.document.source = std::move(ecs.source);
    if (with_constants) add_stream(out.document.source, ecs.stream);
    out.document.index = std::move(ecs.stream.index);
    return out;
  }
  const Reading& reading = *find_reading(*format);
  const Mapping& mapping = reading.mapping();
  out.document.id = content_id(*parsed);
  out.document.index = mapping.index;
  if (reading.form != nullptr) parsed = reshape(std::move(*parsed), reading.form());
  out.document.source = build_document(std::move(*parsed), mapping, {options.geoip});
  if (with_constants) add_constants(out.document.source, mapping.stream);
  if (options.preserve_original_event) {
    const std::string_view original = trim_ascii(record);
    event::set_path(out.document.source, "event.original", boost::json::string(original.data(), original.size()));
    out.document.source["tags"] = json::Array{"preserve_original_event"};
  }
  return out;
}

Decoder::Decoder(const event::FieldTable& fields, const DecodeOptions& options)
    : state_(std::make_unique<State>(State{fields, options, {}, {}, {}})) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

std::optional<Refusal> Decoder::project(std::string_view record, event::Batch& batch) {
  auto whole = state_->read(record, true);
  if (!whole) return whole.error();
  const json::Object& document = whole->document.source;
  for (event::FieldId field = 0; field < state_->fields.size(); ++field) {
    state_->values.clear();
    state_->texts.clear();
    event::collect(document, state_->fields[field], state_->values, state_->texts);
    event::Column& column = batch.columns[field];
    column.cells.push_back(column.dictionary.intern(std::span<const event::Scalar>(state_->values)));
  }
  event::Row row;
  const auto time = time_at(document, "@timestamp");
  const auto ingested = time_at(document, "event.ingested");
  row.has_time = time.has_value();
  row.time = time.value_or(Timestamp{});
  row.has_ingested = ingested.has_value();
  row.ingested = ingested.value_or(Timestamp{});
  row.format = static_cast<std::uint16_t>(whole->format);
  row.index = batch.index_id(whole->document.index);
  row.raw = record;
  batch.rows.push_back(row);
  return std::nullopt;
}

Result<event::Document, Refusal> Decoder::document(std::string_view record, bool with_constants) const {
  auto whole = state_->read(record, with_constants);
  if (!whole) return std::unexpected(whole.error());
  return std::move(whole->document);
}

std::string_view to_string(Refusal refusal) {
  switch (refusal) {
    case Refusal::not_json:
      return "not_json";
    case Refusal::too_deep:
      return "too_deep";
    case Refusal::unknown_format:
      return "unknown_format";
    case Refusal::bad_encoding:
      return "bad_encoding";
  }
  return "not_json";
}

}  // namespace picket::decode
