// SPDX-License-Identifier: Apache-2.0
// What one token and the `~` behind it say as a value: escapes resolved, numbers and regular expressions read. For the
// parser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/lucene/ast.h"
#include "lang/lucene/report.h"
#include "lang/lucene/tokens.h"

namespace picket::lucene {

// A comparison at the beginning of a text is a range.
std::optional<Range> as_comparison(std::string_view text);

class ValueReader {
 public:
  // Both must outlive the reader.
  ValueReader(std::string_view query, Report& report) : query_(query), report_(report) {}

  // `suffix` is the fuzziness or slop, if there is one. nullopt: a mistake, which is reported.
  std::optional<Value> read(const Token& token, const Token* suffix);
  std::optional<std::string> unescaped(Span span);

 private:
  std::string_view text_of(const Token& token) const {
    return query_.substr(token.span.begin, token.span.end - token.span.begin);
  }
  std::string shown(const Token& token) const;
  std::optional<Value> read_regexp(const Token& token);
  std::optional<Value> read_fuzzy(const Token& token, const std::string& text, const Token& fuzzy);
  std::optional<Value> read_phrase(const Token& token, const Token* slop);

  std::string_view query_;
  Report& report_;
};

}  // namespace picket::lucene
