// SPDX-License-Identifier: Apache-2.0
#include "detect/threat_join.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "event/document.h"

namespace picket::detect {
namespace {

using Postings = ThreatIndex::Postings;

// Walks several ascending lists as one ascending list without repetition.
class Merge {
 public:
  explicit Merge(std::vector<Postings> lists) : lists_(std::move(lists)) {}
  std::optional<IndicatorId> next() {
    std::optional<IndicatorId> least;
    for (const Postings& list : lists_) {
      if (!list.empty()) least = std::min(least.value_or(list.front()), list.front());
    }
    for (Postings& list : lists_) {
      if (!list.empty() && list.front() == least) list = list.subspan(1);
    }
    return least;
  }

 private:
  std::vector<Postings> lists_;
};

}  // namespace

std::vector<std::string> threat_fields(const rule::ThreatMapping& mapping) {
  std::vector<std::string> fields;
  for (const auto& group : mapping.groups) {
    for (const rule::ThreatMapping::Entry& entry : group) {
      if (std::ranges::find(fields, entry.field) == fields.end()) fields.push_back(entry.field);
    }
  }
  return fields;
}

ThreatJoin::ThreatJoin(const rule::ThreatMapping& mapping, std::vector<TermField> fields) : fields_(std::move(fields)) {
  for (const auto& given : mapping.groups) {
    Group& group = groups_.emplace_back();
    for (const rule::ThreatMapping::Entry& entry : given) {
      const auto field = std::ranges::find(fields_, entry.field, &TermField::name);
      PICKET_CHECK(field != fields_.end(), "the fields are those of the mapping");
      const event::FieldMapping value = event::FieldCatalog::builtin().resolve(entry.value);
      group.push_back({.field = static_cast<std::size_t>(field - fields_.begin()),
                       .value = value.source.empty() ? entry.value : value.source,
                       .negate = entry.negate,
                       .index = ThreatIndex(field->mapping)});
    }
  }
}

void ThreatJoin::add(IndicatorId indicator, const json::Object& document) {
  bool applies = false;
  std::vector<std::vector<event::Scalar>> values;
  std::deque<std::string> texts;
  for (Group& group : groups_) {
    values.assign(group.size(), {});
    bool complete = true;
    for (std::size_t i = 0; complete && i < group.size(); ++i) {
      event::collect(document, {group[i].value, event::Shape::leaf}, values[i], texts);
      complete = !values[i].empty();
    }
    if (!complete) continue;
    applies = true;
    for (std::size_t i = 0; i < group.size(); ++i) group[i].index.add(indicator, values[i]);
  }
  if (applies) ++size_;
}

void ThreatJoin::finish() {
  for (Group& group : groups_) {
    for (Entry& entry : group) entry.index.finish();
  }
}

ThreatMatcher::ThreatMatcher(const ThreatJoin& join) : join_(join) {
  for (const ThreatJoin::Group& group : join.groups()) memories_.emplace_back(group.size());
}

const std::vector<ThreatMatcher::Hit>& ThreatMatcher::hits(std::size_t group, std::size_t entry,
                                                           const event::Column& column, event::CellId cell) {
  Memory& memory = memories_[group][entry];
  if (memory.generation != column.dictionary.generation() || memory.hits.size() >= kMaxRemembered) {
    memory.generation = column.dictionary.generation();
    memory.hits.clear();
  }
  const auto [known, added] = memory.hits.try_emplace(cell);
  if (!added) return known->second;
  const std::span<const event::Scalar> values = column.dictionary.values(cell);
  std::vector<Postings> found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    found.clear();
    join_.groups()[group][entry].index.find(values[i], found);
    for (const Postings& postings : found) known->second.push_back({postings, static_cast<std::uint32_t>(i)});
  }
  return known->second;
}

void ThreatMatcher::match_group(std::size_t group_number, const event::Batch& batch, std::size_t row,
                                const Selects& selects, std::vector<ThreatMatch>& out) {
  const ThreatJoin::Group& group = join_.groups()[group_number];
  std::vector<const std::vector<Hit>*> found;
  std::size_t driver = group.size();  // the entry with the fewest indicators
  std::size_t fewest = SIZE_MAX;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const event::FieldId field = join_.fields()[group[i].field].id;
    const event::CellId cell = batch.cell(field, row);
    if (cell == event::kMissing) return;
    found.push_back(&hits(group_number, i, batch.columns[field], cell));
    if (group[i].negate) continue;
    std::size_t count = 0;
    for (const Hit& hit : *found.back()) count += hit.postings.size();
    if (count == 0) return;
    if (count < fewest) {
      fewest = count;
      driver = i;
    }
  }
  if (driver == group.size()) return;  // negated entries only
  const auto hit_of = [&](std::size_t entry, IndicatorId indicator) -> const Hit* {
    const auto hit = std::ranges::find_if(
        *found[entry], [&](const Hit& one) { return std::ranges::binary_search(one.postings, indicator); });
    return hit == found[entry]->end() ? nullptr : &*hit;
  };
  std::vector<Postings> lists;
  for (const Hit& hit : *found[driver]) lists.push_back(hit.postings);
  Merge candidates(std::move(lists));
  std::vector<ThreatMatch> matches;
  for (auto next = candidates.next(); next && matches.size() < kMaxThreatMatches; next = candidates.next()) {
    const IndicatorId indicator = *next;
    bool all = true;
    for (std::size_t i = 0; all && i < group.size(); ++i) {
      all = i == driver || (hit_of(i, indicator) != nullptr) != group[i].negate;
    }
    if (!all || (selects && !selects(indicator))) continue;
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (group[i].negate) continue;
      const TermField& field = join_.fields()[group[i].field];
      const auto values = batch.values(field.id, row);
      matches.push_back({indicator, field.name, std::string(values[hit_of(i, indicator)->value].text)});
    }
  }
  std::ranges::move(matches, std::back_inserter(out));
}

std::vector<ThreatMatch> ThreatMatcher::match(const event::Batch& batch, std::size_t row, const Selects& selects) {
  std::vector<ThreatMatch> matches;
  for (std::size_t group = 0; group < join_.groups().size(); ++group) match_group(group, batch, row, selects, matches);
  std::ranges::sort(matches);
  const auto repeated = std::ranges::unique(matches);
  matches.erase(repeated.begin(), repeated.end());
  if (matches.size() > kMaxThreatMatches) matches.resize(kMaxThreatMatches);
  return matches;
}

}  // namespace picket::detect
