// SPDX-License-Identifier: Apache-2.0
#include "decode/cell_maker.h"

namespace picket::decode {

using event::Scalar;

event::CellId CellMaker::leaf(std::span<const ViewValue> values, event::Column& column) {
  if (values.empty()) return event::kMissing;
  if (values.size() == 1 && values[0].is_string()) {  // nearly always
    if (const auto text = values[0].text_in_place()) return column.hold(*text);
    return column.dictionary.intern(Scalar{Scalar::Kind::string, values[0].text()});
  }
  reset();
  for (const ViewValue value : values) add_leaves(value);
  return column.dictionary.intern(std::span<const Scalar>(scalars_));
}

event::CellId CellMaker::whole(std::span<const ViewValue> values, event::Shape shape, event::Dictionary& dictionary) {
  if (values.empty()) return event::kMissing;
  json::Array list;
  for (const ViewValue value : values) list.push_back(to_value(value));
  json::Object document;
  document["values"] = std::move(list);
  return from_document(document, {"values", shape}, dictionary);
}

event::CellId CellMaker::from_document(const json::Object& document, const event::FieldRequest& request,
                                       event::Dictionary& dictionary) {
  scalars_.clear();
  collected_.clear();
  event::collect(document, request, scalars_, collected_);
  return dictionary.intern(std::span<const Scalar>(scalars_));
}

std::optional<Scalar> CellMaker::first_scalar(std::span<const ViewValue> values) {
  reset();
  for (const ViewValue value : values) {
    add_leaves(value);
    if (!scalars_.empty()) return scalars_.front();
  }
  return std::nullopt;
}

std::optional<Scalar> CellMaker::scalar(ViewValue value) {
  switch (value.kind()) {
    case JsonKind::string:
      return Scalar{Scalar::Kind::string, value.text()};
    case JsonKind::number: {
      const auto fraction = value.fraction();
      return Scalar{Scalar::Kind::number, fraction ? keep(json::scalar_text(*fraction)) : value.literal()};
    }
    case JsonKind::boolean:
      return Scalar{Scalar::Kind::boolean, value.literal()};
    case JsonKind::null:
    case JsonKind::array:
    case JsonKind::object:
      break;
  }
  return std::nullopt;
}

void CellMaker::reset() {
  scalars_.clear();
  kept_count_ = 0;
}

void CellMaker::add_leaves(ViewValue value) {
  if (value.is_array()) {
    for (auto elements = value.elements(); elements.next();) add_leaves(elements.value());
  } else if (const auto found = scalar(value)) {
    scalars_.push_back(*found);
  }
}

std::string_view CellMaker::keep(std::string_view text) {
  if (kept_count_ == kept_.size()) kept_.emplace_back();
  return kept_[kept_count_++].assign(text);
}

}  // namespace picket::decode
