// SPDX-License-Identifier: Apache-2.0
// The only file that includes libarchive.
#include "source/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <new>
#include <utility>

#include "base/check.h"

namespace picket::source {

struct ArchiveReader::Source {
  struct Free {
    void operator()(archive* to_free) const { archive_read_free(to_free); }
  };

  ByteStream& stream;
  Expansion& expansion;
  std::optional<std::uint64_t> size;  // of a stream that can seek
  std::uint64_t position = 0;
  std::optional<StreamFault> fault;  // of the stream
  bool opened = false;
  std::array<char, std::size_t{64} << 10> block{};
  std::unique_ptr<archive, Free> handle{archive_read_new()};

  StreamFault error() const {
    if (fault) return *fault;
    const char* text = archive_error_string(handle.get());
    return {Reason::corrupt_compression, text != nullptr ? text : "damaged"};
  }
};

namespace {

using Source = ArchiveReader::Source;

la_ssize_t read_source(archive* handle, void* context, const void** block) {
  Source& source = *static_cast<Source*>(context);
  const auto got = source.stream.read(source.block);
  if (!got) {
    source.fault = got.error();
    archive_set_error(handle, EIO, "%s", got.error().detail.c_str());
    return -1;
  }
  source.position += *got;
  *block = source.block.data();
  return static_cast<la_ssize_t>(*got);
}

la_int64_t seek_source(archive*, void* context, la_int64_t offset, int whence) {
  Source& source = *static_cast<Source*>(context);
  const auto base =
      whence == SEEK_SET ? 0 : static_cast<la_int64_t>(whence == SEEK_CUR ? source.position : *source.size);
  const la_int64_t target = base + offset;
  if (target < 0 || !source.stream.seek(static_cast<std::uint64_t>(target))) return ARCHIVE_FATAL;
  source.position = static_cast<std::uint64_t>(target);
  return target;
}

Result<void, StreamFault> open(Source& source) {
  source.opened = true;
  archive* const handle = source.handle.get();
  PICKET_CHECK(handle != nullptr, "out of memory");
  archive_read_set_callback_data(handle, &source);
  archive_read_set_read_callback(handle, read_source);
  if (source.size) archive_read_set_seek_callback(handle, seek_source);
  if (archive_read_open1(handle) < ARCHIVE_WARN) return std::unexpected(source.error());
  return {};
}

Result<std::size_t, StreamFault> read_content(Source& source, std::span<char> buffer) {
  const la_ssize_t got = archive_read_data(source.handle.get(), buffer.data(), buffer.size());
  if (got < 0) return std::unexpected(source.error());
  const auto count = static_cast<std::size_t>(got);
  if (const auto fault = source.expansion.add(count)) return std::unexpected(*fault);
  return count;
}

class ContentStream final : public ByteStream {
 public:
  explicit ContentStream(Source& source) : source_(source) {}
  Result<std::size_t, StreamFault> read(std::span<char> buffer) override { return read_content(source_, buffer); }

 private:
  Source& source_;
};

// A compressed stream is to libarchive an archive with one member and no format.
class FilterStream final : public ByteStream {
 public:
  FilterStream(std::unique_ptr<ByteStream> inner, Expansion& expansion)
      : inner_(std::move(inner)), source_{.stream = *inner_, .expansion = expansion, .size = {}, .fault = {}} {
    archive* const handle = source_.handle.get();
    archive_read_support_filter_xz(handle);
    archive_read_support_filter_bzip2(handle);
    archive_read_support_filter_lz4(handle);
    archive_read_support_format_raw(handle);
  }

  Result<std::size_t, StreamFault> read(std::span<char> buffer) override {
    if (!source_.opened) {
      if (const auto result = open(source_); !result) return std::unexpected(result.error());
      archive_entry* entry = nullptr;
      const int result = archive_read_next_header(source_.handle.get(), &entry);
      ended_ = result == ARCHIVE_EOF;
      if (result < ARCHIVE_WARN) return std::unexpected(source_.error());
    }
    if (ended_) return std::size_t{0};
    return read_content(source_, buffer);
  }

 private:
  std::unique_ptr<ByteStream> inner_;
  Source source_;
  bool ended_ = false;
};

std::string name_of(archive_entry* entry) {
  for (const char* name : {archive_entry_pathname_utf8(entry), archive_entry_pathname(entry)}) {
    if (name != nullptr && *name != '\0') return name;
  }
  return "(no name)";
}

}  // namespace

ArchiveReader::ArchiveReader(ByteStream& stream, Expansion& expansion)
    : source_(new Source{.stream = stream, .expansion = expansion, .size = stream.seek(0), .fault = {}}) {
  archive* const handle = source_->handle.get();
  archive_read_support_format_zip(handle);
  archive_read_support_format_tar(handle);
  archive_read_support_format_7zip(handle);
}

ArchiveReader::~ArchiveReader() = default;

Result<std::optional<ArchiveReader::Member>, StreamFault> ArchiveReader::next() {
  if (!source_->opened) {
    if (const auto result = open(*source_); !result) return std::unexpected(result.error());
  }
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(source_->handle.get(), &entry);
  if (result == ARCHIVE_EOF) return std::nullopt;
  if (result < ARCHIVE_WARN) return std::unexpected(source_->error());
  return Member{.name = name_of(entry),
                .regular = archive_entry_filetype(entry) == AE_IFREG,
                .encrypted = archive_entry_is_data_encrypted(entry) != 0};
}

std::unique_ptr<ByteStream> ArchiveReader::content() {
  return std::make_unique<ContentStream>(*source_);
}

std::unique_ptr<ByteStream> decompress_by_archive(std::unique_ptr<ByteStream> stream, Expansion& expansion) {
  return std::make_unique<FilterStream>(std::move(stream), expansion);
}

}  // namespace picket::source
