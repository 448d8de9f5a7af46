// SPDX-License-Identifier: Apache-2.0
// docs/codes.md has every code of this room, with its level and meaning.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "compile/codes.h"
#include "support/shared_data.h"

namespace picket::compile {
namespace {

TEST(Docs, ListEveryCode) {
  const std::string page = test::read_file(std::string(PICKET_SOURCE_DIR) + "/docs/codes.md");
  for (const codes::Entry& entry : codes::kTable) {
    const std::string row = fmt::format("| {} | {} | {} | ", entry.code, to_string(entry.level), entry.meaning);
    EXPECT_NE(page.find(row), std::string::npos) << row;
  }
}

}  // namespace
}  // namespace picket::compile
