// SPDX-License-Identifier: Apache-2.0
// Test data that is not part of the repository: a folder `shared` beside the checkout, or where PICKET_SHARED says.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace picket::tests {

inline std::optional<std::string> shared_data(const std::string& name) {
  const char* root = std::getenv("PICKET_SHARED");
  const std::filesystem::path path =
      (root != nullptr ? std::filesystem::path(root) : std::filesystem::path(PICKET_SOURCE_DIR) / ".." / "shared") /
      name;
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) return std::nullopt;
  return path.string();
}

}  // namespace picket::tests
