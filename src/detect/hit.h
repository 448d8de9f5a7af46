// SPDX-License-Identifier: Apache-2.0
// What matching hands to detection: a Hit is one event that a rule's query selected. It is only valid during the call;
// what a detector must know or remember of the event itself it asks a Keeper for.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/hash.h"
#include "base/time.h"
#include "event/columns.h"

namespace picket::detect {

// The identity of an event within a run, and its place among events of the same time: the same event has the same
// identity wherever, however often and in whatever order it is read.
struct EventKey {
  std::uint64_t order = 0;  // the first eight bytes of the event's _id: lower ids come first
  Hash128 identity;         // of _index and _id
  friend auto operator<=>(const EventKey&, const EventKey&) = default;
};

// Names an event whose record is kept.
using EventHandle = std::uint32_t;
inline constexpr EventHandle kNoRecord = 0xFFFF'FFFF;

struct Hit {
  Timestamp time;  // on the rule's clock (timestamp_override, else @timestamp)
  const event::Batch* batch = nullptr;
  std::size_t row = 0;
};

// Tells events apart and keeps the records of those that may become alerts. Both cost something, so a detector asks
// only for the events that can matter.
class Keeper {
 public:
  virtual ~Keeper() = default;
  virtual EventKey key(const Hit& hit) = 0;
  virtual EventHandle keep(const Hit& hit) = 0;
};

}  // namespace picket::detect
