# SPDX-License-Identifier: Apache-2.0
# Every library that Picket links, with the one folder that includes it. All come from Debian 12's packages
# (scripts/install-deps installs them); headers are SYSTEM so that our warnings do not judge them.
#
#   library       licence       folder    headers                    why
#   fmt           MIT           all       fmt/                       formatting: g++ 12 has no std::format
#   Boost.JSON    BSL-1.0       base      boost/                     the mutable, ordered JSON document
#   OpenSSL       Apache-2.0    base      openssl/                   SHA-1 and SHA-256
#   xxhash        BSD-2-Clause  base      xxhash.h                   hash of dictionary values
#   ICU           Unicode       compile   unicode/                   word boundaries (UAX#29) and case folding of text fields
#   simdjson      Apache-2.0    decode    simdjson.h                 JSON records in
#   libmaxminddb  Apache-2.0    decode    maxminddb.h                GeoIP and AS
#   libarchive    BSD-2-Clause  source    archive.h,archive_entry.h  zip, tar, 7zip, xz, bzip2, lz4
#   zlib          Zlib          source    zlib.h                     gzip
#   zstd          BSD-3-Clause  source    zstd.h                     zstd
#   toml++        MIT           tests     toml++/                    published rules in tests; not for rules themselves, see docs/decisions
#   CLI11         BSD-3-Clause  cli       CLI/                       command line
#   cmark         BSD-2-Clause  sink      cmark.h                    Markdown guides
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(simdjson REQUIRED)
find_package(LibArchive REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(maxminddb REQUIRED IMPORTED_TARGET libmaxminddb)
pkg_check_modules(cmark REQUIRED IMPORTED_TARGET libcmark)
