// SPDX-License-Identifier: Apache-2.0
// Cleaning the source before it becomes an alert: what contradicts the ECS type of its field would make the whole alert
// impossible to index, so it is dropped, and so are the keys that alerts reserve. Fields outside of ECS stay as they
// are.
#pragma once

#include "base/json.h"
#include "event/field.h"

namespace picket::alert {

void clean_source(json::Object& source, const event::FieldCatalog& catalog);

}  // namespace picket::alert
