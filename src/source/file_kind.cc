// SPDX-License-Identifier: Apache-2.0
#include "source/file_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace picket::source {
namespace {

using namespace std::string_view_literals;
using Kind = FileKind::Kind;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  FileKind kind;
};

// The first that matches counts.
constexpr Signature kSignatures[] = {
    {0, "\x1f\x8b"sv, {Kind::compressed, "gzip"}},
    {0, "\x28\xb5\x2f\xfd"sv, {Kind::compressed, "zstd"}},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     {Kind::compressed, "xz"}},
    {4, "1AY&SY"sv, {Kind::compressed, "bzip2"}},
    {0, "\x04\x22\x4d\x18"sv, {Kind::compressed, "lz4"}},
    {30, "[Content_Types].xml"sv, {Kind::foreign, "office document"}},
    {30, "mimetypeapplication/"sv, {Kind::foreign, "office document"}},
    {30, "META-INF/"sv, {Kind::foreign, "Java archive"}},
    {0, "PK\x03\x04"sv, {Kind::archive, "zip"}},
    {0, "PK\x05\x06"sv, {Kind::archive, "zip"}},
    {0, "PK\x07\x08"sv, {Kind::archive, "zip"}},
    {0, "7z\xbc\xaf\x27\x1c"sv, {Kind::archive, "7zip"}},
    {257, "ustar"sv, {Kind::archive, "tar"}},
    {0, "Rar!\x1a\x07"sv, {Kind::foreign, "RAR archive"}},
    {0, "MSCF\0\0\0\0"sv, {Kind::foreign, "cabinet archive"}},
    {0,
     "\x7f"
     "ELF"sv,
     {Kind::foreign, "executable"}},
    {0, "MZ\x90\0"sv, {Kind::foreign, "executable"}},
    {0, "\xca\xfe\xba\xbe"sv, {Kind::foreign, "executable"}},
    {0, "\xcf\xfa\xed\xfe"sv, {Kind::foreign, "executable"}},
    {0, "\0asm"sv, {Kind::foreign, "executable"}},
    {0, "\x89PNG\r\n"sv, {Kind::foreign, "PNG image"}},
    {0, "\xff\xd8\xff"sv, {Kind::foreign, "JPEG image"}},
    {0, "GIF8"sv, {Kind::foreign, "GIF image"}},
    {0, "RIFF"sv, {Kind::foreign, "media file"}},
    {4, "ftyp"sv, {Kind::foreign, "media file"}},
    {0, "OggS"sv, {Kind::foreign, "media file"}},
    {0, "ID3"sv, {Kind::foreign, "media file"}},
    {0, "%PDF-"sv, {Kind::foreign, "PDF document"}},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, {Kind::foreign, "office document"}},
    {0, "SQLite format 3\0"sv, {Kind::foreign, "SQLite database"}},
    {0, "PAR1"sv, {Kind::foreign, "Parquet file"}},
    {0, "Obj\x01"sv, {Kind::foreign, "Avro file"}},
    {0, "ORC"sv, {Kind::foreign, "ORC file"}},
    {0, "ElfFile\0"sv, {Kind::foreign, "Windows event log"}},
    {0, "\xd4\xc3\xb2\xa1"sv, {Kind::foreign, "packet capture"}},
    {0, "\xa1\xb2\xc3\xd4"sv, {Kind::foreign, "packet capture"}},
    {0, "\x0a\x0d\x0d\x0a"sv, {Kind::foreign, "packet capture"}},
    {0, "\0\x01\0\0\0"sv, {Kind::foreign, "font"}},
    {0, "wOF"sv, {Kind::foreign, "font"}},
};

// Sorted: looked up by halves.
constexpr std::array kForeignExtensions = {
    "7z"sv,    "a"sv,       "avi"sv,    "avro"sv,   "bat"sv,  "bmp"sv,   "c"sv,    "cc"sv,   "cfg"sv,    "class"sv,
    "cmd"sv,   "conf"sv,    "cpp"sv,    "css"sv,    "db"sv,   "dll"sv,   "doc"sv,  "docx"sv, "dylib"sv,  "eml"sv,
    "evtx"sv,  "exe"sv,     "gif"sv,    "go"sv,     "h"sv,    "hpp"sv,   "htm"sv,  "html"sv, "ico"sv,    "ini"sv,
    "ipynb"sv, "iso"sv,     "jar"sv,    "java"sv,   "jpeg"sv, "jpg"sv,   "js"sv,   "kql"sv,  "lock"sv,   "md"sv,
    "md5"sv,   "mkv"sv,     "mmdb"sv,   "mov"sv,    "mp3"sv,  "mp4"sv,   "msg"sv,  "msi"sv,  "o"sv,      "odt"sv,
    "orc"sv,   "parquet"sv, "pcap"sv,   "pcapng"sv, "pdf"sv,  "pem"sv,   "png"sv,  "pptx"sv, "ps1"sv,    "psd1"sv,
    "psm1"sv,  "py"sv,      "pyc"sv,    "rar"sv,    "rs"sv,   "rst"sv,   "sh"sv,   "sha1"sv, "sha256"sv, "sig"sv,
    "so"sv,    "sql"sv,     "sqlite"sv, "svg"sv,    "tf"sv,   "tif"sv,   "tiff"sv, "toml"sv, "ts"sv,     "ttf"sv,
    "wasm"sv,  "wav"sv,     "webp"sv,   "whl"sv,    "woff"sv, "woff2"sv, "xls"sv,  "xlsx"sv, "xml"sv,    "yaml"sv,
    "yml"sv};
static_assert(std::ranges::is_sorted(kForeignExtensions));

constexpr std::array kForeignNames = {"desktop.ini"sv, "thumbs.db"sv, "_success"sv};
// With any ending after a dash, and alone or as .txt: LICENSE-MIT, README.txt.
constexpr std::array kForeignStems = {"authors"sv, "changelog"sv, "dockerfile"sv, "licence"sv,
                                      "license"sv, "makefile"sv,  "notice"sv,     "readme"sv};

bool has_foreign_stem(std::string_view lower) {
  if (lower.ends_with(".txt")) lower.remove_suffix(4);
  if (lower.find('.') != std::string_view::npos) return false;
  return std::ranges::find(kForeignStems, lower.substr(0, lower.find('-'))) != kForeignStems.end();
}

}  // namespace

FileKind find_kind(std::string_view head) {
  // Frames of zstd that readers skip: sixteen signatures in one.
  if (head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xF0) == 0x50 && head.substr(1, 3) == "\x2a\x4d\x18") {
    return {Kind::compressed, "zstd"};
  }
  for (const Signature& row : kSignatures) {
    if (head.size() < row.offset || !head.substr(row.offset).starts_with(row.bytes)) continue;
    if (row.kind.name == "bzip2" && !head.starts_with("BZh")) continue;
    if (row.offset == 30 && !head.starts_with("PK\x03\x04")) continue;
    return row.kind;
  }
  return {};
}

std::optional<std::string_view> foreign_name(std::string_view name) {
  if (name.starts_with('.')) return "hidden";
  const std::string lower = to_lower_ascii(name);
  if (has_foreign_stem(lower)) return "about other files";
  for (const std::string_view foreign : kForeignNames) {
    if (lower == foreign) return foreign;
  }
  const std::size_t dot = lower.rfind('.');
  if (dot == std::string::npos) return std::nullopt;
  const auto found = std::ranges::lower_bound(kForeignExtensions, std::string_view(lower).substr(dot + 1));
  if (found == kForeignExtensions.end() || *found != std::string_view(lower).substr(dot + 1)) return std::nullopt;
  return *found;
}

}  // namespace picket::source
