# SPDX-License-Identifier: Apache-2.0
# The warnings that every target of ours is built with; linked PRIVATE so that they never reach third-party code.
add_library(picket_warnings INTERFACE)
target_compile_options(picket_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Wswitch-enum -Werror)
# clang calls what g++ 12's own <algorithm> uses (get_temporary_buffer) deprecated, and judges it in our translation units.
target_compile_options(picket_warnings INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
