// SPDX-License-Identifier: Apache-2.0
// The suspicions that one literal alone can rouse.
#pragma once

#include <cstdint>
#include <string_view>

#include "lang/kql/ast.h"
#include "lang/kql/report.h"

namespace picket::kql {

enum class Use : std::uint8_t { field, lone, value, range_value };

struct Seen {
  const Literal& literal;
  Use use;
  std::string_view source;  // as it is written
  bool is_in_list = false;  // a value in brackets
  bool is_alone = false;    // and the only one there

  bool is_quoted() const { return literal.kind == LiteralKind::phrase; }
};

std::string_view name_of_use(Use use);  // for messages
void check_literal(const Seen& seen, Report& report);

}  // namespace picket::kql
