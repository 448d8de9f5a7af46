// SPDX-License-Identifier: Apache-2.0
// Analyzed text: conditions become tests of its words.
#include <algorithm>
#include <utility>

#include "compile/analyze.h"
#include "compile/meaning/readings.h"

namespace picket::compile::readings {

using event::FieldMapping;
using Kind = Condition::Kind;

namespace {

// Each alternative is a pattern for single words, or words of which any will do.
Outcome text_pattern(const Condition& condition, const FieldMapping& mapping) {
  TokenWildcards wildcards;
  for (const Pattern& alternative : alternatives(condition.pattern)) {
    if (is_lone_star(alternative)) return exists(mapping);
    if (!has_wildcard(alternative)) {
      for (std::string& token : analyze(alternative.parts[0])) wildcards.patterns.push_back({{std::move(token)}});
      continue;
    }
    wildcards.patterns.push_back(changed(alternative, to_lower));
  }
  if (wildcards.patterns.empty()) return nothing();
  std::ranges::sort(wildcards.patterns);
  return matching(std::move(wildcards));
}

// One word as it stands in the index. A text without wildcards is a phrase of one word, which is found faster.
Outcome text_wildcard(const Pattern& pattern, bool ignore_case) {
  if (ignore_case) return matching(TokenWildcards{{fold_case(pattern)}, true});
  if (!has_wildcard(pattern)) return matching(Phrases{{{pattern.parts[0]}}});
  return matching(TokenWildcards{{pattern}});
}

Outcome text_range(const Condition& condition) {
  TokenRange range{condition.bounds};
  for (RangeBound& bound : range.bounds) {
    if (condition.fold_words) bound.text = to_lower(bound.text);
  }
  return matching(std::move(range));
}

Outcome text_phrase(const Condition& condition) {
  std::vector<std::string> words = analyze(condition.text);
  if (words.empty()) return nothing();
  if (condition.slop > 0 && words.size() > 1) return matching(NearPhrase{std::move(words), condition.slop});
  return matching(Phrases{{std::move(words)}});
}

Outcome text_words(const Condition& condition) {
  Phrases any;
  TokenWildcards every{{}, false, true};
  for (std::string& word : analyze(condition.text)) {
    every.patterns.push_back({{word}});
    any.phrases.push_back({std::move(word)});
  }
  std::ranges::sort(any.phrases);
  any.phrases.erase(std::ranges::unique(any.phrases).begin(), any.phrases.end());
  if (any.phrases.empty()) return nothing();
  if (any.phrases.size() == 1 || !condition.every_word) return matching(std::move(any));
  std::ranges::sort(every.patterns);
  return matching(std::move(every));
}

Outcome text_prefix(const Condition& condition) {
  TokenWildcards words{{}, false, condition.every_word};
  for (std::string& word : analyze(condition.text)) words.patterns.push_back({{std::move(word)}});
  if (words.patterns.empty()) return nothing();
  words.patterns.back().parts.emplace_back();
  std::ranges::sort(words.patterns);
  return matching(std::move(words));
}

}  // namespace

Outcome on_text(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  switch (condition.kind) {
    case Kind::exists:
      return exists(mapping);
    case Kind::text:
      return text_words(condition);
    case Kind::phrase:
      return text_phrase(condition);
    case Kind::term:
      return text_wildcard({{condition.text}}, condition.ignore_case);
    case Kind::pattern:
      return text_pattern(condition, mapping);
    case Kind::wildcard:
      return text_wildcard(condition.pattern, condition.ignore_case);
    case Kind::range:
      return text_range(condition);
    case Kind::word_pattern:
      return text_wildcard(changed(condition.pattern, to_lower), false);
    case Kind::prefix:
      return text_prefix(condition);
    case Kind::regexp:
      return matching(TokenRegexp{condition.regexp->plain});
    case Kind::fuzzy:
      return matching(TokenFuzzy{{to_lower(condition.text), condition.edits}});
  }
  return nothing();
}

}  // namespace picket::compile::readings
