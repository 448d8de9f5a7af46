// SPDX-License-Identifier: Apache-2.0
// Literals: texts of which every value that satisfies a predicate holds at least one. They allow to say no by a look at
// a record's bytes, without reading it as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compile/predicate.h"

namespace picket::compile {

// None: there are no such texts, or they are too short to tell anything. The texts consist of characters that no JSON
// writer has to escape, and are no part of a number, a boolean or null, whose text may be written in several ways.
std::vector<std::string> literals_of(const Predicate& predicate);

// Whether a JSON text may hold one of the literals in one of its strings. A `\u` may hide any character: then yes.
bool may_hold(std::string_view json, const std::vector<std::string>& literals);

}  // namespace picket::compile
