// SPDX-License-Identifier: Apache-2.0
// Test data that is not part of the repository: published rules, recorded logs, vectors. It lies in a folder `shared`
// beside the checkout, or where the environment variable PICKET_SHARED says. A test that needs it skips where it is
// absent:
//   const auto path = test::shared_data("vectors/kql/match.jsonl");
//   if (!path) GTEST_SKIP() << test::kNoSharedData;
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace picket::test {

inline constexpr std::string_view kNoSharedData = "no shared test data beside the checkout (or in $PICKET_SHARED)";

// Path of a file or folder of the shared data; nullopt when it is not there.
inline std::optional<std::filesystem::path> shared_data(std::string_view relative) {
  const char* const configured = std::getenv("PICKET_SHARED");
  const std::filesystem::path root = configured != nullptr ? std::filesystem::path(configured)
                                                           : std::filesystem::path(PICKET_SOURCE_DIR) / ".." / "shared";
  std::error_code error;
  std::filesystem::path path = root / relative;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  return path;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace picket::test
