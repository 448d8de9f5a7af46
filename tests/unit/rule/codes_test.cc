// SPDX-License-Identifier: Apache-2.0
// docs/codes.md documents each code of the table as the table has it.
#include "rule/codes.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

namespace picket::rule {
namespace {

TEST(RuleCodes, AreDocumented) {
  std::ifstream file(PICKET_SOURCE_DIR "/docs/codes.md");
  std::stringstream buffer;
  buffer << file.rdbuf();
  const std::string page = buffer.str();
  for (const CodeFacts& facts : kCodes) {
    const std::string row = fmt::format("| {} | {} | {} | ", facts.id, to_string(facts.level), facts.title);
    EXPECT_NE(page.find(row), std::string::npos) << row;
  }
}

TEST(RuleCodes, AreUnique) {
  std::set<std::string_view> ids;
  for (const CodeFacts& facts : kCodes) EXPECT_TRUE(ids.insert(facts.id).second) << facts.id;
}

}  // namespace
}  // namespace picket::rule
