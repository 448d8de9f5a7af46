// SPDX-License-Identifier: Apache-2.0
// The way from the splitters to the consumer: collects records into batches, counts, and holds the text of records that
// had to be composed (rows, bulk documents). What a batch refers to must stay in place until flush(); a Window flushes
// before it reads. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/input.h"
#include "source/record.h"

namespace picket::source {

class Output {
 public:
  Output(RecordConsumer& consumer, InputReport& report, std::size_t batch_records);

  // For progress: a file of this size will be read, a file is being read.
  void expect_file(std::uint64_t bytes);
  void count_file() { ++progress_.files; }
  void begin_file(FileInfo file);

  void add(const Record& record) {
    if (batch_.size() == batch_records_) flush();
    batch_.push_back(record);
  }
  // A copy with its padding, valid until the next flush. Store, then add: storing may flush, and the add that follows
  // then does not.
  std::string_view store(std::string_view text);
  void refuse(Reason reason, std::uint64_t offset, std::uint32_t line, std::string detail = {});
  void refuse_file(Reason reason, std::string detail = {}) { refuse(reason, 0, 0, std::move(detail)); }

  // Hands over what was collected. False when the consumer wants no more: then refusals are not reported either.
  bool flush();
  bool stopped() const { return stopped_; }

 private:
  static constexpr std::size_t kChunkBytes = std::size_t{256} << 10;
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
    std::size_t used = 0;
  };

  RecordConsumer& consumer_;
  InputReport& report_;
  const std::size_t batch_records_;
  FileInfo file_;
  Progress progress_;
  std::vector<Record> batch_;
  Chunk chunk_;
  bool stopped_ = false;
};

}  // namespace picket::source
