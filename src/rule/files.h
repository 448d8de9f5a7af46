// SPDX-License-Identifier: Apache-2.0
// Finding and reading rule files, and files of rule tests.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace picket::rule {

struct FoundFile {
  std::string path;
  bool named = false;  // given by the user, not met in a folder: it must be a rule file
};

// The rule files of the paths, each once, in the order of the paths and inside a folder in the order of names. Says
// what cannot be found or read and which folders are empty.
std::vector<FoundFile> find_files(std::span<const std::string> paths, Diagnostics& diagnostics);

// A file of rule tests in a folder is one whose name ends so.
inline constexpr std::string_view kTestSuffix = ".test.toml";
// The same for files of rule tests.
std::vector<FoundFile> find_test_files(std::span<const std::string> paths, Diagnostics& diagnostics);

// The file as UTF-8 without byte order mark; nullopt (and a problem) when it cannot be read, is too large or no text.
std::optional<std::string> read_text_file(const std::string& path, Diagnostics& diagnostics);
// The same for a value list, which may be larger.
std::optional<std::string> read_value_file(const std::string& path, Diagnostics& diagnostics);
std::optional<std::string> to_text(std::string_view name, std::string bytes, Diagnostics& diagnostics);

}  // namespace picket::rule
