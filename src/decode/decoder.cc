// SPDX-License-Identifier: Apache-2.0
#include "decode/decoder.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "decode/activity_values.h"
#include "decode/cell_maker.h"
#include "decode/content_id.h"
#include "decode/document_builder.h"
#include "decode/ecs.h"
#include "decode/formats.h"
#include "decode/mapping.h"
#include "decode/projector.h"
#include "decode/record_json.h"
#include "decode/record_view.h"
#include "decode/reshape.h"
#include "event/document.h"

namespace picket::decode {
namespace {

// Texts with numbers or escapes that simdjson does not take.
Result<json::Object, Refusal> parse_unusual(std::string_view record) {
  auto parsed = json::parse(record);
  if (!parsed) parsed = json::parse(with_whole_surrogates(record));
  if (!parsed || !parsed->is_object()) return std::unexpected(Refusal::not_json);
  return std::move(parsed->get_object());
}

JsonKind kind_of(const json::Value& value) {
  if (value.is_null()) return JsonKind::null;
  if (value.is_bool()) return JsonKind::boolean;
  if (value.is_string()) return JsonKind::string;
  if (value.is_array()) return JsonKind::array;
  return value.is_object() ? JsonKind::object : JsonKind::number;
}

Result<FormatId, Refusal> find_format(const json::Object& record, Hint hint) {
  FormatFinder finder;
  for (const auto& member : record) {
    const std::string_view key(member.key().data(), member.key().size());
    const json::Value& value = member.value();
    if (!finder.see(key, kind_of(value), value.is_string() ? json::view(value) : std::string_view())) continue;
    for (const auto& inner : value.get_object()) finder.see_inside(key, {inner.key().data(), inner.key().size()});
  }
  return finder.found(hint);
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
    {FormatId::azure_auditlogs, nullptr, azure_auditlogs_mapping},
    {FormatId::azure_identity_protection, nullptr, azure_identity_protection_mapping},
    {FormatId::azure_platformlogs, nullptr, azure_platformlogs_mapping},
    {FormatId::azure_signinlogs, nullptr, azure_signinlogs_mapping},
    {FormatId::azure_provisioning, nullptr, azure_provisioning_mapping},
    {FormatId::azure_graphactivitylogs, nullptr, azure_graphactivitylogs_mapping},
    {FormatId::azure_signinlogs_log_analytics, signin_form, azure_signinlogs_mapping},
    {FormatId::azure_signinlogs_api, signin_form, azure_signinlogs_mapping},
    {FormatId::azure_provisioning_log_analytics, provisioning_form, azure_provisioning_mapping},
    {FormatId::azure_provisioning_api, provisioning_form, azure_provisioning_mapping},
    {FormatId::azure_graphactivitylogs_log_analytics, graph_activity_form, azure_graphactivitylogs_mapping},
    {FormatId::azure_auditlogs_log_analytics, audit_form, azure_auditlogs_mapping},
    {FormatId::azure_auditlogs_api, audit_form, azure_auditlogs_mapping},
    {FormatId::azure_identity_protection_log_analytics, risk_form, azure_identity_protection_mapping},
    {FormatId::azure_identity_protection_api, risk_form, azure_identity_protection_mapping},
    {FormatId::azure_platformlogs_log_analytics, azure_diagnostics_form, azure_platformlogs_mapping},
    {FormatId::azure_platformlogs_aks_audit, aks_audit_form, azure_platformlogs_mapping},
};

const Reading* find_reading(FormatId format) {
  const auto found = std::ranges::find(kReadings, format, &Reading::format);
  return found == std::end(kReadings) ? nullptr : found;
}

std::optional<Timestamp> time_at(const json::Object& document, std::string_view path) {
  const std::string text = event::first_text(document, path);
  return text.empty() ? std::nullopt : parse_document_time(text);
}

FormatFinder find_format(ViewValue record) {
  FormatFinder finder;
  for (auto members = record.members(); members.next();) {
    const std::string_view key = members.key();
    const ViewValue value = members.value();
    const JsonKind kind = value.kind();
    if (!finder.see(key, kind, kind == JsonKind::string ? value.text() : std::string_view())) continue;
    for (auto inner = value.members(); inner.next();) finder.see_inside(key, inner.key());
  }
  return finder;
}

}  // namespace

struct Decoder::State final : event::CellSource {
  State(const event::FieldTable& wanted, const DecodeOptions& decode_options);

  // One record, read as a whole.
  struct Whole {
    FormatId format = FormatId::ecs;
    event::Document document;
  };
  Result<json::Object, Refusal> parse(std::string_view record);
  Result<Whole, Refusal> read(std::string_view record, Hint hint, bool with_constants);
  Result<Whole, Refusal> build(json::Object record, Hint hint, bool with_constants) const;

  Projector* projector(FormatId format);
  // Through the document.
  std::optional<Refusal> project_whole(std::string_view record, event::Batch& batch, Hint hint);
  void push(const event::Row& row, event::Batch& batch);
  event::CellId make_cell(event::FieldId field, const event::Row& row, event::Dictionary& dictionary) override;
  bool copies_texts(event::FieldId field, const event::Row& row) override;

  const event::FieldTable& fields;
  DecodeOptions options;
  RecordView view;                                                  // of the record being projected
  RecordView whole_view;                                            // of whole records
  RecordParser parser;                                              // of records that are not for a view
  std::array<std::unique_ptr<Projector>, kFormatCount> projectors;  // by FormatId; made for the first record of each
  std::vector<event::CellId> cells;
  CellMaker maker;
  Hint batch_hint = Hint::none;  // of the records that cells will be made of
};

Decoder::State::State(const event::FieldTable& wanted, const DecodeOptions& decode_options)
    : fields(wanted), options(decode_options), cells(wanted.size()) {}

Result<json::Object, Refusal> Decoder::State::parse(std::string_view record) {
  if (whole_view.read_copy(record)) {
    json::Object object = std::move(to_value(whole_view.root()).get_object());
    whole_view.give_back();
    return object;
  }
  switch (parser.parse_copy(record)) {
    case RecordParser::Outcome::object: {
      json::Object object = to_object(parser.root());
      parser.give_back();
      return object;
    }
    case RecordParser::Outcome::array:
    case RecordParser::Outcome::refused:
      return std::unexpected(parser.refusal());
    case RecordParser::Outcome::unusual:
      break;
  }
  return parse_unusual(record);
}

Result<Decoder::State::Whole, Refusal> Decoder::State::read(std::string_view record, Hint hint, bool with_constants) {
  auto parsed = parse(record);
  if (!parsed) return std::unexpected(parsed.error());
  auto whole = build(std::move(*parsed), hint, with_constants);
  if (whole && options.preserve_original_event && whole->format != FormatId::ecs) {
    const std::string_view original = trim_ascii(record);
    json::Object& source = whole->document.source;
    event::set_path(source, "event.original", boost::json::string(original.data(), original.size()));
    source["tags"] = json::Array{"preserve_original_event"};
  }
  return whole;
}

Result<Decoder::State::Whole, Refusal> Decoder::State::build(json::Object record, Hint hint,
                                                             bool with_constants) const {
  const auto format = find_format(record, hint);
  if (!format) return std::unexpected(format.error());
  Whole out;
  out.format = *format;
  if (*format == FormatId::ecs) {
    EcsDocument document = read_ecs(std::move(record));
    out.document.id = document.id.empty() ? document_content_id(document.source) : std::move(document.id);
    out.document.source = std::move(document.source);
    if (with_constants) add_stream(out.document.source, document.stream);
    out.document.index = std::move(document.stream.index);
    return out;
  }
  const Reading& reading = *find_reading(*format);
  const Mapping& mapping = reading.mapping();
  out.document.id = content_id(record);
  out.document.index = mapping.index;
  if (reading.form != nullptr) record = reshape(std::move(record), reading.form());
  out.document.source = build_document(std::move(record), mapping, {options.geoip});
  if (with_constants) add_constants(out.document.source, mapping.stream);
  return out;
}

// Null for formats whose records are reshaped before a mapping reads them.
Projector* Decoder::State::projector(FormatId format) {
  std::unique_ptr<Projector>& made = projectors[static_cast<std::size_t>(format)];
  if (made != nullptr) return made.get();
  const Reading* const reading = find_reading(format);
  if (format == FormatId::ecs) {
    made = make_ecs_projector(fields);
  } else if (reading->form == nullptr) {
    made = make_mapping_projector(reading->mapping(), fields, {options.geoip});
  }
  return made.get();
}

std::optional<Refusal> Decoder::State::project_whole(std::string_view record, event::Batch& batch, Hint hint) {
  auto parsed = parse(record);
  if (!parsed) return parsed.error();
  auto whole = build(std::move(*parsed), hint, true);
  if (!whole) return whole.error();
  const json::Object& document = whole->document.source;
  for (event::FieldId field = 0; field < fields.size(); ++field) {
    cells[field] = maker.from_document(document, fields[field], batch.columns[field].dictionary);
  }
  const auto time = time_at(document, "@timestamp");
  const auto ingested = time_at(document, "event.ingested");
  push({.time = time.value_or(Timestamp{}),
        .ingested = ingested.value_or(Timestamp{}),
        .has_time = time.has_value(),
        .has_ingested = ingested.has_value(),
        .format = static_cast<std::uint16_t>(whole->format),
        .index = batch.index_id(whole->document.index),
        .raw = record},
       batch);
  return std::nullopt;
}

void Decoder::State::push(const event::Row& row, event::Batch& batch) {
  for (event::FieldId field = 0; field < fields.size(); ++field) batch.columns[field].cells.push_back(cells[field]);
  batch.rows.push_back(row);
}

event::CellId Decoder::State::make_cell(event::FieldId field, const event::Row& row, event::Dictionary& dictionary) {
  const auto whole = read(row.raw, batch_hint, true);
  PICKET_CHECK(whole.has_value(), "a record that was projected can be read as a document");
  return maker.from_document(whole->document.source, fields[field], dictionary);
}

bool Decoder::State::copies_texts(event::FieldId field, const event::Row& row) {
  const Projector* const projector = this->projector(static_cast<FormatId>(row.format));
  return projector != nullptr && projector->copies_texts(field);
}

Decoder::Decoder(const event::FieldTable& fields, const DecodeOptions& options)
    : state_(std::make_unique<State>(fields, options)) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

std::optional<Refusal> Decoder::project(std::string_view record, event::Batch& batch, Hint hint) {
  State& state = *state_;
  if (!state.view.read(record)) return state.project_whole(record, batch, hint);
  const ViewValue root = state.view.root();
  const FormatFinder finder = find_format(root);
  if (finder.saw_twice()) return state.project_whole(record, batch, hint);
  const auto format = finder.found(hint);
  if (!format) return format.error();
  Projector* const projector = state.projector(*format);
  const auto facts = projector != nullptr ? projector->fill(root, batch.columns, state.cells) : std::nullopt;
  if (!facts) return state.project_whole(record, batch, hint);
  for (const event::FieldId field : projector->document_fields()) state.cells[field] = event::kDeferred;
  if (std::ranges::any_of(projector->document_fields(),
                          [&](event::FieldId field) { return state.fields[field].shape == event::Shape::leaf; })) {
    const auto whole = state.build(std::move(to_value(root).get_object()), hint, true);
    if (!whole) return whole.error();
    for (const event::FieldId field : projector->document_fields()) {
      state.cells[field] =
          state.maker.from_document(whole->document.source, state.fields[field], batch.columns[field].dictionary);
    }
  }
  batch.deferred = &state;
  state.batch_hint = hint;
  state.push({.time = facts->time.value_or(Timestamp{}),
              .ingested = facts->ingested.value_or(Timestamp{}),
              .has_time = facts->time.has_value(),
              .has_ingested = facts->ingested.has_value(),
              .format = static_cast<std::uint16_t>(*format),
              .index = batch.index_id(facts->index),
              .raw = record},
             batch);
  return std::nullopt;
}

Result<event::Document, Refusal> Decoder::document(std::string_view record, Hint hint, bool with_constants) const {
  auto whole = state_->read(record, hint, with_constants);
  if (!whole) return std::unexpected(whole.error());
  return std::move(whole->document);
}

Result<Name, Refusal> Decoder::name(std::string_view record, Hint hint) const {
  State& state = *state_;
  if (state.view.read(record)) {
    const ViewValue root = state.view.root();
    const FormatFinder finder = find_format(root);
    const Reading* const reading = finder.found(hint) ? find_reading(*finder.found(hint)) : nullptr;
    if (reading != nullptr && !finder.saw_twice()) {
      return Name{std::string(reading->mapping().index), content_id(root)};
    }
  }
  auto whole = state.read(record, hint, false);
  if (!whole) return std::unexpected(whole.error());
  return Name{std::move(whole->document.index), std::move(whole->document.id)};
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
    case Refusal::dropped_category:
      return "dropped_category";
  }
  return "not_json";
}

bool is_lost(Refusal refusal) {
  return refusal != Refusal::dropped_category;
}

}  // namespace picket::decode
