// SPDX-License-Identifier: Apache-2.0
// The property that holds the paths of a decoder together: project() gives what event::collect() finds in document(),
// and name() what document() says of itself.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/json.h"
#include "decode/decoder.h"
#include "event/columns.h"
#include "event/document.h"
#include "test_data.h"

namespace picket::decode::testing_data {

class Agreement {
 public:
  Agreement(const event::FieldTable& fields, const DecodeOptions& options)
      : fields_(fields), decoder_(fields, options), batch_(fields.size()) {}

  // nullopt when both paths agree on the record, else what they disagree about.
  std::optional<std::string> check(std::string_view record) {
    const Padded padded(record);
    const std::size_t rows = batch_.size();
    const auto refusal = decoder_.project(padded.view(), batch_);
    const auto document = decoder_.document(record);
    if (refusal.has_value() == document.has_value()) return "one path refuses, the other does not";
    if (batch_.size() != rows + (refusal ? 0 : 1)) return "rows";
    for (const event::Column& column : batch_.columns) {
      if (column.cells.size() != batch_.size()) return "a column with more or fewer cells than rows";
    }
    if (refusal) {
      return *refusal == document.error() ? std::nullopt : std::optional<std::string>("reasons of refusal");
    }
    const auto name = decoder_.name(record);
    if (!name || name->index != document->index || name->id != document->id) return "name";
    const event::Row& row = batch_.rows.back();
    if (batch_.indices.at(row.index) != document->index) {
      return "index " + batch_.indices.at(row.index) + " / " + document->index;
    }
    if (row.raw != padded.view()) return "raw";
    for (event::FieldId field = 0; field < fields_.size(); ++field) {
      auto difference = check_field(document->source, field);
      if (difference) return difference;
    }
    if (batch_.size() > 64) batch_.clear(1 << 16);
    return std::nullopt;
  }

  const event::Batch& batch() const { return batch_; }

 private:
  using Value = std::tuple<int, std::string>;

  template <class Scalars>
  std::vector<Value> comparable(const Scalars& scalars, event::Shape shape) {
    std::vector<Value> out;
    for (const event::Scalar& scalar : scalars) out.emplace_back(static_cast<int>(scalar.kind), scalar.text);
    // Members may come in another order where tables move them.
    if (shape != event::Shape::leaf) std::ranges::sort(out);
    return out;
  }

  std::optional<std::string> check_field(const json::Object& document, event::FieldId field) {
    const event::FieldRequest& request = fields_[field];
    std::vector<event::Scalar> collected;
    std::deque<std::string> texts;
    event::collect(document, request, collected, texts);
    const event::Column& column = batch_.columns[field];
    const event::CellId cell = batch_.cell(field, batch_.size() - 1);
    const auto left = comparable(column.dictionary.values(cell), request.shape);
    const auto right = comparable(collected, request.shape);
    if (left == right) return std::nullopt;
    std::string out = request.name + " shape " + std::to_string(static_cast<int>(request.shape)) + ": project";
    for (const Value& value : left) out += " " + std::get<1>(value);
    out += " / document";
    for (const Value& value : right) out += " " + std::get<1>(value);
    return out;
  }

  const event::FieldTable& fields_;
  Decoder decoder_;
  event::Batch batch_;
};

}  // namespace picket::decode::testing_data
