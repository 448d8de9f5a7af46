// SPDX-License-Identifier: Apache-2.0
// How often this test program has called operator new.
#pragma once

#include <cstddef>

namespace picket::test {
std::size_t allocations();
}  // namespace picket::test
