// SPDX-License-Identifier: Apache-2.0
// Reads KQL as Kibana does. The grammar is a PEG: choices are ordered, repetitions are greedy and never give back.
//
//   query   = ws* [ or ] ws* END                      nothing at all matches everything
//   or      = and { OR and }
//   and     = unary { AND unary }
//   unary   = NOT group | group                       not not x needs brackets
//   group   = "(" ws* or ws* ")" | nested
//   nested  = literal ws* ":" ws* "{" ws* or ws* "}" | term
//   term    = literal ws* ( "<=" | ">=" | "<" | ">" ) ws* literal
//           | literal ws* ":" ws* values
//           | literal
//   values  = "(" ws* or-of-values ws* ")" | literal  the same or, and, unary over values instead of groups
//   AND     = ws+ "and" ws+    OR = ws+ "or" ws+    NOT = "not" ws+          in any case
//   ws      = space | tab | CR | LF | U+00A0
//   literal: tokens.h
//
// Each alternative is decided by the token after its first literal and a wrong turn can never be repaired by another
// alternative, so one pass without backtracking accepts exactly the language of the PEG, in linear time.
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "lang/kql/ast.h"

namespace picket::kql {

// Adds every problem that it finds, with spans into `source` (the sink keeps its own copy of it). Well-known mistakes
// are read as they were meant so that the problems after them show as well. nullopt exactly when an error was added.
// A valid query that surely means something else than its author thinks adds warnings.
std::optional<Ast> parse(const SourceText& source, Diagnostics& diagnostics);

}  // namespace picket::kql
