// SPDX-License-Identifier: Apache-2.0
// The id of an event that has none: made from the record's content, the same for every spelling of it (white space,
// escapes, order of members), since agents write records anew on their way. Thread-safe.
#pragma once

#include <string>

#include "base/json.h"
#include "decode/record_view.h"

namespace picket::decode {

// Both readings of one record give the same id.
std::string content_id(const json::Object& record);
std::string content_id(ViewValue record);
// Of an ECS document, whether its keys are dotted or its objects nested: exports write one event both ways.
std::string document_content_id(const json::Object& document);

}  // namespace picket::decode
