// SPDX-License-Identifier: Apache-2.0
// Any bytes as text to be split, under every forced format and with limits that are soon reached: records stand in the
// text where they say, in order; and neither records nor refusals depend on how the bytes arrive.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "source/byte_stream.h"
#include "source/input.h"
#include "source/output.h"
#include "source/split.h"

namespace picket::source {
namespace {

struct Kept {
  std::string bytes;
  std::uint64_t offset;
  std::uint32_t line;
  Container container;
  friend bool operator==(const Kept&, const Kept&) = default;
};

struct KeptRefusal {
  Reason reason;
  std::uint64_t offset;
  std::uint32_t line;
  std::string detail;
  friend bool operator==(const KeptRefusal&, const KeptRefusal&) = default;
};

class Keeper final : public RecordConsumer {
 public:
  void on_records(const FileInfo&, std::span<const Record> batch) override {
    for (const Record& record : batch) {
      records.push_back({std::string(record.bytes), record.offset, record.line, record.container});
    }
  }
  void on_refusal(const Refusal& refusal) override {
    refusals.push_back({refusal.reason, refusal.offset, refusal.line, refusal.detail});
  }
  std::vector<Kept> records;
  std::vector<KeptRefusal> refusals;
};

Keeper split_text(std::string_view text, const InputOptions& options, std::size_t step) {
  Keeper keeper;
  InputReport report;
  Output output(keeper, report, options.limits.batch_records);
  output.begin_file({.path = "fuzz", .index = 0, .compression = ""});
  MemoryStream stream(text, step);
  PICKET_CHECK(split(stream, options, output).bytes == text.size(), "all of the text is read");
  PICKET_CHECK(report.records == keeper.records.size(), "records are counted");
  return keeper;
}

bool is_composed(Container container) {
  return container == Container::csv || container == Container::log_analytics_tables ||
         container == Container::elasticsearch_bulk;
}

void check_places(std::string_view text, const Keeper& keeper, const Limits& limits) {
  std::uint64_t end = 0;
  for (const Kept& record : keeper.records) {
    PICKET_CHECK(record.bytes.starts_with('{') && record.bytes.ends_with('}'), "a record is an object");
    PICKET_CHECK(record.offset >= end && record.offset < text.size(), "records are in the order of the text");
    end = record.offset + 1;
    if (is_composed(record.container)) continue;
    PICKET_CHECK(record.bytes.size() <= limits.record_bytes, "a record is within the limit");
    PICKET_CHECK(text.substr(record.offset, record.bytes.size()) == record.bytes, "a record stands where it says");
    end = record.offset + record.bytes.size();
  }
  for (const KeptRefusal& refusal : keeper.refusals) {
    PICKET_CHECK(refusal.offset <= text.size(), "a refusal is within the text");
  }
}

void check(std::string_view text, std::optional<InputFormat> format) {
  InputOptions options;
  options.format = format;
  options.limits.record_bytes = 300;
  options.limits.depth = 12;
  options.limits.batch_records = 3;
  const Keeper whole = split_text(text, options, SIZE_MAX);
  check_places(text, whole, options.limits);
  options.limits.block_bytes = 64;
  const Keeper parts = split_text(text, options, 1 + hash64(text) % 67);
  PICKET_CHECK(parts.records == whole.records, "records do not depend on reads");
  PICKET_CHECK(parts.refusals == whole.refusals, "refusals do not depend on reads");
}

}  // namespace
}  // namespace picket::source

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace picket::source;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  check(text, std::nullopt);
  for (const InputFormatName& row : input_format_names()) check(text, row.format);
  return 0;
}
