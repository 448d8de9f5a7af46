// SPDX-License-Identifier: Apache-2.0
#include "match/run.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "compile/bind_kql.h"
#include "compile/lower.h"
#include "compile/optimize.h"
#include "lang/kql/parser.h"
#include "reference/engines.h"
#include "unit/match/allocations.h"

namespace picket::match {
namespace {

class Documents final : public event::RowDocuments {
 public:
  explicit Documents(const std::vector<json::Object>& documents) : documents_(documents) {}
  const json::Object& document(std::size_t row) override {
    asked.push_back(row);
    return documents_.at(row);
  }
  std::vector<std::size_t> asked;

 private:
  const std::vector<json::Object>& documents_;
};

struct Engine {
  explicit Engine(const std::vector<std::string>& queries) {
    std::vector<compile::Bound> bounds;
    for (const std::string& query : queries) {
      Diagnostics diagnostics;
      const SourceText source{"query", query};
      const auto ast = kql::parse(source, diagnostics);
      bounds.push_back(
          compile::optimize(*compile::bind_kql(*ast, event::FieldCatalog::builtin(), {}, source, diagnostics)));
    }
    program = compile::lower(bounds, fields);
  }

  event::FieldTable fields;
  compile::Program program;
  std::vector<Bits> outputs;
};

std::vector<std::size_t> rows(const Bits& bits) {
  std::vector<std::size_t> out;
  bits.for_each([&](std::size_t row) { out.push_back(row); });
  return out;
}

std::vector<json::Object> numbered(std::size_t n) {
  std::vector<json::Object> documents(n);
  for (std::size_t i = 0; i < n; ++i) {
    documents[i]["host.id"] = std::to_string(i % 7);
    documents[i]["message"] = "message number " + std::to_string(i % 5);
    documents[i]["process.command_line"] = "run " + std::to_string(i % 3) + " times";
  }
  return documents;
}

TEST(Runner, FindsRowsAcrossWordsOfTheBatch) {
  Engine engine({"host.id: 3", "not host.id: 3", "host.id: 3 and message: 0", "*:*", "not *:*"});
  Runner runner(engine.program);
  for (const std::size_t size : {1U, 63U, 64U, 65U, 200U}) {
    event::Batch batch = reference::make_batch(engine.fields, numbered(size));
    runner.run(batch, nullptr, engine.outputs);
    ASSERT_EQ(engine.outputs.size(), 5U);
    for (std::size_t row = 0; row < size; ++row) {
      EXPECT_EQ(engine.outputs[0].test(row), row % 7 == 3);
      EXPECT_EQ(engine.outputs[1].test(row), row % 7 != 3);
      EXPECT_EQ(engine.outputs[2].test(row), row % 7 == 3 && row % 5 == 0);
    }
    EXPECT_EQ(engine.outputs[3].count(), size);
    EXPECT_FALSE(engine.outputs[4].any());
  }
}

TEST(Runner, TakesAnEmptyBatch) {
  Engine engine({"not host.id: 3"});
  Runner runner(engine.program);
  event::Batch batch = reference::make_batch(engine.fields, {});
  runner.run(batch, nullptr, engine.outputs);
  EXPECT_EQ(engine.outputs[0].size(), 0U);
}

TEST(Runner, AsksForDocumentsOnlyWhereTheRestMatched) {
  Engine engine({"host.id: 3 and process.*: \"run 1 times\""});
  Runner runner(engine.program);
  const std::vector<json::Object> documents = numbered(30);
  Documents asked(documents);
  event::Batch batch = reference::make_batch(engine.fields, documents);
  runner.run(batch, &asked, engine.outputs);
  EXPECT_EQ(asked.asked, (std::vector<std::size_t>{3, 10, 17, 24}));
  EXPECT_EQ(rows(engine.outputs[0]), (std::vector<std::size_t>{10}));
}

TEST(Runner, ForgetsWhatItKnewOfAClearedDictionary) {
  Engine engine({"host.id: b", "process.command_line: *y*", "message: two"});
  Runner runner(engine.program);
  event::Batch batch(engine.fields.size());
  const auto run = [&](const std::string& id, const std::string& line, const std::string& message) {
    json::Object document;
    document["host.id"] = id;
    document["process.command_line"] = line;
    document["message"] = message;
    batch.clear(0);
    reference::add_rows(batch, engine.fields, std::vector{document});
    runner.run(batch, nullptr, engine.outputs);
  };
  run("a", "x", "one");
  for (const Bits& output : engine.outputs) EXPECT_FALSE(output.any());
  run("b", "y", "two");  // the same cells, with other values
  for (const Bits& output : engine.outputs) EXPECT_TRUE(output.any());
  run("a", "x", "one");
  for (const Bits& output : engine.outputs) EXPECT_FALSE(output.any());
}

TEST(Runner, AllocatesNothingOnceItKnowsTheValues) {
  Engine engine({"host.id: 3 and message: number", "process.command_line: *2* or not message: \"number 4\"",
                 "host.id > 4 and process.command_line: run*"});
  Runner runner(engine.program);
  event::Batch batch = reference::make_batch(engine.fields, numbered(500));
  runner.run(batch, nullptr, engine.outputs);
  const std::size_t before = test::allocations();
  runner.run(batch, nullptr, engine.outputs);
  EXPECT_EQ(test::allocations(), before);
  // The counter counts.
  const auto allocated = std::make_unique<std::size_t>(before);
  EXPECT_EQ(test::allocations(), *allocated + 1);
}

TEST(Bits, CountAndVisitRows) {
  Bits bits(130);
  EXPECT_FALSE(bits.any());
  for (const std::size_t row : {0U, 64U, 129U}) bits.set(row);
  EXPECT_EQ(bits.count(), 3U);
  EXPECT_EQ(rows(bits), (std::vector<std::size_t>{0, 64, 129}));
  bits.reset(2);
  EXPECT_FALSE(bits.any());
  EXPECT_EQ(bits.size(), 2U);
}

}  // namespace
}  // namespace picket::match
