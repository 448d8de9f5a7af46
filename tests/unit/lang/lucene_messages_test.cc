// SPDX-License-Identifier: Apache-2.0
// What authors of Lucene queries are told. messages/lucene.txt holds queries, the places that the reader points at, and
// its words, in the form that kql_messages_test.cc describes. With PICKET_UPDATE=1 in the environment the file is
// written anew; read the difference before it is kept.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lang/lucene/codes.h"
#include "lucene_support.h"
#include "support/shared_data.h"

namespace picket::lucene::test {
namespace {

const std::filesystem::path kFile =
    std::filesystem::path(PICKET_SOURCE_DIR) / "tests" / "unit" / "lang" / "messages" / "lucene.txt";

std::vector<std::string> queries() {
  const std::string file = picket::test::read_file(kFile);
  std::vector<std::string> queries;
  for (std::size_t begin = 0; begin < file.size();) {
    const std::size_t end = std::min(file.find('\n', begin), file.size());
    const std::string line = file.substr(begin, end - begin);
    if (line.starts_with(">>> ")) queries.push_back(line.substr(4));
    begin = end + 1;
  }
  return queries;
}

std::string retell(const std::string& query) {
  std::string text = fmt::format(">>> {}\n", query);
  const Outcome outcome = read(query);
  for (const Diagnostic& item : outcome.diagnostics.items()) {
    const std::size_t length = std::max<std::size_t>(1, item.span.end - item.span.begin);
    text += fmt::format("{}{} {} {}: {}\n", std::string(4 + item.span.begin, ' '), std::string(length, '^'),
                        to_string(item.level), item.code, item.message);
    if (!item.hint.empty()) text += fmt::format("    hint: {}\n", item.hint);
  }
  return text + "\n";
}

TEST(LuceneMessages, AreAsWrittenDown) {
  const std::string expected = picket::test::read_file(kFile);
  std::string actual;
  for (const std::string& query : queries()) {
    const std::string told = retell(query);
    EXPECT_TRUE(expected.contains(told)) << told;
    actual += told;
  }
  ASSERT_FALSE(actual.empty());
  EXPECT_TRUE(actual == expected) << "the file is not in the form that PICKET_UPDATE=1 gives it";
  if (std::getenv("PICKET_UPDATE") != nullptr) std::ofstream(kFile) << actual;
}

TEST(LuceneMessages, ShowEveryCodeButThoseOfLimits) {
  std::set<std::string> seen;
  for (const std::string& query : queries()) {
    const Outcome outcome = read(query);
    for (const Diagnostic& item : outcome.diagnostics.items()) {
      seen.insert(item.code);
      const auto code = std::ranges::find(codes(), item.code, &CodeEntry::name);
      ASSERT_NE(code, codes().end()) << item.code;
      EXPECT_EQ(item.level, code->level);
    }
    EXPECT_EQ(outcome.ast.has_value(), !outcome.diagnostics.has_errors()) << query;
  }
  const std::set<std::string> limits = {"L101", "L102", "L103", "L105", "L106", "L107", "L108", "L134", "L135"};
  for (const CodeEntry& code : codes()) {
    EXPECT_NE(seen.contains(std::string(code.name)), limits.contains(std::string(code.name))) << code.name;
  }
}

// Queries that look like mistakes and are none.
TEST(LuceneMessages, SilenceIsSilent) {
  for (const std::string_view query :
       {"a:(b OR c) AND NOT d:e", "+a +b -c", "message:\"not found\"", "a:or", "a:not", "f:(x OR y)", "a:\"*\"",
        "f:/a.*b/", "f:/\\^a/", "f:>=5", "f:(>=1 AND <5)", "NOT a AND b", "a || b", "a:'", "a:it's", "_exists_:a.\\*",
        "note:rock\\-and\\-roll", "f:/(a|b)$c/", "event.code:4625"}) {
    EXPECT_EQ(read(std::string(query)).shown(), "") << query;
  }
}

}  // namespace
}  // namespace picket::lucene::test
