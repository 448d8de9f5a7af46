// SPDX-License-Identifier: Apache-2.0
// The records of events that may become alerts, until the end of the run. They stay in memory up to a ceiling and then
// go to an unnamed temporary file, so memory does not grow with the number of matches. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/hit.h"

namespace picket::engine {

class EventStore {
 public:
  explicit EventStore(std::size_t memory_ceiling = kMemoryCeiling) : memory_ceiling_(memory_ceiling) {}
  EventStore(const EventStore&) = delete;
  EventStore& operator=(const EventStore&) = delete;
  ~EventStore();

  static constexpr std::size_t kMemoryCeiling = 32U << 20U;

  struct Place {
    std::uint32_t file = 0;  // source::FileInfo::index
    std::uint32_t line = 0;
    std::uint64_t offset = 0;
  };

  detect::EventHandle add(std::string_view record, Place place);
  // An error when the temporary file could not be written or read back.
  Result<std::string> record(detect::EventHandle handle);
  Place place(detect::EventHandle handle) const { return entries_[handle].place; }
  std::size_t size() const { return entries_.size(); }
  // Set once the disk refused: what was kept before is still readable.
  const std::string& error() const { return error_; }

 private:
  struct Entry {
    std::uint64_t begin = 0;  // in the whole of what was added
    std::uint32_t length = 0;
    Place place;
  };
  void spill();

  std::size_t memory_ceiling_;
  std::vector<Entry> entries_;
  std::string memory_;         // the newest part
  std::uint64_t spilled_ = 0;  // bytes in the file: where memory_ begins
  int file_ = -1;
  std::string error_;
};

}  // namespace picket::engine
