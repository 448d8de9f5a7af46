// SPDX-License-Identifier: Apache-2.0
// Between the moment when Azure writes a record and the moment when a collector has it: records wait here and leave in
// the order of their arrival. Some take minutes, some arrive twice.
#pragma once

#include <cstdint>
#include <deque>
#include <queue>
#include <vector>

#include "generate/operation.h"
#include "generate/random.h"
#include "generate/record.h"

namespace picket::generate {

class RecordQueue {
 public:
  RecordQueue(std::uint64_t seed, std::uint32_t late_millionths, std::uint32_t duplicate_millionths);

  // An operation to fill in; its memory is used again once all its records have left. Then add it.
  Operation& spare();
  // The records of the operation that spare() gave, which begins at `now`. Returns when its last record is written.
  Ticks add_spare(Ticks now);

  bool empty() const { return pending_.empty(); }
  Ticks next_arrival() const { return pending_.top().arrival; }  // requires !empty()

  struct Record {
    const Operation* operation;  // valid until spare() is called
    Stage stage;
    Ticks time;
    Ticks arrival;
  };
  Record pop();  // requires !empty()

 private:
  // The operation lives in a slot as long as one of its records waits.
  struct Slot {
    Operation operation;
    std::uint32_t waiting = 0;
  };
  struct Pending {
    Ticks arrival;
    Ticks time;
    std::uint64_t sequence;  // ties: in the order in which they were added
    std::uint32_t slot;
    Stage stage;

    bool operator>(const Pending& other) const {
      return arrival != other.arrival ? arrival > other.arrival : sequence > other.sequence;
    }
  };

  void add(Stage stage, Ticks time);
  void push(Stage stage, Ticks time, Ticks arrival);

  Random random_;
  std::uint32_t late_millionths_;
  std::uint32_t duplicate_millionths_;
  std::deque<Slot> slots_;  // a deque: operations do not move
  std::vector<std::uint32_t> free_slots_;
  std::uint32_t spare_ = 0;
  std::priority_queue<Pending, std::vector<Pending>, std::greater<>> pending_;
  std::uint64_t sequence_ = 0;
};

}  // namespace picket::generate
