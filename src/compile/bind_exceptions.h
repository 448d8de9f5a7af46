// SPDX-License-Identifier: Apache-2.0
// Binds an exception item: what an event has to be for the item to silence it. All entries of an item hold, and one of
// its operating systems is the event's; see docs/exceptions.md.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "compile/bound.h"
#include "compile/field_binder.h"
#include "event/field.h"
#include "rule/exceptions.h"
#include "rule/value_list.h"

namespace picket::compile {

struct BoundItem {
  std::optional<Bound> bound;  // absent: an error was added, or `missing_list` is not empty
  std::string missing_list;    // id of a value list that nobody gave
};

// `catalog` must outlive the result. Values of a value list that the field's type cannot take are left out.
BoundItem bind_exception_item(const rule::ExceptionItem& item, const rule::ValueLists& lists,
                              const event::FieldCatalog& catalog, const BindOptions& options, Diagnostics& diagnostics);

}  // namespace picket::compile
