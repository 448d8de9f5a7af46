// SPDX-License-Identifier: Apache-2.0
// A log format as data: which members of a raw record become which ECS fields. The document builder and the projector
// read the same tables, so that they cannot disagree about the meaning of a format. Tables are constants; deriving is
// pure and thread-safe.
//
// The meaning of a Mapping, in order:
//   1. members named in `embedded` that are strings holding a JSON object are replaced by that object, in the order
//      named, so that a member can be named after the one that it lies in;
//   2. every Move puts the value of `from` at `to`; every Derived puts what it makes of its inputs at `to`;
//   3. the members named in a Move, in `consumed` or in `consumed_texts` are gone, all others stay below `rest` under
//   their own names, with
//      '.' replaced by '_' in the keys of the objects named in `folded`;
//   4. every Constant is there.
// Where two put something at one place, the later step of {3, Move, Derived, 4} wins.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "base/json.h"
#include "decode/decoder.h"
#include "decode/raw_path.h"
#include "event/columns.h"

namespace picket::decode {

struct Move {
  RawPath from;
  std::string_view to;  // dotted ECS path
};

// What deriving may look at besides its inputs.
struct Surroundings {
  const GeoIp* geoip = nullptr;
};

inline constexpr std::size_t kMaxInputs = 3;

// The scalars at a Derived's inputs, in order: nullptr where there is none (or null), kind `object` without text where
// there is an object or an array.
using Inputs = std::span<const event::Scalar* const>;

// null: the field is absent.
using Derive = json::Value (*)(Inputs inputs, const Surroundings& surroundings);

struct Derived {
  std::string_view to;
  std::array<RawPath, kMaxInputs> from;  // unused ones are empty, and last
  Derive derive;
  bool varies = false;  // nearly every record has other inputs, so that remembering results does not pay
};

struct Constant {
  std::string_view to;
  std::string_view value;
};

struct Mapping {
  std::span<const RawPath> embedded;
  std::span<const Move> moves;
  std::span<const Derived> derived;
  std::span<const RawPath> consumed;
  std::span<const RawPath> consumed_texts;  // gone when they are a string
  std::span<const RawPath> folded;
  std::string_view rest;
  std::span<const Constant> constants;
  std::span<const Constant> stream;  // constants of the data stream: seen by queries, not part of _source
  std::string_view index;            // data stream name
  RawPath time;
};

// Diagnostic settings: Event Hub and storage account.
const Mapping& azure_activity_mapping();
// The same for records of other forms after reshape().
const Mapping& reshaped_activity_mapping();

}  // namespace picket::decode
