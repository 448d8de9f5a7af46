// SPDX-License-Identifier: Apache-2.0
// Paths in, records out: folders, compressions, archives, encodings, and what cannot be read.
#include "source/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "source/file_kind.h"
#include "support.h"

namespace picket::source {
namespace {

namespace fs = std::filesystem;
using test::Keeper;
using test::Kept;
using test::texts;

const std::string kLines = "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n";

class InputTest : public testing::Test {
 protected:
  InputTest() {
    std::string pattern = (fs::temp_directory_path() / "picket-source-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~InputTest() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  std::string path(const std::string& name) const { return (root_ / name).string(); }
  std::string write(const std::string& name, std::string_view content) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  Keeper read(std::vector<std::string> paths, const InputOptions& options = {}) {
    Keeper keeper;
    report_ = read_inputs(paths, options, keeper);
    EXPECT_EQ(report_.records, keeper.records.size());
    std::uint64_t refusals = 0;
    for (const std::uint64_t count : report_.refusals) refusals += count;
    EXPECT_EQ(refusals, keeper.refusals.size());
    return keeper;
  }
  // A file's name below the root.
  std::string name(const std::string& full) const {
    return full.starts_with(root_.string() + "/") ? full.substr(root_.string().size() + 1) : full;
  }
  std::vector<std::string> file_names(const Keeper& keeper) const {
    std::vector<std::string> names;
    for (const FileInfo& file : keeper.files) names.push_back(name(file.path));
    return names;
  }

  fs::path root_;
  InputReport report_;
};

std::string gzip(std::string_view text) {
  z_stream state{};
  deflateInit2(&state, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&state, text.size()) + 64, '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&state, Z_FINISH), Z_STREAM_END);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

std::string zstd(std::string_view text, int level = 3) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), level));
  return out;
}

struct Member {
  std::string name;
  std::string content;
};

// An archive in memory, or a filter around one stream.
std::string pack(int format, int filter, const std::vector<Member>& members, const char* options = nullptr) {
  archive* handle = archive_write_new();
  archive_write_set_format(handle, format);
  archive_write_add_filter(handle, filter);
  archive_write_set_bytes_in_last_block(handle, 1);
  if (options != nullptr) {
    archive_write_set_options(handle, options);
    archive_write_set_passphrase(handle, "secret");
  }
  std::string out(16 << 20, '\0');
  std::size_t used = 0;
  EXPECT_EQ(archive_write_open_memory(handle, out.data(), out.size(), &used), ARCHIVE_OK);
  for (const Member& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    EXPECT_EQ(archive_write_header(handle, entry), ARCHIVE_OK) << archive_error_string(handle);
    archive_write_data(handle, member.content.data(), member.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(handle);
  archive_write_free(handle);
  out.resize(used);
  return out;
}
std::string zip(const std::vector<Member>& members, const char* options = nullptr) {
  return pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members, options);
}
std::string filtered(int filter, std::string_view text) {
  return pack(ARCHIVE_FORMAT_RAW, filter, {{"data", std::string(text)}});
}

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

TEST_F(InputTest, FoldersAreReadInTheOrderOfNames) {
  write("logs/b.json", "{\"a\":3}");
  write("logs/a/resourceId=/SUBSCRIPTIONS/X/y=2024/m=01/d=02/h=03/m=00/PT1H.json", "{\"a\":1}\n{\"a\":2}\n");
  write("logs/c", "{\"a\":4}");
  const Keeper keeper = read({path("logs")});
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}"}));
  EXPECT_EQ(file_names(keeper),
            (std::vector<std::string>{"logs/a/resourceId=/SUBSCRIPTIONS/X/y=2024/m=01/d=02/h=03/m=00/PT1H.json",
                                      "logs/b.json", "logs/c"}));
  EXPECT_EQ(keeper.files[2].index, 2U);
  EXPECT_TRUE(report_.complete());
  EXPECT_EQ(report_.files, 3U);
  EXPECT_EQ(report_.bytes_stored, 30U);
  EXPECT_EQ(report_.bytes_plain, 30U);
  EXPECT_EQ(keeper.progress.file_total, 3U);
  EXPECT_EQ(keeper.progress.byte_total, 30U);
  EXPECT_EQ(keeper.progress.bytes, 30U);
}

TEST_F(InputTest, FilesThatAreNoLogsAreSkippedInFoldersAndRefusedWhenNamed) {
  write("logs/.hidden/x.json", kLines);
  write("logs/GeoLite2.mmdb", "x");
  write("logs/README", "x");
  write("logs/picture", "\x89PNG\r\n\x1a\n...");
  write("logs/records", kLines);
  const Keeper found = read({path("logs")});
  EXPECT_EQ(found.records.size(), 3U);
  EXPECT_EQ(found.reasons(), std::vector<Reason>(4, Reason::skipped_file));
  EXPECT_TRUE(report_.complete());

  const Keeper named = read({path("logs/picture"), path("logs/.hidden/x.json")});
  EXPECT_EQ(named.records.size(), 3U);
  EXPECT_EQ(named.reasons(), std::vector{Reason::not_a_log});
  EXPECT_EQ(named.refusals[0].detail, "PNG image");
  EXPECT_FALSE(report_.complete());
  EXPECT_EQ(read({write("notes.md", kLines)}).records.size(), 3U);
}

TEST(FileKind, NamesSpeakOnlyAgainstWhatSurelyIsNoLog) {
  for (const char* name : {".git", "x.PNG", "a.json.md", "LICENSE", "LICENSE.txt", "license-MIT", "README",
                           "readme.TXT", "Thumbs.db", "GeoLite2-City.mmdb", "_SUCCESS", "tool.exe", "rules.toml"}) {
    EXPECT_TRUE(foreign_name(name)) << name;
  }
  for (const char* name :
       {"PT1H.json", "x", "x.json.gz", "a.log", "b.txt", "export.csv", "x.1", "x.", "activity.ndjson", "notice.json",
        "license.log", "readmes", "insights-activity-logs", "md", "backup.zip"}) {
    EXPECT_FALSE(foreign_name(name)) << name;
  }
}

TEST(FileKind, IsFoundByTheFirstBytes) {
  EXPECT_EQ(find_kind("{\"a\":1}").kind, FileKind::Kind::text);
  EXPECT_EQ(find_kind("").kind, FileKind::Kind::text);
  EXPECT_EQ(find_kind("PK").kind, FileKind::Kind::text);
  EXPECT_EQ(find_kind("ORC").name, "ORC file");
  EXPECT_EQ(find_kind("BZh91AY&SYxx").name, "bzip2");
  EXPECT_EQ(find_kind("xxxx1AY&SYxx").kind, FileKind::Kind::text);
  EXPECT_EQ(find_kind("\x5f\x2a\x4d\x18").name, "zstd");
  EXPECT_EQ(find_kind("\x4f\x2a\x4d\x18").kind, FileKind::Kind::text);
  EXPECT_EQ(find_kind(std::string(257, 'x') + "ustar").name, "tar");
}

TEST_F(InputTest, WhatCannotBeReadIsRefusedAndTheRestRead) {
  const Keeper keeper = read({path("missing"), write("x", kLines), path("x/y")});
  EXPECT_EQ(keeper.records.size(), 3U);
  EXPECT_EQ(keeper.reasons(), (std::vector{Reason::unreadable_file, Reason::unreadable_file}));
  EXPECT_EQ(keeper.refusals[0].detail, "No such file or directory");
  EXPECT_EQ(keeper.refusals[0].file, path("missing"));
  EXPECT_FALSE(report_.complete());
}

TEST_F(InputTest, UnreadableFilesAndFolders) {
  write("logs/a/x", kLines);
  write("logs/b", kLines);
  write("logs/c", kLines);
  chmod(root_.c_str(), 0755);
  chmod(path("logs/a").c_str(), 0);
  chmod(path("logs/b").c_str(), 0);
  // Root may read everything, so it becomes someone else for a moment.
  constexpr uid_t kNobody = 65534;
  const uid_t user = geteuid();
  ASSERT_EQ(seteuid(user == 0 ? kNobody : user), 0);
  const Keeper keeper = read({path("logs")});
  ASSERT_EQ(seteuid(user), 0);
  chmod(path("logs/a").c_str(), 0700);
  EXPECT_EQ(keeper.records.size(), 3U);
  EXPECT_EQ(keeper.reasons(), (std::vector{Reason::unreadable_file, Reason::unreadable_file}));
  EXPECT_EQ(keeper.refusals[0].file, path("logs/a"));
  EXPECT_EQ(keeper.refusals[0].detail, "Permission denied");
}

TEST_F(InputTest, TheSameFileIsReadOnce) {
  write("logs/a", kLines);
  fs::create_hard_link(path("logs/a"), path("logs/b"));
  fs::create_symlink(path("logs/a"), path("logs/c"));
  fs::create_directory_symlink(path("logs"), path("logs/loop"));
  const Keeper keeper = read({path("logs/a"), path("logs"), path("logs")});
  EXPECT_EQ(keeper.records.size(), 3U);
  EXPECT_EQ(keeper.reasons(), std::vector<Reason>(5, Reason::duplicate_file));
  EXPECT_TRUE(report_.complete());
}

TEST_F(InputTest, LinksAreFollowedAndBrokenOnesSaid) {
  write("store/a", kLines);
  fs::create_directory_symlink(path("store"), path("link"));
  fs::create_directories(path("logs"));
  fs::create_symlink(path("gone"), path("logs/broken"));
  fs::create_symlink(path("store/a"), path("logs/good"));
  EXPECT_EQ(read({path("link")}).records.size(), 3U);
  const Keeper keeper = read({path("logs")});
  EXPECT_EQ(keeper.records.size(), 3U);
  EXPECT_EQ(keeper.reasons(), std::vector{Reason::unreadable_file});
}

TEST_F(InputTest, PipesAreReadWhenNamedAndPassedOverInFolders) {
  fs::create_directories(path("logs"));
  ASSERT_EQ(mkfifo(path("logs/pipe").c_str(), 0600), 0);
  EXPECT_EQ(read({path("logs")}).reasons(), std::vector{Reason::skipped_file});
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], kLines.data(), kLines.size()), static_cast<ssize_t>(kLines.size()));
  ::close(ends[1]);
  EXPECT_EQ(read({fmt::format("/dev/fd/{}", ends[0])}).records.size(), 3U);
  ::close(ends[0]);
}

TEST_F(InputTest, EmptyFilesAreRefused) {
  const Keeper keeper = read({write("a", ""), write("b", " \n\n"), write("c", gzip("")), write("d", zip({})),
                              write("e", "\xEF\xBB\xBF"), write("f", std::string(100'000, '\n'))});
  EXPECT_EQ(keeper.reasons(), std::vector<Reason>(6, Reason::empty_file)) << testing::PrintToString(keeper.refusals);
  EXPECT_FALSE(report_.complete());
}

TEST_F(InputTest, LogsWithoutRecordsAreNoted) {
  const Keeper keeper = read({write("a", "[]"), write("b", "{\"value\":[]}\n"), write("c", "Time,Level\n"),
                              write("d", gzip("{\"records\": [ ]}"))});
  EXPECT_EQ(keeper.reasons(), std::vector<Reason>(4, Reason::no_records)) << testing::PrintToString(keeper.refusals);
  EXPECT_TRUE(report_.complete());
}

TEST_F(InputTest, FilesOfNulBytesAreRefused) {
  for (const std::size_t size : {1U, 100U, 65'536U, 300'000U}) {
    const Keeper keeper = read({write("a", std::string(size, '\0'))});
    EXPECT_EQ(keeper.reasons(), std::vector{Reason::unknown_container}) << size;
    EXPECT_FALSE(report_.complete());
  }
  EXPECT_EQ(read({write("b", std::string(100'000, '\0') + "{\"a\":1}")}).texts(), test::texts({"{\"a\":1}"}));
}

TEST_F(InputTest, CompressedEqualsPlain) {
  std::string text;
  for (int i = 0; i < 8000; ++i) text += fmt::format("{{\"number\":{},\"text\":\"{}\"}}\n", i, i * 7919 % 1000);
  const Keeper plain = read({write("plain", text)});
  const std::string half = text.substr(0, 100'000);
  const std::string rest = text.substr(100'000);
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"gzip", gzip(text)},
      {"gzip", gzip(half) + gzip(rest)},
      {"gzip", gzip(half) + gzip("") + gzip(rest) + std::string(512, '\0')},
      {"zstd", zstd(text)},
      {"zstd", zstd(half) + zstd(rest)},
      {"zstd", std::string("\x53\x2a\x4d\x18\x03\0\0\0abc", 11) + zstd(text)},
      {"xz", filtered(ARCHIVE_FILTER_XZ, text)},
      {"bzip2", filtered(ARCHIVE_FILTER_BZIP2, text)},
      {"lz4", filtered(ARCHIVE_FILTER_LZ4, text)},
      {"gzip+zstd", gzip(zstd(text))},
  };
  for (const auto& [compression, bytes] : forms) {
    const Keeper keeper = read({write("packed", bytes)});
    EXPECT_TRUE(keeper.refusals.empty()) << compression << testing::PrintToString(keeper.refusals);
    ASSERT_EQ(keeper.records.size(), plain.records.size()) << compression;
    EXPECT_EQ(keeper.texts(), plain.texts());
    EXPECT_EQ(keeper.records.back().offset, plain.records.back().offset);
    EXPECT_EQ(keeper.records.back().line, 8000U);
    EXPECT_EQ(keeper.files[0].compression, compression);
    EXPECT_EQ(report_.bytes_stored, bytes.size());
    EXPECT_EQ(report_.bytes_plain, text.size());
  }
}

TEST_F(InputTest, ArchivesGiveTheirMembers) {
  const std::vector<Member> members = {{"a/one.json", kLines},
                                       {"two.csv", "Time,Level\n1,x\n"},
                                       {"three.json.gz", gzip("{\"a\":4}")},
                                       {"readme.md", "x"},
                                       {"__MACOSX/._a", "x"},
                                       {"empty", ""}};
  const std::string tar = pack(ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, members);
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"zip", zip(members)},
      {"tar", tar},
      {"7zip", pack(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, members)},
      {"gzip+tar", gzip(tar)},
      {"zstd+tar", zstd(tar)},
      {"xz+tar", filtered(ARCHIVE_FILTER_XZ, tar)},
      {"gzip+zip", gzip(zip(members))},
  };
  for (const auto& [compression, bytes] : forms) {
    const Keeper keeper = read({write("packed", bytes)});
    EXPECT_EQ(keeper.records.size(), 5U) << compression << testing::PrintToString(keeper.refusals);
    ASSERT_FALSE(keeper.records.empty());
    const auto by_file = [&](const char* name) {
      return std::ranges::count(keeper.records, path("packed") + "!" + name, &Kept::file);
    };
    EXPECT_EQ(by_file("a/one.json"), 3) << compression;
    EXPECT_EQ(by_file("two.csv"), 1) << compression;
    EXPECT_EQ(by_file("three.json.gz"), 1) << compression;
    std::vector<Reason> reasons = keeper.reasons();
    std::ranges::sort(reasons);
    EXPECT_EQ(reasons, (std::vector{Reason::empty_file, Reason::skipped_file, Reason::skipped_file})) << compression;
    EXPECT_EQ(keeper.files[0].compression, compression);
    EXPECT_TRUE(std::ranges::any_of(keeper.files,
                                    [&](const FileInfo& file) { return file.compression == compression + "+gzip"; }));
  }
}

TEST_F(InputTest, ArchivesInArchivesAreNotOpened) {
  const std::string inner = zip({{"x.json", kLines}});
  const Keeper keeper = read({write(
      "outer.zip", zip({{"inner.zip", inner},
                        {"good.json", kLines},
                        {"i.tar.gz", gzip(pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, {{"y", kLines}}))}}))});
  EXPECT_EQ(keeper.records.size(), 3U);
  EXPECT_EQ(keeper.reasons(), (std::vector{Reason::nested_archive, Reason::nested_archive}));
  EXPECT_EQ(read({write("thrice", gzip(gzip(gzip(kLines))))}).reasons(), std::vector{Reason::nested_archive});
}

TEST_F(InputTest, EncryptedMembersAndForeignArchives) {
  const Keeper keeper = read({write("secret.zip", zip({{"x.json", kLines}}, "zip:encryption=zipcrypt"))});
  EXPECT_EQ(keeper.reasons(), std::vector{Reason::encrypted_archive}) << testing::PrintToString(keeper.refusals);
  EXPECT_EQ(read({write("book.xlsx", zip({{"[Content_Types].xml", "<x/>"}}))}).reasons(),
            std::vector{Reason::not_a_log});
}

TEST_F(InputTest, TooManyMembers) {
  InputOptions options;
  options.limits.archive_members = 2;
  EXPECT_TRUE(read({write("two.zip", zip({{"a", kLines}, {"b", kLines}}))}, options).refusals.empty());
  const Keeper keeper = read({write("three.zip", zip({{"a", kLines}, {"b", kLines}, {"c", kLines}}))}, options);
  EXPECT_EQ(keeper.records.size(), 6U);
  EXPECT_EQ(keeper.reasons(), std::vector{Reason::too_many_members});
}

TEST_F(InputTest, CutAndDamagedCompressionGivesWhatIsSound) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += fmt::format("{{\"number\":{},\"text\":\"{}\"}}\n", i, i * 7919 % 1000);
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    const Keeper cut = read({write("cut", packed.substr(0, packed.size() / 2))});
    EXPECT_GT(cut.records.size(), 5000U);
    ASSERT_FALSE(cut.refusals.empty());
    EXPECT_EQ(cut.refusals.back().reason, Reason::corrupt_compression);
    EXPECT_LE(cut.refusals.size(), 2U);
  }
  std::string damaged = gzip(text);
  damaged[damaged.size() / 2] = static_cast<char>(~damaged[damaged.size() / 2]);
  damaged[damaged.size() / 2 + 1] = static_cast<char>(~damaged[damaged.size() / 2 + 1]);
  const Keeper bad = read({write("damaged", damaged), write("good", kLines)});
  EXPECT_EQ(bad.refusals.back().reason, Reason::corrupt_compression);
  EXPECT_EQ(bad.records.back().file, path("good"));
  EXPECT_EQ(read({write("tail", gzip(kLines) + "other")}).reasons(), std::vector{Reason::corrupt_compression});
  EXPECT_EQ(read({write("header", "\x1f\x8b")}).reasons(), std::vector{Reason::corrupt_compression});
  const std::string archive = zip({{"a", text}});
  EXPECT_FALSE(read({write("cut.zip", archive.substr(0, archive.size() / 2))}).refusals.empty());
  EXPECT_FALSE(report_.complete());
}

TEST_F(InputTest, ExpansionIsBoundedForBombsAndNotForLogs) {
  InputOptions options;
  options.limits.expansion_free_bytes = 1 << 20;
  std::string log;
  for (int i = 0; i < 20'000; ++i)
    log += fmt::format("{{\"time\":\"2024-01-01T00:00:00Z\",\"operationName\":\"X\",\"n\":{}}}\n", i);
  const std::string zeros(8 << 20, '\0');
  std::string lines;
  for (int i = 0; i < 500'000; ++i) lines += "{\"a\":1}\n";
  for (const std::string& good : {gzip(log), zstd(log), zip({{"log", log}})}) {
    EXPECT_EQ(read({write("good", good)}, options).records.size(), 20'000U);
    EXPECT_TRUE(report_.complete());
  }
  for (const std::string& bomb : {gzip(zeros), zstd(zeros), zip({{"zeros", zeros}, {"more", zeros}}), gzip(gzip(zeros)),
                                  filtered(ARCHIVE_FILTER_XZ, zeros), filtered(ARCHIVE_FILTER_BZIP2, zeros)}) {
    const Keeper keeper = read({write("bomb", bomb), write("good", kLines)}, options);
    EXPECT_EQ(keeper.reasons(), std::vector{Reason::expansion_limit}) << testing::PrintToString(keeper.refusals);
    EXPECT_EQ(keeper.records.size(), 3U);
    EXPECT_LT(report_.bytes_plain, zeros.size());
  }
  // What came before the limit is kept.
  const Keeper keeper = read({write("bomb", gzip(lines))}, options);
  EXPECT_GT(keeper.records.size(), 100'000U);
  EXPECT_EQ(keeper.reasons().back(), Reason::expansion_limit);
}

TEST_F(InputTest, Utf16OfEitherOrderWithAndWithoutMark) {
  const std::u16string text = u"{\"a\":\"\u00e9\u4e2d\U0001F600\"}\r\n{\"a\":2}\r\n";
  for (const bool big_endian : {false, true}) {
    for (const bool mark : {false, true}) {
      const Keeper keeper = read({write("utf16", utf16((mark ? u"\uFEFF" : u"") + text, big_endian))});
      EXPECT_EQ(keeper.texts(), texts({"{\"a\":\"\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80\"}", "{\"a\":2}"}));
      EXPECT_TRUE(keeper.refusals.empty());
      EXPECT_EQ(keeper.records[1].line, 2U);
      EXPECT_EQ(keeper.records[1].offset, (mark ? 3U : 0U) + 19U);
      EXPECT_EQ(read({write("utf16.gz", gzip(utf16(text, big_endian)))}).records.size(), 2U);
    }
  }
  const Keeper csv = read({write("utf16.csv", utf16(u"\uFEFFTime\tLevel\r\n1\t\u00e9\r\n", false))});
  EXPECT_EQ(csv.texts(), texts({"{\"Time\":\"1\",\"Level\":\"\xC3\xA9\"}"}));
}

TEST_F(InputTest, DamagedUtf16) {
  const std::u16string_view lone(u"{\"a\":\"\xD800x\xDC00\"}\n{\"a\":2}\n");
  const Keeper keeper = read({write("lone", utf16(lone, false)), write("odd", utf16(u"{\"a\":1}\n", false) + "x")});
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":\"\xEF\xBF\xBDx\xEF\xBF\xBD\"}", "{\"a\":2}", "{\"a\":1}"}));
  EXPECT_EQ(keeper.reasons(), std::vector{Reason::bad_encoding});
  EXPECT_EQ(read({write("utf32", std::string("\xFF\xFE\0\0{\0\0\0", 8))}).reasons(), std::vector{Reason::bad_encoding});
}

TEST_F(InputTest, LargeUtf16SplitsNoCharacterAtABlock) {
  std::u16string text = u"{\"a\":\"";
  for (int i = 0; i < 100'000; ++i) text += u"\U0001F600\u00e9";
  text += u"\"}\n";
  const Keeper keeper = read({write("large", "\xFF\xFE" + utf16(text, false))});
  ASSERT_EQ(keeper.records.size(), 1U);
  EXPECT_EQ(keeper.records[0].bytes.size(), 6 + 100'000 * 6 + 2U);
  EXPECT_EQ(keeper.records[0].bytes.find("\xEF\xBF\xBD"), std::string::npos);
}

TEST_F(InputTest, TheConsumerMayStop) {
  class Impatient : public Keeper {
   public:
    bool wants_more() override { return records.empty(); }
  };
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += "{\"a\":1}\n";
  Impatient consumer;
  const std::vector<std::string> paths = {write("a", many + "{\"cut"), write("b", "junk")};
  const InputReport report = read_inputs(paths, {}, consumer);
  EXPECT_LT(report.records, 100'000U);
  EXPECT_EQ(report.records, consumer.records.size());
  EXPECT_TRUE(consumer.refusals.empty());
  EXPECT_TRUE(report.complete());
}

TEST_F(InputTest, ALongFirstLineThatIsNoRecordCostsItselfOnly) {
  const Keeper keeper = read({write("cut", std::string(100'000, 'x') + "\n" + std::string(kLines))});
  EXPECT_EQ(keeper.records.size(), 3U);
  EXPECT_EQ(keeper.reasons(), std::vector{Reason::not_json});
}

TEST_F(InputTest, AFiftyMegabyteLinePassesAndMoreThanTheLimitIsSkipped) {
  const std::string large = "{\"a\":\"" + std::string(50 << 20, 'x') + "\"}\n";
  const Keeper keeper = read({write("large", large + "{\"a\":2}\n")});
  ASSERT_EQ(keeper.records.size(), 2U);
  EXPECT_EQ(keeper.records[0].bytes.size(), large.size() - 1);
  EXPECT_TRUE(report_.complete());

  std::ofstream huge(path("huge"), std::ios::binary);
  huge << "{\"a\":1}\n{\"a\":\"";
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 130; ++i) huge << block;
  huge << "\"}\n{\"a\":3}\n";
  huge.close();
  const Keeper beyond = read({path("huge")});
  EXPECT_EQ(beyond.texts(), texts({"{\"a\":1}", "{\"a\":3}"}));
  EXPECT_EQ(beyond.reasons(), std::vector{Reason::record_too_large});
  EXPECT_EQ(beyond.refusals[0].line, 2U);
  EXPECT_EQ(beyond.records[1].line, 3U);
}

}  // namespace
}  // namespace picket::source
