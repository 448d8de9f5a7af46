// SPDX-License-Identifier: Apache-2.0
#include "rule/guide.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace picket::rule {
namespace {

std::string fill(std::string_view note) {
  return fill_placeholders(note, [](std::string_view plugin, std::size_t index) -> std::optional<std::string> {
    if (index > 11) return std::nullopt;
    return "<" + std::string(plugin) + " " + std::to_string(index) + ">";
  });
}

TEST(RuleGuide, PlaceholdersAreWholeNames) {
  EXPECT_EQ(fill("a $osquery_0 b"), "a <osquery 0> b");
  EXPECT_EQ(fill("${investigate_1}${osquery_2}"), "<investigate 1><osquery 2>");
  EXPECT_EQ(fill("$osquery_1 $osquery_10"), "<osquery 1> <osquery 10>");
  EXPECT_EQ(fill("$osquery_1."), "<osquery 1>.");
  EXPECT_EQ(fill("$osquery_1a $osquery_ $osquery $osqueries_1"), "$osquery_1a $osquery_ $osquery $osqueries_1");
  EXPECT_EQ(fill("${osquery_1"), "${osquery_1");
  EXPECT_EQ(fill("$osquery_12"), "$osquery_12");
  EXPECT_EQ(fill("$osquery_99999999999999999999999"), "$osquery_99999999999999999999999");
  EXPECT_EQ(fill("$$ $"), "$$ $");
  EXPECT_EQ(fill(""), "");
}

TEST(RuleGuide, QueriesAreFoundInTheText) {
  const auto found = [](std::string_view note) { return json::serialize(guide_queries(note)); };
  EXPECT_EQ(found("nothing"), "{}");
  EXPECT_EQ(found(R"(a !{osquery{"q":"}"}} b !{investigate{"l":{"x":1}}} c !{osquery{"q":"2"}})"),
            R"({"osquery":[{"q":"}"},{"q":"2"}],"investigate":[{"l":{"x":1}}]})");
  EXPECT_EQ(found(R"(!{osquery{"q":"never closed")"), "{}");
  EXPECT_EQ(found(R"(!{osquery{no JSON}} !{osquery{"q":1}})"), R"({"osquery":[{"q":1}]})");
  EXPECT_EQ(found(R"(!{insight{"q":1}} !{)"), "{}");
}

TEST(RuleGuide, PluginTextHasSortedKeys) {
  EXPECT_EQ(
      plugin_text("osquery", *json::parse(R"({"query":"q","label":"l","ecs_mapping":{"b":1,"a":[{"d":1,"c":2}]}})")),
      R"(!{osquery{"ecs_mapping":{"a":[{"c":2,"d":1}],"b":1},"label":"l","query":"q"}})");
}

TEST(RuleGuide, SetupIsOneChapter) {
  EXPECT_EQ(split_setup("no headings").setup, "");
  EXPECT_EQ(split_setup("# setup").setup, "# setup");
  EXPECT_EQ(split_setup("# setup").note, "");
  EXPECT_EQ(split_setup("# A\n## Setup\nx\n# B\ny").setup, "## Setup\nx");
  EXPECT_EQ(split_setup("# A\n## Setup\nx\n# B\ny").note, "# A\n# B\ny");
  EXPECT_EQ(split_setup("## Setup guide\nx").setup, "");
  EXPECT_EQ(split_setup("##Setup\nx").setup, "");
}

}  // namespace
}  // namespace picket::rule
