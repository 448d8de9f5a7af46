// SPDX-License-Identifier: Apache-2.0
#include "source/reason.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "source/input.h"
#include "source/record.h"

namespace picket::source {
namespace {

TEST(Reason, NamesAreStableAndDistinct) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kReasonCount; ++i) {
    const ReasonInfo& row = info(static_cast<Reason>(i));
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << row.name;
    EXPECT_FALSE(row.sentence.empty());
  }
  EXPECT_EQ(info(Reason::not_json).name, "not_json");
  EXPECT_EQ(info(Reason::duplicate_file).name, "duplicate_file");
}

TEST(Reason, OnlyLossMakesAReadingIncomplete) {
  for (std::size_t i = 0; i < kReasonCount; ++i) {
    InputReport report;
    EXPECT_TRUE(report.complete());
    report.refusals[i] = 1;
    EXPECT_EQ(report.complete(), info(static_cast<Reason>(i)).loss == Loss::none) << i;
  }
}

TEST(Reason, ContainersHaveNames) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kContainerCount; ++i) names.insert(to_string(static_cast<Container>(i)));
  EXPECT_EQ(names.size(), kContainerCount);
  EXPECT_EQ(to_string(Container::elasticsearch_bulk), "elasticsearch_bulk");
}

TEST(Reason, FormatsAreFoundByName) {
  EXPECT_EQ(parse_input_format("jsonl"), InputFormat::json_lines);
  EXPECT_EQ(parse_input_format("json"), InputFormat::json);
  EXPECT_EQ(parse_input_format("csv"), InputFormat::csv);
  EXPECT_EQ(parse_input_format("JSON"), std::nullopt);
  EXPECT_EQ(input_format_names().size(), 3U);
}

}  // namespace
}  // namespace picket::source
