// SPDX-License-Identifier: Apache-2.0
// The JSON of one record, read by simdjson's DOM parser: it validates the whole text, so that both paths of the decoder
// refuse the same records. Reused buffers make parsing free of allocations in the steady state. One thread.
//
// simdjson takes no number that 64 bits or a double cannot hold exactly enough, and no escape that is half of a
// surrogate pair; such texts are rare and left to the slower parser of base/json.h (Outcome::unusual).
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "decode/decoder.h"

namespace picket::decode {

inline constexpr std::size_t kMaxDepth = json::kMaxDepth;
// Buffers of a record far beyond the usual are given back before the next one.
inline constexpr std::size_t kKeptCapacity = std::size_t{8} << 20;

class RecordParser {
 public:
  enum class Outcome : std::uint8_t { object, array, unusual, refused };

  // `text` must be followed by SIMDJSON_PADDING readable bytes. root() (of an object) and root_element() are valid
  // until the next parse. An array is no record: refusal() tells so then too.
  Outcome parse(std::string_view text);
  // The same for text without padding.
  Outcome parse_copy(std::string_view text);

  // Frees the buffers of a record far beyond the usual, whose root() may then not be used any more. Before something
  // else of the record's size is made.
  void give_back();

  simdjson::dom::object root() const { return root_; }
  simdjson::dom::element root_element() const { return element_; }
  Refusal refusal() const { return refusal_; }

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::element element_;
  simdjson::dom::object root_;
  Refusal refusal_ = Refusal::not_json;
  std::string copy_;
};

// The JSON text with \uFFFD instead of escapes that are half of a surrogate pair: what cuts texts to a length leaves
// them, and one of them must not hide a record.
std::string with_whole_surrogates(std::string_view text);

json::Value to_value(simdjson::dom::element element);
json::Object to_object(simdjson::dom::object object);

}  // namespace picket::decode
