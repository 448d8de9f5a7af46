// SPDX-License-Identifier: Apache-2.0
// The syntax tree of Lucene's regular expressions, with all of their optional operators, as Elasticsearch allows them
// by default. An expression is always about a whole value: there are no anchors, and `^` and `$` are plain characters.
//
//   union      = both { "|" both }
//   both       = sequence { "&" sequence }                    texts that both sides take
//   sequence   = repeat repeat*
//   repeat     = complement { "?" | "*" | "+" | "{" n "}" | "{" n "," "}" | "{" n "," m "}" }
//   complement = "~" complement | class                       every text that the other does not take
//   class      = "[" [ "^" ] member member* "]" | simple
//   member     = shorthand | char [ "-" char ]
//   simple     = "." | "#" | "@" | '"' { any but '"' } '"' | "(" ")" | "(" union ")" | "<" n "-" m ">" | shorthand |
//   char shorthand  = "\d" "\D" "\s" "\S" "\w" "\W"                ASCII only; \s is blank, tab, LF, CR char       = [
//   "\" ] any                                  also an operator, where it cannot be one: `|a`, `*`
//
// `.` is any one character, also a line break; `#` takes nothing, `@` any text; <n-m> takes numbers, with leading zeros
// exactly when both bounds have equally many digits, else with any number of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "lang/lucene/codes.h"

namespace picket::lucene {

inline constexpr char32_t kMaxCodePoint = 0x10FFFF;

struct CharRange {
  char32_t first = 0;
  char32_t last = 0;
  friend bool operator==(const CharRange&, const CharRange&) = default;
};

struct Regexp {
  enum class Kind : std::uint8_t {
    nothing,       // `#`
    any_text,      // `@`
    characters,    // one character of `ranges`
    sequence,      // children after one another; none: the empty text
    alternatives,  // any of the children
    both,          // all children at once
    complement,    // not the child
    repeat,        // the child `min` to `max` times
    numbers,       // a decimal number from `min` to `max`, of `digits` digits; 0: with any number of leading zeros
  };
  static constexpr std::uint32_t kUnlimited = 0xFFFF'FFFF;

  Kind kind = Kind::sequence;
  std::vector<CharRange> ranges = {};  // sorted, apart from each other
  std::vector<Regexp> children = {};
  std::uint32_t min = 0;
  std::uint32_t max = 0;
  std::uint32_t digits = 0;
  friend bool operator==(const Regexp&, const Regexp&) = default;
};

// How an expression is read: query_string has no choice, the query DSL's regexp has. An operator that is left out is a
// plain character.
struct RegexpSyntax {
  bool ignore_case = false;  // of ASCII letters; those of a range such as [a-f] count as they stand
  bool complement = true;
  bool intersection = true;
  bool numbers = true;
  bool nothing = true;
  bool any_text = true;
  friend bool operator==(const RegexpSyntax&, const RegexpSyntax&) = default;
};

struct RegexpError {
  Code code = Code::bad_regexp;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  std::string message;
  std::string hint;
};

// Requires well-formed UTF-8.
std::expected<Regexp, RegexpError> parse_regexp(std::string_view text, RegexpSyntax syntax = {});

}  // namespace picket::lucene
