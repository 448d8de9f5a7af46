// SPDX-License-Identifier: Apache-2.0
// The same records in every container, in every layout, and after every split into reads; and the fixtures of real
// exports where they are present.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "source/byte_block.h"
#include "support.h"
#include "support/shared_data.h"

namespace picket::source {
namespace {

namespace fs = std::filesystem;
using test::Keeper;
using test::split_every_way;

// Values that try the scanner: brackets, quotes, escapes and separators in strings of all lengths.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string record() {
    std::string text = R"({"@timestamp":"2024-01-01T00:00:00Z")";
    const int members = below(8);
    for (int i = 0; i < members; ++i) text += fmt::format(",{}{}:{}{}", blank(), string(), blank(), value(0));
    return text + blank() + "}";
  }
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

 private:
  std::string blank() { return std::string(static_cast<std::size_t>(below(4) == 0 ? below(3) : 0), ' '); }
  std::string string() {
    static constexpr const char* kPieces[] = {"a",
                                              "bc",
                                              "{",
                                              "}",
                                              "[",
                                              "]",
                                              ",",
                                              ":",
                                              "\\\"",
                                              "\\\\",
                                              "\\n",
                                              " ",
                                              "records",
                                              "\xC3\xA9",
                                              "},{",
                                              "\\\\\\\"",
                                              "\\u005c",
                                              "[{",
                                              "0123456789012345678901234567890"};
    std::string text = "\"";
    const int pieces = below(6);
    for (int i = 0; i < pieces; ++i) text += kPieces[below(std::size(kPieces))];
    return text + "\"";
  }
  std::string value(int depth) {
    switch (below(depth < 4 ? 7 : 4)) {
      case 0:
        return std::to_string(below(1000));
      case 1:
        return "null";
      case 2:
      case 3:
        return string();
      case 4:
        return list(depth, '[', ']', [&] { return value(depth + 1); });
      default:
        return list(depth, '{', '}', [&] { return string() + blank() + ":" + blank() + value(depth + 1); });
    }
  }
  template <class Make>
  std::string list(int, char open, char close, Make make) {
    std::string text(1, open);
    const int size = below(4);
    for (int i = 0; i < size; ++i) text += (i > 0 ? "," : "") + blank() + make();
    return text + blank() + close;
  }
  std::mt19937 random_;
};

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += separator;
    text += parts[i];
  }
  return text;
}

TEST(Property, EveryContainerGivesTheSameRecordsWithTheirPlaces) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    Generator generator(seed);
    std::vector<std::string> records(static_cast<std::size_t>(1 + generator.below(30)));
    for (std::string& record : records) record = generator.record();
    const std::string texts[] = {
        joined(records, "\n"),
        joined(records, "\r\n") + "\r\n",
        joined(records, ""),
        joined(records, " , "),
        "[" + joined(records, ",") + "]",
        "[\n  " + joined(records, ",\n  ") + "\n]\n",
        "{\"records\":[" + joined(records, ",") + "]}",
        "{\"nextLink\":\"{\",\"x\":[{\"y\":[]}],\"value\" : [" + joined(records, "\n,\n") + "],\"records\":[]}\n",
        "{\"hits\":{\"total\":1,\"hits\":[" + joined(records, ",") + "]}}",
        "{\"a\":{\"b\":[" + joined(records, ",") + "],\"c\":\"]\"}}",
        "{\"records\":[" + joined(records, "]}\n{\"records\":[") + "]}",
    };
    for (const std::string& text : texts) {
      const Keeper keeper = split_every_way(text);
      ASSERT_EQ(keeper.texts(), records) << "seed " << seed << "\n" << text;
      ASSERT_TRUE(keeper.refusals.empty()) << "seed " << seed << "\n" << text;
      for (const test::Kept& record : keeper.records) {
        ASSERT_EQ(text.substr(record.offset, record.bytes.size()), record.bytes);
        ASSERT_EQ(record.line,
                  1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(record.offset), '\n'));
      }
    }
  }
}

// Any damage: the result does not depend on the reads, records come out of the text as they stand in it, in order, and
// most of them survive one broken byte.
TEST(Property, DamageIsLocalAndTheResultDoesNotDependOnReads) {
  std::size_t expected = 0;
  std::size_t survived = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    Generator generator(seed);
    std::vector<std::string> records(20);
    for (std::string& record : records) record = generator.record();
    std::string text = seed % 3 == 0   ? joined(records, "\n")
                       : seed % 3 == 1 ? "[" + joined(records, ",") + "]"
                                       : "{\"records\":[" + joined(records, ",\n") + "]}";
    static constexpr char kBytes[] = "{}[]\",:\\x\n";
    const auto at = static_cast<std::size_t>(generator.below(static_cast<int>(text.size())));
    switch (generator.below(3)) {
      case 0:
        text[at] = kBytes[generator.below(10)];
        break;
      case 1:
        text.erase(at, 1);
        break;
      default:
        text.insert(at, 1, kBytes[generator.below(10)]);
    }
    const Keeper keeper = split_every_way(text);
    std::uint64_t end = 0;
    for (const test::Kept& record : keeper.records) {
      ASSERT_GE(record.offset, end) << text;
      ASSERT_EQ(text.substr(record.offset, record.bytes.size()), record.bytes) << text;
      end = record.offset + record.bytes.size();
    }
    expected += records.size();
    for (const std::string& record : records) {
      const auto same = [&](const test::Kept& kept) { return kept.bytes == record; };
      survived += std::any_of(keeper.records.begin(), keeper.records.end(), same) ? 1U : 0U;
    }
  }
  // One record in twenty is the one that was broken.
  EXPECT_GT(survived * 100, expected * 93) << survived << " of " << expected;
}

TEST(Property, ATextCutAnywhereLosesOnlyItsLastRecord) {
  Generator generator(99);
  std::vector<std::string> records(6);
  for (std::string& record : records) record = generator.record();
  const std::string forms[] = {joined(records, "\n"), "[" + joined(records, ",") + "]",
                               "{\n\"value\": [\n" + joined(records, ",\n") + "\n]\n}"};
  for (const std::string& text : forms) {
    for (std::size_t size = 0; size < text.size(); ++size) {
      const Keeper keeper = test::split_text(text.substr(0, size), {}, 16, 64);
      std::size_t whole = 0;
      std::size_t at = 0;
      while (whole < records.size() && (at = text.find(records[whole], at)) != std::string::npos &&
             at + records[whole].size() <= size) {
        at += records[whole].size();
        ++whole;
      }
      ASSERT_EQ(keeper.records.size(), whole) << text.substr(0, size);
      ASSERT_LE(keeper.refusals.size(), 1U) << text.substr(0, size);
    }
  }
}

TEST(ByteBlock, MasksEqualThePortableOnes) {
  std::mt19937 random(1);
  static constexpr char kInteresting[] = "{}[]\",:\\ \n\t\r\0\x1f!;Z^_`|~\x7f\x80\xff\xdb\xfb\xfd";
  for (int round = 0; round < 2000; ++round) {
    char bytes[kBlock];
    for (char& c : bytes)
      c = round % 2 == 0 ? static_cast<char>(random()) : kInteresting[random() % (sizeof kInteresting - 1)];
    ASSERT_EQ(block_masks(bytes), portable::block_masks(bytes));
    ASSERT_EQ(line_masks(bytes), portable::line_masks(bytes));
    ASSERT_TRUE(has_line_marks(bytes) || !portable::has_line_marks(bytes));
    ASSERT_EQ(newline_mask(bytes), portable::newline_mask(bytes));
  }
}

TEST(ByteBlock, EscapesAreFoundAcrossBlocks) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    std::string text(3 * kBlock, 'x');
    for (char& c : text) c = random() % 3 != 0 ? '\\' : 'x';
    std::uint64_t carry = 0;
    bool escaped = false;
    for (std::size_t block = 0; block < 3; ++block) {
      const std::uint64_t found =
          escaped_characters(portable::block_masks(text.data() + block * kBlock).backslash, carry);
      for (std::size_t i = 0; i < kBlock; ++i) {
        ASSERT_EQ((found >> i & 1) != 0, escaped);
        escaped = !escaped && text[block * kBlock + i] == '\\';
      }
    }
  }
}

TEST(Fixtures, RealExportsAreRead) {
  const auto folder = picket::test::shared_data("fixtures/azure-wild");
  if (!folder) GTEST_SKIP() << picket::test::kNoSharedData;
  Keeper keeper;
  const std::vector<std::string> paths = {folder->string()};
  const InputReport report = read_inputs(paths, {}, keeper);
  const auto count = [&](std::string_view file, Container container) {
    return std::count_if(keeper.records.begin(), keeper.records.end(), [&](const test::Kept& record) {
      return record.file.ends_with(file) && record.container == container;
    });
  };
  EXPECT_EQ(count("c7n/eventgrid_resource_write_success.json", Container::json_values), 1);
  EXPECT_EQ(count("ms-docs/PT1H_sample.json", Container::json_lines), 1);
  EXPECT_EQ(count("ms-docs/eventgrid_resource_action_success.json", Container::array), 1);
  EXPECT_EQ(count("ms-docs/eventhub_records_sample.json", Container::records_envelope), 1);
  EXPECT_EQ(count("ms-docs/rest_administrative_sample.abridged-claims.json", Container::json_values), 1);
  EXPECT_EQ(count("otel/administrative_valid_1.json", Container::records_envelope), 1);
  EXPECT_EQ(count("rest-api-specs/GetActivityLogsFiltered.json", Container::nested_envelope), 1);
  EXPECT_EQ(count("stratus/azure.execution.vm-run-command.0.json", Container::json_values), 1);
  EXPECT_EQ(count("synthetic/runcommands-write.SYNTHETIC.ndjson", Container::json_lines), 9);
  // The second file of stratus was published with a comma too many.
  ASSERT_EQ(keeper.refusals.size(), 1U);
  EXPECT_EQ(keeper.refusals[0].reason, Reason::not_json);
  EXPECT_TRUE(keeper.refusals[0].file.ends_with("azure.execution.vm-custom-script-extension.0.json"));
  EXPECT_EQ(report.records, 17U);
  EXPECT_FALSE(report.complete());
}

TEST(Fixtures, EveryAzureStreamIsReadLineByLine) {
  const auto folder = picket::test::shared_data("fixtures/azure");
  if (!folder) GTEST_SKIP() << picket::test::kNoSharedData;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(*folder)) {
    if (entry.path().extension() != ".log") continue;
    Keeper keeper;
    const std::vector<std::string> paths = {entry.path().string()};
    const InputReport report = read_inputs(paths, {}, keeper);
    EXPECT_GT(report.records, 0U) << entry.path();
    EXPECT_TRUE(report.complete()) << entry.path() << testing::PrintToString(keeper.refusals);
  }
}

}  // namespace
}  // namespace picket::source
