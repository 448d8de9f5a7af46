// SPDX-License-Identifier: Apache-2.0
#include "source/input.h"

#include <memory>
#include <numeric>
#include <utility>

#include "source/archive.h"
#include "source/byte_stream.h"
#include "source/decompress.h"
#include "source/encoding.h"
#include "source/expansion.h"
#include "source/file_kind.h"
#include "source/file_walker.h"
#include "source/output.h"
#include "source/split.h"

namespace picket::source {
namespace {

constexpr InputFormatName kFormats[] = {
    {"jsonl", InputFormat::json_lines, "every line is one JSON value"},
    {"json", InputFormat::json, "JSON values of any layout"},
    {"csv", InputFormat::csv, "CSV with a header row, separated by comma, semicolon or tab"},
};

// Compressions around each other, archives left out: a gzip file in a zip file is common, more is a trap.
constexpr int kMaxCompressions = 2;

// A stream on its way from a file to the splitter.
struct Layer {
  std::string path;
  std::string compression;  // as in FileInfo
  bool named = false;
  bool in_archive = false;
  int compressions = 0;

  Layer inside(std::string_view name) const {
    Layer inner = *this;
    inner.compression += inner.compression.empty() ? "" : "+";
    inner.compression += name;
    return inner;
  }
};

class Reader {
 public:
  Reader(const InputOptions& options, RecordConsumer& consumer, InputReport& report)
      : options_(options), report_(report), output_(consumer, report, options.limits.batch_records) {}

  void run(std::span<const std::string> paths) {
    FileWalker counted(paths);
    while (const auto found = counted.next()) {
      if (!found->refused) output_.expect_file(found->size);
    }
    FileWalker walker(paths);
    for (auto found = walker.next(); found && !output_.stopped(); found = walker.next()) read_file(*found);
    output_.flush();
  }

  void run(std::string_view text, const std::string& name) {
    output_.count_file();
    Expansion expansion(report_.bytes_stored, text.size(), options_.limits);
    read_stream(std::make_unique<MemoryStream>(text), {.path = name, .compression = {}, .named = true}, expansion);
    output_.flush();
  }

 private:
  void read_file(const FoundFile& found) {
    const Layer layer{.path = found.path, .compression = {}, .named = found.named};
    if (found.refused) return refuse(layer, {*found.refused, found.detail});
    output_.count_file();
    Expansion expansion(report_.bytes_stored, found.size, options_.limits);
    if (found.named && found.path == "-") {
      return read_stream(FileStream::standard_input(report_.bytes_stored), layer, expansion);
    }
    auto stream = FileStream::open(found.path, report_.bytes_stored);
    if (!stream) return refuse(layer, stream.error());
    read_stream(std::move(*stream), layer, expansion);
  }

  // By the stream's first bytes: undoes one compression, opens an archive, or splits.
  void read_stream(std::unique_ptr<ByteStream> stream, const Layer& layer, Expansion& expansion) {
    auto peek = std::make_unique<PeekStream>(std::move(stream));
    const FileKind kind = find_kind(peek->peek(kKindHead));
    switch (kind.kind) {
      case FileKind::Kind::text: {
        const Encoding encoding = find_encoding(peek->peek(kEncodingHead));
        return split_text(as_utf8(std::move(peek), encoding), layer);
      }
      case FileKind::Kind::compressed: {
        if (layer.compressions == kMaxCompressions)
          return refuse(layer, {Reason::nested_archive, std::string(kind.name)});
        Layer inner = layer.inside(kind.name);
        ++inner.compressions;
        return read_stream(decompress(kind.name, std::move(peek), expansion), inner, expansion);
      }
      case FileKind::Kind::archive:
        if (layer.in_archive) return refuse(layer, {Reason::nested_archive, std::string(kind.name)});
        return read_archive(*peek, layer.inside(kind.name), expansion);
      case FileKind::Kind::foreign:
        return refuse(layer, {layer.named ? Reason::not_a_log : Reason::skipped_file, std::string(kind.name)});
    }
  }

  void read_archive(ByteStream& stream, const Layer& layer, Expansion& expansion) {
    ArchiveReader archive(stream, expansion);
    for (std::uint64_t count = 0; !output_.stopped() && !expansion.exceeded(); ++count) {
      const auto member = archive.next();
      if (!member) return refuse(layer, member.error());
      if (!*member && count == 0) return refuse(layer, {Reason::empty_file, {}});
      if (!*member) return;
      if (count == options_.limits.archive_members) return refuse(layer, {Reason::too_many_members, {}});
      if (!(*member)->regular) continue;
      Layer inner = layer;
      inner.path += '!' + (*member)->name;
      inner.named = false;
      inner.in_archive = true;
      if (const auto foreign = foreign_member(**member)) {
        refuse(inner, {Reason::skipped_file, std::string(*foreign)});
      } else if ((*member)->encrypted) {
        refuse(inner, {Reason::encrypted_archive, {}});
      } else {
        read_stream(archive.content(), inner, expansion);
      }
    }
  }

  static std::optional<std::string_view> foreign_member(const ArchiveReader::Member& member) {
    if (member.name.starts_with("__MACOSX/")) return "hidden";
    return foreign_name(std::string_view(member.name).substr(member.name.rfind('/') + 1));
  }

  void split_text(std::unique_ptr<ByteStream> stream, const Layer& layer) {
    begin(layer);
    ++report_.files;
    const std::uint64_t refusals_before = refusals();
    const std::uint64_t records_before = report_.records;
    const SplitText text = split(*stream, options_, output_);
    report_.bytes_plain += text.bytes;
    if (report_.records != records_before || refusals() != refusals_before) return;
    if (text.begins_with_nul) return output_.refuse_file(Reason::unknown_container, "NUL bytes only");
    output_.refuse_file(text.begins_blank ? Reason::empty_file : Reason::no_records);
  }

  void refuse(const Layer& layer, StreamFault fault) {
    begin(layer);
    output_.refuse_file(fault.reason, std::move(fault.detail));
  }

  void begin(const Layer& layer) {
    output_.begin_file({.path = layer.path, .index = next_index_++, .compression = layer.compression});
  }

  std::uint64_t refusals() const {
    return std::accumulate(report_.refusals.begin(), report_.refusals.end(), std::uint64_t{0});
  }

  const InputOptions& options_;
  InputReport& report_;
  Output output_;
  std::uint32_t next_index_ = 0;
};

}  // namespace

std::span<const InputFormatName> input_format_names() {
  return kFormats;
}

std::optional<InputFormat> parse_input_format(std::string_view name) {
  for (const InputFormatName& row : kFormats) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

bool InputReport::complete() const {
  for (std::size_t i = 0; i < refusals.size(); ++i) {
    if (refusals[i] > 0 && info(static_cast<Reason>(i)).loss != Loss::none) return false;
  }
  return true;
}

InputReport read_inputs(std::span<const std::string> paths, const InputOptions& options, RecordConsumer& consumer) {
  InputReport report;
  Reader(options, consumer, report).run(paths);
  return report;
}

InputReport read_text(std::string_view text, const std::string& name, const InputOptions& options,
                      RecordConsumer& consumer) {
  InputReport report;
  Reader(options, consumer, report).run(text, name);
  return report;
}

}  // namespace picket::source
