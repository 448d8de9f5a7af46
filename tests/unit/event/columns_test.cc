// SPDX-License-Identifier: Apache-2.0
#include "event/columns.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace picket::event {
namespace {

using Kind = Scalar::Kind;

Scalar text(std::string_view value) {
  return {Kind::string, value};
}

TEST(FieldTable, GivesOneIdToOneRequest) {
  FieldTable table;
  const FieldId leaf = table.add("a.b");
  EXPECT_EQ(table.add("a.b", Shape::leaf), leaf);
  const FieldId subtree = table.add("a.b", Shape::subtree);
  EXPECT_NE(subtree, leaf);
  EXPECT_NE(table.add("a", Shape::leaf), leaf);
  EXPECT_EQ(table.size(), 3U);
  EXPECT_EQ(table[subtree], (FieldRequest{"a.b", Shape::subtree}));
}

TEST(Dictionary, InternsEachContentOnce) {
  Dictionary dictionary;
  std::string storage = "one";
  const CellId one = dictionary.intern(text(storage));
  storage = "two";  // the dictionary has its own copy
  EXPECT_NE(one, kMissing);
  EXPECT_EQ(dictionary.intern(text("one")), one);
  EXPECT_NE(dictionary.intern(text("two")), one);
  ASSERT_EQ(dictionary.values(one).size(), 1U);
  EXPECT_EQ(dictionary.values(one)[0].text, "one");
  EXPECT_TRUE(dictionary.values(kMissing).empty());
  EXPECT_EQ(dictionary.size(), 3U);
}

TEST(Dictionary, KeepsKindsApart) {
  Dictionary dictionary;
  const CellId string = dictionary.intern(Scalar{Kind::string, "1"});
  const CellId number = dictionary.intern(Scalar{Kind::number, "1"});
  EXPECT_NE(string, number);
  EXPECT_EQ(dictionary.values(number)[0].kind, Kind::number);
}

TEST(Dictionary, EmptyTextIsAValue) {
  Dictionary dictionary;
  const CellId empty = dictionary.intern(text(""));
  EXPECT_NE(empty, kMissing);
  EXPECT_EQ(dictionary.intern(text("")), empty);
  ASSERT_EQ(dictionary.values(empty).size(), 1U);
}

TEST(Dictionary, InternsLists) {
  Dictionary dictionary;
  const std::vector<Scalar> ab = {text("a"), text("b")};
  const std::vector<Scalar> ba = {text("b"), text("a")};
  const std::vector<Scalar> aa = {text("a"), text("a")};
  const std::vector<Scalar> a = {text("a")};
  const CellId first = dictionary.intern(ab);
  EXPECT_EQ(dictionary.intern(ab), first);
  EXPECT_NE(dictionary.intern(ba), first);
  EXPECT_NE(dictionary.intern(aa), first);
  EXPECT_EQ(dictionary.intern(a), dictionary.intern(text("a")));
  EXPECT_EQ(dictionary.intern(std::span<const Scalar>{}), kMissing);
  ASSERT_EQ(dictionary.values(first).size(), 2U);
  EXPECT_EQ(dictionary.values(first)[1].text, "b");
}

TEST(Dictionary, FindsEverythingAgainAfterGrowing) {
  Dictionary dictionary;
  std::vector<std::pair<CellId, std::vector<std::string>>> known;
  std::mt19937 random(7);
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::string> texts;
    for (std::size_t n = 1 + random() % 4; n > 0; --n)
      texts.push_back(std::string(random() % 40, 'x') + std::to_string(random() % 900));
    std::vector<Scalar> values;
    for (const std::string& value : texts) values.push_back(text(value));
    known.emplace_back(dictionary.intern(values), texts);
  }
  const std::size_t size = dictionary.size();
  for (const auto& [cell, texts] : known) {
    std::vector<Scalar> values;
    for (const std::string& value : texts) values.push_back(text(value));
    EXPECT_EQ(dictionary.intern(values), cell);
    ASSERT_EQ(dictionary.values(cell).size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(dictionary.values(cell)[i], values[i]);
  }
  EXPECT_EQ(dictionary.size(), size);
}

TEST(Dictionary, ClearForgetsAndSaysSo) {
  Dictionary dictionary;
  const std::uint32_t generation = dictionary.generation();
  dictionary.intern(text(std::string(100'000, 'x')));
  EXPECT_GT(dictionary.bytes(), 100'000U);
  dictionary.clear();
  EXPECT_EQ(dictionary.size(), 1U);
  EXPECT_NE(dictionary.generation(), generation);
  EXPECT_LT(dictionary.bytes(), 100'000U);
  EXPECT_EQ(dictionary.values(dictionary.intern(text("y")))[0].text, "y");
}

TEST(Batch, ClearKeepsSmallDictionaries) {
  Batch batch(2);
  batch.rows.resize(1);
  batch.columns[0].cells = {batch.columns[0].dictionary.intern(text("kept"))};
  batch.columns[1].cells = {batch.columns[1].dictionary.intern(text(std::string(100'000, 'x')))};
  batch.clear(50'000);
  EXPECT_EQ(batch.size(), 0U);
  EXPECT_TRUE(batch.columns[0].cells.empty());
  EXPECT_EQ(batch.columns[0].dictionary.size(), 2U);
  EXPECT_EQ(batch.columns[1].dictionary.size(), 1U);
}

TEST(Batch, InternsAHeldTextWhenItIsAskedFor) {
  Batch batch(1);
  Column& column = batch.columns[0];
  for (const std::string_view held : {"a", "b", "a"}) {
    const CellId cell = column.hold(held);
    column.cells.push_back(cell);
    batch.rows.emplace_back();
  }
  EXPECT_FALSE(column.is_empty());
  EXPECT_EQ(column.dictionary.size(), 1U) << "nobody asked";
  ASSERT_EQ(batch.values(0, 2).size(), 1U);
  EXPECT_EQ(batch.values(0, 2)[0], text("a"));
  EXPECT_EQ(batch.cell(0, 0), batch.cell(0, 2));
  EXPECT_NE(batch.cell(0, 0), batch.cell(0, 1));
  EXPECT_EQ(column.dictionary.size(), 3U);
  batch.clear(1 << 20);
  EXPECT_TRUE(column.texts.empty());
}

TEST(Batch, HoldsTextsBesideCellsThatAreKnown) {
  Batch batch(1);
  Column& column = batch.columns[0];
  column.cells.push_back(kMissing);
  column.cells.push_back(column.dictionary.intern(text("known")));
  column.hold("given up");  // a row that was not added after all
  column.cells.push_back(column.hold("held"));
  EXPECT_EQ(batch.values(0, 2)[0], text("held"));
  EXPECT_EQ(batch.values(0, 1)[0], text("known"));
  EXPECT_TRUE(batch.values(0, 0).empty());
}

TEST(Batch, GivesOneNumberToOneIndex) {
  Batch batch(0);
  EXPECT_EQ(batch.index_id("logs-a"), 0U);
  EXPECT_EQ(batch.index_id("logs-b"), 1U);
  EXPECT_EQ(batch.index_id("logs-a"), 0U);
  EXPECT_EQ(batch.indices.size(), 2U);
}

}  // namespace
}  // namespace picket::event
