// SPDX-License-Identifier: Apache-2.0
#include "decode/cell_maker.h"

#include <charconv>

#include "decode/record_json.h"

namespace picket::decode {

using event::Scalar;
using simdjson::dom::element_type;

namespace {

template <class Integer>
std::string_view write(Integer number, std::span<char> buffer) {
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

}  // namespace

event::CellId CellMaker::leaf(std::span<const Element> values, event::Dictionary& dictionary) {
  if (values.empty()) return event::kMissing;
  if (values.size() == 1 && values[0].is_string()) {  // nearly always
    return dictionary.intern(Scalar{Scalar::Kind::string, values[0].get_string().value_unsafe()});
  }
  reset();
  for (const Element value : values) add_leaves(value);
  return dictionary.intern(std::span<const Scalar>(scalars_));
}

event::CellId CellMaker::whole(std::span<const Element> values, event::Shape shape, event::Dictionary& dictionary) {
  if (values.empty()) return event::kMissing;
  json::Array list;
  for (const Element value : values) list.push_back(to_value(value));
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

std::optional<Scalar> CellMaker::first_scalar(std::span<const Element> values) {
  reset();
  for (const Element value : values) {
    add_leaves(value);
    if (!scalars_.empty()) return scalars_.front();
  }
  return std::nullopt;
}

std::optional<Scalar> CellMaker::scalar(Element value) {
  char buffer[32];
  switch (value.type()) {
    case element_type::STRING:
      return Scalar{Scalar::Kind::string, value.get_string().value_unsafe()};
    case element_type::INT64:
      return Scalar{Scalar::Kind::number, keep(write(value.get_int64().value_unsafe(), buffer))};
    case element_type::UINT64:
      return Scalar{Scalar::Kind::number, keep(write(value.get_uint64().value_unsafe(), buffer))};
    case element_type::DOUBLE:
      return Scalar{Scalar::Kind::number, keep(json::scalar_text(value.get_double().value_unsafe()))};
    case element_type::BOOL:
      return Scalar{Scalar::Kind::boolean, value.get_bool().value_unsafe() ? "true" : "false"};
    case element_type::NULL_VALUE:
    case element_type::ARRAY:
    case element_type::OBJECT:
      break;
  }
  return std::nullopt;
}

void CellMaker::reset() {
  scalars_.clear();
  kept_count_ = 0;
}

void CellMaker::add_leaves(Element value) {
  if (value.is_array()) {
    const simdjson::dom::array array = value.get_array().value_unsafe();
    for (const Element element : array) add_leaves(element);
  } else if (const auto found = scalar(value)) {
    scalars_.push_back(*found);
  }
}

std::string_view CellMaker::keep(std::string_view text) {
  if (kept_count_ == kept_.size()) kept_.emplace_back();
  return kept_[kept_count_++].assign(text);
}

}  // namespace picket::decode
