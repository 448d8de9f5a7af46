// SPDX-License-Identifier: Apache-2.0
// What is done to a raw record before tables look at it: the logs of Microsoft Entra name their members in camel case,
// the fields of the integration are in snake case, and members that hold nothing are left out. The document builder
// does it to the record, RawWalk to each key as it meets it; both use snake_case(). Thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "decode/raw_path.h"

namespace picket::decode {

enum class KeyStyle : std::uint8_t { as_is, snake };

// "riskLevelDuringSignIn" -> "risk_level_during_sign_in": '_' goes between a small letter and a capital after it, then
// all are small. "IPAddress" -> "ipaddress". ASCII letters only. The result is `key` itself or in `buffer`.
std::string_view snake_case(std::string_view key, std::string& buffer);

// How the members of an object are respelled; names in snake case.
struct Respelling {
  std::span<const RawPath> literal;  // what is in these stays as it is; arrays on the way do not count as steps
  bool drops_nulls = false;          // members that are null are gone
};
// Of two members that get one name the last counts.
void respell_keys(json::Object& record, const Respelling& respelling);
// For a value that was not there when the record was respelled; it is the member at `at`.
void respell_keys_at(json::Value& value, RawPath at, const Respelling& respelling);

// Takes out null, "", and what these leave empty ([], {}), at every depth.
void drop_empties(json::Object& record);

// Arrays of {"key": K, "value": V} become the object {K: V}; anything else stays as it is.
void open_pairs(json::Object& record, std::span<const RawPath> pairs);

}  // namespace picket::decode
