// SPDX-License-Identifier: Apache-2.0
// A consumer that keeps copies of all it is told, and short ways to split a text.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "source/byte_stream.h"
#include "source/input.h"
#include "source/output.h"
#include "source/split.h"

namespace picket::source::test {

struct Kept {
  std::string bytes;
  std::uint64_t offset = 0;
  std::uint32_t line = 0;
  Container container = Container::json_lines;
  std::string file;
  friend bool operator==(const Kept&, const Kept&) = default;
};

struct KeptRefusal {
  Reason reason = Reason::not_json;
  std::string file;
  std::uint64_t offset = 0;
  std::uint32_t line = 0;
  std::string detail;
  friend bool operator==(const KeptRefusal&, const KeptRefusal&) = default;
};

inline void PrintTo(const KeptRefusal& refusal, std::ostream* out) {
  *out << info(refusal.reason).name << " in " << refusal.file << " at " << refusal.offset << " line " << refusal.line
       << ": " << refusal.detail;
}
inline void PrintTo(const Kept& record, std::ostream* out) {
  *out << record.file << ":" << record.offset << ":" << record.line << " " << to_string(record.container) << " "
       << record.bytes.substr(0, 200);
}

class Keeper : public RecordConsumer {
 public:
  void on_file(const FileInfo& file) override { files.push_back(file); }
  void on_records(const FileInfo& file, std::span<const Record> batch) override {
    EXPECT_FALSE(batch.empty());
    for (const Record& record : batch) {
      // Reading the padding lets the address sanitizer say whether it is there.
      char padding[kPadding];
      std::memcpy(padding, record.bytes.data() + record.bytes.size(), kPadding);
      records.push_back({std::string(record.bytes), record.offset, record.line, record.container, file.path});
    }
  }
  void on_refusal(const Refusal& refusal) override {
    ASSERT_NE(refusal.file, nullptr);
    refusals.push_back({refusal.reason, refusal.file->path, refusal.offset, refusal.line, refusal.detail});
  }
  void on_progress(const Progress& now) override { progress = now; }

  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const Kept& record : records) all.push_back(record.bytes);
    return all;
  }
  std::vector<Reason> reasons() const {
    std::vector<Reason> all;
    for (const KeptRefusal& refusal : refusals) all.push_back(refusal.reason);
    return all;
  }

  std::vector<FileInfo> files;
  std::vector<Kept> records;
  std::vector<KeptRefusal> refusals;
  Progress progress;
};

// Splits a text that is handed out `step` bytes at a time, with blocks of `block` bytes.
inline Keeper split_text(std::string_view text, InputOptions options = {}, std::size_t step = SIZE_MAX,
                         std::size_t block = std::size_t{256} << 10) {
  Keeper keeper;
  InputReport report;
  options.limits.block_bytes = block;
  Output output(keeper, report, options.limits.batch_records);
  const FileInfo file{.path = "test", .index = 0, .compression = ""};
  output.begin_file(file);
  MemoryStream stream(text, step);
  split(stream, options, output);
  EXPECT_EQ(report.records, keeper.records.size());
  return keeper;
}

// The same, and checks that the result does not depend on how the bytes arrive.
inline Keeper split_every_way(std::string_view text, const InputOptions& options = {}) {
  Keeper whole = split_text(text, options);
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{64}, std::size_t{4096}}) {
    if (text.size() > 50'000 && step < 64) continue;
    const Keeper parts = split_text(text, options, step, 64);
    EXPECT_EQ(parts.records, whole.records) << "step " << step;
    EXPECT_EQ(parts.refusals, whole.refusals) << "step " << step;
  }
  return whole;
}

inline std::vector<std::string> texts(std::initializer_list<const char*> list) {
  return {list.begin(), list.end()};
}

}  // namespace picket::source::test
