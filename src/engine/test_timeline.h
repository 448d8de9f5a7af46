// SPDX-License-Identifier: Apache-2.0
// The records of one rule test, repetitions included, in the order of the test: what a scan would read. Records are
// numbered from 0; their texts are made when asked for, so that a test of many repetitions costs little memory. Not
// thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "rule/problems.h"
#include "rule/test_file.h"

namespace picket::engine {

class TestTimeline {
 public:
  // nullopt (and a problem) when a record that a test takes from a file is not there. `test` must outlive the result.
  static std::optional<TestTimeline> make(const rule::RuleTest& test, rule::Problems& problems);

  std::size_t size() const { return size_; }
  std::size_t event_of(std::size_t record) const;  // index into RuleTest::events
  std::size_t first_record(std::size_t event) const { return events_[event].first; }
  std::size_t count(std::size_t event) const;
  Timestamp time_of(std::size_t record) const;
  std::string text_of(std::size_t record);
  std::string name_of(std::size_t record) const;  // "event 3", "event 3 (repetition 5)"

 private:
  struct Event {
    std::size_t first = 0;
    json::Object record;
  };
  const rule::RuleTest* test_ = nullptr;
  std::vector<Event> events_;
  std::size_t size_ = 0;
};

}  // namespace picket::engine
