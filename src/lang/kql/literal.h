// SPDX-License-Identifier: Apache-2.0
// Scans one literal: escapes, stars, the null, true and false of unquoted ones. The grammar is in tokens.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "lang/kql/ast.h"

namespace picket::kql {

// The literal that begins at `offset`, where a quote must stand; nullopt when no quote closes it.
std::optional<Literal> scan_quoted(std::string_view query, std::size_t offset);

// The longest unquoted literal that begins at `offset`, where no white space may stand; nullopt when there is not even
// one unit. Its span leaves out the white space that the literal swallows at its end, so that scanning can go on at the
// end of the span.
std::optional<Literal> scan_unquoted(std::string_view query, std::size_t offset);

// The bytes of the escape sequence at `offset` (a backslash) in an unquoted or a quoted literal; 0 when it is none.
std::size_t unquoted_escape_length(std::string_view query, std::size_t offset);
std::size_t quoted_escape_length(std::string_view query, std::size_t offset);

}  // namespace picket::kql
