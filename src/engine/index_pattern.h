// SPDX-License-Identifier: Apache-2.0
// Index patterns: which indices a rule reads. A pattern is a name with `*`; `-pattern` takes away from what the
// patterns before it gave; commas separate several. A backing index (.ds-NAME-2024.01.31-000001, also mounted from a
// snapshot) is seen through the name of its data stream as well. A pattern with a remote cluster (`cluster:name`) names
// indices of that cluster and those whose cluster is not known; an index with a cluster is seen by such patterns only.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace picket::engine {

// `index` is an event's index or data stream name. An event whose index is unknown (an empty name) is seen by every
// rule: a file of plain ECS documents does not say where it came from.
bool sees_index(std::span<const std::string> patterns, std::string_view index);

// ".ds-logs-x-default-2024.01.31-000001" and the same behind "partial-" or "restored-" -> "logs-x-default"; other names
// unchanged.
std::string_view data_stream_of(std::string_view index);

}  // namespace picket::engine
