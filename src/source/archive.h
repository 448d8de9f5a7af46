// SPDX-License-Identifier: Apache-2.0
// libarchive behind two doors: the members of zip, tar and 7zip files one after the other, and the compressions that
// are too rare for code of our own (xz, bzip2, lz4).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "source/byte_stream.h"
#include "source/expansion.h"

namespace picket::source {

class ArchiveReader {
 public:
  struct Member {
    std::string name;
    bool regular = false;
    bool encrypted = false;
  };

  // `stream` may seek; then members are found by the archive's directory. Both arguments must outlive the reader.
  ArchiveReader(ByteStream& stream, Expansion& expansion);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // The next member, nullopt after the last. What was not read of the one before is skipped.
  Result<std::optional<Member>, StreamFault> next();
  // The content of the member that next() gave; good until next() is called again.
  std::unique_ptr<ByteStream> content();

  struct Source;  // what libarchive calls back; defined in the implementation

 private:
  std::unique_ptr<Source> source_;
};

std::unique_ptr<ByteStream> decompress_by_archive(std::unique_ptr<ByteStream> stream, Expansion& expansion);

}  // namespace picket::source
