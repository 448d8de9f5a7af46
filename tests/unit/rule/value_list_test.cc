// SPDX-License-Identifier: Apache-2.0
#include "rule/value_list.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace picket::rule {
namespace {

using Texts = std::vector<std::string>;

TEST(ValueList, IsAValueALine) {
  EXPECT_EQ(parse_value_list("f", "a\nb c\r\n\n  \n10.0.0.0/8").values, (Texts{"a", "b c", "10.0.0.0/8"}));
  EXPECT_EQ(parse_value_list("f",
                             "\xEF\xBB\xBF"
                             "a\n")
                .values,
            Texts{"a"});
  EXPECT_TRUE(parse_value_list("f", "").values.empty());
}

TEST(ValueList, ComesFromAFileOrAFolder) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "value_lists";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "vpn.txt") << "10.0.0.1\n";
  std::ofstream(folder / "staff") << "alice\n";
  Diagnostics diagnostics;
  ValueLists lists;
  load_value_lists(folder.string(), lists, diagnostics);
  load_value_lists("more=" + (folder / "vpn.txt").string(), lists, diagnostics);
  EXPECT_EQ(lists.size(), 3U);
  EXPECT_EQ(lists["vpn"].values, Texts{"10.0.0.1"});
  EXPECT_EQ(lists["staff"].values, Texts{"alice"});
  EXPECT_EQ(lists["more"].values, Texts{"10.0.0.1"});
  EXPECT_FALSE(diagnostics.has_errors());
  std::filesystem::remove_all(folder);
}

TEST(ValueList, SaysWhatItCannotRead) {
  ValueLists lists;
  for (const std::string argument : {"vpn.txt", "=file", "id=/no/such/file"}) {
    Diagnostics diagnostics;
    load_value_lists(argument, lists, diagnostics);
    EXPECT_EQ(diagnostics.error_count(), 1U) << argument;
  }
  EXPECT_TRUE(lists.empty());
}

}  // namespace
}  // namespace picket::rule
