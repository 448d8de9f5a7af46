// SPDX-License-Identifier: Apache-2.0
// The indicators of a test file, read as a scan reads them. What a scan would count and go on is a mistake here: a test
// must know what its events are compared with.
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "indicator/set.h"
#include "rule/test_file.h"

namespace picket::engine {

// nullopt when the file gives none, or (with an error) when some cannot be read.
std::optional<indicator::Set> load_test_indicators(const rule::TestFile& file, Diagnostics& diagnostics);

}  // namespace picket::engine
