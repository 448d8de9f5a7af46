// SPDX-License-Identifier: Apache-2.0
#include "event/document.h"

#include <gtest/gtest.h>

namespace picket::event {
namespace {

json::Object object(std::string_view text) {
  auto parsed = json::parse(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed->as_object();
}

std::string kind_name(Scalar::Kind kind) {
  constexpr std::string_view kNames[] = {"string", "number", "boolean", "object"};
  return std::string(kNames[static_cast<std::size_t>(kind)]);
}

std::vector<std::string> values(std::string_view text, std::string name, Shape shape = Shape::leaf) {
  const json::Object document = object(text);
  std::vector<Scalar> found;
  std::deque<std::string> texts;
  collect(document, {std::move(name), shape}, found, texts);
  std::vector<std::string> out;
  for (const Scalar& scalar : found) out.push_back(kind_name(scalar.kind) + " " + std::string(scalar.text));
  return out;
}

using Strings = std::vector<std::string>;

TEST(Collect, ReadsAnyMixtureOfDotsAndObjects) {
  for (const std::string_view text :
       {R"({"a":{"b":{"c":"x"}}})", R"({"a.b":{"c":"x"}})", R"({"a":{"b.c":"x"}})", R"({"a.b.c":"x"})"}) {
    EXPECT_EQ(values(text, "a.b.c"), Strings{"string x"}) << text;
  }
  EXPECT_EQ(values(R"({"a.b":"1","a":{"b":"2"}})", "a.b"), (Strings{"string 1", "string 2"}));
}

TEST(Collect, DoesNotTakeAPrefixOfANameForTheName) {
  EXPECT_EQ(values(R"({"ab":{"c":"x"},"a":{"cc":"y"}})", "a.c"), Strings{});
}

TEST(Collect, FlattensArraysAndArraysOfObjects) {
  EXPECT_EQ(values(R"({"a":[1,[2,"3"],null]})", "a"), (Strings{"number 1", "number 2", "string 3"}));
  EXPECT_EQ(values(R"({"a":[{"b":1},{"c":2},{"b":[3,4]}]})", "a.b"), (Strings{"number 1", "number 3", "number 4"}));
}

TEST(Collect, TakesNullAndEmptyArraysForNoValueAndTheEmptyStringForOne) {
  EXPECT_EQ(values(R"({"a":null})", "a"), Strings{});
  EXPECT_EQ(values(R"({"a":[]})", "a"), Strings{});
  EXPECT_EQ(values(R"({"a":[null]})", "a"), Strings{});
  EXPECT_EQ(values(R"({"a":""})", "a"), Strings{"string "});
}

TEST(Collect, KeepsTheKindOfAValue) {
  EXPECT_EQ(values(R"({"a":[true,false,-7,18446744073709551615,1.5]})", "a"),
            (Strings{"boolean true", "boolean false", "number -7", "number 18446744073709551615", "number 1.5"}));
}

TEST(Collect, AnObjectIsNoLeaf) {
  EXPECT_EQ(values(R"({"a":{"b":1}})", "a"), Strings{});
  EXPECT_EQ(values(R"({"a":[{"b":1},"x"]})", "a"), Strings{"string x"});
}

TEST(Collect, SubtreeTakesEverythingBelow) {
  EXPECT_EQ(values(R"({"a":{"b":1,"c":[{"d":"x"},null],"e":{}},"a.f":true})", "a", Shape::subtree),
            (Strings{"number 1", "string x", "boolean true"}));
}

TEST(Collect, ObjectsTakesEachObjectAsOneValue) {
  EXPECT_EQ(values(R"({"a":[{"b":1},"x",{"c":[2]}]})", "a", Shape::objects),
            (Strings{R"(object {"b":1})", R"(object {"c":[2]})"}));
}

TEST(Collect, ReadsBelowABodyThatIsAText) {
  const std::string_view text =
      R"({"azure":{"activitylogs":{"properties":{"requestbody":"{\"properties\":{\"n\":7,\"roleDefinitionId\":\"/r/1\"}}"}}}})";
  EXPECT_EQ(values(text, "azure.activitylogs.properties.requestbody.properties.roleDefinitionId"),
            Strings{"string /r/1"});
  EXPECT_EQ(values(text, "azure.activitylogs.properties.requestbody.properties", Shape::subtree),
            (Strings{"number 7", "string /r/1"}));
  EXPECT_EQ(values(text, "azure.activitylogs.properties.requestbody"),
            Strings{R"(string {"properties":{"n":7,"roleDefinitionId":"/r/1"}})"});
}

TEST(Collect, ABodyThatIsNoJsonHasNothingBelow) {
  EXPECT_EQ(values(R"({"azure.activitylogs.properties.responseBody":"oops {"})",
                   "azure.activitylogs.properties.responseBody.a"),
            Strings{});
  EXPECT_EQ(values(R"({"message":"{\"a\":1}"})", "message.a"), Strings{}) << "other texts are texts";
}

TEST(Texts, FirstAndAll) {
  const json::Object document = object(R"({"a":{"b":["x",2]}})");
  EXPECT_EQ(first_text(document, "a.b"), "x");
  EXPECT_EQ(first_text(document, "a.c"), "");
  EXPECT_EQ(all_texts(document, "a.b"), (Strings{"x", "2"}));
}

TEST(ForEachLeaf, GivesDottedPathsInOrderWithoutNulls) {
  const json::Object document = object(R"({"a":{"b":1,"c":[{"d":"x"},null]},"e.f":true,"g":null})");
  Strings seen;
  for_each_leaf(document, [&](std::string_view path, const json::Value& leaf) {
    seen.push_back(std::string(path) + "=" + json::scalar_text(leaf));
  });
  EXPECT_EQ(seen, (Strings{"a.b=1", "a.c.d=x", "e.f=true"}));
}

TEST(SetPath, MakesObjectsOnTheWay) {
  json::Object document = object(R"({"a":{"x":1}})");
  set_path(document, "a.b.c", 2);
  EXPECT_EQ(json::serialize(document), R"({"a":{"x":1,"b":{"c":2}}})");
}

TEST(SetPath, ReplacesWhatIsThereInEitherSpelling) {
  json::Object document = object(R"({"a.b":{"c":1},"d":"scalar"})");
  set_path(document, "a.b.c", 2);
  set_path(document, "d.e", 3);
  EXPECT_EQ(json::serialize(document), R"({"a.b":{"c":2},"d":{"e":3}})");
}

TEST(RemovePath, RemovesEmptiedObjectsAndKeepsTheOrder) {
  json::Object document = object(R"({"x":1,"a":{"b":{"c":1}},"y":2,"a.b":{"c":3,"d":4}})");
  EXPECT_TRUE(remove_path(document, "a.b.c"));
  EXPECT_EQ(json::serialize(document), R"({"x":1,"y":2,"a.b":{"d":4}})");
  EXPECT_FALSE(remove_path(document, "a.b.c"));
}

TEST(RemovePath, TakesAWholeSubtree) {
  json::Object document = object(R"({"a":{"b":{"c":1},"d":2}})");
  EXPECT_TRUE(remove_path(document, "a.b"));
  EXPECT_EQ(json::serialize(document), R"({"a":{"d":2}})");
}

}  // namespace
}  // namespace picket::event
