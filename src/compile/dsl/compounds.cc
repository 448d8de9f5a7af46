// SPDX-License-Identifier: Apache-2.0
// The forms that are made of other queries.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "compile/dsl/values.h"
#include "compile/query_dsl.h"

namespace picket::compile {
namespace {

using dsl::text_of;
using rule::find;
using rule::Member;

// More subsets than that in a "so many of these" would be a tree too large to be worth it.
constexpr std::size_t kMaxSubsets = 512;

std::size_t subsets(std::size_t of, std::size_t size) {
  std::size_t count = 1;
  for (std::size_t i = 1; i <= size && count <= kMaxSubsets; ++i) count = count * (of - size + i) / i;
  return count;
}

// All conjunctions of `size` of the children from `first` on.
void add_subsets(const std::vector<NodeRef>& children, std::size_t first, std::size_t size,
                 std::vector<NodeRef>& chosen, std::vector<NodeRef>& out) {
  if (size == 0) {
    out.push_back(both(chosen));
    return;
  }
  for (std::size_t i = first; i + size <= children.size(); ++i) {
    chosen.push_back(children[i]);
    add_subsets(children, i + 1, size - 1, chosen, out);
    chosen.pop_back();
  }
}

// How many of `count` a minimum_should_match asks for: 2, -1 (all but one), "75%", "-25%". Percentages are cut.
std::optional<std::int64_t> minimum_of(const rule::Node& minimum, std::int64_t count) {
  const std::optional<std::string> text = text_of(minimum);
  if (!text) return std::nullopt;
  std::string_view digits = trim_ascii(*text);
  const bool percent = digits.ends_with('%');
  if (percent) digits.remove_suffix(1);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc{} || end != digits.end()) return std::nullopt;
  const std::int64_t wanted = percent ? count * number / 100 : number;
  return std::clamp<std::int64_t>(number < 0 ? count + wanted : wanted, 0, count + 1);
}

}  // namespace

NodeRef QueryDsl::match_all(const Member& /*clause*/) {
  return all();
}
NodeRef QueryDsl::match_none(const Member& /*clause*/) {
  return none();
}

std::vector<NodeRef> QueryDsl::bind_each(const rule::Node& queries) {
  std::vector<NodeRef> out;
  if (queries.list() == nullptr) {
    out.push_back(bind(queries));
    return out;
  }
  for (const rule::Node& query : *queries.list()) out.push_back(bind(query));
  return out;
}

NodeRef QueryDsl::at_least(const rule::Node& minimum, std::vector<NodeRef> should, bool others_required) {
  const auto wanted = minimum_of(minimum, static_cast<std::int64_t>(should.size()));
  if (!wanted) return unsupported(minimum.span, "a minimum_should_match that is no number and no percentage");
  const auto count = static_cast<std::size_t>(*wanted);
  // Lucene asks for one where nothing else is required, whatever the minimum.
  if (count == 0) return others_required || should.empty() ? all() : either(std::move(should));
  if (count > should.size()) return none();
  if (count == 1) return either(std::move(should));
  if (subsets(should.size(), count) > kMaxSubsets) {
    return unsupported(minimum.span, fmt::format("a minimum_should_match of {} of {}", count, should.size()));
  }
  std::vector<NodeRef> chosen;
  std::vector<NodeRef> out;
  add_subsets(should, 0, count, chosen, out);
  return either(std::move(out));
}

NodeRef QueryDsl::bool_query(const Member& clause) {
  const rule::Node& body = clause.value;
  if (!check_options(body, "bool", {"must", "filter", "should", "must_not", "minimum_should_match"})) return none();
  std::vector<NodeRef> parts;
  for (const std::string_view key : {"must", "filter"}) {
    if (const rule::Node* queries = find(body, key)) std::ranges::copy(bind_each(*queries), std::back_inserter(parts));
  }
  const bool required = !parts.empty();
  if (const rule::Node* queries = find(body, "must_not")) {
    for (NodeRef& query : bind_each(*queries)) parts.push_back(negated(std::move(query)));
  }
  std::vector<NodeRef> should;
  if (const rule::Node* queries = find(body, "should")) should = bind_each(*queries);
  const rule::Node* minimum = find(body, "minimum_should_match");
  if (minimum != nullptr) {
    parts.push_back(at_least(*minimum, std::move(should), required));
  } else if (!should.empty() && !required) {
    parts.push_back(either(std::move(should)));  // with `must` or `filter` they would only count for the score
  }
  return both(std::move(parts));
}

NodeRef QueryDsl::nested(const Member& clause) {
  const rule::Node* path = find(clause.value, "path");
  const rule::Node* query = find(clause.value, "query");
  if (path == nullptr || path->text() == nullptr || query == nullptr) {
    return malformed(clause.value.span, "nested needs a path and a query");
  }
  if (!check_options(clause.value, "nested", {"path", "query", "ignore_unmapped"})) return none();
  if (flag(clause.value, "ignore_unmapped") && fields_.type_of(*path->text()) == event::FieldType::unmapped)
    return none();
  return fields_.full_group(*path->text(), path->span, [&] { return bind(*query); });
}

NodeRef QueryDsl::constant_score(const Member& clause) {
  const rule::Node* query = find(clause.value, "filter");
  return query == nullptr ? malformed(clause.value.span, "constant_score needs a filter") : bind(*query);
}

NodeRef QueryDsl::dis_max(const Member& clause) {
  const rule::Node* queries = find(clause.value, "queries");
  return queries == nullptr ? malformed(clause.value.span, "dis_max needs queries") : either(bind_each(*queries));
}

}  // namespace picket::compile
