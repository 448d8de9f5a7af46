# SPDX-License-Identifier: Apache-2.0
# Link-time optimization is for the program that users run. Optimizing every test executable as a whole would take longer
# than compiling all of them, so the libraries' objects hold machine code as well ("fat"), which the tests link as it is.
if(CMAKE_INTERPROCEDURAL_OPTIMIZATION AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(CMAKE_CXX_COMPILE_OPTIONS_IPO -flto=auto -ffat-lto-objects)
endif()

# picket_without_link_time_optimization(): for the targets that this folder defines from here on.
macro(picket_without_link_time_optimization)
  if(CMAKE_INTERPROCEDURAL_OPTIMIZATION)
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION OFF)
    add_compile_options(-O1)
    add_link_options(-fno-lto)
  endif()
endmacro()
