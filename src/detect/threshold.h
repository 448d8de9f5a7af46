// SPDX-License-Identifier: Apache-2.0
// threshold rules: one alert for each group of events (those that share the terms of the rule's fields; all of them
// where it names no field) of which an execution sees at least `value`, and among them at least so many distinct values
// of the cardinality field. An event that an alert of its group counted does not count again.
//
// What is kept of a matching event, until the end of the run: its time, its identity and a number that stands for its
// values of the cardinality field, once for each of its groups (40 bytes); no records.
#pragma once

#include <memory>

#include "detect/detector.h"

namespace picket::detect {

std::unique_ptr<Detector> make_threshold_detector(const rule::Rule& rule, RuleFields&& fields);

}  // namespace picket::detect
