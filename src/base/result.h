// SPDX-License-Identifier: Apache-2.0
// Result: the outcome of work that the environment can make fail (a file, a disk, a socket). The caller that can retry,
// skip or stop handles it; nothing both logs and returns. Author's mistakes (rules, queries) are Diagnostics instead,
// bad records are counted refusals, and mistakes of ours abort (base/check.h).
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace picket {

struct Error {
  std::string message;  // lower case, says what was tried and on what
};

template <class T, class E = Error>
using Result = std::expected<T, E>;

inline std::unexpected<Error> fail(std::string message) {
  return std::unexpected(Error{std::move(message)});
}

}  // namespace picket
