// SPDX-License-Identifier: Apache-2.0
// Alert suppression: of the alerts-to-be that share the values of the rule's group_by fields (threshold rules: of their
// own fields), one is raised and the others are counted on it: those of the same execution, or, with a duration, those
// of every execution until so long after the alert. Source: Kibana's alert suppression, see docs/formats/alert.md.
//
// A stage behind any rule type's detector: it notes the groups of the events whose records that detector keeps, runs it
// without a cap, and gives its findings grouped. The cap counts what is left.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "detect/detector.h"

namespace picket::detect {

// Where an event has several values of a field: query rules give each of them a group of its own (they aggregate),
// other types one group to all of them together.
bool groups_by_each_value(rule::RuleType type);

using MakeDetector = std::function<std::unique_ptr<Detector>(const rule::Rule& rule)>;
// `make` gets a rule that lives as long as the result. `grouped` are the rule's group_by fields, resolved; none for
// threshold rules.
std::unique_ptr<Detector> make_suppressing_detector(const rule::Rule& rule, std::vector<TermField> grouped,
                                                    const MakeDetector& make);

}  // namespace picket::detect
