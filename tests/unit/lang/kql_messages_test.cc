// SPDX-License-Identifier: Apache-2.0
// What authors are told. The files messages/*.txt hold queries, the places that the reader points at, and its words:
//   >>> a:not b
//         ^^^ error K132: ...
//       hint: ...
// Lines of a query after the first begin with "... "; then offsets stand for the marks. "<blank>" is a space at the
// end. With PICKET_UPDATE=1 in the environment the files are written anew; read the difference before it is kept.
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

#include "kql_support.h"
#include "lang/kql/codes.h"
#include "support/shared_data.h"

namespace picket::kql::test {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(PICKET_SOURCE_DIR) / "tests" / "unit" / "lang" / "messages";

constexpr std::string_view kBlank = "<blank>";

std::vector<std::string> queries_of(const std::string& file) {
  std::vector<std::string> queries;
  std::size_t begin = 0;
  while (begin < file.size()) {
    const std::size_t end = std::min(file.find('\n', begin), file.size());
    const std::string line = file.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with(">>> ")) queries.push_back(line.substr(4));
    if (line.starts_with("... ")) queries.back() += "\n" + line.substr(4);
  }
  for (std::string& query : queries) {
    if (query.ends_with(kBlank)) query.replace(query.size() - kBlank.size(), kBlank.size(), " ");
  }
  return queries;
}

std::vector<std::string> queries_of_file(std::string_view name) {
  return queries_of(picket::test::read_file(kFolder / name));
}

std::string marks(const std::string& query, Span span) {
  if (query.contains('\n')) return fmt::format("    [{}-{}]", span.begin, span.end);
  return std::string(4 + span.begin, ' ') + std::string(std::max<std::size_t>(1, span.end - span.begin), '^');
}

std::string retell(const std::string& query) {
  std::string text = ">>> ";
  for (const char c : query) text += c == '\n' ? "\n... " : std::string(1, c);
  if (text.ends_with(' ')) text.replace(text.size() - 1, 1, kBlank);
  text += '\n';
  const Outcome outcome = read(query);
  for (const Diagnostic& item : outcome.diagnostics.items()) {
    text += fmt::format("{} {} {}: {}\n", marks(query, item.span), to_string(item.level), item.code, item.message);
    if (!item.hint.empty()) text += fmt::format("    hint: {}\n", item.hint);
  }
  return text + "\n";
}

class KqlMessages : public testing::TestWithParam<std::string_view> {};

TEST_P(KqlMessages, AreAsWrittenDown) {
  const std::filesystem::path path = kFolder / GetParam();
  const std::string expected = picket::test::read_file(path);
  const std::vector<std::string> queries = queries_of(expected);
  ASSERT_FALSE(queries.empty());
  std::string actual;
  for (const std::string& query : queries) {
    const std::string told = retell(query);
    EXPECT_TRUE(expected.contains(told)) << told;
    actual += told;
  }
  EXPECT_TRUE(actual == expected) << GetParam() << " is not in the form that PICKET_UPDATE=1 gives it";
  if (std::getenv("PICKET_UPDATE") != nullptr) std::ofstream(path) << actual;
}

INSTANTIATE_TEST_SUITE_P(Files, KqlMessages, testing::Values("mistakes.txt", "suspicions.txt", "silence.txt"),
                         [](const auto& test) { return std::string(test.param.substr(0, test.param.find('.'))); });

// A query of silence.txt looks like a mistake and is none.
TEST(KqlMessagesFiles, SilenceIsSilent) {
  for (const std::string& query : queries_of_file("silence.txt")) {
    EXPECT_EQ(read(query).shown(), "") << query;
  }
}

TEST(KqlMessagesFiles, ShowEveryCodeButThoseOfLimits) {
  std::set<std::string> seen;
  for (const std::string_view name : {"mistakes.txt", "suspicions.txt"}) {
    for (const std::string& query : queries_of_file(name)) {
      const std::vector<std::string> found = read(query).codes();
      seen.insert(found.begin(), found.end());
    }
  }
  const std::set<std::string> limits = {"K101", "K102", "K103", "K105", "K106", "K107", "K108"};
  for (const CodeEntry& code : codes()) {
    EXPECT_NE(seen.contains(std::string(code.name)), limits.contains(std::string(code.name))) << code.name;
  }
}

TEST(KqlMessagesFiles, LevelsAreThoseOfTheTable) {
  for (const std::string_view name : {"mistakes.txt", "suspicions.txt"}) {
    for (const std::string& query : queries_of_file(name)) {
      const Outcome outcome = read(query);
      EXPECT_EQ(outcome.diagnostics.has_errors(), name == "mistakes.txt") << query;
      for (const Diagnostic& item : outcome.diagnostics.items()) {
        const auto code = std::ranges::find(codes(), item.code, &CodeEntry::name);
        ASSERT_NE(code, codes().end()) << item.code;
        EXPECT_EQ(item.level, code->level);
        EXPECT_LE(item.span.begin, item.span.end);
        EXPECT_LE(item.span.end, query.size());
      }
    }
  }
}

}  // namespace
}  // namespace picket::kql::test
