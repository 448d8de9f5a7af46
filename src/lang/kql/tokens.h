// SPDX-License-Identifier: Apache-2.0
// KQL's tokens. KQL has no separate tokens in Kibana: white space belongs to unquoted values and `and`, `or`, `not` are
// keywords only by what surrounds them. But one bit of context, whether an operand or an operator may stand here,
// decides everything, so the reader and `picket rules explain --phase tokens` share this scanner.
//
//   literal   = '"' { "\t" | "\r" | "\n" | "\u" 4 hex | "\\" | "\"" | any but '"' } '"'
//             | unit+                                   longest run, ended by a keyword or by a character that must be
//   unit      = "\t" | "\r" | "\n"                      escaped; blanks at both ends are dropped
//             | "\" one of \ ( ) : < > " * { }
//             | "\u" 4 hex                              a UTF-16 unit
//             | "\or" | "\and" | "\not"                 but "\not" is a line feed and "ot": the first line wins
//             | "*"
//             | any character but \ ( ) : < > " * { } where no keyword starts
//   A keyword starts at ws+ and|or ws+, and at not ws+ even inside a word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "lang/kql/ast.h"

namespace picket::kql {

enum class TokenKind : std::uint8_t {
  literal,
  open_group,
  close_group,
  open_nested,
  close_nested,
  colon,
  less,
  less_equal,
  greater,
  greater_equal,
  keyword_and,
  keyword_or,
  keyword_not,
  bad_escape,      // a backslash that starts no escape sequence
  unclosed_quote,  // from the quote to the end of the text
  end,
};
std::string_view to_string(TokenKind kind);
bool is_keyword(TokenKind kind);         // and, or, not
bool is_closer(TokenKind kind);          // ) }
bool is_range_operator(TokenKind kind);  // < <= > >=

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  Literal literal;  // of a literal token
};

// What may stand at a place: `and` and `or` are words where an operand is expected, keywords where one is complete.
enum class Expecting : std::uint8_t { operand, connective };
Expecting expecting_after(TokenKind kind);

// The token at `offset` or after the white space there. Scanning goes on at its span's end.
Token scan(std::string_view query, std::uint32_t offset, Expecting expecting);

// All tokens of any text, also of one that is no KQL; the last one is `end`.
std::vector<Token> tokenize(std::string_view query);
// One line per token: position in bytes, kind, text. Control characters are shown as escapes.
std::string print_tokens(std::string_view query);

}  // namespace picket::kql
