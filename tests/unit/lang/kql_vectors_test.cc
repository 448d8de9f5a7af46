// SPDX-License-Identifier: Apache-2.0
// The reader against data that it was not written with: vectors of the grammar, and the queries of published rules.
#include "support/kql_vectors.h"

#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "kql_peg.h"
#include "kql_support.h"

namespace picket::kql::test {
namespace {

using picket::test::read_vectors;
using picket::test::text_of;

// The KQL of a rule file; empty where the rule has another language.
std::vector<std::string> queries_of(const std::filesystem::path& path) {
  const toml::table file = toml::parse_file(path.string());
  std::vector<std::string> queries;
  for (const auto& [language, query] : {std::pair("language", "query"), std::pair("threat_language", "threat_query")}) {
    if (file["rule"][language].value_or(std::string_view()) != "kuery") continue;
    queries.emplace_back(file["rule"][query].value_or(std::string_view()));
  }
  return queries;
}

TEST(KqlVectors, EveryVectorOfTheGrammarHasItsTree) {
  const auto path = picket::test::shared_data("vectors/kql/parse.jsonl");
  if (!path) GTEST_SKIP() << picket::test::kNoSharedData;
  const std::vector<json::Object> vectors = read_vectors(*path);
  ASSERT_GE(vectors.size(), 200u);
  for (const json::Object& vector : vectors) {
    SCOPED_TRACE(text_of(vector, "id") + ": " + text_of(vector, "query"));
    const Outcome outcome = read(text_of(vector, "query"));
    const bool valid = vector.at("valid").as_bool();
    EXPECT_EQ(Peg(text_of(vector, "query")).tree().value_or(""), valid ? text_of(vector, "tree") : "");
    EXPECT_EQ(outcome.ast.has_value(), valid) << outcome.shown();
    EXPECT_EQ(outcome.diagnostics.has_errors(), !valid);
    if (!valid) continue;
    EXPECT_EQ(outcome.tree(), text_of(vector, "tree"));
    EXPECT_EQ(read(to_kql(outcome.ast->root)).tree(), outcome.tree()) << to_kql(outcome.ast->root);
  }
}

TEST(KqlVectors, EveryQueryOfTheOtherVectorsIsValid) {
  for (const std::string_view name : {"vectors/kql/match.jsonl", "vectors/kql/errors.jsonl"}) {
    const auto path = picket::test::shared_data(name);
    if (!path) GTEST_SKIP() << picket::test::kNoSharedData;
    const std::vector<json::Object> vectors = read_vectors(*path);
    ASSERT_FALSE(vectors.empty());
    for (const json::Object& vector : vectors) {
      const Outcome outcome = read(text_of(vector, "query"));
      EXPECT_TRUE(outcome.ast.has_value()) << outcome.shown();
    }
  }
}

TEST(KqlVectors, EveryPublishedRuleIsValidAndSurvivesPrinting) {
  const auto path = picket::test::shared_data("rules-elastic");
  if (!path) GTEST_SKIP() << picket::test::kNoSharedData;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*path)) {
    if (entry.path().extension() != ".toml") continue;
    const std::vector<std::string> queries = queries_of(entry.path());
    if (!queries.empty()) ++files;
    for (const std::string& query : queries) {
      SCOPED_TRACE(entry.path().filename().string());
      const Outcome outcome = read(query);
      ASSERT_TRUE(outcome.ast.has_value()) << outcome.shown();
      const Outcome again = read(to_kql(outcome.ast->root));
      EXPECT_EQ(again.tree(), outcome.tree());
    }
  }
  EXPECT_GE(files, 100u);
}

}  // namespace
}  // namespace picket::kql::test
