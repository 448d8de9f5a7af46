// SPDX-License-Identifier: Apache-2.0
// The way of a record: source -> decode -> match -> whoever wants the matches. Pipeline::on_records is that way in one
// function; scan, search and test all go through it. What becomes of matches is the consumer's: Detection
// (engine/detection.h) for rules, a printer for `picket search`.
//
// A pipeline is owned by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compile/program.h"
#include "decode/decoder.h"
#include "event/columns.h"
#include "event/document.h"
#include "match/run.h"
#include "source/record.h"

namespace picket::engine {

// A batch after matching; valid during the call only.
struct MatchedBatch {
  const event::Batch& batch;
  const std::vector<match::Bits>& outputs;  // one for each query of the program, one bit for each row
  const source::FileInfo& file;
  const std::function<decode::Name(std::size_t row)>& identify;
};
class MatchConsumer {
 public:
  virtual ~MatchConsumer() = default;
  virtual void on_batch(const MatchedBatch& matched) = 0;
  // A consumer that places events in time has no use for a record without one: it counts as refused.
  virtual bool needs_time() const { return false; }
};

// A record or a file that was not read as it should be, for people.
struct RefusalSample {
  std::string reason;  // stable name
  std::string file;
  std::uint64_t offset = 0;
  std::uint32_t line = 0;
  std::string detail;
  bool lost = true;  // false: only passed over
};

// What went through.
struct Intake {
  std::uint64_t records = 0;                       // accepted
  std::map<std::string, std::uint64_t> by_format;  // format name -> records
  std::map<std::string, std::uint64_t> by_index;   // index or data stream -> records
  std::map<std::string, std::uint64_t> refused;    // reason -> records or files
  std::map<std::string, std::uint64_t> notes;      // reason -> files passed over without loss
  std::uint64_t without_time = 0;                  // accepted, but no rule can judge them
  std::vector<RefusalSample> samples;              // the first few of each reason
  std::optional<Timestamp> first;                  // of @timestamp
  std::optional<Timestamp> last;
  bool any_ingested = false;  // some record carried event.ingested
  std::uint64_t refused_total() const;
};

class Pipeline final : public source::RecordConsumer {
 public:
  // All must outlive the pipeline.
  Pipeline(const event::FieldTable& fields, const compile::Program& program, const decode::DecodeOptions& options,
           MatchConsumer& consumer);

  void on_file(const source::FileInfo& file) override;
  void on_records(const source::FileInfo& file, std::span<const source::Record> records) override;
  void on_refusal(const source::Refusal& refusal) override;

  const std::vector<std::string>& files() const { return files_; }  // by source::FileInfo::index
  const decode::Decoder& decoder() const { return decoder_; }
  std::uint64_t records() const { return intake_.records; }
  bool lost_something() const { return !intake_.refused.empty(); }
  const Intake& finish();  // after the last record: the counts are complete

  static constexpr std::size_t kBatchRows = 4096;
  static constexpr std::size_t kDictionaryCeiling = 4U << 20U;
  static constexpr std::size_t kSamplesPerReason = 3;

 private:
  class Documents;
  void run_batch(const source::FileInfo& file);
  void count_rows();
  void add_sample(RefusalSample sample);

  decode::Decoder decoder_;
  match::Runner runner_;
  MatchConsumer& consumer_;
  decode::Hint hint_ = decode::Hint::none;  // of the batch
  event::Batch batch_;
  std::vector<match::Bits> outputs_;
  std::function<decode::Name(std::size_t row)> identify_;
  Intake intake_;
  std::vector<std::string> files_;
  std::vector<std::uint64_t> formats_;  // by decode::FormatId: records
  std::vector<std::uint64_t> indices_;  // by Batch index id: records
};

}  // namespace picket::engine
