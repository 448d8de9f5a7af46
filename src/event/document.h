// SPDX-License-Identifier: Apache-2.0
// The ECS document and how fields are read from it (facts of Elasticsearch): dotted keys and nested objects are the
// same ("a.b" = {"a":{"b":..}} = {"a":{"b":..}} with any mixture), arrays are flattened (arrays of objects too), null,
// [] and [null] are no value, "" is one.
#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "event/columns.h"

namespace picket::event {

// One event as a whole, built only where it is shown or alerted on.
struct Document {
  json::Object source;  // _source: the ECS document, nested
  std::string index;    // _index: a data stream name, or what the record carried
  std::string id;       // _id: what the record carried, else made from its content
};

// Appends the values of `request` to `out`, in document order; texts live in `texts` (stable storage) or in the
// document. A path below a member that holds a JSON text (FieldCatalog::json_texts) is read in the parsed text.
void collect(const json::Object& document, const FieldRequest& request, std::vector<Scalar>& out,
             std::deque<std::string>& texts);

// The text of the first value at a path; empty when there is none.
std::string first_text(const json::Object& document, std::string_view path);
// All values' texts, in document order.
std::vector<std::string> all_texts(const json::Object& document, std::string_view path);

// Calls `visit` with the dotted path and the value of every scalar leaf (null left out).
void for_each_leaf(const json::Object& document,
                   const std::function<void(std::string_view path, const json::Value& leaf)>& visit);

// Sets a dotted path in a nested document, making objects on the way; a scalar in the way is replaced.
void set_path(json::Object& document, std::string_view path, json::Value value);
// Removes the value at a path and the objects that it leaves empty. True when something was there.
bool remove_path(json::Object& document, std::string_view path);

// Whole documents of a batch's rows, for the few tests that need more than columns. Made on demand, kept until the next
// batch.
class RowDocuments {
 public:
  virtual ~RowDocuments() = default;
  virtual const json::Object& document(std::size_t row) = 0;
};

}  // namespace picket::event
