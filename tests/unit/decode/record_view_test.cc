// SPDX-License-Identifier: Apache-2.0
// RecordView against RecordParser: it takes nothing that the parser refuses, and reads what it takes as the parser
// does.
#include "decode/record_view.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "decode/content_id.h"
#include "decode/record_json.h"
#include "test_data.h"

namespace picket::decode {
namespace {

using testing_data::Padded;

// Both readings of a text, side by side.
class Readers {
 public:
  // Whether the view takes it. Fails where it should not, or reads something else.
  bool takes(std::string_view text) {
    // What follows a record in its file must not matter.
    const std::string followed = std::string(text) + "}]\",:1" + std::string(64, '}');
    const std::string_view record = std::string_view(followed).substr(0, text.size());
    if (!view_.read(record)) return false;
    const auto outcome = parser_.parse_copy(text);
    EXPECT_EQ(outcome, RecordParser::Outcome::object) << text;
    if (outcome != RecordParser::Outcome::object) return true;
    const json::Object expected = to_object(parser_.root());
    const json::Value found = to_value(view_.root());
    EXPECT_EQ(json::serialize(found), json::serialize(expected)) << text;
    EXPECT_EQ(content_id(view_.root()), content_id(expected)) << text;
    return true;
  }

 private:
  RecordView view_;
  RecordParser parser_;
};

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += R"({"a":)";
  text += "1";
  return text.append(depth, '}');
}

TEST(RecordView, TakesWhatRecordsUsuallyHold) {
  Readers readers;
  for (
      const std::string_view text : {
          R"({})",
          R"({"a":{}})",
          R"({"a":[]})",
          R"({"a":[{},[],[[]],{"b":[]}]})",
          R"({"a":"","b":"x","":"","":"y","c":null,"d":true,"e":false})",
          R"({"a":0,"b":-1,"c":1.5,"d":-0.25,"e":123456789012345678,"f":18446744073709551615,"g":-9223372036854775808})",
          R"({"a":1e5,"b":1.5E-7,"c":-0.0,"d":0.1234567890123456789012345})",
          R"({"a":"\"\\\/\b\f\n\r\t","b":"\u0041\u00e9\u20ac\ud83d\ude00\u0000","c":"plain"})",
          R"({"a":"{\"b\":\"\\\"c\\\"\"}"})",
          R"({"a":1,"a":2,"b":{"a":3,"a":4}})",
          "  { \"a\" : [ 1 , \"x\" , { } ] ,\r\n\t\"b\" : \"y\"  , \"c\" :null } \n",
          "{\"\xc3\xa9\":\"\xe2\x82\xac\"}",
      }) {
    EXPECT_TRUE(readers.takes(text)) << text;
  }
}

TEST(RecordView, LeavesTheRestToTheParser) {
  Readers readers;
  for (const std::string_view text : {
           "",
           " ",
           "1",
           "\"a\"",
           "[]",
           "[{}]",
           "null",
           "{",
           "}",
           "{}}",
           "{} {}",
           "{},",
           "{}x",
           R"({"a")",
           R"({"a":)",
           R"({"a":1)",
           R"({"a":1,)",
           R"({"a":1,})",
           R"({,})",
           R"({"a",1})",
           R"({"a"1})",
           R"({"a":1 "b":2})",
           R"({"a":1:2})",
           R"({"a"::1})",
           R"({1:2})",
           R"({a:1})",
           R"({"a":[1,]})",
           R"({"a":[1 2]})",
           R"({"a":[,1]})",
           R"({"a":[1})",
           R"({"a":{"b":1])",
           R"({"a":1]})",
           R"({"a":[1}})",
           R"({"a":b})",
           R"({"a":tru})",
           R"({"a":truex})",
           R"({"a":nullnull})",
           R"({"a":true"b"})",
           R"({"a":1"b"})",
           R"({"a":"b"1})",
           R"({"a":01})",
           R"({"a":-})",
           R"({"a":+1})",
           R"({"a":1.})",
           R"({"a":.5})",
           R"({"a":1e})",
           R"({"a":1e+})",
           R"({"a":0x1})",
           R"({"a":1_000})",
           R"({"a":1a})",
           R"({"a":--1})",
           R"({"a":-01})",
           R"({"a":NaN})",
           R"({"a":"\x"})",
           R"({"a":"\u12"})",
           R"({"a":"\u12g4"})",
           R"({"a":"\ud83d"})",
           R"({"a":"\ud83dx"})",
           R"({"a":"\ud83d\u0041"})",
           R"({"a":"\ude00"})",
           R"({"a":"\u+123"})",
           R"({"a":"\u-123"})",
           R"({"a":\"b"})",
           R"({"a":"b"\})",
           R"({\"a":1})",
           R"({"a":"b)",
           R"({"a":"b\"})",
           "{\"a\":\"\n\"}",
           "{\"a\":\"\x01\"}",
           "{\"a\":\"\xff\"}",
           "{\"a\":\"\xed\xa0\x80\"}",
           "{\"a\":1\xc2\xa0}",
           "{\"a\":1\f}",
           "\xef\xbb\xbf{}",
           // These the parser takes, or its slower sibling.
           R"({"\u0061":1})",
           R"({"a":-0})",
           R"({"a":18446744073709551616})",
           R"({"a":1e999})",
       }) {
    EXPECT_FALSE(readers.takes(text)) << text;
  }
  EXPECT_FALSE(readers.takes(std::string_view("{\"a\":1}\0", 8)));
  EXPECT_TRUE(readers.takes(nested(200)));
  EXPECT_FALSE(readers.takes(nested(kMaxDepth)));
  EXPECT_FALSE(readers.takes(nested(100'000)));
}

TEST(RecordView, DamageAnywhereIsNeverTakenForSomethingElse) {
  constexpr std::string_view kText =
      R"({"time":"2024-05-06T07:08:09Z","n":[1,-2.5,{"a":null}],"t":true,"s":"{\"x\":\"\u00e9\\\"}","o":{"e":{},"f":[]}})";
  constexpr std::string_view kOthers = "\"\\{}[]:, 0-.eut\n\x01\xc3";
  Readers readers;
  ASSERT_TRUE(readers.takes(kText));
  for (std::size_t i = 0; i < kText.size(); ++i) {
    EXPECT_FALSE(readers.takes(kText.substr(0, i))) << i;
    for (const char other : kOthers) {
      std::string changed(kText);
      changed[i] = other;
      readers.takes(changed);
      changed.insert(i, 1, kText[i]);
      readers.takes(changed);
    }
    std::string shorter(kText);
    shorter.erase(i, 1);
    readers.takes(shorter);
  }
}

TEST(RecordView, StepsOverWhatNobodyAsksFor) {
  const Padded text(R"({"a":{"b":[1,{"c":2}]},"d":["x",["y"]],"e":"z"})");
  RecordView view;
  ASSERT_TRUE(view.read(text.view()));
  std::string keys;
  for (auto members = view.root().members(); members.next();) {
    keys += members.key();
    if (!members.value().is_array()) continue;
    for (auto elements = members.value().elements(); elements.next();) {
      keys += elements.value().is_string() ? elements.value().text() : "[]";
    }
  }
  EXPECT_EQ(keys, "adx[]e");
}

TEST(RecordView, TextsStayUntilTheNextRecord) {
  RecordView view;
  ASSERT_TRUE(view.read_copy(R"({"a":"\u0031\n","b":"\u0032\n","c":"3"})"));
  std::vector<std::string_view> texts;
  for (auto members = view.root().members(); members.next();) texts.push_back(members.value().text());
  EXPECT_EQ(texts, (std::vector<std::string_view>{"1\n", "2\n", "3"}));
  ASSERT_TRUE(view.read_copy(R"({"a":1})"));
  EXPECT_EQ(view.root().members().next(), true);
}

}  // namespace
}  // namespace picket::decode
