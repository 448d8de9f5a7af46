// SPDX-License-Identifier: Apache-2.0
#include "indicator/problem.h"

namespace picket::indicator {
namespace {

// In the order of Problem.
constexpr ProblemInfo kProblems[kProblemCount] = {
    {"not_json", "what stands here is not a JSON object", false},
    {"unknown_value", "neither an address, a domain, a URL, a hash nor an e-mail address", false},
    {"no_value", "the row or document has no value that an event could match", false},
    {"unsupported_pattern", "a STIX pattern that more than compares values with = and IN", false},
    {"unsupported_type", "a type of value that ECS has no indicator field for", false},
    {"not_for_detection", "marked as context, not for detection", true},
    {"withdrawn", "revoked or deleted by its source", true},
    {"no_indicator", "an object of another kind than indicators", true},
};

}  // namespace

const ProblemInfo& info(Problem problem) {
  return kProblems[static_cast<std::size_t>(problem)];
}

}  // namespace picket::indicator
