// SPDX-License-Identifier: Apache-2.0
// PICKET_CHECK: an assertion that stays on in release builds. It is for mistakes of ours (a broken invariant) and
// never for data, rules or the environment. It prints the condition and the place, then aborts.
#pragma once

namespace picket {
[[noreturn]] void check_failed(const char* condition, const char* message, const char* file, int line);
}  // namespace picket

#define PICKET_CHECK(condition, message) \
  ((condition) ? static_cast<void>(0) : ::picket::check_failed(#condition, (message), __FILE__, __LINE__))
