// SPDX-License-Identifier: Apache-2.0
#include "engine/index_pattern.h"

#include <gtest/gtest.h>

#include <vector>

namespace picket::engine {
namespace {

bool sees(std::vector<std::string> patterns, std::string_view index) {
  return sees_index(patterns, index);
}

TEST(IndexPattern, AStarStandsForAnything) {
  EXPECT_TRUE(sees({"logs-azure.activitylogs-*"}, "logs-azure.activitylogs-default"));
  EXPECT_FALSE(sees({"logs-azure.activitylogs-*"}, "logs-azure.signinlogs-default"));
  EXPECT_TRUE(sees({"filebeat-*", "logs-azure*"}, "logs-azure.activitylogs-default"));
  EXPECT_FALSE(sees({}, "logs-azure.activitylogs-default"));
}

TEST(IndexPattern, ABackingIndexIsItsDataStream) {
  EXPECT_EQ(data_stream_of(".ds-logs-azure.activitylogs-default-2024.01.31-000012"), "logs-azure.activitylogs-default");
  EXPECT_EQ(data_stream_of(".ds-x-2024.01.31-000012"), "x");
  EXPECT_EQ(data_stream_of("logs-x"), "logs-x");
  EXPECT_EQ(data_stream_of(".ds-2024.01.31-000012"), ".ds-2024.01.31-000012");
  EXPECT_EQ(data_stream_of(".ds-logs-x-default"), ".ds-logs-x-default");
  EXPECT_TRUE(sees({"logs-azure.activitylogs-*"}, ".ds-logs-azure.activitylogs-default-2024.01.31-000012"));
  EXPECT_TRUE(sees({".ds-logs-*"}, ".ds-logs-azure.activitylogs-default-2024.01.31-000012"));
}

TEST(IndexPattern, ExclusionsTakeAwayFromWhatCameBefore) {
  EXPECT_FALSE(sees({"logs-*", "-logs-azure*"}, "logs-azure.activitylogs-default"));
  EXPECT_TRUE(sees({"logs-*", "-logs-azure*"}, "logs-endpoint.events.process-default"));
  EXPECT_TRUE(sees({"-logs-azure*", "logs-*"}, "logs-azure.activitylogs-default"));
}

TEST(IndexPattern, ARemoteClusterNamesTheSameIndices) {
  EXPECT_TRUE(sees({"europe:logs-*"}, "logs-x"));
}

TEST(IndexPattern, AnIndexOfAClusterIsSeenByPatternsOfThatCluster) {
  constexpr std::string_view kBacking = "europe:.ds-logs-x-default-2024.01.31-000012";
  for (const std::string_view index : {std::string_view("europe:logs-x-default"), kBacking}) {
    EXPECT_TRUE(sees({"europe:logs-*"}, index));
    EXPECT_TRUE(sees({"*:logs-*"}, index));
    EXPECT_FALSE(sees({"asia:logs-*"}, index));
    EXPECT_FALSE(sees({"logs-*"}, index));
    EXPECT_FALSE(sees({"*"}, index));
  }
}

TEST(IndexPattern, AMountedSnapshotIsItsDataStream) {
  EXPECT_TRUE(sees({"logs-*"}, "partial-.ds-logs-x-default-2024.01.31-000012"));
  EXPECT_TRUE(sees({"logs-*"}, "restored-.ds-logs-x-default-2024.01.31-000012"));
  EXPECT_EQ(data_stream_of("partial-x"), "partial-x");
}

TEST(IndexPattern, CommasSeparatePatterns) {
  EXPECT_TRUE(sees({"winlogbeat-*, logs-x-*"}, "logs-x-default"));
  EXPECT_FALSE(sees({"logs-*,-logs-x-*"}, "logs-x-default"));
}

TEST(IndexPattern, AnUnknownIndexIsSeenByEveryRule) {
  EXPECT_TRUE(sees({"logs-azure.activitylogs-*"}, ""));
}

}  // namespace
}  // namespace picket::engine
