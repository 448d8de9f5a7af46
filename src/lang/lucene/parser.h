// SPDX-License-Identifier: Apache-2.0
// Reads Lucene queries as Elasticsearch's query_string does (Lucene's classic query parser, which does not split on
// white space).
//
//   query   = [ clauses ]                                       nothing but blanks: no tree
//   clauses = first { clause }
//   first   = row | [ modifier ] operand
//   clause  = row | [ AND | OR ] [ modifier ] operand
//   row     = term term+                                        bare words in a row are one text; the last one is
//                                                               followed by none of : * ~ ^ AND OR
//   modifier = + | - | NOT                                      one at most
//   operand = [ ( term | * ) ":" ] ( value | "(" clauses ")" [ boost ] )
//   value   = ( term | * | prefix term | wild term | regexp | bare operator | quoted ) [ fuzzy ] [ boost ]
//           | ( "[" | "{" ) bound TO bound ( "]" | "}" ) [ boost ]
//   boost   = "^" number
//   tokens: tokens.h; regular expressions: regexp.h
//
// A text that begins with >, >=, < or <= is a range, also when the sign is escaped, as in Elasticsearch. `_exists_:f`
// is a term of the field f.
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "lang/lucene/ast.h"

namespace picket::lucene {

// Adds every problem that it finds, with spans into `source` (the sink keeps its own copy of it). nullopt exactly when
// an error was added. A valid query that surely means something else than its author thinks adds warnings.
std::optional<Ast> parse(const SourceText& source, Diagnostics& diagnostics);

}  // namespace picket::lucene
