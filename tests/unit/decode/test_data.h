// SPDX-License-Identifier: Apache-2.0
// Where tests of this room find data that is not in the repository, and how they read it.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace picket::decode::testing_data {

inline std::filesystem::path shared_folder() {
  const char* shared = std::getenv("PICKET_SHARED");
  if (shared != nullptr && *shared != '\0') return shared;
  return std::filesystem::path(PICKET_SOURCE_DIR) / ".." / "shared";
}
inline std::filesystem::path fixtures() {
  return shared_folder() / "fixtures";
}
inline std::filesystem::path geoip_folder() {
  return std::filesystem::path(PICKET_SOURCE_DIR) / "tests" / "data" / "geoip";
}

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline std::vector<std::string> read_lines(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out.push_back(line);
  }
  return out;
}

// Followed by the readable bytes that project() asks for.
class Padded {
 public:
  explicit Padded(std::string_view text) : size_(text.size()), bytes_(text) { bytes_.append(64, '\0'); }
  std::string_view view() const { return std::string_view(bytes_).substr(0, size_); }

 private:
  std::size_t size_;
  std::string bytes_;
};

}  // namespace picket::decode::testing_data

#define PICKET_NEEDS_FIXTURES()                                                                      \
  do {                                                                                               \
    if (!std::filesystem::exists(picket::decode::testing_data::fixtures())) {                        \
      GTEST_SKIP() << "needs " << picket::decode::testing_data::fixtures() << " (or PICKET_SHARED)"; \
    }                                                                                                \
  } while (false)
