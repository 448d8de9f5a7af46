// SPDX-License-Identifier: Apache-2.0
#include "engine/event_store.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace picket::engine {
namespace {

TEST(EventStore, GivesBackWhatWasKeptFromMemoryAndFromDisk) {
  EventStore store(1000);  // a small ceiling: most of it goes to the file
  std::vector<detect::EventHandle> handles;
  for (std::uint32_t i = 0; i < 500; ++i) {
    handles.push_back(
        store.add(fmt::format("record {} {}", i, std::string(i % 90, 'x')), {i % 3, i, std::uint64_t{i} * 10}));
  }
  for (std::uint32_t i = 0; i < 500; ++i) {
    EXPECT_EQ(store.record(handles[i]).value(), fmt::format("record {} {}", i, std::string(i % 90, 'x')));
    EXPECT_EQ(store.place(handles[i]).line, i);
    EXPECT_EQ(store.place(handles[i]).file, i % 3);
    EXPECT_EQ(store.place(handles[i]).offset, i * 10U);
  }
  EXPECT_TRUE(store.error().empty());
}

}  // namespace
}  // namespace picket::engine
