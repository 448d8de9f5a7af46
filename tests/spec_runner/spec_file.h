// SPDX-License-Identifier: Apache-2.0
// A spec file: a text that reads like a chapter of a language reference and is run as a test.
//
//   # name:  kql/wildcard                 both head lines must be there; the name is the path below tests/spec
//   # about: '*' matches any run of characters
//
//   mapping                               types of the fields, and no others exist; without it the built-in catalog
//   process.name keyword ignore_above=10  also `lowercase`, `constant=VALUE`
//
//   now 2024-03-15T11:00:00Z              what date math is relative to
//
//   events                                one JSON object a line; "id" names the event and is no part of it
//   {"id":1,"process":{"name":"cmd.exe"}}
//
//   match kql                             a query, and the ids of the events that match, or `none`
//   process.name: cmd*
//   ----
//   1
//
// `reject kql` and `warn kql` have a query and its diagnostics, one a line: code, line:column, message. `same kql` has
// two queries of one meaning. With `lucene` in the place of `kql` the query is in Lucene's syntax. A block ends at an
// empty line; lines that begin with '#' between blocks are prose.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace picket::spec {

struct Block {
  std::string directive;              // "match"
  std::string argument;               // "kql"
  std::size_t line = 0;               // of the directive, from 1
  std::vector<std::string> body;      // before the separator, or all of it
  std::vector<std::string> expected;  // after the separator
  std::size_t expected_begin = 0;     // index of the first expected line among the file's lines
  bool has_separator = false;
};

struct SpecFile {
  std::string name;
  std::vector<std::string> lines;
  std::vector<Block> blocks;
};

Result<SpecFile> parse_spec(std::string_view text);
// The file with the expectations of some blocks replaced; `actual[i]` belongs to blocks[i].
std::string with_expectations(const SpecFile& file, const std::vector<std::optional<std::vector<std::string>>>& actual);

}  // namespace picket::spec
