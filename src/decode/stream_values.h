// SPDX-License-Identifier: Apache-2.0
// How values of ECS fields are made that the activity log does not have, or has otherwise (activity_values.h), as
// docs/formats/azure-auditlogs.md and its neighbors say it field by field. All are pure (mapping.h, Derive).
#pragma once

#include "decode/mapping.h"

namespace picket::decode::stream {

// The first input that is a scalar.
json::Value first(Inputs, const Surroundings&);

// Inputs: a date. As ISO 8601 in UTC; a text that is none stays as it is.
json::Value date(Inputs, const Surroundings&);

// Inputs: properties.result of an audit log. Only success and failure are outcomes; another result stays.
json::Value audit_outcome(Inputs, const Surroundings&);
json::Value other_result(Inputs, const Surroundings&);

// Inputs: resultType, properties.result, Status.
json::Value platform_outcome(Inputs, const Surroundings&);
// Inputs: properties.log, properties.statusMessage. The first that is a text.
json::Value first_text(Inputs, const Surroundings&);

}  // namespace picket::decode::stream
