// SPDX-License-Identifier: Apache-2.0
// Which values of an event a name means: the part of the reference that looks them up, for all languages.
#pragma once

#include <functional>
#include <string>

#include "base/json.h"
#include "base/time.h"
#include "event/field.h"
#include "reference/value_test.h"

namespace picket::reference {

// `scope` is the full path of the nested object that `object` is; empty for the event.
struct FieldTest {
  const event::FieldCatalog& catalog;
  Timestamp now;

  static std::string in_scope(const std::string& scope, const std::string& name) {
    return scope.empty() ? name : scope + "." + name;
  }

  // One of the values of the field with this full name.
  bool named(const std::string& full, const Wanted& wanted, const json::Value& object, const std::string& scope) const;
  // Every leaf of the object, read by its own type and those of its multi-fields.
  bool leaves(const Wanted& wanted, const json::Value& object, const std::string& scope,
              const std::function<bool(const std::string&)>& accepts, bool into_nested) const;
  bool any_field(const Wanted& wanted, const json::Value& object, const std::string& scope) const;
};

}  // namespace picket::reference
