// SPDX-License-Identifier: Apache-2.0
// What went wrong at the place where no alternative of the grammar goes on, in words, and what the author probably
// meant. The reader can be stuck in two kinds of places only: an operand should begin, or an operator or a closing
// bracket should follow one. Each function adds at least one error.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "lang/kql/report.h"
#include "lang/kql/tokens.h"

namespace picket::kql {

// What a literal was read as.
enum class Role : std::uint8_t { lone, value, list_value, range_value };

// The last token that was read; `end` at the start of the query. A repaired place looks like a closed bracket.
struct Before {
  TokenKind kind = TokenKind::end;
  Span span = {};
  Role role = Role::lone;  // of a literal
  bool is_quoted = false;
};

struct Situation {
  std::string_view query;
  const Token& found;
  Before before;
  TokenKind closer = TokenKind::end;  // of the innermost open bracket; `end` when none is open
  bool in_list = false;
  std::string_view field = "field";  // of the term or list that is being read, for hints
};

// How to go on so that the mistakes after this one are found.
struct Repair {
  enum class Action : std::uint8_t {
    give_up,
    at_operand,       // an operand is expected at `offset`
    at_operator,      // as if an operand had ended at `offset`
    insert_operator,  // as if `and` stood at `offset`
    close,            // as if the found token were the closer
  };
  Action action = Action::give_up;
  std::uint32_t offset = 0;
};

Repair explain_operand(const Situation& situation, Report& report);
Repair explain_operator(const Situation& situation, Report& report);
void report_unclosed(std::string_view query, Span opener, Report& report);

}  // namespace picket::kql
