// SPDX-License-Identifier: Apache-2.0
// Loads indicators from texts, through files in a folder that goes with the test.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "event/document.h"
#include "indicator/load.h"

namespace picket::indicator::testing {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "picket-indicators-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string add(const std::string& name, std::string_view text) const {
    const std::filesystem::path path = path_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

inline Loaded load_text(std::string_view text, const std::string& name = "given.txt") {
  const Folder folder;
  const std::vector<std::string> paths{folder.add(name, text)};
  return load(paths);
}

// Of each indicator the texts at a path, sorted.
inline std::vector<std::string> texts_at(const Set& set, std::string_view path) {
  std::vector<std::string> texts;
  for (Position i = 0; i < set.size(); ++i) {
    for (const std::string& text : event::all_texts(set.document(i), path)) texts.push_back(text);
  }
  std::ranges::sort(texts);
  return texts;
}

inline std::uint64_t count(const Report& report, Problem problem) {
  return report.problems[static_cast<std::size_t>(problem)];
}

// The only document of a set.
inline json::Object only(const Loaded& loaded) {
  EXPECT_EQ(loaded.set.size(), 1U);
  return loaded.set.empty() ? json::Object() : loaded.set.document(0);
}

}  // namespace picket::indicator::testing
