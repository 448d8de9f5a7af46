// SPDX-License-Identifier: Apache-2.0
#include "engine/pipeline.h"

#include <algorithm>
#include <utility>

namespace picket::engine {

// Whole documents of the batch's rows, for the few tests that need more than columns.
class Pipeline::Documents final : public event::RowDocuments {
 public:
  explicit Documents(const Pipeline& pipeline) : pipeline_(pipeline) {}
  const json::Object& document(std::size_t row) override {
    const auto [place, missing] = made_.try_emplace(row);
    if (missing) {
      if (auto document = pipeline_.decoder_.document(pipeline_.batch_.rows[row].raw, pipeline_.hint_)) {
        place->second = std::move(document->source);
      }
    }
    return place->second;
  }

 private:
  const Pipeline& pipeline_;
  std::map<std::size_t, json::Object> made_;
};

Pipeline::Pipeline(const event::FieldTable& fields, const compile::Program& program,
                   const decode::DecodeOptions& options, MatchConsumer& consumer)
    : decoder_(fields, options),
      runner_(program),
      consumer_(consumer),
      batch_(fields.size()),
      identify_([this](std::size_t row) {
        auto name = decoder_.name(batch_.rows[row].raw, hint_);
        return name ? std::move(*name) : decode::Name{};
      }) {}

void Pipeline::on_file(const source::FileInfo& file) {
  if (files_.size() <= file.index) files_.resize(file.index + 1);
  files_[file.index] = file.path;
}

// The way of a record.
void Pipeline::on_records(const source::FileInfo& file, std::span<const source::Record> records) {
  hint_ = decode::hint_of(file.path);
  for (const source::Record& record : records) {
    if (const auto refusal = decoder_.project(record.bytes, batch_, hint_)) {
      add_sample({std::string(decode::to_string(*refusal)),
                  file.path,
                  record.offset,
                  record.line,
                  {},
                  decode::is_lost(*refusal)});
      continue;
    }
    event::Row& row = batch_.rows.back();
    row.offset = record.offset;
    row.line = record.line;
    if (!row.has_time && consumer_.needs_time()) {
      add_sample({"unusable_time", file.path, record.offset, record.line, "no date in a form that is read", true});
    }
    if (batch_.size() == kBatchRows) run_batch(file);
  }
  run_batch(file);  // the records' bytes are only valid during this call
}

void Pipeline::run_batch(const source::FileInfo& file) {
  if (batch_.size() == 0) return;
  Documents documents(*this);
  runner_.run(batch_, &documents, outputs_);
  consumer_.on_batch({batch_, outputs_, file, identify_});
  count_rows();
  batch_.clear(kDictionaryCeiling);
}

void Pipeline::count_rows() {
  indices_.resize(batch_.indices.size());
  for (const event::Row& row : batch_.rows) {
    if (formats_.size() <= row.format) formats_.resize(row.format + 1U);
    ++formats_[row.format];
    ++indices_[row.index];
    intake_.any_ingested = intake_.any_ingested || row.has_ingested;
    if (!row.has_time) {
      ++intake_.without_time;
      continue;
    }
    intake_.first = std::min(intake_.first.value_or(row.time), row.time);
    intake_.last = std::max(intake_.last.value_or(row.time), row.time);
  }
  intake_.records += batch_.size();
}

void Pipeline::on_refusal(const source::Refusal& refusal) {
  const source::ReasonInfo& reason = source::info(refusal.reason);
  add_sample({std::string(reason.name), refusal.file->path, refusal.offset, refusal.line, refusal.detail,
              reason.loss != source::Loss::none});
}

void Pipeline::add_sample(RefusalSample sample) {
  std::uint64_t& count = (sample.lost ? intake_.refused : intake_.notes)[sample.reason];
  if (++count <= kSamplesPerReason) intake_.samples.push_back(std::move(sample));
}

const Intake& Pipeline::finish() {
  for (std::size_t format = 0; format < formats_.size(); ++format) {
    if (formats_[format] == 0) continue;
    intake_.by_format[std::string(decode::format_name(static_cast<decode::FormatId>(format)))] = formats_[format];
  }
  for (std::size_t index = 0; index < indices_.size(); ++index) {
    if (indices_[index] != 0) intake_.by_index[batch_.indices[index]] = indices_[index];
  }
  return intake_;
}

std::uint64_t Intake::refused_total() const {
  std::uint64_t total = 0;
  for (const auto& [reason, count] : refused) total += count;
  return total;
}

}  // namespace picket::engine
