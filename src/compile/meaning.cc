// SPDX-License-Identifier: Apache-2.0
#include "compile/meaning.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "base/date_math.h"
#include "base/text.h"
#include "compile/codes.h"
#include "compile/meaning/readings.h"

namespace picket::compile {

using event::FieldMapping;
using event::FieldType;
using Kind = Condition::Kind;

namespace {

struct TypeReading {
  FieldType type;
  readings::Reading reading;
  bool may_ignore_case = false;  // Elasticsearch refuses `case_insensitive` on the others
};
constexpr TypeReading kReadings[] = {
    {FieldType::keyword, readings::on_keyword, true},
    {FieldType::constant_keyword, readings::on_keyword, true},
    {FieldType::wildcard, readings::on_keyword, true},
    {FieldType::text, readings::on_text, true},
    {FieldType::match_only_text, readings::on_text, true},
    {FieldType::integer, readings::on_whole},
    {FieldType::unsigned_long, readings::on_whole},
    {FieldType::floating, readings::on_real},
    {FieldType::single, readings::on_real},
    {FieldType::boolean, readings::on_boolean},
    {FieldType::date, readings::on_date},
    {FieldType::date_nanos, readings::on_date},
    {FieldType::ip, readings::on_ip},
    {FieldType::version, readings::on_version, true},
    {FieldType::flattened, readings::on_flattened, true},
    {FieldType::flattened_key, readings::on_flattened, true},
    {FieldType::nested, readings::on_object, true},
    {FieldType::object, readings::on_object, true},
    {FieldType::geo_point, readings::on_opaque},
    {FieldType::binary, readings::on_opaque},
    {FieldType::dynamic, readings::on_dynamic, true},
    {FieldType::unmapped, readings::on_unmapped, true},
};

}  // namespace

std::expected<Meaning, Misfit> meaning_of(const Condition& condition, const FieldMapping& mapping, Timestamp now) {
  const auto* found = std::ranges::find(kReadings, mapping.type, &TypeReading::type);
  PICKET_CHECK(found != std::ranges::end(kReadings), "every type says what a condition means on it");
  if (condition.ignore_case && !found->may_ignore_case) {
    return readings::misfit(codes::kCaseOnType, "only text can be compared without regard to case",
                            "leave out case_insensitive here");
  }
  return found->reading(condition, mapping, now);
}

event::Shape shape_of(const Condition& condition, FieldType type) {
  if (type == FieldType::flattened || type == FieldType::object || type == FieldType::nested)
    return event::Shape::subtree;
  // What a name in no catalog is, only the data knows; an object exists when anything below it does.
  const bool exists = condition.kind == Kind::exists;
  return exists && type == FieldType::dynamic ? event::Shape::subtree : event::Shape::leaf;
}

std::string shown(const Condition& condition) {
  switch (condition.kind) {
    case Kind::exists:
      return "*";
    case Kind::text:
      return printable(condition.text);
    case Kind::phrase: {
      const std::string text = fmt::format("\"{}\"", printable(condition.text));
      return condition.slop == 0 ? text : fmt::format("{}~{}", text, condition.slop);
    }
    case Kind::term:
      return fmt::format("\"{}\"", printable(condition.text));
    case Kind::pattern:
    case Kind::wildcard:
    case Kind::word_pattern:
      return to_string(condition.pattern);
    case Kind::prefix:
      return to_string(Pattern{{condition.text, ""}});
    case Kind::regexp:
      return condition.regexp->plain.shown();
    case Kind::fuzzy:
      return fmt::format("{}~{}", printable(condition.text), condition.edits);
    case Kind::range:
      return condition.bounds.empty() ? "" : printable(condition.bounds[0].text);
  }
  return {};
}

namespace {

// Lucene's query parser: blank, tab, line ends, and the ideographic space.
std::size_t blank_length(std::string_view text) {
  if (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' || text.front() == '\r') return 1;
  constexpr std::string_view kIdeographicSpace = "\u3000";
  return text.starts_with(kIdeographicSpace) ? kIdeographicSpace.size() : 0;
}

}  // namespace

std::vector<Pattern> alternatives(const Pattern& pattern) {
  std::vector<Pattern> out;
  Pattern current{{""}};
  const auto finish = [&] {
    if (current.parts.size() > 1 || !current.parts[0].empty()) out.push_back(std::move(current));
    current = Pattern{{""}};
  };
  for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
    if (i > 0) current.parts.emplace_back();
    for (std::string_view rest = pattern.parts[i]; !rest.empty();) {
      const std::size_t blank = blank_length(rest);
      if (blank > 0) {
        finish();
      } else {
        current.parts.back() += rest.front();
      }
      rest.remove_prefix(std::max<std::size_t>(blank, 1));
    }
  }
  finish();
  return out;
}

bool asks_of_now(const Condition& condition) {
  const auto of_now = [](const std::string& text) {
    return text.starts_with("now") && DateMath::parse(text).has_value();
  };
  return of_now(condition.text) ||
         std::ranges::any_of(condition.bounds, [&](const RangeBound& bound) { return of_now(bound.text); });
}

bool has_wildcard(const Pattern& pattern) {
  return pattern.parts.size() > 1 || pattern.parts[0].find(kAnyCharacter) != std::string::npos;
}

bool is_lone_star(const Pattern& pattern) {
  return pattern.parts.size() == 2 && pattern.parts[0].empty() && pattern.parts[1].empty();
}

}  // namespace picket::compile
