// SPDX-License-Identifier: Apache-2.0
// ECS documents, STIX and MISP.
#include "indicator/stix_pattern.h"
#include "support.h"

namespace picket::indicator::testing {
namespace {

TEST(Ecs, ExportsCarryTheirIdentity) {
  const Loaded loaded = load_text(
      R"({"_index":"logs-ti_abusech-1","_id":"x1","_source":{"@timestamp":"2024-05-01T10:00:00Z","threat":{"indicator":{"type":"ipv4-addr","ip":"192.0.2.1"}}}})"
      "\n"
      R"({"@timestamp":"2024-05-01T10:00:00Z","threat.indicator.ip":"192.0.2.2","_index":"mine"})"
      "\n"
      R"({"@timestamp":"2024-05-01T10:00:00Z","file":{"hash":{"sha256":"00"}}})"
      "\n{broken}\n",
      "export.ndjson");
  ASSERT_EQ(loaded.set.size(), 3U);
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.ip"), (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
  EXPECT_EQ(texts_at(loaded.set, "file.hash.sha256"), (std::vector<std::string>{"00"}));
  std::vector<std::string> names;
  for (Position i = 0; i < loaded.set.size(); ++i) {
    const std::string id = loaded.set.id(i);
    names.push_back(std::string(loaded.set.index(i)) + "/" + (id.size() == 32 ? "made" : id));
  }
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"/made", "logs-ti_abusech-1/x1", "mine/made"}));
  EXPECT_EQ(loaded.report.types.at("file"), 1U);
  EXPECT_EQ(loaded.report.types.at("ip-addr"), 1U);
  EXPECT_FALSE(loaded.report.samples.empty());
}

TEST(Ecs, SearchResponsesAndArrays) {
  EXPECT_EQ(load_text(R"({"took":1,"hits":{"total":{"value":2},"hits":[
      {"_index":"i","_id":"1","_source":{"threat":{"indicator":{"ip":"192.0.2.1"}}}},
      {"_index":"i","_id":"2","_source":{"threat":{"indicator":{"ip":"192.0.2.2"}}}}]}})",
                      "hits.json")
                .set.size(),
            2U);
  EXPECT_EQ(
      load_text(R"([{"threat.indicator.ip":"192.0.2.1"},{"threat.indicator.ip":"192.0.2.2"}])", "a.json").set.size(),
      2U);
}

TEST(Ecs, FlatObjectsAreRows) {
  const json::Object document = only(load_text(R"({"ioc":"192.0.2.1","confidence_level":50})", "flat.json"));
  EXPECT_EQ(event::first_text(document, "threat.indicator.ip"), "192.0.2.1");
  EXPECT_EQ(event::first_text(document, "threat.indicator.confidence"), "Medium");
}

std::string pattern_text(std::string_view pattern) {
  const auto parsed = parse_stix_pattern(pattern);
  if (!parsed) return "error: " + parsed.error().message;
  std::string out;
  for (const Conjunction& values : *parsed) {
    if (!out.empty()) out += " | ";
    for (const PatternValue& value : values) out += (&value == values.data() ? "" : " & ") + value.text;
  }
  return out;
}

TEST(StixPattern, ComparisonsJoinedByOrAndAnd) {
  EXPECT_EQ(pattern_text("[ipv4-addr:value = '192.0.2.1']"), "192.0.2.1");
  EXPECT_EQ(pattern_text("[ipv4-addr:value='192.0.2.1' OR domain-name:value = 'a.example']"), "192.0.2.1 | a.example");
  EXPECT_EQ(pattern_text("[url:value = 'x'] OR [url:value = 'y']"), "x | y");
  EXPECT_EQ(pattern_text("[file:hashes.'SHA-256' = 'aa' AND file:name = 'n']"), "aa & n");
  EXPECT_EQ(pattern_text("[file:name = 'n' AND (file:hashes.MD5 = 'a' OR file:hashes.MD5 = 'b')]"), "n & a | n & b");
  EXPECT_EQ(pattern_text("[file:name = 'n' OR file:name = 'm' AND file:hashes.MD5 = 'a']"), "n | m & a");
  EXPECT_EQ(pattern_text("[domain-name:value IN ('a', 'b')]"), "a | b");
  EXPECT_EQ(pattern_text("[ipv4-addr:value ISSUBSET '192.0.2.0/24']"), "192.0.2.0/24");
  EXPECT_EQ(pattern_text("([url:value = 'x'])"), "x");
  EXPECT_EQ(pattern_text(R"([file:name = 'it\'s \\ '])"), R"(it's \ )");
}

TEST(StixPattern, WhatIsMoreThanThatIsNotUnderstood) {
  for (const char* pattern :
       {"", "[", "[]", "[url:value = 'x'", "[url:value = 'x']]", "[url:value = 'x", "[url:value = ]",
        "[url:value != 'x']", "[url:value LIKE 'x%']", "[NOT url:value = 'x']", "[process:pid = 1]",
        "[url:value = 'x'] AND [url:value = 'y']", "[url:value = 'x'] FOLLOWEDBY [url:value = 'y']",
        "[url:value = 'x'] REPEATS 5 TIMES", "[url:value = 'x' AND process:pid = 1]"}) {
    EXPECT_TRUE(pattern_text(pattern).starts_with("error: ")) << pattern;
  }
}

TEST(StixPattern, DepthAndAlternativesAreLimited) {
  std::string deep = "[";
  for (std::size_t i = 1; i < kMaxPatternDepth; ++i) deep += '(';
  const std::string limit = deep + "url:value = 'x'" + std::string(kMaxPatternDepth - 1, ')') + "]";
  EXPECT_EQ(pattern_text(limit), "x");
  EXPECT_EQ(pattern_text(deep + "(" + "url:value = 'x'" + std::string(kMaxPatternDepth, ')') + "]"),
            "error: too many brackets in each other");
  std::string many = "[url:value IN ('0'";
  for (std::size_t i = 1; i < kMaxAlternatives; ++i) many += ", '" + std::to_string(i) + "'";
  EXPECT_FALSE(pattern_text(many + ")]").starts_with("error"));
  EXPECT_EQ(pattern_text(many + ", 'x')]"), "error: too many alternatives");
}

constexpr std::string_view kBundle = R"({"type":"bundle","id":"bundle--1","objects":[
  {"type":"indicator","id":"indicator--1","spec_version":"2.1","name":"C2","pattern_type":"stix","confidence":80,
   "pattern":"[ipv4-addr:value = '192.0.2.1' OR ipv4-addr:value = '192.0.2.2']","valid_from":"2024-05-01T10:00:00Z",
   "created_by_ref":"identity--1","object_marking_refs":["marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"]},
  {"type":"identity","id":"identity--1","name":"Some Team"},
  {"type":"indicator","id":"indicator--2","pattern_type":"yara","pattern":"rule x {}"},
  {"type":"indicator","id":"indicator--3","pattern_type":"stix","pattern":"[process:pid = 1]"},
  {"type":"indicator","id":"indicator--4","pattern_type":"stix","pattern":"[url:value = 'http://a.example']","revoked":true},
  {"type":"domain-name","id":"domain-name--1","value":"evil.example"},
  {"type":"file","id":"file--1","hashes":{"MD5":"d41d8cd98f00b204e9800998ecf8427e"},"name":"a.exe"},
  {"type":"malware","id":"malware--1","name":"x"}]})";

TEST(Stix, Bundle) {
  const Loaded loaded = load_text(kBundle, "bundle.json");
  EXPECT_EQ(loaded.set.size(), 4U);
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.ip"), (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.url.domain"), (std::vector<std::string>{"evil.example"}));
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.file.hash.md5").size(), 1U);
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.marking.tlp"), (std::vector<std::string>{"RED", "RED"}));
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.confidence"), (std::vector<std::string>{"High", "High"}));
  EXPECT_EQ(count(loaded.report, Problem::unsupported_pattern), 2U);
  EXPECT_EQ(count(loaded.report, Problem::withdrawn), 1U);
  EXPECT_EQ(count(loaded.report, Problem::no_indicator), 2U);
}

TEST(Stix, ObservedDataOfVersionTwoZero) {
  const Loaded loaded = load_text(
      R"({"type":"observed-data","id":"observed-data--1","objects":{"0":{"type":"ipv4-addr","value":"192.0.2.1"},"1":{"type":"process","pid":1}}})",
      "observed.json");
  EXPECT_EQ(texts_at(loaded.set, "threat.indicator.ip"), (std::vector<std::string>{"192.0.2.1"}));
}

constexpr std::string_view kMispAttributes = R"([
  {"type":"ip-dst|port","category":"Network activity","to_ids":true,"uuid":"u1","value":"192.0.2.1|443","timestamp":"1714557600"},
  {"type":"domain|ip","category":"Network activity","to_ids":true,"uuid":"u2","value":"evil.example|192.0.2.2"},
  {"type":"filename|sha256","category":"Payload delivery","to_ids":true,"uuid":"u3","value":"a.exe|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
  {"type":"ip-src","category":"Network activity","to_ids":false,"uuid":"u4","value":"192.0.2.3"},
  {"type":"md5","category":"Payload delivery","to_ids":true,"uuid":"u5","value":"short"},
  {"type":"yara","category":"Payload delivery","to_ids":true,"uuid":"u6","value":"rule x {}"}])";

TEST(Misp, AttributesOfAnEvent) {
  const std::string event =
      R"({"Event":{"info":"x","Orgc":{"name":"Some Team"},"Tag":[{"name":"tlp:green"}],"Attribute":)" +
      std::string(kMispAttributes) + "}}";
  for (const std::string& text : {event, R"({"response":[)" + event + "]}", std::string(kMispAttributes)}) {
    const Loaded loaded = load_text(text, "misp.json");
    EXPECT_EQ(loaded.set.size(), 3U) << text;
    EXPECT_EQ(texts_at(loaded.set, "threat.indicator.ip"), (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
    EXPECT_EQ(texts_at(loaded.set, "threat.indicator.port"), (std::vector<std::string>{"443"}));
    EXPECT_EQ(texts_at(loaded.set, "threat.indicator.file.name"), (std::vector<std::string>{"a.exe"}));
    EXPECT_EQ(texts_at(loaded.set, "threat.indicator.modified_at"),
              (std::vector<std::string>{"2024-05-01T10:00:00.000Z"}));
    EXPECT_EQ(texts_at(loaded.set, "event.module").front(), "ti_misp");
    EXPECT_EQ(count(loaded.report, Problem::not_for_detection), 1U);
    EXPECT_EQ(count(loaded.report, Problem::unknown_value), 1U);
    EXPECT_EQ(count(loaded.report, Problem::unsupported_type), 1U);
  }
  const Loaded whole = load_text(event, "misp.json");
  EXPECT_EQ(texts_at(whole.set, "threat.indicator.provider").size(), 3U);
  EXPECT_EQ(texts_at(whole.set, "threat.indicator.marking.tlp"), (std::vector<std::string>{"GREEN", "GREEN", "GREEN"}));
}

TEST(Load, WrongFilesAreCountedAndNothingElse) {
  EXPECT_TRUE(load_text("").set.empty());
  EXPECT_FALSE(load_text("").report.input.complete());
  EXPECT_TRUE(load_text(std::string("\x7f"
                                    "ELF\0\0\0",
                                    7))
                  .set.empty());
  EXPECT_TRUE(load_text(std::string("a\0b\0c", 5)).set.empty());
  EXPECT_TRUE(load_text("\xff\xfe\xfd\n\x80\x81\n").set.empty());
  const Loaded cut = load_text(kBundle.substr(0, kBundle.size() / 2), "bundle.json");
  EXPECT_TRUE(cut.set.empty());
  EXPECT_FALSE(cut.report.samples.empty());
  const std::vector<std::string> missing{"/does/not/exist"};
  EXPECT_FALSE(load(missing).report.input.complete());
}

TEST(Load, FoldersAndForms) {
  const Folder folder;
  folder.add("a.txt", "192.0.2.1\n");
  folder.add("b.json", kBundle);
  folder.add("c.csv", "ioc,note\n192.0.2.1,same as in the list\n");
  const std::vector<std::string> paths{folder.path()};
  const Loaded loaded = load(paths);
  ASSERT_EQ(loaded.report.files.size(), 3U);
  EXPECT_EQ(loaded.report.files[0].indicators.at(Form::list), 1U);
  EXPECT_EQ(loaded.report.files[1].indicators.at(Form::stix), 4U);
  EXPECT_EQ(loaded.report.files[2].indicators.at(Form::csv), 1U);
  EXPECT_EQ(loaded.report.total(), 6U);
}

}  // namespace
}  // namespace picket::indicator::testing
