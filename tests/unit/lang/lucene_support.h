// SPDX-License-Identifier: Apache-2.0
// What the tests of Lucene queries share: read a query and look at the outcome in one line.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "lang/lucene/parser.h"
#include "lang/lucene/print.h"

namespace picket::lucene::test {

struct Outcome {
  std::optional<Ast> ast;
  Diagnostics diagnostics;

  std::string tree() const { return ast ? dump(*ast) : "no tree"; }

  std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const Diagnostic& item : diagnostics.items()) codes.push_back(item.code);
    return codes;
  }

  // Everything that the author would see.
  std::string shown() const {
    std::string text;
    for (const Diagnostic& item : diagnostics.items()) text += render(item, false) + "\n";
    return text;
  }
};

inline Outcome read(std::string query) {
  Outcome outcome;
  outcome.ast = parse(SourceText{"query", std::move(query)}, outcome.diagnostics);
  return outcome;
}

}  // namespace picket::lucene::test
