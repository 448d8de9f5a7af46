// SPDX-License-Identifier: Apache-2.0
// JSON containers in good order: what comes out, with which offset, line and container.
#include "source/json_splitter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "support.h"

namespace picket::source {
namespace {

using test::Keeper;
using test::Kept;
using test::split_every_way;
using test::texts;

Keeper good(std::string_view text, const InputOptions& options = {}) {
  Keeper keeper = split_every_way(text, options);
  EXPECT_TRUE(keeper.refusals.empty()) << testing::PrintToString(keeper.refusals);
  return keeper;
}

void expect_all(const Keeper& keeper, Container container) {
  for (const Kept& record : keeper.records) EXPECT_EQ(record.container, container) << to_string(record.container);
}

TEST(JsonLines, EachLineIsARecord) {
  const Keeper keeper = good("{\"a\":1}\n{\"a\":{\"b\":[1,2]}}\n{}\n");
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":{\"b\":[1,2]}}", "{}"}));
  EXPECT_EQ(keeper.records[0], (Kept{"{\"a\":1}", 0, 1, Container::json_lines, "test"}));
  EXPECT_EQ(keeper.records[1].offset, 8U);
  EXPECT_EQ(keeper.records[1].line, 2U);
  EXPECT_EQ(keeper.records[2].line, 3U);
}

TEST(JsonLines, BlankLinesWindowsLineEndsAndIndentation) {
  const Keeper keeper = good("\r\n{\"a\":1}\r\n\r\n  {\"a\":2}  \r\n\t\n{\"a\":3}");
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}"}));
  EXPECT_EQ(keeper.records[0].line, 2U);
  EXPECT_EQ(keeper.records[1].offset, 15U);
  EXPECT_EQ(keeper.records[1].line, 4U);
  EXPECT_EQ(keeper.records[2].line, 6U);
  expect_all(keeper, Container::json_lines);
}

TEST(JsonLines, AByteOrderMarkCountsAndIsNotPartOfARecord) {
  const Keeper keeper = good("\xEF\xBB\xBF{\"a\":1}\n\xEF\xBB\xBF{\"a\":2}\n");
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":2}"}));
  EXPECT_EQ(keeper.records[0].offset, 3U);
  expect_all(keeper, Container::json_lines);
}

TEST(JsonLines, BracketsAndEscapesInStringsAreText) {
  const Keeper keeper = good(
      "{\"a\":\"}{\"}\n{\"a\":\"},{\",\"b\":\"[{\"}\n{\"a\":\"\\\"}\\\\\"}\n{\"a\":\"{{{\"}\n{\"b\":\"}}\",\"c\":{"
      "\"d\":\"\\\\\\\"\"}}\n");
  EXPECT_EQ(keeper.records.size(), 5U);
  EXPECT_EQ(keeper.records[4].line, 5U);
  expect_all(keeper, Container::json_lines);
}

TEST(JsonLines, NulBytesAndRecordSeparatorsBetweenValuesAreBlank) {
  const std::string text = std::string("\x1e{\"a\":1}\n\x1e{\"a\":2}\n") + std::string(100, '\0');
  EXPECT_EQ(good(text).texts(), texts({"{\"a\":1}", "{\"a\":2}"}));
}

TEST(JsonLines, ALineMayBeABatch) {
  const Keeper keeper =
      good("{\"records\":[{\"a\":1},{\"a\":2}]}\n[{\"a\":3}]\n{\"a\":4}\n{\"value\":[{\"a\":5}],\"nextLink\":\"x\"}\n");
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}", "{\"a\":5}"}));
  EXPECT_EQ(keeper.records[1].container, Container::records_envelope);
  EXPECT_EQ(keeper.records[1].line, 1U);
  EXPECT_EQ(keeper.records[1].offset, 20U);
  EXPECT_EQ(keeper.records[2].container, Container::array);
  EXPECT_EQ(keeper.records[3].container, Container::json_lines);
  EXPECT_EQ(keeper.records[4].container, Container::value_envelope);
  EXPECT_EQ(keeper.records[4].line, 4U);
}

TEST(JsonLines, SeveralValuesOnALine) {
  const Keeper keeper = good("{\"a\":1}{\"a\":2} {\"a\":3},{\"a\":4}\n{\"a\":5}");
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}", "{\"a\":5}"}));
  EXPECT_EQ(keeper.records[0].container, Container::json_lines);
  EXPECT_EQ(keeper.records[1].container, Container::json_values);
  EXPECT_EQ(keeper.records[4].container, Container::json_lines);
}

TEST(JsonLines, LongLinesAreFoundByStructureWithTheSameResult) {
  // Around the bound up to which a line is taken by its ends.
  for (const std::size_t size : {65'520U, 65'527U, 65'528U, 65'529U, 65'536U, 200'000U}) {
    const std::string line = fmt::format("{{\"a\":\"{}\"}}", std::string(size - 8, 'x'));
    ASSERT_EQ(line.size(), size);
    const Keeper keeper = good(line + "\n" + line + "\n{\"a\":1}");
    ASSERT_EQ(keeper.records.size(), 3U);
    EXPECT_EQ(keeper.records[0].bytes, line);
    EXPECT_EQ(keeper.records[1].offset, size + 1);
    EXPECT_EQ(keeper.records[2].line, 3U);
    expect_all(keeper, Container::json_lines);
  }
}

TEST(JsonValues, PrettyPrintedAndConcatenated) {
  const Keeper keeper = good("{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}\n{\n  \"a\": 2\n}{ \"a\" : 3 }\n");
  ASSERT_EQ(keeper.records.size(), 3U);
  EXPECT_EQ(keeper.records[0].bytes, "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}");
  EXPECT_EQ(keeper.records[1].line, 8U);
  EXPECT_EQ(keeper.records[2].line, 10U);
  EXPECT_EQ(keeper.records[2].bytes, "{ \"a\" : 3 }");
  expect_all(keeper, Container::json_values);
}

TEST(JsonValues, CommasAndArraysNextToEachOther) {
  EXPECT_EQ(good("{\n\"a\":1\n},\n{\n\"a\":2\n},\n").records.size(), 2U);
  const Keeper keeper = good("[{\"a\":1}][{\"a\":2}]\n[\n]\n[{\"a\":3}\n]");
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}"}));
  expect_all(keeper, Container::array);
}

TEST(Arrays, OfRecordsOfBatchesAndOfArrays) {
  EXPECT_EQ(good("[]").records.size(), 0U);
  EXPECT_EQ(good(" [ {\"a\":1} , {} ] ").texts(), texts({"{\"a\":1}", "{}"}));
  const Keeper batches = good("[{\"records\":[{\"a\":1}]},{\"a\":2},{\"records\":[{\"a\":3},{\"a\":4}]}]");
  EXPECT_EQ(batches.texts(), texts({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}"}));
  EXPECT_EQ(batches.records[0].container, Container::records_envelope);
  EXPECT_EQ(batches.records[1].container, Container::array);
  EXPECT_EQ(good("[[{\"a\":1}],[{\"a\":2},{\"a\":3}]]").records.size(), 3U);
}

TEST(Envelopes, WhateverStandsBeforeAndAfter) {
  for (const char* text : {
           R"({"records":[{"a":1},{"a":2}]})",
           R"({"nextLink":"x","records":[{"a":1},{"a":2}]})",
           R"({"count":2,"meta":{"records":[1],"value":{"x":[{}]}},"value":[{"a":1},{"a":2}],"x":[{"y":1}]})",
           R"({"@odata.context":"x","value":[{"a":1},{"a":2}]})",
           R"({"time":"2024-01-01T00:00:00Z","records":[{"a":1},{"a":2}]})",
           R"({"Records":[{"a":1},{"a":2}]})",
           R"({"records":[],"value":[{"a":1},{"a":2}]})",
           R"({"records":[{"a":1}],"n":1,"value":[{"a":2}]})",
           "{\n  \"value\" :\n  [\n    {\"a\":1}\n    ,\n    {\"a\":2}\n  ],\n  \"nextLink\": null\n}\n",
       }) {
    EXPECT_EQ(good(text).texts(), texts({"{\"a\":1}", "{\"a\":2}"})) << text;
  }
}

TEST(Envelopes, ABatchMayLookLikeARecordToo) {
  const std::string records = R"([{"time":"t","a":1},{"a":2}])";
  const auto expected = texts({R"({"time":"t","a":1})", R"({"a":2})"});
  EXPECT_EQ(good(R"({"@timestamp":"t","event":{"dataset":"d"},"records":)" + records + "}").texts(), expected);
  EXPECT_EQ(good(R"({"records":)" + records + R"(,"@timestamp":"t","operationName":"o"})").texts(), expected);
  const std::string record = R"({"@timestamp":"t","records":[{"a":1}]})";
  EXPECT_EQ(good(record).texts(), texts({record.c_str()})) << "a member of that name that holds no records";
}

TEST(Envelopes, ElementsThatAreNoObjectsCostThemselvesOnly) {
  struct Case {
    std::string text;
    std::vector<std::uint64_t> refused;  // offsets
  };
  const std::string good = R"({"time":"t","operationName":"o"})";
  const std::string other = R"({"a":1})";
  const std::vector<Case> cases = {
      {R"({"records":[5,)" + good + "," + other + "]}", {12}},
      {R"({"value":[null,)" + good + R"(,"x",)" + other + "]}", {10, 48}},
      {R"({"value":["a, b",true , -1.5e3,)" + good + "," + other + R"(],"nextLink":"x"})", {10, 17, 24}},
      {"{\n  \"records\": [\n    5,\n    " + good + ",\n    " + other + "\n  ]\n}\n", {21}},
      {R"({"records":[],"value":[1,)" + good + "," + other + "]}", {23}},
      {R"({"records":[)" + good + R"(],"value":[7,)" + good + "]}", {55}},
      {R"({"hits":{"hits":[null,{"_source":{}},{"_id":"1"}]}})", {17}},
      {R"({"time":"t","records":[0,)" + good + "," + other + "]}", {23}},
      {R"({"records":[[)" + good + "],[" + other + "]]}", {}},
      {R"({"records":[3,[[)" + good + "]]," + other + "]}", {12}},
      {"[5,6," + other + ",7," + good + "]", {1, 3, 13}},
  };
  for (const Case& each : cases) {
    const Keeper keeper = split_every_way(each.text);
    EXPECT_EQ(keeper.records.size(), 2U) << each.text;
    std::vector<std::uint64_t> offsets;
    for (const auto& refusal : keeper.refusals) {
      EXPECT_EQ(refusal.reason, Reason::not_json);
      offsets.push_back(refusal.offset);
    }
    EXPECT_EQ(offsets, each.refused) << each.text;
  }
}

TEST(Envelopes, RecordsWrittenAsTextAreUnpacked) {
  const std::string record = R"({"time":"t","a":"\"]}"})";
  const std::string literal = R"("{\"time\":\"t\",\"a\":\"\\\"]}\"}")";
  const Keeper keeper = good("{\"records\":[" + literal + " , " + literal + "]}\n[" + literal + "]\n");
  EXPECT_EQ(keeper.texts(), std::vector<std::string>(3, record));
  EXPECT_EQ(keeper.records[1].offset, 12 + literal.size() + 3);
  EXPECT_EQ(keeper.records[1].container, Container::records_envelope);
  EXPECT_EQ(keeper.records[2].line, 2U);
  EXPECT_EQ(keeper.records[2].container, Container::array);
  EXPECT_EQ(good(R"({"records":["{\n\"time\":\"\u0041\" }\r\n"]})").texts(), texts({"{\n\"time\":\"A\" }"}));
  // Text that is not one object, and an escape that is none.
  for (const char* bad :
       {R"("{\"time\":1}{}")", R"("[{\"time\":1}]")", R"("{\"time\":1")", R"("{\"time\":\q}")", R"("")"}) {
    const Keeper refused = split_every_way("{\"records\":[" + literal + "," + bad + "," + literal + "]}");
    EXPECT_EQ(refused.records.size(), 2U) << bad;
    EXPECT_EQ(refused.reasons(), std::vector{Reason::not_json}) << bad;
  }
}

TEST(Envelopes, TheTextOfALargeRecordIsUnpacked) {
  const std::string record = R"({"time":"t","a":")" + std::string(200'000, 'x') + R"("})";
  std::string literal = R"("{\"time\":\"t\",\"a\":\")" + std::string(200'000, 'x') + R"(\"}")";
  EXPECT_EQ(good("{\"records\":[" + literal + "]}").texts(), std::vector{record});
  InputOptions options;
  options.limits.record_bytes = 1000;
  const Keeper keeper = split_every_way("[" + literal + ",{\"a\":1}]", options);
  EXPECT_EQ(keeper.texts(), texts({R"({"a":1})"}));
  EXPECT_EQ(keeper.reasons(), std::vector{Reason::not_json});
}

TEST(Envelopes, EmptyOnesHoldNoRecord) {
  for (const char* text : {R"({"records":[]})", R"({"value":[ ],"nextLink":"x"})", R"({"hits":{"total":0,"hits":[]}})",
                           R"({"tables":[]})", R"({ "records" : [ ] })"}) {
    EXPECT_EQ(good(text).records.size(), 0U) << text;
  }
}

TEST(Envelopes, ARecordWithSuchAMemberIsARecord) {
  for (const char* text : {
           R"({"@timestamp":"2024-01-01T00:00:00Z","value":[{"a":1}]})",
           R"({"operationName":"x","records":[{"a":1}]})",
           R"({"time":"2024-01-01T00:00:00Z","value":[{"a":1}]})",
           R"({"_source":{"value":[{"a":1}]},"value":[]})",
           R"({"records":"none","value":5})",
           R"({"value":["a","b"],"records":[1]})",
           R"({"value":[1,{"a":2}],"time":"t"})",
           R"({"time":"t","value":[1,{"time":"u"}]})",
           R"({"operationName":"o","records":["{\"time\":\"u\"}"]})",
           R"({"value":["{0}","{\"a\":1}"],"records":[[1],[{}]]})",
           R"({"properties":{"records":[{"a":1}],"value":[{"a":1}]}})",
           R"({"x":[{"records":[{"a":1}]}]})",
       }) {
    EXPECT_EQ(good(text).texts(), texts({text})) << text;
  }
}

TEST(Envelopes, NestedInAnObjectThatIsNoRecord) {
  const Keeper keeper = good(
      "{\"parameters\":{\"a\":[{\"b\":1}]},\"responses\":{\"200\":{\"body\":{\"value\":[\n{\"eventTimestamp\":\"x\"},"
      "\n{\"eventTimestamp\":\"y\"}],\"nextLink\":\"z\"}}}}\n{\"time\":\"t\"}");
  EXPECT_EQ(keeper.texts(), texts({"{\"eventTimestamp\":\"x\"}", "{\"eventTimestamp\":\"y\"}", "{\"time\":\"t\"}"}));
  EXPECT_EQ(keeper.records[1].container, Container::nested_envelope);
  EXPECT_EQ(keeper.records[1].line, 3U);
  EXPECT_EQ(keeper.records[2].container, Container::json_lines);
}

TEST(Envelopes, NestedOnesMustBeUnmistakable) {
  for (const char* text : {
           // Two candidates, no record inside, inside a record, through an array.
           R"({"a":{"x":[{"time":"1"}]},"b":{"y":[{"time":"2"}]}})",
           R"({"a":{"x":[{"b":1}]}})",
           R"({"a":{"operationName":"o","x":[{"time":"1"}]}})",
           R"({"a":[{"x":[{"time":"1"}]}]})",
       }) {
    EXPECT_EQ(good(text).texts(), texts({text})) << text;
  }
}

TEST(Elasticsearch, SearchResponses) {
  const Keeper keeper =
      good(R"({"took":3,"hits":{"total":{"value":2},"max_score":1,"hits":[{"_index":"i","_id":"1","_source":{"a":1}},)"
           R"({"_index":"i","_id":"2","_source":{"a":2}}]},"aggregations":{"x":[{"y":1}]}})");
  ASSERT_EQ(keeper.records.size(), 2U);
  EXPECT_EQ(keeper.records[1].bytes, R"({"_index":"i","_id":"2","_source":{"a":2}})");
  expect_all(keeper, Container::elasticsearch_hits);
}

TEST(Elasticsearch, BulkRequests) {
  const Keeper keeper = good(
      "{\"index\":{\"_index\":\"logs-x\",\"_id\":\"7\"}}\n{\"a\":1}\n"
      "{\"delete\":{\"_id\":\"3\"}}\n"
      "{\"create\":{}}\n{\"a\":2}\n"
      "{ \"update\" : { \"_id\":\"q\\\"\" } }\n{\"doc\":{\"a\":3},\"doc_as_upsert\":true}\n"
      "{\"index\":{\"_index\":\"b\"}}\n{\"a\":[{\"b\":4}]}\n");
  EXPECT_EQ(keeper.texts(),
            texts({R"({"_index":"logs-x","_id":"7","_source":{"a":1}})", R"({"_source":{"a":2}})",
                   R"({"_id":"q\"","_source":{"a":3}})", R"({"_index":"b","_source":{"a":[{"b":4}]}})"}));
  EXPECT_EQ(keeper.records[0].offset, 40U);
  EXPECT_EQ(keeper.records[0].line, 2U);
  EXPECT_EQ(keeper.records[1].line, 5U);
  expect_all(keeper, Container::elasticsearch_bulk);
}

TEST(Elasticsearch, ARecordThatOnlyResemblesAnActionIsOne) {
  for (const char* text : {R"({"index":5})", R"({"index":{"a":{"b":1}}})", R"({"index":{},"time":"x"})"}) {
    EXPECT_EQ(good(text).texts(), texts({text})) << text;
  }
}

TEST(LogAnalytics, RowsBecomeObjects) {
  const Keeper keeper = good(
      "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"TimeGenerated\",\"type\":\"datetime\"},"
      "{\"name\":\"Level\",\"type\":\"string\"},{\"type\":\"dynamic\",\"name\":\"Claims_d\"}],\"rows\":[\n"
      "[\"2024-01-01T00:00:00Z\",null,\"{\\\"a\\\":1}\"],\n[\"2024-01-02T00:00:00Z\",\"Info]\",{\"b\":[1]}]]}],\"x\":"
      "1}");
  EXPECT_EQ(keeper.texts(),
            texts({R"({"TimeGenerated":"2024-01-01T00:00:00Z","Claims_d":"{\"a\":1}"})",
                   R"({"TimeGenerated":"2024-01-02T00:00:00Z","Level":"Info]","Claims_d":{"b":[1]}})"}));
  EXPECT_EQ(keeper.records[1].line, 3U);
  expect_all(keeper, Container::log_analytics_tables);
}

TEST(LogAnalytics, SeveralTablesOldNamesAndRowsFirst) {
  EXPECT_EQ(good(R"({"Tables":[{"TableName":"T","Columns":[{"ColumnName":"a"}],"Rows":[[1]]},)"
                 R"({"Rows":[[2],[3]],"Columns":[{"ColumnName":"b"}]},{"columns":[{"name":"c"}],"rows":[]}]})")
                .texts(),
            texts({R"({"a":1})", R"({"b":2})", R"({"b":3})"}));
}

TEST(Depth, HundredLevelsPassAndTheLimitIsExact) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth - 1, '[').insert(0, "{\"a\":") + std::string(depth - 1, ']') + "}";
  };
  const auto objects = [](std::size_t depth) {
    std::string text = "{}";
    for (std::size_t i = 1; i < depth; ++i) text = "{\"a\":" + text + "}";
    return text;
  };
  for (const auto& make :
       {std::function<std::string(std::size_t)>(nested), std::function<std::string(std::size_t)>(objects)}) {
    EXPECT_EQ(good(make(100)).records.size(), 1U);
    EXPECT_EQ(good(make(200)).records.size(), 1U);
    const Keeper deep =
        split_every_way(make(201) + "\n{\"a\":1}\n[" + make(300) + ",{\"a\":2}]" + make(5000) + "{\"a\":3}");
    EXPECT_EQ(deep.texts(), texts({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}"}));
    EXPECT_EQ(deep.reasons(), (std::vector{Reason::too_deep, Reason::too_deep, Reason::too_deep}));
  }
}

TEST(Size, TheLimitIsExactAndTheNextRecordsAreRead) {
  InputOptions options;
  options.limits.record_bytes = 1000;
  const auto record = [](std::size_t size) { return fmt::format("{{\"a\":\"{}\"}}", std::string(size - 8, 'x')); };
  EXPECT_EQ(good(record(1000), options).records.size(), 1U);
  for (const char* form : {"{0}\n{1}\n", "[{0},{1}]", "{{\"records\":[{0},{1}]}}", "{0}{1}"}) {
    for (const std::size_t size : {1001U, 1064U, 1065U, 5000U, 100'000U}) {
      const std::string text = fmt::format(fmt::runtime(form), record(size), record(900));
      const Keeper keeper = split_every_way(text, options);
      EXPECT_EQ(keeper.texts(), std::vector{record(900)}) << form << size;
      EXPECT_EQ(keeper.reasons(), std::vector{Reason::record_too_large}) << form << size;
    }
  }
}

TEST(Size, AnEnvelopeAfterALargeMemberIsStillRead) {
  InputOptions options;
  options.limits.record_bytes = 1000;
  const std::string text = fmt::format(R"({{"x":"{}","records":[{{"a":1}}]}})", std::string(5000, 'x'));
  EXPECT_EQ(good(text, options).texts(), texts({R"({"a":1})"}));
}

TEST(Batches, HoldNoMoreThanTheirLimitAndKeepOrder) {
  InputOptions options;
  options.limits.batch_records = 3;
  std::string text = "{\"index\":{}}\n{\"a\":0}\n";
  for (int i = 1; i < 100; ++i) text += fmt::format("{{\"index\":{{\"_id\":\"{}\"}}}}\n{{\"a\":{}}}\n", i, i);
  const Keeper keeper = good(text, options);
  ASSERT_EQ(keeper.records.size(), 100U);
  EXPECT_EQ(keeper.records[99].bytes, R"({"_id":"99","_source":{"a":99}})");
  EXPECT_EQ(keeper.records[50].bytes, R"({"_id":"50","_source":{"a":50}})");
}

}  // namespace
}  // namespace picket::source
