// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_kql.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lang/kql/parser.h"

namespace picket::compile {
namespace {

struct Result {
  Diagnostics diagnostics;
  std::optional<Bound> bound;
};

Result bind(std::string query, const event::FieldCatalog& catalog = event::FieldCatalog::builtin()) {
  Result result;
  const SourceText source{"rule.toml", std::move(query), 40, 9};
  const auto ast = kql::parse(source, result.diagnostics);
  EXPECT_TRUE(ast);
  if (ast) result.bound = bind_kql(*ast, catalog, {}, source, result.diagnostics);
  return result;
}

TEST(BindKql, ReportsEveryMistakeWithPlaceAndNextStep) {
  const Result result = bind("source.port: abc and not (source.ip: 10.* or @timestamp: never)");
  EXPECT_FALSE(result.bound);
  ASSERT_EQ(result.diagnostics.error_count(), 3U);
  const std::string first = render(result.diagnostics.items()[0], false);
  EXPECT_TRUE(first.starts_with("rule.toml:40:22: error K201: ")) << first;
  for (const Diagnostic& item : result.diagnostics.items()) EXPECT_NE(item.message, "") << item.code;
  EXPECT_NE(result.diagnostics.items()[1].hint, "");
  EXPECT_NE(result.diagnostics.items()[2].hint, "");
}

TEST(BindKql, CollectsTheColumnsThatItReads) {
  const Result result = bind("process.name.caseless: a and process.name.caseless: b* and file.hash: * and host.id: x");
  ASSERT_TRUE(result.bound);
  using event::Shape;
  const std::vector<event::FieldRequest> expected = {
      {"process.name", Shape::leaf}, {"file.hash", Shape::subtree}, {"host.id", Shape::leaf}};
  EXPECT_EQ(result.bound->reads, expected);
  EXPECT_FALSE(result.bound->reads_documents);
  EXPECT_FALSE(result.bound->depends_on_now);
}

TEST(BindKql, ReadsNestedObjectsAsOneColumn) {
  const Result result = bind("email.attachments: { file.name: a* and not file.size > 5 }");
  ASSERT_TRUE(result.bound);
  ASSERT_EQ(result.bound->reads.size(), 1U);
  EXPECT_EQ(result.bound->reads[0], (event::FieldRequest{"email.attachments", event::Shape::objects}));
}

TEST(BindKql, SaysWhenDocumentsAreNeeded) {
  EXPECT_TRUE(bind("mimikatz").bound->reads_documents);
  EXPECT_TRUE(bind("file.hash.*: 11").bound->reads_documents);
  EXPECT_FALSE(bind("*:*").bound->reads_documents);
}

TEST(BindKql, SaysWhenItDependsOnNow) {
  EXPECT_TRUE(bind("@timestamp >= now-30d/d").bound->depends_on_now);
  EXPECT_FALSE(bind("message: now").bound->depends_on_now);
}

TEST(BindKql, WarnsOnceForAMisspelledName) {
  const Result result = bind("event.acton: (a or b or c) and not event.acton: d*");
  ASSERT_TRUE(result.bound);
  ASSERT_EQ(result.diagnostics.items().size(), 1U);
  EXPECT_EQ(result.diagnostics.items()[0].level, Level::warning);
  EXPECT_EQ(result.diagnostics.items()[0].hint, "did you mean event.action?");
}

TEST(BindKql, TakesConstantsFromTheMapping) {
  event::FieldCatalog catalog(event::FieldCatalog::Unknown::unmapped);
  event::FieldMapping constant;
  constant.type = event::FieldType::constant_keyword;
  constant.constant = "aws.cloudtrail";
  catalog.add("data_stream.dataset", constant);
  EXPECT_TRUE(std::holds_alternative<All>(bind("data_stream.dataset: aws.*", catalog).bound->tree->form));
  EXPECT_TRUE(std::holds_alternative<None>(bind("data_stream.dataset: gcp.*", catalog).bound->tree->form));
  EXPECT_TRUE(bind("data_stream.dataset: aws.*", catalog).bound->reads.empty());
}

TEST(BindKql, PrintsTreesThatReadLikeTheQuery) {
  const Result result = bind("event.action: (a or \"b c\") and not source.ip: 10.0.0.0/8 and destination.port > 1023");
  ASSERT_TRUE(result.bound);
  EXPECT_EQ(to_string(*result.bound->tree),
            "(event.action: \"a\" or event.action: \"b c\") and not source.ip: 10.0.0.0 to 10.255.255.255 and "
            "destination.port: >= 1024");
  EXPECT_EQ(dump(*result.bound->tree),
            "and\n"
            "  or\n"
            "    event.action: \"a\"  [terms]\n"
            "    event.action: \"b c\"  [terms]\n"
            "  not\n"
            "    source.ip: 10.0.0.0 to 10.255.255.255  [ip ranges]\n"
            "  destination.port: >= 1024  [wholes]");
}

}  // namespace
}  // namespace picket::compile
