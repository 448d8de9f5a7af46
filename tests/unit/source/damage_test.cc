// SPDX-License-Identifier: Apache-2.0
// Damaged JSON: what is refused, where, and that the neighbors are read.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support.h"

namespace picket::source {
namespace {

using test::Keeper;
using test::split_every_way;
using test::texts;

struct Damage {
  const char* about;
  std::string text;
  std::vector<std::string> records;  // what must come out, in order
  std::vector<Reason> refusals;
  std::uint64_t first_offset;  // of the first refusal
  std::uint32_t first_line;
};

void PrintTo(const Damage& damage, std::ostream* out) {
  *out << damage.about;
}

class DamageTest : public testing::TestWithParam<Damage> {};

TEST_P(DamageTest, CostsLittle) {
  const Damage& damage = GetParam();
  const Keeper keeper = split_every_way(damage.text);
  EXPECT_EQ(keeper.texts(), damage.records) << damage.text << testing::PrintToString(keeper.refusals);
  EXPECT_EQ(keeper.reasons(), damage.refusals) << damage.text << testing::PrintToString(keeper.refusals);
  if (!keeper.refusals.empty()) {
    EXPECT_EQ(keeper.refusals[0].offset, damage.first_offset) << keeper.refusals[0].detail;
    EXPECT_EQ(keeper.refusals[0].line, damage.first_line) << keeper.refusals[0].detail;
  }
}

const std::string kA = R"({"a":1})";
const std::string kB = R"({"b":{"x":"y"}})";
const std::string kC = R"({"c":[{"x":1},{"y":2}]})";
constexpr Reason kNotJson = Reason::not_json;
constexpr Reason kCut = Reason::truncated_record;

std::string pretty(int n, const char* indent) {
  return fmt::format(
      "{0}{{\n{0}  \"n\": {1},\n{0}  \"p\": {{\n{0}    \"q\": [\n{0}      {{\n{0}        \"r\": \"s\"\n{0}      }}\n"
      "{0}    ]\n{0}  }}\n{0}}}",
      indent, n);
}
std::string pretty_text(int n, const char* indent) {
  return pretty(n, indent).substr(std::string_view(indent).size());
}
// The first `lines` lines.
std::string cut_lines(const std::string& text, int lines) {
  std::size_t at = 0;
  for (int i = 0; i < lines; ++i) at = text.find('\n', at) + 1;
  return text.substr(0, at);
}

const Damage kLines[] = {
    {"a line that is no JSON", kA + "\nhello world\n" + kB + "\n", {kA, kB}, {kNotJson}, 8, 2},
    {"a prefix before the object", "Jan 1 host " + kA + "\n" + kB + "\n", {kB}, {kNotJson}, 0, 1},
    {"scalars as lines", kA + "\n1\n\"x{\"\nnull\n" + kB, {kA, kB}, {kNotJson, kNotJson, kNotJson}, 8, 2},
    {"cut at the end of the file", kA + "\n{\"b\":{\"x\":\"", {kA}, {kCut}, 8, 2},
    {"cut at the end of the file after a value", kA + "\n{\"b\":{\"x\":1}", {kA}, {kCut}, 8, 2},
    {"cut in a string, then another line", "{\"b\":{\"x\":\"y\n" + kA + "\n" + kB, {kA, kB}, {kNotJson}, 0, 1},
    {"cut after a brace, then another line", "{\"b\":{\"x\":1}\n" + kA + "\n" + kB, {kA, kB}, {kNotJson}, 0, 1},
    {"cut in a number, then another line", kA + "\n{\"b\":{\"x\":1\n" + kB, {kA, kB}, {kNotJson}, 8, 2},
    {"cut after a comma, then another line", kA + "\n{\"b\":1,\n" + kB + "\n" + kA, {kA, kB, kA}, {kNotJson}, 8, 2},
    {"cut after a colon, then another line", kA + "\n{\"b\":\n" + kB + "\n" + kA, {kA, kB, kA}, {kNotJson}, 8, 2},
    {"cut after a colon, then the last line", kA + "\n{\"b\":\n" + kB, {kA, kB}, {kNotJson}, 8, 2},
    {"cut again and again",
     "{\"b\":[\n{\"b\":[\n{\"b\":\n" + kB + "\n" + kA,
     {kB, kA},
     {kNotJson, kNotJson, kNotJson},
     0,
     1},
    {"cut in nested arrays, then another line", "{\"c\":[{\"x\":[\n" + kA + "\n" + kB, {kA, kB}, {kNotJson}, 0, 1},
    {"an extra closing brace", kA + "}\n" + kB, {kA, kB}, {kNotJson}, 7, 1},
    {"text after the object", kA + " and more\n" + kB, {kA, kB}, {kNotJson}, 8, 1},
    {"a trailing comma", "{\"b\":{\"x\":1},}\n" + kA, {"{\"b\":{\"x\":1},}", kA}, {}, 0, 0},
    {"a batch cut in a record",
     "{\"records\":[" + kA + ",{\"b\":\"x\n{\"records\":[" + kB + "]}\n",
     {kA, kB},
     {kNotJson},
     20,
     1},
    {"a batch cut after a record", "{\"records\":[" + kA + "\n{\"records\":[" + kB + "]}\n", {kA, kB}, {kCut}, 20, 2},
    {"a batch cut after a comma",
     "{\"records\":[" + kA + ",\n{\"records\":[" + kB + "]}\n" + kA,
     {kA, kB, kA},
     {kCut},
     51,
     3},
    {"a batch without its bracket",
     "{\"records\":[" + kA + "}\n{\"records\":[" + kB + "]}\n",
     {kA, kB},
     {kNotJson, kCut},
     19,
     1},
    {"a batch without its last brace",
     "{\"records\":[" + kA + "]\n{\"records\":[" + kB + "]}\n",
     {kA, kB},
     {kNotJson},
     20,
     1},
    {"a broken batch between others",
     "[" + kA + "]\n[" + kB + ",{\"x\":\"\n[" + kC + "]\n",
     {kA, kB, kC},
     {kNotJson},
     27,
     2},
    {"NUL bytes inside a line", kA + "\n{\"b\":" + std::string(3, '\0') + "\n" + kB, {kA, kB}, {kNotJson}, 8, 2},
};

const Damage kArrays[] = {
    {"a quote is missing at the end of a string",
     "[" + kA + R"(,{"x":"y,"z":"w","v":{"u":1}},)" + kB + "," + kC + "]",
     {kA, kB, kC},
     {kNotJson},
     9,
     1},
    {"a quote is missing at the beginning of a string",
     "[" + kA + R"(,{"x":y","z":"w"},)" + kB + "," + kC + "]",
     {kA, kB, kC},
     {kNotJson},
     9,
     1},
    {"quotes that were not escaped",
     "[" + kA + R"(,{"x":"say "hi" now","z":"w"},)" + kB + "," + kC + "]",
     {kA, kB, kC},
     {kNotJson},
     9,
     1},
    {"one quote that was not escaped",
     "[" + kA + R"(,{"x":"5" pipe","z":[{"w":"}"}]},)" + kB + "," + kC + "]",
     {kA, kB, kC},
     {kNotJson},
     9,
     1},
    {"a closing brace is missing",
     "[" + kA + R"(,{"x":{"y":1},)" + kB + "," + kC + "]",
     {kA, kB, kC},
     {kNotJson},
     9,
     1},
    {"a closing bracket is missing",
     "[" + kA + R"(,{"x":[1,2},)" + kB + "," + kC + "]",
     {kA, kB, kC},
     {kNotJson},
     9,
     1},
    {"the wrong bracket closes", "[" + kA + R"(,{"x":[1,2}},)" + kB + "," + kC + "]", {kA, kB, kC}, {kNotJson}, 9, 1},
    {"an extra brace", "[" + kA + "}," + kB + "," + kC + "]", {kA, kB, kC}, {kNotJson}, 8, 1},
    {"elements that are no objects",
     "[" + kA + R"(,1,"{\"",null,)" + kB + ",true,[]," + kC + "]",
     {kA, kB, kC},
     {kNotJson, kNotJson, kNotJson, kNotJson},
     9,
     1},
    {"a trailing comma in a record", "[" + kA + R"(,{"x":1,},)" + kB + "]", {kA, kB}, {kNotJson}, 9, 1},
    {"a value is missing", "[" + kA + R"(,{"x":},)" + kB + "]", {kA, kB}, {kNotJson}, 9, 1},
    {"a trailing comma in the array", "[" + kA + "," + kB + ",]", {kA, kB}, {}, 0, 0},
    {"commas are missing", "[" + kA + kB + " " + kC + "]", {kA, kB, kC}, {}, 0, 0},
    {"the array is not closed", "[" + kA + "," + kB, {kA, kB}, {kCut}, 24, 1},
    {"the envelope is not closed", "{\"records\":[" + kA + "]", {kA}, {kCut}, 20, 1},
    {"cut in the rest of the envelope", "{\"records\":[" + kA + "],\"x\":\"y", {kA}, {kCut}, 20, 1},
    {"the rest of the envelope is broken",
     "{\"records\":[" + kA + "],\"x\":\"y\"z\"}\n" + kB,
     {kA, kB},
     {kNotJson},
     20,
     1},
    {"cut in a record of an envelope", "{\"value\":[" + kA + ",{\"b\":", {kA}, {kCut}, 18, 1},
    {"more closing brackets than opened", "[" + kA + "]]}\n" + kB, {kA, kB}, {kNotJson}, 9, 1},
    {"a table without columns",
     R"({"tables":[{"name":"x","rows":[[1]]},{"columns":[{"name":"a"}],"rows":[[2],[3,4],[5],7,[6]]}]})",
     {R"({"a":2})", R"({"a":5})", R"({"a":6})"},
     {kNotJson, Reason::bad_table_row, kNotJson},
     11,
     1},
};

const Damage kPretty[] = {
    {"cut in the middle, then another value",
     cut_lines(pretty(1, ""), 3) + pretty(2, "") + "\n" + pretty(3, ""),
     {pretty(2, ""), pretty(3, "")},
     {kNotJson},
     0,
     1},
    {"a quote is missing",
     "{\n  \"x\": \"y,\n  \"z\": {\n    \"w\": 1\n  }\n}\n" + pretty(2, ""),
     {pretty(2, "")},
     {kNotJson},
     0,
     1},
    {"a record cut in an array",
     "[\n" + pretty(1, "  ") + ",\n" + cut_lines(pretty(2, "  "), 6) + pretty(3, "  ") + ",\n" + pretty(4, "  ") +
         "\n]\n",
     {pretty_text(1, "  "), pretty_text(3, "  "), pretty_text(4, "  ")},
     {kNotJson},
     pretty(1, "  ").size() + 6,
     12},
    {"a record in an array without its last brace",
     "[\n" + pretty(1, "  ").substr(0, pretty(1, "  ").size() - 4) + ",\n" + pretty(2, "  ") + "\n]\n",
     {pretty_text(2, "  ")},
     {kNotJson},
     4,
     2},
    {"a quote is missing in an array",
     "{\n  \"value\": [\n    {\n      \"x\": \"y,\n      \"z\": [\n        {\n          \"w\": 1\n        }\n      ]\n "
     "   },\n" +
         pretty(2, "    ") + "\n  ]\n}\n",
     {pretty_text(2, "    ")},
     {kNotJson},
     19,
     3},
    {"the beginning is missing",
     "    \"x\": 1,\n    \"y\": {\n      \"z\": 2\n    }\n  },\n" + pretty(2, "  ") + "\n]\n",
     {pretty_text(2, "  ")},
     {kNotJson, kNotJson},
     4,
     1},
    {"a trailing comma, as it was published",
     "{\n  \"x\": {\n    \"y\": 1\n  },\n}\n" + pretty(2, ""),
     {pretty(2, "")},
     {kNotJson},
     0,
     1},
    {"a raw line break in a string",
     "{\n  \"x\": \"one\ntwo\",\n  \"z\": 3\n}\n" + pretty(2, ""),
     {pretty(2, "")},
     {kNotJson},
     0,
     1},
};

INSTANTIATE_TEST_SUITE_P(Lines, DamageTest, testing::ValuesIn(kLines));
INSTANTIATE_TEST_SUITE_P(Arrays, DamageTest, testing::ValuesIn(kArrays));
INSTANTIATE_TEST_SUITE_P(Pretty, DamageTest, testing::ValuesIn(kPretty));

}  // namespace
}  // namespace picket::source
