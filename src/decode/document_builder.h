// SPDX-License-Identifier: Apache-2.0
// A raw record and a Mapping make an ECS document. This is the plain reading of mapping.h, one sentence after the
// other; the projector must agree with it. Thread-safe.
#pragma once

#include "base/json.h"
#include "decode/mapping.h"

namespace picket::decode {

// Replaces members that are strings holding a JSON object by that object.
void open_embedded(json::Object& record, std::span<const RawPath> paths);

// The same for strings holding a JSON array.
void open_embedded_lists(json::Object& record, std::span<const RawPath> paths);

// Without the constants of the data stream.
json::Object build_document(json::Object record, const Mapping& mapping, const Surroundings& surroundings);

void add_constants(json::Object& document, std::span<const Constant> constants);

}  // namespace picket::decode
