// SPDX-License-Identifier: Apache-2.0
// Every pair of raw record and expected document of an Azure data stream: the documents are equal, but for the
// fields that tests/data/decode/differences.tsv lists (docs/differences.md says why).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "decode/decoder.h"
#include "decode/geoip.h"
#include "event/document.h"
#include "support/document_differences.h"
#include "test_data.h"

namespace picket::decode {
namespace {

namespace fs = std::filesystem;
using namespace testing_data;

// The data streams of fixtures/azure whose every record becomes the expected document.
constexpr std::string_view kStreams[] = {
    "activitylogs", "auditlogs",    "graphactivitylogs", "identity_protection",
    "platformlogs", "provisioning", "signinlogs",
};

// Tests whose documents have a tag asked for the record's text to be kept.
bool keeps_original(const json::Value& expected) {
  return expected.is_object() && json::get(expected.get_object(), "tags") != nullptr;
}

class AzureStream : public testing::TestWithParam<std::string_view> {};

TEST_P(AzureStream, DocumentsEqualTheExpectedOnes) {
  PICKET_NEEDS_FIXTURES();
  const auto geoip = GeoIp::open(geoip_folder().string());
  ASSERT_TRUE(geoip.has_value()) << geoip.error().message;
  const event::FieldTable fields;
  const Decoder plain(fields, {.geoip = &*geoip});
  const Decoder preserving(fields, {.geoip = &*geoip, .preserve_original_event = true});
  const auto known = picket::test::read_differences(fs::path(PICKET_SOURCE_DIR) / "tests/data/decode/differences.tsv");

  std::size_t pairs = 0;
  for (const auto& entry : fs::directory_iterator(fixtures() / "azure" / GetParam())) {
    if (!entry.path().string().ends_with("-expected.json")) continue;
    const std::string path = entry.path().string();
    const auto expected = json::parse(read_text(path));
    ASSERT_TRUE(expected.has_value()) << path;
    const auto& documents = expected->at("expected").as_array();
    const auto records = read_lines(path.substr(0, path.size() - std::string_view("-expected.json").size()));
    ASSERT_EQ(records.size(), documents.size()) << path;
    for (std::size_t i = 0; i < records.size(); ++i, ++pairs) {
      SCOPED_TRACE(entry.path().filename().string() + " record " + std::to_string(i));
      const auto document =
          (keeps_original(documents[i]) ? preserving : plain).document(records[i], hint_of(path), false);
      if (documents[i].is_null()) {
        EXPECT_FALSE(document.has_value()) << "the integration drops it";
        continue;
      }
      ASSERT_TRUE(document.has_value()) << to_string(document.error());
      EXPECT_EQ(document->index, "logs-azure." + std::string(GetParam()) + "-default");
      for (const picket::test::Difference& one : picket::test::compare_documents(documents[i], document->source)) {
        EXPECT_NE(std::ranges::find(known, one), known.end())
            << one.field << " is " << one.picket << ", expected " << one.elastic;
      }
    }
  }
  EXPECT_GE(pairs, 1u);
}

INSTANTIATE_TEST_SUITE_P(Fixtures, AzureStream, testing::ValuesIn(kStreams),
                         [](const auto& stream) { return std::string(stream.param); });

TEST(Fixtures, WithoutTheTagNothingIsKeptOfTheRecordsText) {
  PICKET_NEEDS_FIXTURES();
  const event::FieldTable fields;
  const Decoder decoder(fields, {});
  const auto records = read_lines(fixtures() / "azure/activitylogs/test-activitylogs-raw.log");
  const auto document = decoder.document(records.at(0));
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(json::get(document->source, "tags"), nullptr);
  EXPECT_EQ(json::get(document->source, "event", "original"), nullptr);
  EXPECT_EQ(json::get(document->source, "source", "geo"), nullptr) << "no database";
  EXPECT_EQ(event::first_text(document->source, "data_stream.dataset"), "azure.activitylogs");
}

}  // namespace
}  // namespace picket::decode
