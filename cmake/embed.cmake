# SPDX-License-Identifier: Apache-2.0
# picket_embed(TARGET NAMESPACE name FILES file...): compiles text files into TARGET. The generated header
# `embedded/<name>.h` declares, in namespace picket::embedded,
#   std::span<const File> <name>();        struct File { std::string_view name; std::string_view text; };
# File names are relative to the source tree. Files are split into raw string chunks, so their size is not limited.
function(picket_embed target name)
  cmake_parse_arguments(arg "" "" "FILES" ${ARGN})
  set(header ${CMAKE_BINARY_DIR}/embedded/embedded/${name}.h)
  set(source ${CMAKE_BINARY_DIR}/embedded/${name}.cc)
  add_custom_command(
    OUTPUT ${source} ${header}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DHEADER=${header} -DSOURCE=${source} -DROOT=${CMAKE_SOURCE_DIR}
            "-DFILES=${arg_FILES}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${arg_FILES} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding ${name}" VERBATIM)
  target_sources(${target} PRIVATE ${source})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded)
endfunction()
