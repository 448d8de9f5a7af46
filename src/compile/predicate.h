// SPDX-License-Identifier: Apache-2.0
// Predicates: what a bound test asks of one value of a field. The type of the field is already decided, so each kind of
// predicate knows how its values are read and compared. A test holds for an event when any value of the field satisfies
// its predicate; without a value it does not hold.
//
// Immutable values, safe to read from many threads. Sets are sorted, so equal predicates have equal members.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ip.h"
#include "compile/fuzzy.h"
#include "compile/regexp.h"
#include "compile/value.h"
#include "event/columns.h"
#include "event/field.h"

namespace picket::compile {

// How a field that compares text indexes a value.
struct KeywordRules {
  std::uint32_t ignore_above = 0;  // longer values, in characters, are not indexed; 0: no limit
  bool lowercase = false;
  friend bool operator==(const KeywordRules&, const KeywordRules&) = default;
};

// Stands in a part of a pattern for any one character. UTF-8 has no such byte.
inline constexpr char kAnyCharacter = '\xFF';

// A text with `*`: n stars, n + 1 parts between them, of literal characters and kAnyCharacter; never without a part.
struct Pattern {
  std::vector<std::string> parts;
  friend auto operator<=>(const Pattern&, const Pattern&) = default;
};
// Linear in the text, save for parts with kAnyCharacter behind a star: those may be tried at each of its characters.
bool matches(const Pattern& pattern, std::string_view text);
std::string to_string(const Pattern& pattern);  // with its `*` and `?`; literal ones are `\*` and `\?`

// The ASCII letters in lower case. Ignoring case means this: Elasticsearch's `case_insensitive` knows no other letters.
std::string fold_case(std::string_view text);
Pattern fold_case(const Pattern& pattern);

enum class Comparison : std::uint8_t { lt, lte, gt, gte };
std::string_view symbol(Comparison comparison);

// One end of a range of texts.
struct RangeBound {
  Comparison comparison = Comparison::lt;
  std::string text;
  friend bool operator==(const RangeBound&, const RangeBound&) = default;
};

// Whether a value that stands in this order to the bound satisfies the comparison.
constexpr bool holds(Comparison comparison, std::partial_ordering value_to_bound) {
  switch (comparison) {
    case Comparison::lt:
      return value_to_bound < 0;
    case Comparison::lte:
      return value_to_bound <= 0;
    case Comparison::gt:
      return value_to_bound > 0;
    case Comparison::gte:
      return value_to_bound >= 0;
  }
  return false;
}

// Both ends belong to it.
template <class T>
struct Interval {
  T first;
  T last;
  friend bool operator==(const Interval&, const Interval&) = default;
};

// Sorted by first, none overlapping another.
template <class T>
void normalize(std::vector<Interval<T>>& intervals) {
  std::erase_if(intervals, [](const Interval<T>& interval) { return interval.last < interval.first; });
  std::ranges::sort(intervals, {}, &Interval<T>::first);
  std::size_t kept = 0;
  for (const Interval<T>& interval : intervals) {
    if (kept > 0 && !(intervals[kept - 1].last < interval.first)) {
      intervals[kept - 1].last = std::max(intervals[kept - 1].last, interval.last);
    } else {
      intervals[kept++] = interval;
    }
  }
  intervals.erase(intervals.begin() + static_cast<std::ptrdiff_t>(kept), intervals.end());
}

// What is in both; each normalized.
template <class T>
std::vector<Interval<T>> intersection(const std::vector<Interval<T>>& a, const std::vector<Interval<T>>& b) {
  std::vector<Interval<T>> out;
  for (const Interval<T>& one : a) {
    for (const Interval<T>& other : b)
      out.push_back({std::max(one.first, other.first), std::min(one.last, other.last)});
  }
  normalize(out);
  return out;
}

template <class T>
bool contains(const std::vector<Interval<T>>& intervals, const T& value) {
  const auto after = std::ranges::upper_bound(intervals, value, {}, &Interval<T>::first);
  return after != intervals.begin() && !(std::prev(after)->last < value);
}

// Has a value that the type can hold.
struct Exists {
  event::FieldType type = event::FieldType::keyword;
  KeywordRules rules;
  friend bool operator==(const Exists&, const Exists&) = default;
};
// The whole value is one of the texts. Numbers and booleans count by their JSON text.
struct Terms {
  KeywordRules rules;
  std::vector<std::string> texts;
  bool ignore_case = false;  // then the texts are folded
  friend bool operator==(const Terms&, const Terms&) = default;
};
struct Wildcards {
  KeywordRules rules;
  std::vector<Pattern> patterns;
  bool ignore_case = false;  // then the patterns are folded
  friend bool operator==(const Wildcards&, const Wildcards&) = default;
};
// The value is before or after each bound in the order of its bytes.
struct TextRange {
  KeywordRules rules;
  std::vector<RangeBound> bounds;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};
// The analyzed value holds one of the sequences of tokens, its tokens next to each other. A sequence of one is a word.
struct Phrases {
  std::vector<std::vector<std::string>> phrases;
  friend bool operator==(const Phrases&, const Phrases&) = default;
};
// The analyzed value holds the words so that moving them into their order takes `slop` steps at most. At least two.
struct NearPhrase {
  std::vector<std::string> words;
  std::uint32_t slop = 0;
  friend bool operator==(const NearPhrase&, const NearPhrase&) = default;
};
// One token of the analyzed value fits a pattern.
struct TokenWildcards {
  std::vector<Pattern> patterns;
  bool ignore_case = false;  // then the patterns are folded; tokens are in lower case anyway
  bool every = false;        // each pattern is fitted by one of the tokens
  friend bool operator==(const TokenWildcards&, const TokenWildcards&) = default;
};
struct TokenRange {
  std::vector<RangeBound> bounds;
  friend bool operator==(const TokenRange&, const TokenRange&) = default;
};
// The whole value fits the expression.
struct RegexpTerm {
  KeywordRules rules;
  Regexp regexp;
  friend bool operator==(const RegexpTerm&, const RegexpTerm&) = default;
};
struct TokenRegexp {
  Regexp regexp;
  friend bool operator==(const TokenRegexp&, const TokenRegexp&) = default;
};
// The whole value is within a few edits of a text.
struct FuzzyTerm {
  KeywordRules rules;
  FuzzyText text;
  friend bool operator==(const FuzzyTerm&, const FuzzyTerm&) = default;
};
struct TokenFuzzy {
  FuzzyText text;
  friend bool operator==(const TokenFuzzy&, const TokenFuzzy&) = default;
};
struct IpRanges {
  std::vector<Interval<IpAddress>> intervals;
  friend bool operator==(const IpRanges&, const IpRanges&) = default;
};
struct Wholes {
  bool is_unsigned = false;
  std::vector<Interval<std::int64_t>> intervals;  // of Whole::key
  friend bool operator==(const Wholes&, const Wholes&) = default;
};
struct Reals {
  bool is_single = false;
  std::vector<Interval<double>> intervals;
  friend bool operator==(const Reals&, const Reals&) = default;
};
struct Booleans {
  bool accepts_false = false;
  bool accepts_true = false;
  friend bool operator==(const Booleans&, const Booleans&) = default;
};
struct Dates {
  bool nanos = false;
  std::vector<Interval<std::int64_t>> intervals;  // since the epoch: milliseconds, or nanoseconds
  friend bool operator==(const Dates&, const Dates&) = default;
};
struct VersionRange {
  std::vector<RangeBound> bounds;
  friend bool operator==(const VersionRange&, const VersionRange&) = default;
};
// A field in no catalog: numbers compare as numbers where the text is one, all else compares as text.
struct DynamicTerms {
  std::vector<std::string> texts;
  friend bool operator==(const DynamicTerms&, const DynamicTerms&) = default;
};
struct DynamicRange {
  std::vector<RangeBound> bounds;
  friend bool operator==(const DynamicRange&, const DynamicRange&) = default;
};

using Predicate = std::variant<Exists, Terms, Wildcards, TextRange, Phrases, TokenWildcards, TokenRange, IpRanges,
                               Wholes, Reals, Booleans, Dates, VersionRange, DynamicTerms, DynamicRange, NearPhrase,
                               RegexpTerm, TokenRegexp, FuzzyTerm, TokenFuzzy>;

bool matches(const Predicate& predicate, const event::Scalar& value);

// Reads like KQL: `: "a"`, `: (a* or *b)`, `> 5`. Of a list longer than any that people write only the begin.
std::string to_string(const Predicate& predicate);
// Equal predicates have equal hashes.
std::uint64_t hash(const Predicate& predicate);

// What one evaluation costs, roughly in tens of nanoseconds: the order in which tests are made.
unsigned cost(const Predicate& predicate);

}  // namespace picket::compile
