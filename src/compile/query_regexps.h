// SPDX-License-Identifier: Apache-2.0
// The regular expressions of one query: equal ones are built once, and all of them together may cost what one query
// may.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "compile/field_binder.h"
#include "compile/regexp.h"

namespace picket::compile {

class QueryRegexps {
 public:
  // `fields` takes the reports and must outlive it.
  explicit QueryRegexps(FieldBinder& fields) : fields_(fields) {}

  // `tree` is what `source` was read as by `syntax`. nullopt: it costs too much, which is reported.
  std::optional<QueryRegexp> compile(const std::string& source, const lucene::Regexp& tree, Span place,
                                     lucene::RegexpSyntax syntax = {});

 private:
  struct Known {
    lucene::RegexpSyntax syntax;
    QueryRegexp regexp;
  };

  FieldBinder& fields_;
  RegexpBudget budget_;
  std::unordered_multimap<std::string, Known> known_;  // by source
};

}  // namespace picket::compile
