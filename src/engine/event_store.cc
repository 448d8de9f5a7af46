// SPDX-License-Identifier: Apache-2.0
#include "engine/event_store.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/check.h"

namespace picket::engine {
namespace {

// A file without a name: it vanishes with the process, however that ends.
int open_temporary() {
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(ignored);
  const int direct = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (direct >= 0) return direct;
  std::string name = (folder / "picket-XXXXXX").string();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file >= 0) ::unlink(name.c_str());
  return file;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

EventStore::~EventStore() {
  if (file_ >= 0) ::close(file_);
}

detect::EventHandle EventStore::add(std::string_view record, Place place) {
  PICKET_CHECK(entries_.size() < UINT32_MAX, "event handles have 32 bits");
  entries_.push_back({spilled_ + memory_.size(), static_cast<std::uint32_t>(record.size()), place});
  memory_.append(record);
  if (memory_.size() > memory_ceiling_ && error_.empty()) spill();
  return static_cast<detect::EventHandle>(entries_.size() - 1);
}

void EventStore::spill() {
  if (file_ < 0) file_ = open_temporary();
  if (file_ < 0 || !write_all(file_, memory_)) {
    // From here on the records stay in memory: the scan goes on as long as that holds.
    error_ = fmt::format("cannot keep matched events in a temporary file: {}", std::strerror(errno));
    return;
  }
  spilled_ += memory_.size();
  memory_.clear();
}

Result<std::string> EventStore::record(detect::EventHandle handle) {
  const Entry& entry = entries_[handle];
  if (entry.begin >= spilled_) return memory_.substr(entry.begin - spilled_, entry.length);
  std::string bytes(entry.length, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got =
        ::pread(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(entry.begin + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(fmt::format("cannot read a matched event back: {}", std::strerror(errno)));
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace picket::engine
