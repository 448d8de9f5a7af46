// SPDX-License-Identifier: Apache-2.0
// The pages for users say what the reader does: the examples of docs/kql.md are read, docs/codes.md has every code.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "kql_support.h"
#include "lang/kql/codes.h"
#include "lang/kql/limits.h"
#include "support/shared_data.h"

namespace picket::kql::test {
namespace {

std::string page(std::string_view name) {
  return picket::test::read_file(std::string(PICKET_SOURCE_DIR) + "/docs/" + std::string(name));
}

// The entries of all blocks of a kind. A line that begins with a blank goes on with the entry before it.
std::vector<std::string> examples(std::string_view kind) {
  const std::string text = page("kql.md");
  const std::string fence = fmt::format("\n```{}\n", kind);
  std::vector<std::string> entries;
  for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
    std::size_t begin = at + fence.size();
    const std::size_t end = text.find("```", begin);
    while (begin < end) {
      const std::size_t line_end = text.find('\n', begin);
      const std::string line = text.substr(begin, line_end - begin);
      if (line.starts_with(' ')) {
        entries.back() += "\n" + line;
      } else {
        entries.push_back(line);
      }
      begin = line_end + 1;
    }
  }
  return entries;
}

TEST(KqlDocs, ValidExamplesAreValidAndUnsuspicious) {
  const std::vector<std::string> queries = examples("kql");
  EXPECT_GE(queries.size(), 8u);
  for (const std::string& query : queries) EXPECT_EQ(read(query).shown(), "") << query;
}

TEST(KqlDocs, MistakesHaveTheCodesThatArePrinted) {
  for (const std::string_view kind : {"kql-errors", "kql-warnings"}) {
    const std::vector<std::string> entries = examples(kind);
    EXPECT_GE(entries.size(), 8u);
    for (const std::string& entry : entries) {
      const Outcome outcome = read(entry.substr(5));
      EXPECT_EQ(outcome.codes(), std::vector<std::string>{entry.substr(0, 4)}) << entry << "\n" << outcome.shown();
      EXPECT_EQ(outcome.ast.has_value(), kind == "kql-warnings") << entry;
    }
  }
}

// 20000 as 20,000
std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

TEST(KqlDocs, LimitsAreThoseOfTheCode) {
  const std::string text = page("kql.md");
  for (const std::string& row : {
           fmt::format("| length of a query | {} bytes |", grouped(kMaxQueryBytes)),
           fmt::format("| brackets within one another | {} |", grouped(kMaxNestingDepth)),
           fmt::format("| terms, each value of a list counted | {} |", grouped(kMaxTerms)),
           fmt::format("| length of a field name | {} bytes |", grouped(kMaxFieldNameBytes)),
           fmt::format("| stars in a field name | {} |", grouped(kMaxFieldNameStars)),
       }) {
    EXPECT_TRUE(text.contains(row)) << row;
  }
}

TEST(KqlDocs, EveryCodeIsDocumented) {
  const std::string text = page("codes.md");
  for (const CodeEntry& code : codes()) {
    const std::string row = fmt::format("\n| {} | {} | {} | ", code.name, to_string(code.level), code.summary);
    EXPECT_TRUE(text.contains(row)) << row;
  }
}

}  // namespace
}  // namespace picket::kql::test
