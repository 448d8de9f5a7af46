// SPDX-License-Identifier: Apache-2.0
// From values of a parsed record to cells of a column: what event::collect() finds in a document, found without one.
// Holds scratch space only; one thread.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "decode/record_view.h"
#include "event/columns.h"
#include "event/document.h"

namespace picket::decode {

class CellMaker {
 public:
  // The scalars among these values, arrays flattened: Shape::leaf.
  event::CellId leaf(std::span<const ViewValue> values, event::Column& column);
  // The other shapes, by way of a small document of the values.
  event::CellId whole(std::span<const ViewValue> values, event::Shape shape, event::Dictionary& dictionary);
  event::CellId from_document(const json::Object& document, const event::FieldRequest& request,
                              event::Dictionary& dictionary);

  // The first scalar among the values. Its text is valid until the next call of any function.
  std::optional<event::Scalar> first_scalar(std::span<const ViewValue> values);
  // The scalar that this value is; nullopt for null, arrays and objects.
  std::optional<event::Scalar> scalar(ViewValue value);

 private:
  void reset();
  void add_leaves(ViewValue value);
  std::string_view keep(std::string_view text);

  std::vector<event::Scalar> scalars_;
  std::deque<std::string> collected_;
  std::deque<std::string> kept_;  // reused from call to call
  std::size_t kept_count_ = 0;
};

}  // namespace picket::decode
