// SPDX-License-Identifier: Apache-2.0
#include "source/output.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace picket::source {

Output::Output(RecordConsumer& consumer, InputReport& report, std::size_t batch_records)
    : consumer_(consumer), report_(report), batch_records_(std::max<std::size_t>(batch_records, 1)) {
  batch_.reserve(batch_records_);
}

void Output::expect_file(std::uint64_t bytes) {
  ++progress_.file_total;
  progress_.byte_total += bytes;
}

void Output::begin_file(FileInfo file) {
  flush();
  file_ = std::move(file);
  if (!stopped_) consumer_.on_file(file_);
}

std::string_view Output::store(std::string_view text) {
  const std::size_t needed = text.size() + kPadding;
  if (chunk_.size - chunk_.used < needed || batch_.size() == batch_records_) {
    flush();
    if (chunk_.size < needed) {
      chunk_.size = std::max(needed, kChunkBytes);
      chunk_.bytes = std::make_unique_for_overwrite<char[]>(chunk_.size);
    }
  }
  char* const place = chunk_.bytes.get() + chunk_.used;
  std::memcpy(place, text.data(), text.size());
  std::memset(place + text.size(), ' ', kPadding);
  chunk_.used += needed;
  return {place, text.size()};
}

void Output::refuse(Reason reason, std::uint64_t offset, std::uint32_t line, std::string detail) {
  if (!flush()) return;
  ++report_.refusals[static_cast<std::size_t>(reason)];
  consumer_.on_refusal({.reason = reason, .file = &file_, .offset = offset, .line = line, .detail = std::move(detail)});
}

bool Output::flush() {
  if (!batch_.empty() && !stopped_) {
    report_.records += batch_.size();
    consumer_.on_records(file_, batch_);
  }
  batch_.clear();
  chunk_.used = 0;
  if (chunk_.size > kChunkBytes) chunk_ = {};  // one giant record was in it
  if (progress_.bytes != report_.bytes_stored && !stopped_) {
    progress_.bytes = report_.bytes_stored;
    consumer_.on_progress(progress_);
  }
  stopped_ = stopped_ || !consumer_.wants_more();
  return !stopped_;
}

}  // namespace picket::source
