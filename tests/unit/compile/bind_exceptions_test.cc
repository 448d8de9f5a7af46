// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_exceptions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "compile/predicate.h"

namespace picket::compile {
namespace {

rule::ExceptionEntry entry_of(std::string field, rule::EntryType type) {
  rule::ExceptionEntry entry;
  entry.field = std::move(field);
  entry.type = type;
  return entry;
}

rule::ExceptionEntry in_value_list(std::string field) {
  rule::ExceptionEntry entry = entry_of(std::move(field), rule::EntryType::list);
  entry.value_list = "ips";
  entry.value_list_type = "ip";
  return entry;
}

rule::ExceptionItem item_of(rule::ExceptionEntry entry) {
  rule::ExceptionItem item;
  item.source = std::make_shared<const SourceText>(SourceText{"item", "{}"});
  item.entries.push_back(std::move(entry));
  return item;
}

BoundItem bind_item(const rule::ExceptionItem& item, const rule::ValueLists& lists = {}) {
  Diagnostics diagnostics;
  return bind_exception_item(item, lists, event::FieldCatalog::builtin(), {}, diagnostics);
}

// Many values are one sorted set, not as many tests.
TEST(BindExceptions, TenThousandValuesAreOneTest) {
  rule::ExceptionEntry entry = entry_of("user.name", rule::EntryType::match_any);
  for (int i = 0; i < 10'000; ++i) entry.values.push_back(fmt::format("user{}", i));
  const BoundItem bound = bind_item(item_of(entry));
  ASSERT_TRUE(bound.bound);
  const auto* test = std::get_if<compile::Test>(&bound.bound->tree->form);
  ASSERT_NE(test, nullptr) << to_string(*bound.bound->tree).substr(0, 200);
  EXPECT_TRUE(matches(test->predicate, {event::Scalar::Kind::string, "user9999"}));
  EXPECT_FALSE(matches(test->predicate, {event::Scalar::Kind::string, "user10000"}));
}

TEST(BindExceptions, AValueListOfManyAddressesIsOneTest) {
  rule::ValueLists lists;
  for (int i = 0; i < 100'000; ++i) {
    lists["ips"].values.push_back(fmt::format("10.{}.{}.{}", i / 25'600, i / 100 % 256, 2 * (i % 100)));
  }
  const BoundItem bound = bind_item(item_of(in_value_list("source.ip")), lists);
  ASSERT_TRUE(bound.bound);
  const auto* test = std::get_if<compile::Test>(&bound.bound->tree->form);
  ASSERT_NE(test, nullptr);
  EXPECT_TRUE(matches(test->predicate, {event::Scalar::Kind::string, "10.0.1.4"}));
  EXPECT_FALSE(matches(test->predicate, {event::Scalar::Kind::string, "10.0.1.5"}));
}

TEST(BindExceptions, AMissingValueListIsNamed) {
  const BoundItem bound = bind_item(item_of(in_value_list("source.ip")));
  EXPECT_FALSE(bound.bound);
  EXPECT_EQ(bound.missing_list, "ips");
}

}  // namespace
}  // namespace picket::compile
