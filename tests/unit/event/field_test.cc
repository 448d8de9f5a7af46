// SPDX-License-Identifier: Apache-2.0
#include "event/field.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace picket::event {
namespace {

FieldMapping of(FieldType type) {
  FieldMapping mapping;
  mapping.type = type;
  return mapping;
}

TEST(FieldType, ReadsElasticsearchsNames) {
  EXPECT_EQ(parse_field_type("long"), FieldType::integer);
  EXPECT_EQ(parse_field_type("byte"), FieldType::integer);
  EXPECT_EQ(parse_field_type("half_float"), FieldType::single);
  EXPECT_EQ(parse_field_type("scaled_float"), FieldType::floating);
  EXPECT_EQ(parse_field_type("match_only_text"), FieldType::match_only_text);
  EXPECT_EQ(parse_field_type("dynamic"), std::nullopt);
  EXPECT_EQ(parse_field_type("Keyword"), std::nullopt);
  EXPECT_EQ(to_string(FieldType::integer), "long");
}

TEST(BuiltinCatalog, KnowsEcsAndAzure) {
  const FieldCatalog& catalog = FieldCatalog::builtin();
  EXPECT_EQ(catalog.resolve("@timestamp").type, FieldType::date);
  EXPECT_EQ(catalog.resolve("source.ip").type, FieldType::ip);
  EXPECT_EQ(catalog.resolve("event.action").type, FieldType::keyword);
  EXPECT_EQ(catalog.resolve("event.action").ignore_above, kEcsIgnoreAbove);
  EXPECT_EQ(catalog.resolve("process.command_line").type, FieldType::wildcard);
  EXPECT_EQ(catalog.resolve("data_stream.dataset").type, FieldType::constant_keyword);
  EXPECT_EQ(catalog.resolve("azure.activitylogs.identity.authorization.evidence.principal_id").type,
            FieldType::keyword);
}

TEST(BuiltinCatalog, ReadsMultiFieldsFromTheirParents) {
  const FieldCatalog& catalog = FieldCatalog::builtin();
  const FieldMapping text = catalog.resolve("process.command_line.text");
  EXPECT_EQ(text.type, FieldType::match_only_text);
  EXPECT_EQ(text.source, "process.command_line");
  const FieldMapping caseless = catalog.resolve("process.name.caseless");
  EXPECT_EQ(caseless.type, FieldType::keyword);
  EXPECT_TRUE(caseless.lowercase);
  EXPECT_EQ(caseless.source, "process.name");
  EXPECT_EQ(catalog.resolve("message.keyword").source, "message");
  // Only strings have them, and other names are no multi-fields.
  EXPECT_EQ(catalog.resolve("process.pid.text").type, FieldType::dynamic);
  EXPECT_EQ(catalog.resolve("process.name.other").type, FieldType::dynamic);
  const auto names = catalog.multi_fields("process.name");
  EXPECT_EQ(std::vector<std::string>(names.begin(), names.end()), std::vector<std::string>{"process.name.text"});
}

TEST(BuiltinCatalog, FitsTemplates) {
  const FieldCatalog& catalog = FieldCatalog::builtin();
  EXPECT_EQ(catalog.resolve("azure.auditlogs.properties.target_resources.0.modified_properties.12.new_value").type,
            FieldType::keyword);
  // A star stands for one segment, and an object with free keys says nothing of them.
  EXPECT_EQ(catalog.resolve("azure.auditlogs.properties.target_resources.0.x.new_value").type, FieldType::dynamic);
  EXPECT_EQ(catalog.resolve("azure.activitylogs.identity.claims.appid").type, FieldType::dynamic);
}

TEST(BuiltinCatalog, LabelsAreKeywords) {
  const FieldCatalog& catalog = FieldCatalog::builtin();
  for (const char* name : {"labels.env", "labels.app.kubernetes.io/name", "container.labels.tier"}) {
    EXPECT_EQ(catalog.resolve(name).type, FieldType::keyword) << name;
    EXPECT_EQ(catalog.resolve(name).ignore_above, kEcsIgnoreAbove) << name;
  }
  EXPECT_EQ(catalog.resolve("labels").type, FieldType::object);
  EXPECT_EQ(catalog.resolve("container.labels").type, FieldType::object);
  EXPECT_EQ(catalog.resolve("labelsx.env").type, FieldType::dynamic);
  EXPECT_EQ(catalog.resolve("other.labels.env").type, FieldType::dynamic);
}

TEST(FieldCatalog, AStarAtTheEndTakesTheRest) {
  FieldCatalog catalog(FieldCatalog::Unknown::unmapped);
  catalog.add("a.*.x", of(FieldType::integer));
  catalog.add("b.*", of(FieldType::keyword));
  EXPECT_EQ(catalog.resolve("a.k.x").type, FieldType::integer);
  EXPECT_EQ(catalog.resolve("a.k.l.x").type, FieldType::unmapped);
  EXPECT_EQ(catalog.resolve("b.k").type, FieldType::keyword);
  EXPECT_EQ(catalog.resolve("b.k.l.m").type, FieldType::keyword);
  EXPECT_EQ(catalog.resolve("b").type, FieldType::object);
}

TEST(FieldCatalog, DerivesTypesFromWhereANameStands) {
  FieldCatalog catalog(FieldCatalog::Unknown::unmapped);
  catalog.add("f", of(FieldType::flattened));
  catalog.add("o.leaf", of(FieldType::keyword));
  catalog.add("items", of(FieldType::nested));
  catalog.add("items.sub", of(FieldType::nested));
  catalog.add("items.sub.x", of(FieldType::keyword));
  EXPECT_EQ(catalog.resolve("f.a.b").type, FieldType::flattened_key);
  EXPECT_EQ(catalog.flattened_root("f.a.b"), "f");
  EXPECT_EQ(catalog.flattened_root("o.leaf"), "");
  EXPECT_EQ(catalog.resolve("o").type, FieldType::object);
  EXPECT_EQ(catalog.resolve("o.other").type, FieldType::unmapped);
  EXPECT_EQ(catalog.resolve("o.leaf.text").type, FieldType::unmapped);
  EXPECT_EQ(catalog.nested_path("items.sub.x"), "items.sub");
  EXPECT_EQ(catalog.nested_path("items.sub"), "items");
  EXPECT_EQ(catalog.nested_path("items"), "");
}

TEST(FieldCatalog, MatchesPatternsAcrossDots) {
  FieldCatalog catalog(FieldCatalog::Unknown::unmapped);
  catalog.add("process.parent.name", of(FieldType::keyword));
  catalog.add("process.name", of(FieldType::keyword));
  catalog.add("host.name", of(FieldType::keyword));
  EXPECT_EQ(catalog.matching("process.*"), (std::vector<std::string>{"process.name", "process.parent.name"}));
  EXPECT_EQ(catalog.matching("*.name").size(), 3U);
  EXPECT_TRUE(catalog.matching("name*").empty());
}

TEST(FieldCatalog, OffersOnlyLikelyMisspellings) {
  const FieldCatalog& catalog = FieldCatalog::builtin();
  EXPECT_EQ(catalog.nearest("event.acton"), "event.action");
  EXPECT_EQ(catalog.nearest("Event.Action"), "event.action");
  EXPECT_EQ(catalog.nearest("prcoess.command_line"), "process.command_line");
  EXPECT_EQ(catalog.nearest("okta.actor.type"), std::nullopt);
  EXPECT_EQ(catalog.nearest("o365.audit.UserId"), std::nullopt);
}

}  // namespace
}  // namespace picket::event
