#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# scripts/check-arrows must accept a sound tree and name each planted violation of an arrow.
set -euo pipefail
check=$PWD/scripts/check-arrows
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

plant() { mkdir -p "$(dirname "$tree/$1")" && printf '%s\n' "${@:2}" >"$tree/$1"; }
sound() {
  rm -rf "${tree:?}"/*
  plant cmake/deps.cmake '#   library  licence  folder  headers    why' '#   fmt      MIT      all     fmt/       formatting' \
    '#   OpenSSL  Apache   base    openssl/   hashes' '#   libfoo   MIT      low,top foo.h,bar/  two folders'
  plant src/CMakeLists.txt 'add_subdirectory(base)' 'add_subdirectory(low)' 'add_subdirectory(top)'
  plant src/base/CMakeLists.txt 'picket_library(base LIBRARIES OpenSSL::Crypto)'
  plant src/low/CMakeLists.txt 'picket_library(low DEPENDS base)'
  plant src/top/CMakeLists.txt 'picket_library(top' '  DEPENDS base  # comment' '    low' '  LIBRARIES foo)'
  plant src/base/hash.cc '#include "base/hash.h"' '#include <openssl/sha.h>' '#include <fmt/core.h>' '#include <vector>'
  plant src/low/deep/x.cc '#include "base/hash.h"' '#include <bar/x.h>' '#include <sys/mman.h>'
  plant src/top/y.cc '#include "base/hash.h"' '#include "low/deep/x.h"' '#include "embedded/rules.h"' '#include <foo.h>'
}
expect() { # the text that must be reported
  local output
  if output=$("$check" "$tree" 2>&1); then
    echo "accepted, expected: $1" && exit 1
  fi
  grep -qF -- "$1" <<<"$output" || { printf 'expected: %s\ngot: %s\n' "$1" "$output" && exit 1; }
}

sound
"$check" "$tree" | grep -q 'arrows: 11 includes in 3 folders, none crosses' || { "$check" "$tree"; exit 1; }

sound && plant src/low/z.h '#include "top/y.h"'
expect 'src/low/z.h:1: low includes top, which is not in DEPENDS of src/low/CMakeLists.txt'
sound && plant src/low/CMakeLists.txt 'picket_library(low DEPENDS base top)'
expect 'src/low/CMakeLists.txt: depends on top, which stands below it in src/CMakeLists.txt'
sound && plant src/top/CMakeLists.txt 'picket_library(top DEPENDS base low other)'
expect 'src/top/CMakeLists.txt: DEPENDS names other, which is no folder'
sound && plant src/low/z.cc '  #  include <openssl/evp.h>'
expect 'src/low/z.cc:1: <openssl/evp.h> belongs to OpenSSL, which only base includes'
sound && plant src/low/z.cc '#include <zlib.h>'
expect 'src/low/z.cc:1: <zlib.h> belongs to no library of cmake/deps.cmake'
sound && plant src/top/y.cc '#include "base/hash.h"' '#include <foo.h>'
expect 'src/top/CMakeLists.txt: lists low in DEPENDS and includes nothing of it'
sound && plant src/low/z.cc '#include "hash.h"'
expect '"hash.h" does not begin with a folder of src/'
sound && rm "$tree/cmake/deps.cmake" && touch "$tree/cmake/deps.cmake"
expect 'found no folders, libraries or includes to check'
