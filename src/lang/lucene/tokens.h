// SPDX-License-Identifier: Apache-2.0
// The tokens of Lucene's classic query parser, which is what Elasticsearch's query_string reads. At each place the
// longest token wins, of equally long ones the first in this list. Blanks are space, tab, LF, CR and U+3000.
//
//   between terms:  AND "&&"   OR "||"   NOT "!"   + -   ( ) : *  ^
//     bare operator = ( "+" | "-" | "!" ) blank                    a word of its own
//     quoted        = '"' { "\" any | any but '"' and "\" } '"'
//     term          = start { start | "-" | "+" }
//     start         = "\" any | any but blanks and + - ! ( ) : ^ [ ] " { } ~ * ? \ /
//     fuzzy         = "~" { start | "-" | "+" }
//     prefix term   = term "*"
//     wild term     = a term with `*` or `?` anywhere
//     regexp        = "/" { "\/" | any but "/" } "/"
//     "[" or "{" begins a range
//   after "^":      number = digits [ "." digits ]
//   in a range:     TO ] }   quoted = '"' ( "\"" | any but '"' )+ '"'   bound = ( any but space, "]", "}" )+
//
// `and`, `or` and `not` in small letters are terms. So are `a&&b` and `a||b`: both characters may stand in a term.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace picket::lucene {

enum class TokenKind : std::uint8_t {
  op_and,
  op_or,
  op_not,
  plus,
  minus,
  bare_operator,
  open_group,
  close_group,
  colon,
  star,
  caret,
  quoted,
  term,
  fuzzy,
  prefix_term,
  wild_term,
  regexp,
  open_range,            // [
  open_exclusive_range,  // {
  number,                // of a boost
  range_to,
  close_range,            // ]
  close_exclusive_range,  // }
  range_quoted,
  range_bound,
  stray,            // a character that begins no token
  unclosed_quote,   // from the quote to the end of the text
  unclosed_regexp,  // the slash alone
  bad_boost,        // what follows a caret and is no number; may be empty
  end,
};
std::string_view to_string(TokenKind kind);

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
};

// All tokens of any text, also of one that is no query; the last one is `end`.
std::vector<Token> tokenize(std::string_view query);
// One line per token: position in bytes, kind, text. Control characters are shown as escapes.
std::string print_tokens(std::string_view query);

// The bytes of the blank at `offset`; 0 when there is none.
std::size_t blank_length(std::string_view text, std::size_t offset);

}  // namespace picket::lucene
