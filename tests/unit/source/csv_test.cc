// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support.h"

namespace picket::source {
namespace {

using test::Keeper;
using test::Kept;
using test::split_every_way;
using test::texts;

TEST(Csv, ARowIsAnObjectOfStringsNamedByTheHeader) {
  const Keeper keeper = split_every_way("TimeGenerated,Level,Caller\n2024-01-01,Info,a@b.c\n2024-01-02,,\n");
  EXPECT_EQ(keeper.texts(), texts({R"({"TimeGenerated":"2024-01-01","Level":"Info","Caller":"a@b.c"})",
                                   R"({"TimeGenerated":"2024-01-02"})"}));
  EXPECT_TRUE(keeper.refusals.empty());
  EXPECT_EQ(keeper.records[0].container, Container::csv);
  EXPECT_EQ(keeper.records[1].offset, 49U);
  EXPECT_EQ(keeper.records[1].line, 3U);
}

TEST(Csv, QuotesSeparatorsLineBreaksAndJsonInCells) {
  const Keeper keeper = split_every_way(
      "\xEF\xBB\xBF\"TimeGenerated\",\"Claims\",\"Note\"\r\n"
      "\"1\",\"{\"\"a\"\":\"\"b,c\"\"}\",\"line one\r\nline two\"\r\n"
      "2,\"\",\"tab\there \\ \"\"\"\r\n"
      "\"3\",plain \"quoted\" text,x\r\n");
  EXPECT_EQ(keeper.texts(),
            texts({R"({"TimeGenerated":"1","Claims":"{\"a\":\"b,c\"}","Note":"line one\u000d\u000aline two"})",
                   R"({"TimeGenerated":"2","Note":"tab\u0009here \\ \""})",
                   R"({"TimeGenerated":"3","Claims":"plain \"quoted\" text","Note":"x"})"}));
  EXPECT_TRUE(keeper.refusals.empty());
  EXPECT_EQ(keeper.records[2].line, 5U);
}

TEST(Csv, SemicolonTabAndExcelsOwnLine) {
  const auto expected = texts({R"({"Time":"1,5","Level":"x"})"});
  EXPECT_EQ(split_every_way("Time;Level\n1,5;x\n").texts(), expected);
  EXPECT_EQ(split_every_way("Time\tLevel\n1,5\tx").texts(), expected);
  EXPECT_EQ(split_every_way("sep=;\r\nTime;Level\r\n1,5;x\r\n").texts(), expected);
}

TEST(Csv, TheHeaderIsCleanedUp) {
  EXPECT_EQ(split_every_way("\"TimeGenerated [UTC]\", Level ,Level,\n1,2,3,4\n").texts(),
            texts({R"({"TimeGenerated":"1","Level":"2","Level_3":"3","column_4":"4"})"}));
}

TEST(Csv, EmptyRowsAndTheHeaderMetAgainAreNoRecords) {
  const Keeper keeper = split_every_way("Time,Level\n\n1,a\n,\nTime,Level\n2,b\n\"\",\"\"\n\n");
  EXPECT_EQ(keeper.texts(), texts({R"({"Time":"1","Level":"a"})", R"({"Time":"2","Level":"b"})"}));
  EXPECT_TRUE(keeper.refusals.empty());
  EXPECT_TRUE(split_every_way("Time,Level\n").records.empty());
}

TEST(Csv, ARowOfAnotherLengthIsRefused) {
  const Keeper keeper = split_every_way("Time,Level\n1,a\n2\n3,b,c\n4,d\n");
  EXPECT_EQ(keeper.records.size(), 2U);
  EXPECT_EQ(keeper.reasons(), (std::vector{Reason::bad_csv_row, Reason::bad_csv_row}));
  EXPECT_EQ(keeper.refusals[0].offset, 15U);
  EXPECT_EQ(keeper.refusals[0].line, 3U);
  EXPECT_EQ(keeper.refusals[1].detail, "3 cells for 2 columns");
}

TEST(Csv, AStrayQuoteCostsItsLine) {
  for (const char* row : {"1,\"a\n", "1,\"a\"b\n", "\"1,a\n", "1,\"\"\"\n"}) {
    const Keeper keeper = split_every_way(fmt::format("Time,Level\n0,z\n{}2,\"b\"\n3,c\n", row));
    EXPECT_EQ(keeper.texts(),
              texts({R"({"Time":"0","Level":"z"})", R"({"Time":"2","Level":"b"})", R"({"Time":"3","Level":"c"})"}))
        << row;
    EXPECT_EQ(keeper.reasons(), std::vector{Reason::bad_csv_row}) << row;
  }
}

TEST(Csv, AQuoteThatNeverClosesCostsItsLineAtTheLimitToo) {
  const std::string rows = std::string("1,\"a\n") + std::string(std::size_t{2} << 20U, ' ') + "\n2,b\n";
  const Keeper keeper = split_every_way("Time,Level\n" + rows);
  EXPECT_EQ(keeper.texts(), texts({R"({"Time":"2","Level":"b"})"}));
  EXPECT_EQ(keeper.reasons(), (std::vector{Reason::bad_csv_row, Reason::bad_csv_row}));
}

TEST(Csv, ACellMayBeAsLargeAsTheLimit) {
  const std::string cell((1 << 20) - 2, 'x');
  EXPECT_EQ(split_every_way("Time,Level\n1,\"" + cell + "\"\n").records.size(), 1U);
  EXPECT_EQ(split_every_way("Time,Level\n1,\"x" + cell + "\"\n2,b\n").reasons(), std::vector{Reason::bad_csv_row});
}

TEST(Csv, ARowBeyondTheLimitIsRefusedAndTheNextRead) {
  InputOptions options;
  options.limits.record_bytes = 100;
  for (const std::size_t size : {98U, 99U, 1000U, 100'000U}) {
    const Keeper keeper = split_every_way("Time,Level\n1," + std::string(size, 'x') + "\n2,b\n", options);
    EXPECT_EQ(keeper.records.size(), 1U) << size;
    EXPECT_EQ(keeper.reasons(), std::vector{Reason::record_too_large}) << size;
  }
  EXPECT_EQ(split_every_way("Time,Level\n1," + std::string(97, 'x') + "\n2,b\n", options).records.size(), 2U);
}

TEST(Csv, CanBeForced) {
  InputOptions options;
  options.format = InputFormat::csv;
  EXPECT_EQ(split_every_way("only\none\ntwo\n", options).texts(), texts({R"({"only":"one"})", R"({"only":"two"})"}));
  EXPECT_EQ(split_every_way("1;2\n3;4\n", options).texts(), texts({R"({"1":"3","2":"4"})"}));
  EXPECT_EQ(split_every_way("\"never closed\n", options).reasons(), std::vector{Reason::bad_csv_row});
}

TEST(Sniff, TellsJsonCsvAndNeither) {
  const auto kind = [](std::string_view text) { return sniff(text, true); };
  EXPECT_EQ(kind(""), TextKind::blank);
  EXPECT_EQ(kind(" \r\n\t\xEF\xBB\xBF\n"), TextKind::blank);
  EXPECT_EQ(kind(" \n{"), TextKind::json);
  EXPECT_EQ(kind("[1]"), TextKind::json);
  EXPECT_EQ(kind("garbage\n{\"a\":1}\n"), TextKind::json);
  EXPECT_EQ(kind("Time,Level\n1,2\n"), TextKind::csv);
  EXPECT_EQ(kind("Correlation id,Operation name,Event initiated by,Time\n"), TextKind::csv);
  EXPECT_EQ(kind("Time,Level\n1\n"), TextKind::unknown);
  EXPECT_EQ(kind("Time,Level\n\n1\n2,a\n"), TextKind::csv);
  EXPECT_EQ(kind("2024-01-01 00:00:00,123 INFO started\n2024-01-01 00:00:01,456 INFO stopped\n"), TextKind::unknown);
  EXPECT_EQ(kind("Dear all, this is the story of how we, in the end, won.\n"), TextKind::unknown);
  EXPECT_EQ(kind("<html>,<body>\n"), TextKind::unknown);
  EXPECT_EQ(kind("# Title\n\nSome text, with commas\n"), TextKind::unknown);
}

TEST(Sniff, TextOfNoKindIsRefusedAsAFileUnlessForced) {
  const Keeper keeper = split_every_way("just\nsome\ntext\n");
  EXPECT_EQ(keeper.reasons(), std::vector{Reason::unknown_container});
  InputOptions options;
  options.format = InputFormat::json;
  EXPECT_EQ(split_every_way("just\nsome\ntext\n", options).reasons().size(), 3U);
}

TEST(ForcedLines, NoValueCrossesALine) {
  InputOptions options;
  options.format = InputFormat::json_lines;
  const Keeper keeper = split_every_way(
      "{\"a\":1}\n{\n\"a\":2}\n[{\"a\":3},\n{\"a\":4}]\n{\"records\":[{\"a\":5}],\n\"x\":1}\n{\"a\":6}\n", options);
  EXPECT_EQ(keeper.texts(), texts({"{\"a\":1}", "{\"a\":3}", "{\"a\":4}", "{\"a\":5}", "{\"a\":6}"}));
  EXPECT_EQ(keeper.reasons(), (std::vector{Reason::not_json, Reason::not_json, Reason::truncated_record,
                                           Reason::not_json, Reason::not_json, Reason::not_json}));
}

}  // namespace
}  // namespace picket::source
