// SPDX-License-Identifier: Apache-2.0
#include "generate/record_queue.h"

#include <algorithm>

#include "base/check.h"

namespace picket::generate {

RecordQueue::RecordQueue(std::uint64_t seed, std::uint32_t late_millionths, std::uint32_t duplicate_millionths)
    : random_(seed, 2), late_millionths_(late_millionths), duplicate_millionths_(duplicate_millionths) {
  slots_.emplace_back();
}

Operation& RecordQueue::spare() {
  if (slots_[spare_].waiting > 0) {
    if (free_slots_.empty()) {
      free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    spare_ = free_slots_.back();
    free_slots_.pop_back();
  }
  return slots_[spare_].operation;
}

Ticks RecordQueue::add_spare(Ticks now) {
  const Operation& operation = slots_[spare_].operation;
  PICKET_CHECK(operation.kind != nullptr && slots_[spare_].waiting == 0, "no operation to add");
  const bool one_record = operation.kind->chain == Chain::single || operation.outcome == Outcome::denied;
  if (one_record) {
    add(Stage::end, now);
    return now;
  }
  add(Stage::start, now);
  if (operation.kind->chain == Chain::long_running) {
    now += random_.between(kSecond / 5, 2 * kSecond);
    add(Stage::accept, now);
  }
  now += random_.between(kSecond / 20, kSecond);
  now += static_cast<Ticks>(random_.exponential(operation.kind->seconds * static_cast<std::uint64_t>(kSecond)));
  if (operation.outcome != Outcome::lost) add(Stage::end, now);
  return now;
}

void RecordQueue::add(Stage stage, Ticks time) {
  // Seconds as a rule. Microsoft speaks of 3 to 20 minutes, and longer has been seen.
  constexpr Ticks kLongestUsual = 150 * kSecond;
  Ticks arrival = time + std::min(2 * kSecond + static_cast<Ticks>(random_.exponential(8 * kSecond)), kLongestUsual);
  if (random_.chance(late_millionths_)) arrival += random_.between(5 * kMinute, 40 * kMinute);
  push(stage, time, arrival);
  if (random_.chance(duplicate_millionths_)) {
    push(stage, time, arrival + kSecond + static_cast<Ticks>(random_.exponential(kMinute)));
  }
}

void RecordQueue::push(Stage stage, Ticks time, Ticks arrival) {
  pending_.push({arrival, time, sequence_++, spare_, stage});
  ++slots_[spare_].waiting;
}

RecordQueue::Record RecordQueue::pop() {
  const Pending pending = pending_.top();
  pending_.pop();
  Slot& slot = slots_[pending.slot];
  // The slot that spare() would give next is not on the list of free ones.
  if (--slot.waiting == 0 && pending.slot != spare_) free_slots_.push_back(pending.slot);
  return {&slot.operation, pending.stage, pending.time, pending.arrival};
}

}  // namespace picket::generate
