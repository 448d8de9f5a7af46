// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace picket::cli {

// The project's version, from CMake.
inline constexpr std::string_view kVersion = PICKET_VERSION;

}  // namespace picket::cli
