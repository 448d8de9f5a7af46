// SPDX-License-Identifier: Apache-2.0
#include "match/explain.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compile/bind_kql.h"
#include "lang/kql/parser.h"

namespace picket::match {
namespace {

std::vector<Reason> why(std::string query, std::string_view document) {
  Diagnostics diagnostics;
  const SourceText source{"query", std::move(query)};
  const auto ast = kql::parse(source, diagnostics);
  const auto bound = compile::bind_kql(*ast, event::FieldCatalog::builtin(), {}, source, diagnostics);
  return explain(*bound, json::parse(document)->get_object());
}

TEST(Explain, HasNothingAgainstAMatch) {
  EXPECT_TRUE(why("host.id: a and not host.name: b", R"({"host":{"id":"a"}})").empty());
}

TEST(Explain, NamesTheTestAndWhatWasThere) {
  const auto reasons =
      why("host.id: a and event.outcome: success", R"({"host.id":"a","event":{"outcome":["failure",7]}})");
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].path, "and 2");
  EXPECT_EQ(reasons[0].atom, "event.outcome: \"success\"");
  EXPECT_EQ(reasons[0].found, "\"failure\", 7");
  EXPECT_FALSE(reasons[0].holds);
  EXPECT_FALSE(reasons[0].missing);
}

TEST(Explain, SaysThatTheFieldIsMissing) {
  const auto reasons = why("host.id: *", "{}");
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_TRUE(reasons[0].missing);
  EXPECT_EQ(reasons[0].found, "");
}

TEST(Explain, NamesWhatAnExclusionHit) {
  const auto reasons =
      why("host.id: a and not (user.name: root or user.name: sys*)", R"({"host.id":"a","user.name":"system"})");
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_TRUE(reasons[0].holds);
  EXPECT_EQ(reasons[0].path, "and 2 / not / or 2");
  EXPECT_EQ(reasons[0].atom, "user.name: sys*");
}

TEST(Explain, NamesEveryAlternativeThatFailed) {
  const auto reasons = why("host.id: a or (host.name: b and user.name: c)", R"({"host.name":"b"})");
  ASSERT_EQ(reasons.size(), 2U);
  EXPECT_EQ(reasons[0].path, "or 1");
  EXPECT_EQ(reasons[1].path, "or 2 / and 2");
}

TEST(Explain, CountsNestedObjects) {
  const auto reasons = why("email.attachments: { file.name: a and file.extension: b }",
                           R"({"email":{"attachments":[{"file":{"name":"a"}},{"file":{"extension":"b"}}]}})");
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].found, "2 objects");
}

TEST(Explain, ShortensAndEscapesWhatItShows) {
  const std::string long_text(500, 'x');
  const auto reasons =
      why("host.id: a", R"({"host.id":["\u001b[31m","1","2","3","4","5","6",")" + long_text + R"("]})");
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].found, R"("\x1b[31m", "1", "2", "3", "4", and 3 more)");
  EXPECT_LT(why("host.id: a", R"({"host.id":")" + long_text + R"("})")[0].found.size(), 150U);
}

TEST(Explain, StopsAfterEnough) {
  std::string query = "host.id: 0";
  for (int i = 1; i < 100; ++i) query += " or host.id: " + std::to_string(i);
  EXPECT_EQ(why(query, "{}").size(), kMaxReasons);
}

}  // namespace
}  // namespace picket::match
