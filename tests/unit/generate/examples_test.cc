// SPDX-License-Identifier: Apache-2.0
// The sample logs are what the generator makes: examples/regenerate with other options, or a change of the generator
// without running it, shows here.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "generate/tenant.h"

namespace picket::generate {
namespace {

TEST(Examples, MondayNoonIsThatOfTheGenerator) {
  TenantOptions options;
  options.seed = 265;
  options.start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 9};
  options.days = 1;
  options.operations_per_day = 14;
  options.intrusions = 1;
  options.story = true;
  options.size.users = 9;
  options.size.pipelines = 3;
  options.size.managed_identities = 3;
  options.size.subscriptions = 1;
  options.size.resource_groups = 2;
  Tenant tenant(options);
  std::vector<std::string> expected;
  for (std::string record; tenant.next(record);) {
    if (record.find("\"time\":\"2026-03-09T12:") != std::string::npos) expected.push_back(record);
  }
  ASSERT_GT(expected.size(), 20U);

  std::vector<std::string> found;
  const auto logs = std::filesystem::path(PICKET_SOURCE_DIR) / "examples/logs/insights-activity-logs";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(logs)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) found.push_back(line);
  }
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace picket::generate
