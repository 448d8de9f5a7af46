// SPDX-License-Identifier: Apache-2.0
// Every pair of raw record and expected document of the activitylogs data stream: the documents are equal, but for the
// fields that tests/data/decode/differences.tsv lists (docs/differences.md says why).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "decode/decoder.h"
#include "decode/geoip.h"
#include "event/document.h"
#include "test_data.h"

namespace picket::decode {
namespace {

namespace fs = std::filesystem;
using namespace testing_data;

struct Difference {
  std::string field;
  std::string elastic;  // JSON, or "absent"
  std::string picket;
  friend bool operator==(const Difference&, const Difference&) = default;
};

std::vector<Difference> allowed_differences() {
  std::vector<Difference> out;
  for (const std::string& line : read_lines(fs::path(PICKET_SOURCE_DIR) / "tests/data/decode/differences.tsv")) {
    if (line.starts_with("#")) continue;
    const auto cells = split(line, '\t');
    EXPECT_EQ(cells.size(), 3u) << line;
    if (cells.size() == 3) out.push_back({std::string(cells[0]), std::string(cells[1]), std::string(cells[2])});
  }
  return out;
}

// Leaves by path; several values at one path in order. Empty objects and arrays and nulls count as values of their own.
void flatten(const std::string& path, const json::Value& value, std::map<std::string, std::vector<std::string>>& out) {
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    for (const auto& member : *object) {
      const std::string key(member.key().data(), member.key().size());
      flatten(path.empty() ? key : path + "." + key, member.value(), out);
    }
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    for (const auto& element : *array) flatten(path + "[]", element, out);
  } else {
    out[path].push_back(json::serialize(value));
  }
}

std::string joined(const std::map<std::string, std::vector<std::string>>& leaves, const std::string& path) {
  const auto found = leaves.find(path);
  return found == leaves.end() ? "absent" : join(found->second, ",");
}

std::vector<Difference> compare(const json::Value& expected, const json::Object& actual) {
  std::map<std::string, std::vector<std::string>> left;
  std::map<std::string, std::vector<std::string>> right;
  flatten("", expected, left);
  flatten("", actual, right);
  std::set<std::string> paths;
  for (const auto* leaves : {&left, &right}) {
    for (const auto& [path, values] : *leaves) paths.insert(path);
  }
  std::vector<Difference> out;
  for (const std::string& path : paths) {
    if (joined(left, path) != joined(right, path)) out.push_back({path, joined(left, path), joined(right, path)});
  }
  return out;
}

TEST(Fixtures, ActivityLogDocumentsEqualTheExpectedOnes) {
  PICKET_NEEDS_FIXTURES();
  const auto geoip = GeoIp::open(geoip_folder().string());
  ASSERT_TRUE(geoip.has_value()) << geoip.error().message;
  const event::FieldTable fields;
  const Decoder decoder(fields, {.geoip = &*geoip, .preserve_original_event = true});
  const std::vector<Difference> allowed = allowed_differences();

  std::size_t pairs = 0;
  for (const auto& entry : fs::directory_iterator(fixtures() / "azure" / "activitylogs")) {
    if (!entry.path().string().ends_with("-expected.json")) continue;
    const std::string path = entry.path().string();
    const auto expected = json::parse(read_text(path));
    ASSERT_TRUE(expected.has_value()) << path;
    const auto& documents = expected->at("expected").as_array();
    const auto records = read_lines(path.substr(0, path.size() - std::string("-expected.json").size()));
    ASSERT_EQ(records.size(), documents.size()) << path;
    for (std::size_t i = 0; i < records.size(); ++i, ++pairs) {
      const auto document = decoder.document(records[i], false);
      ASSERT_TRUE(document.has_value()) << path << ": " << to_string(document.error());
      EXPECT_EQ(document->index, "logs-azure.activitylogs-default");
      for (const Difference& difference : compare(documents[i], document->source)) {
        EXPECT_NE(std::ranges::find(allowed, difference), allowed.end())
            << entry.path().filename() << " record " << i << ": " << difference.field << " is " << difference.picket
            << ", expected " << difference.elastic;
      }
    }
  }
  EXPECT_GE(pairs, 5u);
}

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
