// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "conformance.h"
#include "decode/decoder.h"
#include "decode/geoip.h"
#include "support/document_differences.h"

namespace picket::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExpected = "-expected.json";

std::vector<std::string> read_lines(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out.push_back(line);
  }
  return out;
}

class StreamScorer {
 public:
  explicit StreamScorer(const decode::GeoIp& geoip)
      : plain_(fields_, {.geoip = &geoip}), preserving_(fields_, {.geoip = &geoip, .preserve_original_event = true}) {}

  void add(std::string_view record, decode::Hint hint, const json::Value& expected, StreamScore& score) const {
    ++score.records;
    const bool keeps_text = expected.is_object() && json::get(expected.get_object(), "tags") != nullptr;
    const auto document = (keeps_text ? preserving_ : plain_).document(record, hint, false);
    if (expected.is_null() || !document) {  // null: the integration drops it
      score.equal += expected.is_null() && !document ? 1U : 0U;
    } else {
      compare(expected, document->source, score);
    }
  }

 private:
  void compare(const json::Value& expected, const json::Object& document, StreamScore& score) const {
    const std::vector<test::Difference> differences = test::compare_documents(expected, document);
    if (differences.empty()) {
      ++score.equal;
    } else if (std::ranges::all_of(differences,
                                   [&](const auto& one) { return std::ranges::find(known_, one) != known_.end(); })) {
      ++score.equal_but_for_known;
      for (const test::Difference& one : differences) ++score.fields[one.field];
    }
  }

  event::FieldTable fields_;
  decode::Decoder plain_;
  decode::Decoder preserving_;
  std::vector<test::Difference> known_ =
      test::read_differences(fs::path(PICKET_SOURCE_DIR) / "tests/data/decode/differences.tsv");
};

}  // namespace

std::map<std::string, StreamScore> score_azure_streams() {
  std::map<std::string, StreamScore> scores;
  const auto geoip = decode::GeoIp::open(PICKET_SOURCE_DIR "/tests/data/geoip");
  const StreamScorer scorer(geoip.value());
  for (const auto& entry : fs::recursive_directory_iterator(*test::shared_data("fixtures/azure"))) {
    const std::string path = entry.path().string();
    if (!path.ends_with(kExpected)) continue;
    const std::string stream = entry.path().parent_path().filename().string();
    const json::Value expected = json::parse(test::read_file(path)).value();
    const std::vector<std::string> records = read_lines(path.substr(0, path.size() - kExpected.size()));
    for (std::size_t i = 0; i < records.size(); ++i) {
      scorer.add(records[i], decode::hint_of(path), expected.at("expected").as_array().at(i), scores[stream]);
    }
  }
  return scores;
}

}  // namespace picket::conformance
