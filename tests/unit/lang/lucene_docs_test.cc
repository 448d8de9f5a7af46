// SPDX-License-Identifier: Apache-2.0
// The pages for users say what the reader does: the examples of docs/lucene.md are read, docs/codes.md has every code.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "lang/lucene/codes.h"
#include "lang/lucene/limits.h"
#include "lucene_support.h"
#include "support/shared_data.h"

namespace picket::lucene::test {
namespace {

std::string page(std::string_view name) {
  return picket::test::read_file(std::string(PICKET_SOURCE_DIR) + "/docs/" + std::string(name));
}

// The lines of all blocks of a kind.
std::vector<std::string> examples(std::string_view kind) {
  const std::string text = page("lucene.md");
  const std::string fence = fmt::format("\n```{}\n", kind);
  std::vector<std::string> entries;
  for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
    const std::size_t begin = at + fence.size();
    const std::string block = text.substr(begin, text.find("\n```", begin) - begin);
    for (const std::string_view line : split(block, '\n')) entries.emplace_back(line);
  }
  return entries;
}

TEST(LuceneDocs, ValidExamplesAreValidAndUnsuspicious) {
  const std::vector<std::string> queries = examples("lucene");
  EXPECT_GE(queries.size(), 5U);
  for (const std::string& query : queries) EXPECT_EQ(read(query).shown(), "") << query;
}

TEST(LuceneDocs, MistakesHaveTheCodesThatArePrinted) {
  for (const std::string_view kind : {"lucene-errors", "lucene-warnings"}) {
    const std::vector<std::string> entries = examples(kind);
    EXPECT_GE(entries.size(), 8U);
    for (const std::string& entry : entries) {
      const Outcome outcome = read(entry.substr(5));
      EXPECT_EQ(outcome.codes(), std::vector<std::string>{entry.substr(0, 4)}) << entry << "\n" << outcome.shown();
      EXPECT_EQ(outcome.ast.has_value(), kind == "lucene-warnings") << entry;
    }
  }
}

// 20000 as 20,000
std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

TEST(LuceneDocs, LimitsAreThoseOfTheCode) {
  const std::string text = page("lucene.md");
  for (const std::string& row : {
           fmt::format("| length of a query | {} bytes |", grouped(kMaxQueryBytes)),
           fmt::format("| brackets within one another | {} |", grouped(kMaxNestingDepth)),
           fmt::format("| terms | {} |", grouped(kMaxTerms)),
           fmt::format("| length of a field name | {} bytes |", grouped(kMaxFieldNameBytes)),
           fmt::format("| stars in a field name | {} |", grouped(kMaxFieldNameStars)),
           fmt::format("| length of a regular expression | {} characters |", grouped(kMaxRegexpCharacters)),
           fmt::format("| levels in a regular expression | {} |", grouped(kMaxRegexpDepth)),
       }) {
    EXPECT_TRUE(text.contains(row)) << row;
  }
}

TEST(LuceneDocs, EveryCodeIsDocumented) {
  const std::string text = page("codes.md");
  for (const CodeEntry& code : codes()) {
    const std::string row = fmt::format("\n| {} | {} | {} | ", code.name, to_string(code.level), code.summary);
    EXPECT_TRUE(text.contains(row)) << row;
  }
}

}  // namespace
}  // namespace picket::lucene::test
