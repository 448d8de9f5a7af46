// SPDX-License-Identifier: Apache-2.0
// A raw record and a Mapping make an ECS document. This is the plain reading of mapping.h, one sentence after the
// other; the projector must agree with it. Thread-safe.
#pragma once

#include "base/json.h"
#include "decode/mapping.h"

namespace picket::decode {

// Members that may hold JSON as a string: an object, and an array.
struct EmbeddedTexts {
  std::span<const RawPath> objects;
  std::span<const RawPath> lists;
};
// Replaces such strings by what they hold; first the objects, in the order named. With `respelling`, keys in them are
// respelled.
void open_texts(json::Object& record, const EmbeddedTexts& texts, const Respelling* respelling);

// Without the constants of the data stream.
json::Object build_document(json::Object record, const Mapping& mapping, const Surroundings& surroundings);

void add_constants(json::Object& document, std::span<const Constant> constants);

}  // namespace picket::decode
