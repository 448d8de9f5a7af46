// SPDX-License-Identifier: Apache-2.0
// The parts of a URI in the words of ECS, as Elasticsearch's uri_parts processor has them. Pure, thread-safe.
#pragma once

#include <string_view>

#include "base/json.h"

namespace picket::decode {

// The object `url` of ECS: original, scheme, domain, port, path, extension, query, fragment, user_info, username,
// password; those that the text has. Path, query and fragment are decoded (%20) where the whole text is a valid URI,
// and stay as they are where it is not. Markers "<pii>" and "</pii>", which Microsoft Graph puts around names, count
// for `original` only.
json::Object read_uri(std::string_view text);

}  // namespace picket::decode
