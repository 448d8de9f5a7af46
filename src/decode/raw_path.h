// SPDX-License-Identifier: Apache-2.0
// Places in a raw record. A RawPath names the keys from the outside in, separated by '|', since keys such as the claim
// "http://schemas.microsoft.com/identity/claims/scope" contain dots and slashes: "identity|claims|appid". Each key is
// taken literally.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace picket::decode {

using RawPath = std::string_view;

std::vector<std::string_view> keys_of(RawPath path);

// nullptr where a step is absent or not an object.
const json::Value* find(const json::Object& record, RawPath path);
json::Value* find(json::Object& record, RawPath path);

// Removes the value; the objects around it stay, also when they are empty now.
std::optional<json::Value> take(json::Object& record, RawPath path);

// Makes objects on the way; does nothing where something else than an object is in the way.
void put(json::Object& record, RawPath path, json::Value value);

}  // namespace picket::decode
