# SPDX-License-Identifier: Apache-2.0
# The warnings that every target of ours is built with; linked PRIVATE so that they never reach third-party code.
add_library(picket_warnings INTERFACE)
target_compile_options(picket_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Wswitch-enum -Werror)
# clang calls what g++ 12's own <algorithm> uses (get_temporary_buffer) deprecated, and judges it in our translation units.
target_compile_options(picket_warnings INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
# After inlining g++ 12 sees overlapping copies in std::string::insert (gcc.gnu.org/PR105651) and member pointers of a
# variant's other alternatives used on a smaller object (PR107699 and others); neither is there. Sanitizers watch for both.
target_compile_options(picket_warnings INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict;-Wno-array-bounds>)
