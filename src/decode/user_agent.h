// SPDX-License-Identifier: Apache-2.0
// What a user agent text says of the program, the system and the device, in the words of ECS. The families are named as
// in uap-core (https://github.com/ua-parser/uap-core), which Elasticsearch uses; this is a table of those that sign in
// to Azure, not all of it: others are "Other" (docs/differences.md). Pure, thread-safe.
#pragma once

#include <string_view>

#include "base/json.h"

namespace picket::decode {

// The object `user_agent` of ECS: original, name, version, os.{name,version,full}, device.name.
json::Object read_user_agent(std::string_view text);

}  // namespace picket::decode
