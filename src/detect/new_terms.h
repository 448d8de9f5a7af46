// SPDX-License-Identifier: Apache-2.0
// new_terms rules: the first time that a combination of values is seen. For an execution at t with window [from, to]
// and history [H, to] a combination is new iff its earliest matching event in the history lies strictly after `from`;
// one alert per combination, on that event (ties: the lowest event id).
//
// Only a few of a combination's events can ever matter. An event that follows another of the same combination closely
// enough (by no more than history minus look-back) is old in every execution that sees it, so events are kept as runs
// of such neighbors: the run's first event, which may alert, and its end, which may make the next run old. Memory grows
// with the number of combinations, not of events.
#pragma once

#include <memory>
#include <vector>

#include "detect/detector.h"

namespace picket::detect {

std::unique_ptr<Detector> make_new_terms_detector(const rule::Rule& rule, std::vector<TermField> fields);

}  // namespace picket::detect
