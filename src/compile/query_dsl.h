// SPDX-License-Identifier: Apache-2.0
// Binds one query of Elasticsearch's query DSL in filter context, where scores do not matter: `{"term": {...}}`. The
// table of forms in query_dsl.cc is what is known; dsl/ holds the forms. Names of fields are full.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compile/bound.h"
#include "compile/field_binder.h"
#include "compile/query_regexps.h"
#include "rule/node.h"

namespace picket::compile {

class QueryDsl {
 public:
  // All must outlive it. `source` is what the spans of the queries point into.
  QueryDsl(FieldBinder& fields, const SourceText& source, Diagnostics& diagnostics)
      : fields_(fields), source_(source), diagnostics_(diagnostics), regexps_(fields) {}

  // An object with one member, named after the form of the query.
  NodeRef bind(const rule::Node& query);
  NodeRef bind_clause(const rule::Member& clause);

  // A form or an option that Elasticsearch has and this program does not: `what` completes "it has ...".
  NodeRef unsupported(Span place, const std::string& what);
  NodeRef malformed(Span place, std::string message, std::string hint = {});

  // The first form that was met and cannot be evaluated; empty when there was none.
  const std::string& unsupported_form() const { return unsupported_; }

 private:
  // `field: value` or `field: {options}` of a clause about one field.
  struct OneField {
    std::string name;
    Places places;
    const rule::Node* spec;
  };
  struct OneValue {
    OneField field;
    std::string text;
    bool ignore_case = false;
  };
  friend struct DslForm;

  std::optional<OneField> one_field(const rule::Member& clause);
  std::optional<std::string> scalar(const OneField& one, std::string_view form,
                                    std::initializer_list<std::string_view> keys);
  bool check_options(const rule::Node& spec, std::string_view form, std::span<const std::string_view> known);
  bool check_options(const rule::Node& spec, std::string_view form, std::initializer_list<std::string_view> known) {
    return check_options(spec, form, std::span(known.begin(), known.size()));
  }
  bool flag(const rule::Node& spec, std::string_view key) const;
  std::optional<OneValue> one_value(const rule::Member& clause, std::initializer_list<std::string_view> keys);
  std::optional<Duration> zone_of(const rule::Node& spec);
  NodeRef leaf(const OneField& one, const Condition& condition);
  NodeRef pattern(const OneValue& value, Pattern pattern);
  std::optional<lucene::RegexpSyntax> regexp_syntax(const OneField& one);

  NodeRef match_all(const rule::Member& clause);
  NodeRef match_none(const rule::Member& clause);
  NodeRef exists(const rule::Member& clause);
  NodeRef term(const rule::Member& clause);
  NodeRef terms(const rule::Member& clause);
  NodeRef match(const rule::Member& clause);
  NodeRef match_phrase(const rule::Member& clause);
  NodeRef wildcard(const rule::Member& clause);
  NodeRef prefix(const rule::Member& clause);
  NodeRef regexp(const rule::Member& clause);
  NodeRef range(const rule::Member& clause);
  NodeRef bool_query(const rule::Member& clause);
  NodeRef nested(const rule::Member& clause);
  NodeRef query_string(const rule::Member& clause);
  NodeRef constant_score(const rule::Member& clause);
  NodeRef dis_max(const rule::Member& clause);

  std::vector<NodeRef> bind_each(const rule::Node& queries);
  NodeRef at_least(const rule::Node& minimum, std::vector<NodeRef> should, bool others_required);

  FieldBinder& fields_;
  const SourceText& source_;
  Diagnostics& diagnostics_;
  QueryRegexps regexps_;
  std::string unsupported_;
};

// A pattern of Elasticsearch's wildcard query: `*`, `?`, and a backslash before a character that means itself.
Pattern parse_wildcard(std::string_view text);

}  // namespace picket::compile
