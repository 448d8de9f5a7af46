// SPDX-License-Identifier: Apache-2.0
// Projection of documents that are ECS already: every field is where its name says, in any mixture of dots and objects.
// The names of the data stream, where the document does not have them, follow from what it has; they hardly ever change
// from one document to the next.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "decode/activity_values.h"
#include "decode/cell_maker.h"
#include "decode/ecs.h"
#include "decode/projector.h"
#include "decode/raw_trie.h"
#include "event/document.h"
#include "event/field.h"

namespace picket::decode {
namespace {

constexpr std::size_t kStreamNames = 5;
// In the order of NameSlots and of StreamTexts.
constexpr std::array<std::string_view, kStreamNames> kNames = {
    "data_stream.type", "data_stream.dataset", "data_stream.namespace", "event.dataset", "event.module"};

class EcsProjector final : public Projector {
 public:
  explicit EcsProjector(const event::FieldTable& fields);

  std::optional<Facts> fill(ViewValue record, std::span<event::Column> columns,
                            std::span<event::CellId> cells) override;
  std::span<const event::FieldId> document_fields() const override { return document_fields_; }
  bool copies_texts(event::FieldId /*field*/) const override { return false; }

 private:
  struct DirectColumn {
    event::FieldId field;
    SlotId slot;
    event::Shape shape;
  };
  // A column of one of kNames.
  struct NameColumn {
    event::FieldId field;
    std::size_t name;
  };

  void plan(event::FieldId field, const event::FieldRequest& request);
  SlotId add_slot(std::string_view name, event::Shape shape = event::Shape::leaf);
  void learn_stream(std::string_view index);
  std::string_view text_of(std::size_t name) const;
  bool has_scalar(ViewValue value) const;
  std::optional<Timestamp> time_at(SlotId slot);

  RawTrie trie_{RawTrie::Keys::dotted};
  SlotId time_slot_;
  SlotId ingested_slot_;
  std::array<SlotId, kStreamNames> name_slots_{};
  std::vector<SlotId> azure_slots_;  // by azure_streams()
  std::vector<DirectColumn> direct_;
  std::vector<NameColumn> names_;
  std::vector<event::FieldId> document_fields_;
  std::optional<RawWalk> walk_;
  CellMaker maker_;

  // Of the last document: what it had, and what followed.
  std::array<std::string, kStreamNames> known_;
  std::string known_index_;
  std::string_view known_azure_dataset_;
  EcsStream stream_;
};

EcsProjector::EcsProjector(const event::FieldTable& fields) {
  time_slot_ = add_slot("@timestamp");
  ingested_slot_ = add_slot("event.ingested");
  for (std::size_t i = 0; i < kStreamNames; ++i) name_slots_[i] = add_slot(kNames[i]);
  for (const AzureStream& stream : azure_streams()) {
    azure_slots_.push_back(add_slot("azure." + std::string(stream.object), event::Shape::subtree));
  }
  for (event::FieldId field = 0; field < fields.size(); ++field) plan(field, fields[field]);
  walk_.emplace(trie_);
}

SlotId EcsProjector::add_slot(std::string_view name, event::Shape shape) {
  const auto path = split(name, '.');
  return shape == event::Shape::subtree ? trie_.add_subtree(path) : trie_.add(path);
}

void EcsProjector::plan(event::FieldId field, const event::FieldRequest& request) {
  const std::string_view name = request.name;
  const auto known = std::ranges::find(kNames, name);
  const bool is_above_a_name = std::ranges::any_of(kNames, [&](std::string_view each) {
    return each.starts_with(name) && each.size() > name.size() && each[name.size()] == '.';
  });
  const auto metadata = ecs_metadata_keys();
  const bool is_metadata = std::ranges::find(metadata, split(name, '.').front()) != metadata.end();
  if (known != kNames.end() && request.shape != event::Shape::objects) {
    names_.push_back({field, static_cast<std::size_t>(known - kNames.begin())});
  } else if ((is_above_a_name && request.shape != event::Shape::leaf) || is_metadata) {
    document_fields_.push_back(field);
  } else {
    for (const std::string_view text : event::FieldCatalog::builtin().json_texts()) {
      if (name.starts_with(text) && name.size() > text.size()) trie_.read_into_text(split(text, '.'));
    }
    direct_.push_back({field, add_slot(name, request.shape), request.shape});
  }
}

bool EcsProjector::has_scalar(ViewValue value) const {
  if (value.is_object()) {
    for (auto members = value.members(); members.next();) {
      if (has_scalar(members.value())) return true;
    }
    return false;
  }
  if (value.is_array()) {
    for (auto elements = value.elements(); elements.next();) {
      if (has_scalar(elements.value())) return true;
    }
    return false;
  }
  return !value.is_null();
}

std::string_view EcsProjector::text_of(std::size_t name) const {
  const std::array<const std::string*, kStreamNames> texts = {&stream_.type, &stream_.dataset, &stream_.name_space,
                                                              &stream_.event_dataset, &stream_.event_module};
  return *texts[name];
}

void EcsProjector::learn_stream(std::string_view index) {
  bool is_same = index == known_index_;
  for (std::size_t i = 0; i < kStreamNames; ++i) {
    const auto scalar = maker_.first_scalar(walk_->values(name_slots_[i]));
    const std::string_view text = scalar ? scalar->text : std::string_view();
    if (text == known_[i]) continue;
    known_[i] = text;
    is_same = false;
  }
  std::string_view azure_dataset;
  for (std::size_t i = 0; i < azure_slots_.size() && azure_dataset.empty(); ++i) {
    const auto values = walk_->values(azure_slots_[i]);
    if (std::ranges::any_of(values, [&](ViewValue value) { return has_scalar(value); })) {
      azure_dataset = azure_streams()[i].dataset;
    }
  }
  if (is_same && azure_dataset == known_azure_dataset_) return;
  known_index_ = index;
  known_azure_dataset_ = azure_dataset;
  stream_ = infer_stream({.index = index,
                          .type = known_[0],
                          .dataset = known_[1],
                          .name_space = known_[2],
                          .event_dataset = known_[3],
                          .event_module = known_[4],
                          .azure_dataset = azure_dataset});
}

std::optional<Timestamp> EcsProjector::time_at(SlotId slot) {
  const auto scalar = maker_.first_scalar(walk_->values(slot));
  return scalar ? parse_document_time(scalar->text) : std::nullopt;
}

std::optional<Projector::Facts> EcsProjector::fill(ViewValue record, std::span<event::Column> columns,
                                                   std::span<event::CellId> cells) {
  std::string_view index;
  ViewValue source = record;
  for (auto members = record.members(); members.next();) {
    const std::string_view key = members.key();
    if (key == "_index" && members.value().is_string()) index = members.value().text();
    if (key == "_source" && members.value().is_object()) source = members.value();
  }
  if (!walk_->run(source)) return std::nullopt;
  learn_stream(index);
  for (const DirectColumn& column : direct_) {
    const auto values = walk_->values(column.slot);
    event::Column& into = columns[column.field];
    cells[column.field] = column.shape == event::Shape::leaf ? maker_.leaf(values, into)
                                                             : maker_.whole(values, column.shape, into.dictionary);
  }
  for (const NameColumn& column : names_) {
    event::Dictionary& dictionary = columns[column.field].dictionary;
    const std::string_view inferred = known_[column.name].empty() ? text_of(column.name) : std::string_view();
    cells[column.field] = inferred.empty() ? maker_.leaf(walk_->values(name_slots_[column.name]), columns[column.field])
                                           : dictionary.intern({event::Scalar::Kind::string, inferred});
  }
  Facts facts;
  facts.index = stream_.index;
  facts.time = time_at(time_slot_);
  facts.ingested = time_at(ingested_slot_);
  return facts;
}

}  // namespace

std::unique_ptr<Projector> make_ecs_projector(const event::FieldTable& fields) {
  return std::make_unique<EcsProjector>(fields);
}

}  // namespace picket::decode
