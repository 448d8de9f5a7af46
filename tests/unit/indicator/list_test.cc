// SPDX-License-Identifier: Apache-2.0
// Lists and CSV files.
#include "support.h"

namespace picket::indicator::testing {
namespace {

TEST(List, OneValueALine) {
  const Loaded loaded = load_text(
      "# a comment, with a comma\n"
      "192.0.2.1\n"
      "\n"
      "  192.0.2.0/24   ; a network\r\n"
      "evil.example # seen in May\n"
      "https://evil.example/a,b;c\n"
      "what is this\n"
      "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(loaded.set.size(), 5U);
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.ip"), (std::vector<std::string>{"192.0.2.0/24", "192.0.2.1"}));
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.url.full"),
            (std::vector<std::string>{"https://evil.example/a,b;c"}));
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.url.domain"), (std::vector<std::string>{"evil.example"}));
  EXPECT_EQ(count(loaded.report, Problem::unknown_value), 1U);
  ASSERT_EQ(loaded.report.samples.size(), 1U);
  EXPECT_EQ(loaded.report.samples[0].line, 7U);
  EXPECT_EQ(loaded.report.samples[0].detail, "what is this");
  EXPECT_EQ(loaded.report.types.at("ipv4-addr"), 2U);
  EXPECT_EQ(loaded.report.types.at("file"), 1U);
}

TEST(List, DocumentsAreMarkedAsElasticsIntegrationsMarkThem) {
  const json::Object document = only(load_text("192.0.2.1\n", "block.txt"));
  EXPECT_EQ(event::first_text(document, "event.kind"), "enrichment");
  EXPECT_EQ(event::first_text(document, "event.category"), "threat");
  EXPECT_EQ(event::first_text(document, "event.type"), "indicator");
  EXPECT_EQ(event::first_text(document, "event.module"), "ti_custom");
  EXPECT_EQ(event::first_text(document, "threat.feed.name"), "block.txt");
  EXPECT_EQ(event::first_text(document, "threat.indicator.name"), "192.0.2.1");
  EXPECT_EQ(event::first_text(document, "@timestamp"), "");
}

TEST(List, LinesOfKnownLists) {
  const Loaded loaded = load_text(
      "ioc\n"
      "0.0.0.0 ads.example\n"
      "127.0.0.1\tother.example\n"
      "\"2024-05-01 10:00:00\", \"1234\", \"192.0.2.9:443\", \"ip:port\"\n"
      "198.51.100.0/24 ; SBL1\n");
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.url.domain"),
            (std::vector<std::string>{"ads.example", "other.example"}));
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.ip"), (std::vector<std::string>{"192.0.2.9", "198.51.100.0/24"}));
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.port"), (std::vector<std::string>{"443"}));
  EXPECT_TRUE(loaded.report.samples.empty());
}

TEST(List, RepeatedValuesAreOneIndicator) {
  const Loaded loaded = load_text("evil.example\nEVIL.example.\nevil[.]example\n");
  EXPECT_EQ(loaded.set.size(), 1U);
  EXPECT_EQ(loaded.report.repeated, 2U);
}

TEST(List, TheOrderOfLinesDoesNotMatter) {
  const Loaded one = load_text("a.example\nb.example\n192.0.2.1\n");
  const Loaded other = load_text("192.0.2.1\nb.example\na.example\n");
  ASSERT_EQ(one.set.size(), other.set.size());
  for (Position i = 0; i < one.set.size(); ++i) EXPECT_EQ(one.set.text(i), other.set.text(i));
}

TEST(Csv, ColumnsAreToldByTheirNames) {
  const Loaded loaded = load_text(
      "First Seen (UTC),IOC,Confidence Level,Reporter,Comment,TLP\n"
      "2024-05-01 10:00:00,evil.example,90,someone,\"a, b\",tlp:amber\n"
      "2024-05-02 10:00:00,nonsense,90,someone,,\n"
      "2024-05-02 10:00:00,,90,someone,,\n",
      "list.csv");
  const json::Object document = only(loaded);
  EXPECT_EQ(event::first_text(document, "threat.indicator.url.domain"), "evil.example");
  EXPECT_EQ(event::first_text(document, "threat.indicator.first_seen"), "2024-05-01T10:00:00.000Z");
  EXPECT_EQ(event::first_text(document, "threat.indicator.confidence"), "High");
  EXPECT_EQ(event::first_text(document, "threat.indicator.provider"), "someone");
  EXPECT_EQ(event::first_text(document, "threat.indicator.description"), "a, b");
  EXPECT_EQ(event::first_text(document, "threat.indicator.marking.tlp"), "AMBER");
  EXPECT_EQ(count(loaded.report, Problem::unknown_value), 1U);
  EXPECT_EQ(count(loaded.report, Problem::no_value), 1U);
}

TEST(Csv, ARowIsOneThing) {
  const std::string md5(32, 'a');
  const std::string sha256(64, 'B');
  const json::Object document =
      only(load_text("md5;sha256;file_name\n" + md5 + ";" + sha256 + ";evil.exe\n", "hashes.csv"));
  EXPECT_EQ(event::first_text(document, "threat.indicator.type"), "file");
  EXPECT_EQ(event::first_text(document, "threat.indicator.file.hash.md5"), md5);
  EXPECT_EQ(event::first_text(document, "threat.indicator.file.hash.sha256"), std::string(64, 'b'));
  EXPECT_EQ(event::first_text(document, "threat.indicator.file.name"), "evil.exe");
}

TEST(Csv, ColumnsOfEcsAreTakenAsTheyAre) {
  const json::Object document = only(load_text(
      "@timestamp,threat.indicator.ip,threat.indicator.provider\n2024-05-01T10:00:00Z,192.0.2.1,me\n", "ecs.csv"));
  EXPECT_EQ(event::first_text(document, "@timestamp"), "2024-05-01T10:00:00Z");
  EXPECT_EQ(event::first_text(document, "threat.indicator.ip"), "192.0.2.1");
  EXPECT_EQ(event::first_text(document, "threat.indicator.provider"), "me");
}

}  // namespace
}  // namespace picket::indicator::testing
