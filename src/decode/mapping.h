// SPDX-License-Identifier: Apache-2.0
// A log format as data: which members of a raw record become which ECS fields. The document builder and the projector
// read the same tables, so that they cannot disagree about the meaning of a format. Tables are constants; deriving is
// pure and thread-safe.
//
// The meaning of a Mapping, in order:
//   1. with `keys` snake, all keys are in snake case (record_shape.h), but those inside of the members named in
//      `literal`; all other names in the tables are in snake case then. With `drops_empties`, members and elements that
//      hold nothing are gone;
//   2. members of the outermost object that `renamed` names have their other name, unless a member has that name
//      already;
//   3. members named in `embedded` that are strings holding a JSON object are replaced by that object, in the order
//      named, so that a member can be named after the one that it lies in; then those named in `embedded_lists` that
//      are strings holding a JSON array, by the array. Step 1 is done to them as well;
//   4. arrays of {"key", "value"} that `pairs` names become an object;
//   5. every Move and every Numbered puts the value of `from` at `to`; every Derived puts what it makes of its inputs
//      at `to`;
//   6. the members named in a Move, a Numbered, in `consumed` or in `consumed_texts` are gone, all others stay below
//      `rest` under their own names, with '.' replaced by '_' in the keys of the objects named in `folded`;
//   7. every Constant is there;
//   8. with `drops_nulls`, members that are null are gone, at every depth but inside of `literal`.
// Where two put something at one place, the later step of {6, Move, Numbered, Derived, 7} wins.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "base/json.h"
#include "decode/decoder.h"
#include "decode/raw_path.h"
#include "decode/record_shape.h"
#include "event/columns.h"

namespace picket::decode {

struct Move {
  RawPath from;
  std::string_view to;  // dotted ECS path
};

// A member of the outermost object that has two names.
struct Renamed {
  std::string_view from;
  std::string_view to;
};

// An array of objects that becomes an object with the members "0", "1", and so on. Of each element the members named
// here stay, under other names, and no others; elements that are no objects stay as they are. A value that is no array
// is moved as it is.
struct ElementMember;
struct Elements {
  std::span<const ElementMember> members;
};
struct ElementMember {
  std::string_view from;
  std::string_view to;
  const Elements* inner = nullptr;  // the member is such an array itself
};
struct Numbered {
  RawPath from;
  std::string_view to;
  const Elements* elements = nullptr;
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
  bool is_list = false;  // a list of this one value
};

// What every event of a data stream of Elastic's Azure integration says of where it belongs.
constexpr std::array<Constant, 5> stream_constants(std::string_view dataset) {
  return {{{"data_stream.type", "logs"},
           {"data_stream.dataset", dataset},
           {"data_stream.namespace", "default"},
           {"event.module", "azure"},
           {"event.dataset", dataset}}};
}

struct Mapping {
  KeyStyle keys = KeyStyle::as_is;
  std::span<const RawPath> literal = {};
  std::span<const Renamed> renamed = {};
  std::span<const RawPath> embedded = {};
  std::span<const RawPath> embedded_lists = {};
  std::span<const RawPath> pairs = {};
  std::span<const Move> moves = {};
  std::span<const Numbered> numbered = {};
  std::span<const Derived> derived = {};
  std::span<const RawPath> consumed = {};
  std::span<const RawPath> consumed_texts = {};  // gone when they are a string
  std::span<const RawPath> folded = {};
  std::string_view rest = {};
  std::span<const Constant> constants = {};
  std::span<const Constant> stream = {};  // constants of the data stream: seen by queries, not part of _source
  std::string_view index = {};            // data stream name
  std::array<RawPath, 2> times = {};      // @timestamp: the first that is a time; the second may be empty
  bool drops_nulls = false;
  bool drops_empties = false;
};

// Diagnostic settings: Event Hub and storage account.
const Mapping& azure_activity_mapping();
// The same for records of other forms after reshape().
const Mapping& reshaped_activity_mapping();
const Mapping& azure_auditlogs_mapping();
const Mapping& azure_identity_protection_mapping();
const Mapping& azure_platformlogs_mapping();
const Mapping& azure_signinlogs_mapping();
const Mapping& azure_provisioning_mapping();
const Mapping& azure_graphactivitylogs_mapping();

}  // namespace picket::decode
