// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

int main() {
  fmt::print("picket\n");
  return 0;
}
