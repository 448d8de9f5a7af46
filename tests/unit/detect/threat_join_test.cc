// SPDX-License-Identifier: Apache-2.0
#include "detect/threat_join.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "event/document.h"

namespace picket::detect {
namespace {

using Entries = std::vector<rule::ThreatMapping::Entry>;
using Values = std::vector<event::Scalar>;

event::Scalar text(std::string_view value) {
  return {event::Scalar::Kind::string, value};
}
event::Scalar number(std::string_view value) {
  return {event::Scalar::Kind::number, value};
}

// A join of indicators given as JSON, asked about one event given by the values of its fields.
class World {
 public:
  World(std::vector<Entries> groups, const std::vector<std::pair<std::string, event::FieldType>>& types,
        const std::vector<std::string>& indicators)
      : join_(mapping(std::move(groups)), fields(types)) {
    for (std::size_t i = 0; i < indicators.size(); ++i) {
      join_.add(static_cast<IndicatorId>(i), json::parse(indicators[i])->get_object());
    }
    join_.finish();
  }

  // "indicator field=value", separated by blanks
  std::string match(const std::vector<Values>& event) const {
    event::Batch batch(join_.fields().size());
    batch.rows.emplace_back();
    for (std::size_t i = 0; i < event.size(); ++i) {
      event::Column& column = batch.columns[i];
      column.cells.push_back(column.dictionary.intern(std::span<const event::Scalar>(event[i])));
    }
    ThreatMatcher matcher(join_);
    std::string out;
    for (const ThreatMatch& match : matcher.match(batch, 0, {})) {
      out += fmt::format("{}{} {}={}", out.empty() ? "" : ", ", match.indicator, match.field, match.atomic);
    }
    return out;
  }
  const ThreatJoin& join() const { return join_; }

 private:
  static rule::ThreatMapping mapping(std::vector<Entries> groups) {
    rule::ThreatMapping mapping;
    mapping.groups = std::move(groups);
    return mapping;
  }
  static std::vector<TermField> fields(const std::vector<std::pair<std::string, event::FieldType>>& types) {
    std::vector<TermField> fields;
    for (const auto& [name, type] : types) {
      event::FieldMapping mapping;
      mapping.type = type;
      mapping.ignore_above = type == event::FieldType::keyword ? 1024 : 0;
      fields.push_back({name, static_cast<event::FieldId>(fields.size()), mapping});
    }
    return fields;
  }

  ThreatJoin join_;
};

World one_field(event::FieldType type, const std::vector<std::string>& indicators) {
  return {{{{"a", "x", false}}}, {{"a", type}}, indicators};
}

TEST(ThreatJoin, KeywordsAreComparedAsAWhole) {
  const World world = one_field(event::FieldType::keyword, {R"({"x":"evil"})", R"({"x":"Evil"})", R"({"y":"evil"})"});
  EXPECT_EQ(world.join().size(), 2U);
  EXPECT_EQ(world.match({{text("evil")}}), "0 a=evil");
  EXPECT_EQ(world.match({{text("evil twin")}}), "");
  EXPECT_EQ(world.match({{}}), "");
  EXPECT_EQ(world.match({{text("other"), text("Evil")}}), "1 a=Evil");
}

TEST(ThreatJoin, ValuesThatAKeywordFieldDoesNotIndexMatchNothing) {
  const std::string longest(1024, 'x');
  const std::string longer(1025, 'x');
  const World world = one_field(event::FieldType::keyword,
                                {fmt::format(R"({{"x":"{}"}})", longest), fmt::format(R"({{"x":"{}"}})", longer)});
  EXPECT_EQ(world.match({{text(longest)}}), "0 a=" + longest);
  EXPECT_EQ(world.match({{text(longer)}}), "");
}

TEST(ThreatJoin, WildcardFieldsAreComparedAsAWholeAndStarsAreText) {
  const World world = one_field(event::FieldType::wildcard, {R"({"x":"ev*"})", R"({"x":"evil"})"});
  EXPECT_EQ(world.match({{text("evil")}}), "1 a=evil");
  EXPECT_EQ(world.match({{text("ev*")}}), "0 a=ev*");
}

TEST(ThreatJoin, AddressesAreComparedByValueAndWithinNetworks) {
  const World world =
      one_field(event::FieldType::ip, {R"({"x":"192.0.2.1"})", R"({"x":"192.0.2.0/24"})", R"({"x":"192.0.2.128/25"})",
                                       R"({"x":"2001:db8::/32"})", R"({"x":"0.0.0.0/0"})", R"({"x":"no address"})"});
  EXPECT_EQ(world.match({{text("192.0.2.1")}}), "0 a=192.0.2.1, 1 a=192.0.2.1, 4 a=192.0.2.1");
  EXPECT_EQ(world.match({{text("::ffff:192.0.2.200")}}),
            "1 a=::ffff:192.0.2.200, 2 a=::ffff:192.0.2.200, 4 a=::ffff:192.0.2.200");
  EXPECT_EQ(world.match({{text("192.0.3.0")}}), "4 a=192.0.3.0");
  EXPECT_EQ(world.match({{text("2001:DB8:0::1")}}), "3 a=2001:DB8:0::1");
  EXPECT_EQ(world.match({{text("no address")}}), "");
}

TEST(ThreatJoin, NumbersAreComparedByValue) {
  const World world = one_field(event::FieldType::integer, {R"({"x":443})", R"({"x":"80"})", R"({"x":"http"})"});
  EXPECT_EQ(world.match({{text("443")}}), "0 a=443");
  EXPECT_EQ(world.match({{number("80")}}), "1 a=80");
  EXPECT_EQ(world.match({{text("http")}}), "");
}

TEST(ThreatJoin, AnalyzedTextMatchesByAnyWord) {
  const World world = one_field(event::FieldType::match_only_text, {R"({"x":"Evil Corp"})", R"({"x":"nothing"})"});
  EXPECT_EQ(world.match({{text("an evil plan")}}), "0 a=an evil plan");
  EXPECT_EQ(world.match({{text("evil corp, Evil")}}), "0 a=evil corp, Evil");
  EXPECT_EQ(world.match({{text("good")}}), "");
}

TEST(ThreatJoin, FieldsOfNoCatalogAreTypedByTheEvent) {
  const World world = one_field(event::FieldType::dynamic, {R"({"x":"5"})", R"({"x":5})", R"({"x":"5.0"})"});
  EXPECT_EQ(world.match({{number("5")}}), "0 a=5, 1 a=5, 2 a=5");
  EXPECT_EQ(world.match({{text("5")}}), "0 a=5, 1 a=5");
}

TEST(ThreatJoin, GroupsAreAlternativesAndTheirEntriesBelongTogether) {
  const World world(
      {{{"a", "x", false}, {"b", "y", false}}, {{"c", "z", false}}},
      {{"a", event::FieldType::keyword}, {"b", event::FieldType::keyword}, {"c", event::FieldType::keyword}},
      {R"({"x":"1","y":"2"})", R"({"x":"1","y":"3"})", R"({"x":"1"})", R"({"z":"9"})"});
  EXPECT_EQ(world.match({{text("1")}, {text("2")}, {}}), "0 a=1, 0 b=2");
  EXPECT_EQ(world.match({{text("1")}, {text("4")}, {}}), "");
  EXPECT_EQ(world.match({{text("1")}, {}, {text("9")}}), "3 c=9");
  EXPECT_EQ(world.match({{text("1")}, {text("3")}, {text("9")}}), "1 a=1, 1 b=3, 3 c=9");
}

TEST(ThreatJoin, NegatedEntriesMustDifferAndHaveValuesOnBothSides) {
  const World world({{{"a", "x", false}, {"b", "y", true}}},
                    {{"a", event::FieldType::keyword}, {"b", event::FieldType::keyword}},
                    {R"({"x":"1","y":"2"})", R"({"x":"1","y":"3"})", R"({"x":"1"})"});
  EXPECT_EQ(world.match({{text("1")}, {text("2")}}), "1 a=1");
  EXPECT_EQ(world.match({{text("1")}, {text("4")}}), "0 a=1, 1 a=1");
  EXPECT_EQ(world.match({{text("1")}, {text("2"), text("3")}}), "");
  EXPECT_EQ(world.match({{text("1")}, {}}), "");
}

TEST(ThreatJoin, OneEventHasSoManyMatchesAtMost) {
  const std::vector<std::string> indicators(kMaxThreatMatches + 1, R"({"x":"1"})");
  event::Batch batch(1);
  batch.rows.emplace_back();
  const World world = one_field(event::FieldType::keyword, indicators);
  batch.columns[0].cells.push_back(batch.columns[0].dictionary.intern(text("1")));
  ThreatMatcher matcher(world.join());
  EXPECT_EQ(matcher.match(batch, 0, {}).size(), kMaxThreatMatches);
  EXPECT_EQ(matcher.match(batch, 0, [](IndicatorId id) { return id == kMaxThreatMatches; }).size(), 1U);
}

// The join against a loop over all events and indicators.
TEST(ThreatJoin, AgreesWithANestedLoop) {
  std::mt19937 random(7);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  for (int round = 0; round < 300; ++round) {
    std::vector<Entries> groups(1 + below(3));
    const std::vector<std::string> names{"a", "b", "c"};
    for (Entries& group : groups) {
      const unsigned size = 1 + below(3);
      for (unsigned i = 0; i < size; ++i) {
        group.push_back({names[below(3)], fmt::format("x{}", below(3)), i > 0 && below(3) == 0});
      }
    }
    std::vector<std::vector<std::vector<std::string>>> indicators(1 + below(12));  // values by x0, x1, x2
    std::vector<std::string> documents;
    for (auto& indicator : indicators) {
      json::Object document;
      for (unsigned x = 0; x < 3; ++x) {
        std::vector<std::string>& values = indicator.emplace_back();
        for (unsigned i = below(3); i > 0; --i) values.push_back(std::to_string(below(4)));
        json::Array array;
        for (const std::string& value : values) array.emplace_back(value);
        document[fmt::format("x{}", x)] = std::move(array);
      }
      documents.push_back(json::serialize(document));
    }
    std::vector<std::pair<std::string, event::FieldType>> types;
    rule::ThreatMapping mapping;
    mapping.groups = groups;
    for (const std::string& name : threat_fields(mapping)) types.emplace_back(name, event::FieldType::keyword);
    const World world(groups, types, documents);
    for (int asked = 0; asked < 8; ++asked) {
      std::map<std::string, std::vector<std::string>> event;
      std::vector<Values> values;
      for (const auto& [name, type] : types) {
        for (unsigned i = below(3); i > 0; --i) event[name].push_back(std::to_string(below(4)));
        Values& given = values.emplace_back();
        for (const std::string& value : event[name]) given.push_back(text(value));
      }
      std::set<ThreatMatch> expected;
      for (std::size_t i = 0; i < indicators.size(); ++i) {
        for (const Entries& group : groups) {
          bool all = true;
          std::vector<ThreatMatch> found;
          for (const auto& entry : group) {
            const auto& theirs = indicators[i][static_cast<std::size_t>(entry.value[1] - '0')];
            const auto& ours = event[entry.field];
            const auto same = std::ranges::find_if(
                ours, [&](const std::string& value) { return std::ranges::find(theirs, value) != theirs.end(); });
            all = all && !theirs.empty() && !ours.empty() && (same != ours.end()) != entry.negate;
            if (all && !entry.negate) found.push_back({static_cast<IndicatorId>(i), entry.field, *same});
          }
          if (all) expected.insert(found.begin(), found.end());
        }
      }
      std::string wanted;
      for (const ThreatMatch& match : expected) {
        wanted += fmt::format("{}{} {}={}", wanted.empty() ? "" : ", ", match.indicator, match.field, match.atomic);
      }
      ASSERT_EQ(world.match(values), wanted) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace picket::detect
