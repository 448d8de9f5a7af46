// SPDX-License-Identifier: Apache-2.0
// Random filters over random events: what is bound from their JSON, on every configuration of the engine, is what a
// judge says that was made together with the JSON and knows nothing of binding.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "compile/bind_filters.h"
#include "reference/engines.h"
#include "support/filter_text.h"

namespace picket {
namespace {

using Values = std::vector<std::string>;
using Event = std::vector<Values>;  // by field
using Judge = std::function<bool(const Event&)>;

struct Filter {
  std::string json;
  Judge judge;
};

constexpr std::size_t kFields = 3;
constexpr std::string_view kValues[] = {"x", "y", "xy", "yx", "xyx"};

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  std::size_t below(std::size_t count) { return engine_() % count; }
  bool once_in(std::size_t count) { return below(count) == 0; }

  Event event() {
    Event event(kFields);
    for (Values& values : event) {
      for (std::size_t i = below(3); i > 0; --i) values.push_back(value());
    }
    return event;
  }

  Filter filter() {
    Filter inner = query(3);
    const bool negate = once_in(3);
    const bool disabled = once_in(8);
    Judge judge = [inner = inner.judge, negate, disabled](const Event& event) {
      return disabled || inner(event) != negate;
    };
    return {fmt::format(R"({{"meta":{{"negate":{},"disabled":{}}},"query":{}}})", negate, disabled, inner.json), judge};
  }

 private:
  std::string value() { return std::string(kValues[below(std::size(kValues))]); }

  Filter query(std::size_t depth) { return depth > 0 && once_in(2) ? bool_query(depth) : leaf(); }

  Filter leaf() {
    const std::size_t field = below(kFields);
    const std::string text = value();
    const auto any = [field](const auto& test) -> Judge {
      return [field, test](const Event& event) { return std::ranges::any_of(event[field], test); };
    };
    switch (below(7)) {
      case 0:
        return {fmt::format(R"({{"exists":{{"field":"f{}"}}}})", field), any([](const auto&) { return true; })};
      case 1:
        return {fmt::format(R"({{"prefix":{{"f{}":"{}"}}}})", field, text),
                any([=](const std::string& found) { return found.starts_with(text); })};
      case 6:
        return {fmt::format(R"({{"regexp":{{"f{}":{{"value":"[XY]~(#){}","case_insensitive":true}}}}}})", field, text),
                any([=](const std::string& found) { return found.size() > text.size() && found.ends_with(text); })};
      case 2:
        return {fmt::format(R"({{"wildcard":{{"f{}":{{"value":"*{}?"}}}}}})", field, text),
                any([=](const std::string& found) {
                  return found.size() > text.size() && found.substr(0, found.size() - 1).ends_with(text);
                })};
      case 3: {
        const std::string other = value();
        return {fmt::format(R"({{"terms":{{"f{}":["{}","{}"]}}}})", field, text, other),
                any([=](const std::string& found) { return found == text || found == other; })};
      }
      case 4:
        return {fmt::format(R"({{"term":{{"f{}":"{}"}}}})", field, text),
                any([=](const std::string& found) { return found == text; })};
      default:
        return {fmt::format(R"({{"match_phrase":{{"f{}":{{"query":"{}"}}}}}})", field, text),
                any([=](const std::string& found) { return found == text; })};
    }
  }

  std::vector<Filter> several(std::size_t depth, std::string& json) {
    std::vector<Filter> out;
    for (std::size_t i = below(4); i > 0; --i) out.push_back(query(depth - 1));
    for (const Filter& each : out) json += (json.empty() ? "" : ",") + each.json;
    return out;
  }

  Filter bool_query(std::size_t depth) {
    std::string must_json;
    std::string should_json;
    std::string not_json;
    const std::vector<Filter> must = several(depth, must_json);
    const std::vector<Filter> should = several(depth, should_json);
    const std::vector<Filter> must_not = several(depth, not_json);
    const bool says = once_in(2);
    const std::size_t said = below(4);
    const std::size_t least = must.empty() && !should.empty() ? 1 : 0;  // whatever is said
    const std::size_t wanted = std::max(says ? said : 0, least);
    const std::string minimum = says ? fmt::format(R"(,"minimum_should_match":{})", said) : "";
    return {fmt::format(R"({{"bool":{{"{}":[{}],"should":[{}],"must_not":[{}]{}}}}})", once_in(2) ? "must" : "filter",
                        must_json, should_json, not_json, minimum),
            [=](const Event& event) {
              const auto holds = [&](const Filter& each) { return each.judge(event); };
              return std::ranges::all_of(must, holds) && std::ranges::none_of(must_not, holds) &&
                     static_cast<std::size_t>(std::ranges::count_if(should, holds)) >= wanted;
            }};
  }

  std::mt19937 engine_;
};

json::Object to_document(const Event& event) {
  json::Object out;
  for (std::size_t field = 0; field < event.size(); ++field) {
    json::Array values;
    for (const std::string& value : event[field]) values.emplace_back(value);
    if (!values.empty()) out[fmt::format("f{}", field)] = std::move(values);
  }
  return out;
}

event::FieldCatalog keywords() {
  event::FieldCatalog catalog(event::FieldCatalog::Unknown::unmapped);
  for (std::size_t field = 0; field < kFields; ++field) {
    event::FieldMapping mapping;
    mapping.type = event::FieldType::keyword;
    catalog.add(fmt::format("f{}", field), std::move(mapping));
  }
  return catalog;
}

TEST(Filters, AreWhatTheirJsonSays) {
  const event::FieldCatalog catalog = keywords();
  std::size_t matched = 0;
  std::size_t asked = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    std::vector<Event> events;
    std::vector<json::Object> documents;
    for (std::size_t i = 0; i < 20; ++i) {
      events.push_back(random.event());
      documents.push_back(to_document(events.back()));
    }
    const Filter first = random.filter();
    const Filter second = random.filter();
    const std::string text = fmt::format("[{},{}]", first.json, second.json);
    SCOPED_TRACE(text);
    Diagnostics diagnostics;
    const auto filters = test::read_filters(text, diagnostics);
    ASSERT_TRUE(filters);
    const compile::BoundFilters bound = compile::bind_filters(*filters, catalog, {}, diagnostics);
    ASSERT_TRUE(bound.bound);
    const reference::Query queries[] = {{static_cast<const kql::Ast*>(nullptr), &*bound.bound}};
    const auto answers = reference::ask_all_engines(queries, catalog, {}, documents);
    ASSERT_EQ(answers[0].disagreement, "") << compile::dump(*bound.bound->tree);
    for (std::size_t i = 0; i < events.size(); ++i) {
      const bool wanted = first.judge(events[i]) && second.judge(events[i]);
      ASSERT_EQ(answers[0].matches[i], wanted) << json::serialize(documents[i]);
      ++asked;
      matched += wanted ? 1 : 0;
    }
  }
  EXPECT_GT(matched, asked / 10);
  EXPECT_LT(matched, asked * 9 / 10);
}

}  // namespace
}  // namespace picket
