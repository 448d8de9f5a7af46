// SPDX-License-Identifier: Apache-2.0
// Whole values that are texts: keywords and what compares like them, versions, fields that the data types.
#include <utility>

#include "compile/analyze.h"
#include "compile/codes.h"
#include "compile/meaning/readings.h"

namespace picket::compile::readings {

using event::FieldMapping;
using Kind = Condition::Kind;

Outcome on_keyword(const Condition& condition, const FieldMapping& mapping, Timestamp /*now*/) {
  const KeywordRules rules{mapping.ignore_above, mapping.lowercase};
  const auto folded = [&](const std::string& text) { return condition.ignore_case ? fold_case(text) : text; };
  const auto normalized = [&](const std::string& text) { return folded(mapping.lowercase ? to_lower(text) : text); };
  switch (condition.kind) {
    case Kind::exists:
      return exists(mapping);
    case Kind::text:
    case Kind::phrase:
    case Kind::term:
      return matching(Terms{rules, {normalized(condition.text)}, condition.ignore_case});
    case Kind::pattern:
    case Kind::wildcard:
      return matching(Wildcards{rules, {changed(condition.pattern, normalized)}, condition.ignore_case});
    case Kind::word_pattern:
      return matching(Wildcards{rules, {changed(condition.pattern, normalized)}});
    case Kind::prefix:
      return matching(Wildcards{rules, {{{normalized(condition.text), ""}}}});
    case Kind::regexp:
      return matching(RegexpTerm{rules, mapping.lowercase ? condition.regexp->lower : condition.regexp->plain});
    case Kind::fuzzy:
      return matching(FuzzyTerm{rules, {normalized(condition.text), condition.edits}});
    case Kind::range: {
      TextRange range{rules, condition.bounds};
      for (RangeBound& bound : range.bounds) bound.text = normalized(bound.text);
      return matching(std::move(range));
    }
  }
  return nothing();
}

Outcome on_version(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  if (condition.kind == Kind::range) return matching(VersionRange{condition.bounds});
  return on_keyword(condition, mapping, now);
}

Outcome on_flattened(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  if (condition.kind != Kind::range || condition.bounds.size() > 1) return on_keyword(condition, mapping, now);
  return misfit(codes::kRangeOnFlattened, "values of a flattened object cannot be compared with <, <=, >, >=",
                "Elasticsearch refuses a range with one bound here");
}

Outcome on_dynamic(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  switch (condition.kind) {
    case Kind::text:
    case Kind::phrase:
    case Kind::term:
      return condition.ignore_case ? on_keyword(condition, mapping, now) : matching(DynamicTerms{{condition.text}});
    case Kind::range:
      return matching(DynamicRange{condition.bounds});
    case Kind::exists:
    case Kind::pattern:
    case Kind::wildcard:
    case Kind::word_pattern:
    case Kind::prefix:
    case Kind::regexp:
    case Kind::fuzzy:
      return on_keyword(condition, mapping, now);
  }
  return nothing();
}

}  // namespace picket::compile::readings
