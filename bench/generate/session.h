// SPDX-License-Identifier: Apache-2.0
// A caller's access token while it lives, as the claims of its records show it. Rendering claims once for each token
// instead of once for each record is what makes the generator fast.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "generate/population.h"
#include "generate/random.h"

namespace picket::generate {

// 100-nanosecond steps since the Unix epoch: the resolution of the records' time.
using Ticks = std::int64_t;
inline constexpr Ticks kSecond = 10'000'000;
inline constexpr Ticks kMinute = 60 * kSecond;
inline constexpr Ticks kHour = 60 * kMinute;
inline constexpr Ticks kDay = 24 * kHour;

struct Session {
  const Caller* caller = nullptr;
  Ticks end = 0;
  std::string address;
  std::string claims;  // the JSON object
};

struct Client {
  std::string_view app_id;
  std::string_view name;
};
// Microsoft's own clients that people use: portal, Azure CLI, Azure PowerShell.
const Client& random_client(Random& random);

// A token that begins at `now`. `address` and `app_id` are the caller's usual ones where they are empty.
std::shared_ptr<const Session> begin_session(Random& random, const Population& population, const Caller& caller,
                                             Ticks now, std::string_view address = {}, std::string_view app_id = {});

}  // namespace picket::generate
