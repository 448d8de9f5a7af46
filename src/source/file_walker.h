// SPDX-License-Identifier: Apache-2.0
// Finds the files that are to be read: expands folders, in the byte order of the names in each, gives every file once
// however many paths lead to it, and passes over what is no log by its name. Holds the listing of the folders that it
// is in, and nothing of those it has left but their identity.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "source/reason.h"

namespace picket::source {

struct FoundFile {
  std::string path;
  bool named = false;      // asked for by its own path, not met in a folder
  std::uint64_t size = 0;  // 0 for pipes and the like
  // Set for what is not to be read: a note or a refusal.
  std::optional<Reason> refused;
  std::string detail;
};

class FileWalker {
 public:
  explicit FileWalker(std::span<const std::string> paths) : paths_(paths) {}
  // nullopt after the last.
  std::optional<FoundFile> next();

 private:
  struct Folder {
    std::string path;
    std::vector<std::string> names;  // last first
  };
  using Identity = std::pair<dev_t, ino_t>;

  // nullopt when it was a folder, which was entered.
  std::optional<FoundFile> visit(std::string path, bool named);
  std::optional<FoundFile> enter(std::string path, bool named);

  std::span<const std::string> paths_;
  std::vector<Folder> folders_;  // innermost last
  std::set<Identity> seen_;
};

}  // namespace picket::source
