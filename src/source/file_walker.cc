// SPDX-License-Identifier: Apache-2.0
#include "source/file_walker.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <system_error>

#include "source/file_kind.h"

namespace picket::source {
namespace {

FoundFile refused(std::string path, bool named, Reason reason, std::string detail) {
  return {.path = std::move(path), .named = named, .size = 0, .refused = reason, .detail = std::move(detail)};
}

std::string join(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

}  // namespace

std::optional<FoundFile> FileWalker::next() {
  while (!folders_.empty() || !paths_.empty()) {
    std::optional<FoundFile> found;
    if (folders_.empty()) {
      std::string path = paths_.front();
      paths_ = paths_.subspan(1);
      found = visit(std::move(path), true);
    } else if (folders_.back().names.empty()) {
      folders_.pop_back();
    } else {
      const std::string name = std::move(folders_.back().names.back());
      folders_.back().names.pop_back();
      std::string path = join(folders_.back().path, name);
      const auto foreign = foreign_name(name);
      found = foreign ? refused(std::move(path), false, Reason::skipped_file, std::string(*foreign))
                      : visit(std::move(path), false);
    }
    if (found) return found;
  }
  return std::nullopt;
}

std::optional<FoundFile> FileWalker::visit(std::string path, bool named) {
  struct stat status{};
  const bool standard_input = named && path == "-";
  if ((standard_input ? ::fstat(0, &status) : ::stat(path.c_str(), &status)) != 0) {
    return refused(std::move(path), named, Reason::unreadable_file, std::generic_category().message(errno));
  }
  const bool folder = S_ISDIR(status.st_mode);
  if (!folder && !S_ISREG(status.st_mode) && !named) {
    return refused(std::move(path), named, Reason::skipped_file, "a device, pipe or socket");
  }
  if ((folder || S_ISREG(status.st_mode)) && !seen_.emplace(status.st_dev, status.st_ino).second) {
    return refused(std::move(path), named, Reason::duplicate_file, {});
  }
  if (folder) return enter(std::move(path), named);
  return FoundFile{.path = std::move(path),
                   .named = named,
                   .size = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0,
                   .refused = std::nullopt,
                   .detail = {}};
}

std::optional<FoundFile> FileWalker::enter(std::string path, bool named) {
  std::error_code error;
  Folder folder{.path = path, .names = {}};
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    folder.names.push_back(at->path().filename().string());
  }
  std::ranges::sort(folder.names, std::greater<>());
  folders_.push_back(std::move(folder));
  if (error) return refused(std::move(path), named, Reason::unreadable_file, error.message());
  return std::nullopt;
}

}  // namespace picket::source
