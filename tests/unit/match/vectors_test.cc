// SPDX-License-Identifier: Apache-2.0
// The shared KQL vectors: what matches, and what must be refused, on all engines.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "compile/bind_kql.h"
#include "lang/kql/parser.h"
#include "reference/engines.h"
#include "support/shared_data.h"

namespace picket {
namespace {

event::FieldMapping mapping_of(const json::Value& value) {
  event::FieldMapping mapping;
  const auto type_of = [](const json::Value& name) { return event::parse_field_type(json::view(name)).value(); };
  if (value.is_string()) {
    mapping.type = type_of(value);
    return mapping;
  }
  const json::Object& object = value.get_object();
  mapping.type = type_of(*json::get(object, "type"));
  if (const auto* limit = json::get(object, "ignore_above")) {
    mapping.ignore_above = static_cast<std::uint32_t>(limit->to_number<std::uint64_t>());
  }
  if (const auto* normalizer = json::get(object, "normalizer"))
    mapping.lowercase = json::view(*normalizer) == "lowercase";
  if (const auto* constant = json::get(object, "value")) mapping.constant = std::string(json::view(*constant));
  return mapping;
}

event::FieldCatalog catalog_of(const json::Object& mappings) {
  event::FieldCatalog catalog(event::FieldCatalog::Unknown::unmapped);
  for (const auto& member : mappings) catalog.add(std::string(member.key()), mapping_of(member.value()));
  return catalog;
}

std::string rendered(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& item : diagnostics.items()) out += render(item, false) + "\n";
  return out;
}

std::vector<json::Value> read_lines(const std::filesystem::path& path) {
  const std::string text = test::read_file(path);
  std::vector<json::Value> out;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) out.push_back(json::parse(line).value());
  }
  return out;
}

TEST(Vectors, MatchOnEveryEngine) {
  const auto path = test::shared_data("vectors/kql/match.jsonl");
  if (!path) GTEST_SKIP() << test::kNoSharedData;
  for (const json::Value& vector : read_lines(*path)) {
    const json::Object& object = vector.get_object();
    SCOPED_TRACE(json::serialize(vector));
    const event::FieldCatalog catalog = catalog_of(json::get(object, "mapping")->get_object());
    SourceText source{"query", std::string(json::view(*json::get(object, "query")))};
    Diagnostics diagnostics;
    const auto ast = kql::parse(source, diagnostics);
    ASSERT_TRUE(ast) << rendered(diagnostics);
    const auto* now_text = json::get(object, "now");
    const Timestamp now = now_text == nullptr ? Timestamp{} : parse_iso8601(json::view(*now_text)).value();
    const auto bound = compile::bind_kql(*ast, catalog, {now}, source, diagnostics);
    ASSERT_TRUE(bound) << rendered(diagnostics);
    const json::Object documents[] = {json::get(object, "doc")->get_object()};
    const reference::Query queries[] = {{&*ast, &*bound}};
    const reference::Answers answers = reference::ask_all_engines(queries, catalog, now, documents)[0];
    EXPECT_EQ(answers.matches[0], json::get(object, "match")->get_bool()) << compile::dump(*bound->tree);
    EXPECT_EQ(answers.disagreement, "") << compile::dump(*bound->tree);
  }
}

TEST(Vectors, RefuseWithADiagnostic) {
  const auto path = test::shared_data("vectors/kql/errors.jsonl");
  if (!path) GTEST_SKIP() << test::kNoSharedData;
  for (const json::Value& vector : read_lines(*path)) {
    const json::Object& object = vector.get_object();
    SCOPED_TRACE(json::serialize(vector));
    const event::FieldCatalog catalog = catalog_of(json::get(object, "mapping")->get_object());
    SourceText source{"query", std::string(json::view(*json::get(object, "query")))};
    Diagnostics diagnostics;
    const auto ast = kql::parse(source, diagnostics);
    ASSERT_TRUE(ast) << rendered(diagnostics);
    EXPECT_FALSE(compile::bind_kql(*ast, catalog, {}, source, diagnostics));
    EXPECT_TRUE(diagnostics.has_errors());
    for (const Diagnostic& item : diagnostics.items()) {
      EXPECT_TRUE(item.level != Level::error || item.span.begin < item.span.end) << render(item, false);
    }
  }
}

}  // namespace
}  // namespace picket
