// SPDX-License-Identifier: Apache-2.0
#include "detect/threshold.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "detect/execution.h"

namespace picket::detect {
namespace {

// The distinct values of the cardinality field, as numbers. Events share few lists of values, so a list is a number
// too.
class Values {
 public:
  using Id = std::uint32_t;

  Id list_of(const TermField& field, const Hit& hit) {
    std::vector<Id> list;
    for (const Term& term : terms_of(field, *hit.batch, hit.row)) {
      list.push_back(values_.try_emplace(key_of({term}), static_cast<Id>(values_.size())).first->second);
    }
    const auto [place, is_new] = ids_.try_emplace(std::move(list), static_cast<Id>(lists_.size()));
    if (is_new) lists_.push_back(&place->first);
    return place->second;
  }
  const std::vector<Id>& list(Id id) const { return *lists_[id]; }

 private:
  std::unordered_map<std::string, Id> values_;
  std::map<std::vector<Id>, Id> ids_;
  std::vector<const std::vector<Id>*> lists_;
};

struct Seen {
  Timestamp time;
  EventKey key;
  Values::Id values = 0;
};

// The events of one group, and those of them that an execution counts: [begin, end), which only ever moves on.
class Group {
 public:
  explicit Group(Terms terms) : terms_(std::move(terms)) {}

  void add(const Seen& seen) { events_.push_back(seen); }

  // Before anything is counted: in order, each event once.
  void put_in_order() {
    const auto place = [](const Seen& seen) { return std::tie(seen.time, seen.key); };
    std::ranges::sort(events_, {}, place);
    const auto repeated = std::ranges::unique(events_, {}, place);
    events_.erase(repeated.begin(), repeated.end());
    events_.shrink_to_fit();
  }

  void move_to(const Window& window, const Values* values) {
    for (; end_ < events_.size() && events_[end_].time <= window.to; ++end_) enter(events_[end_], values);
    while (begin_ < end_ && events_[begin_].time < window.from) leave(events_[begin_++], values);
  }
  // Its alert is raised: what it counted does not count again.
  void claim() {
    begin_ = end_;
    distinct_.clear();
  }

  std::size_t count() const { return end_ - begin_; }
  std::size_t distinct() const { return distinct_.size(); }
  const Seen& first() const { return events_[begin_]; }
  const Seen& last() const { return events_[end_ - 1]; }
  const Terms& terms() const { return terms_; }
  const std::vector<Seen>& events() const { return events_; }

 private:
  void enter(const Seen& seen, const Values* values) {
    if (values == nullptr) return;
    for (const Values::Id value : values->list(seen.values)) ++distinct_[value];
  }
  void leave(const Seen& seen, const Values* values) {
    if (values == nullptr) return;
    for (const Values::Id value : values->list(seen.values)) {
      if (--distinct_[value] == 0) distinct_.erase(value);
    }
  }

  Terms terms_;
  std::vector<Seen> events_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::unordered_map<Values::Id, std::uint32_t> distinct_;  // value -> events that have it
};

class ThresholdDetector final : public Detector {
 public:
  ThresholdDetector(const rule::Rule& rule, RuleFields&& fields)
      : rule_(rule), threshold_(*rule.threshold), schedule_(rule), fields_(std::move(fields)) {}

  void add(const Hit& hit, Keeper& keeper) override {
    const Combinations found = combinations(fields_.terms, *hit.batch, hit.row);
    if (found.cut) ++cut_;
    if (found.list.empty()) return;
    const Seen seen{hit.time, keeper.key(hit), fields_.counted ? values_.list_of(*fields_.counted, hit) : 0};
    for (const Terms& terms : found.list) groups_.try_emplace(key_of(terms), terms).first->second.add(seen);
  }

  Outcome finish(const Coverage&) override {
    for (auto& [key, group] : groups_) {
      group.put_in_order();
      plan(group);
    }
    Outcome outcome{.findings = {}, .overflows = {}, .cut = cut_, .never_seen = never_seen_};
    while (!due_.empty()) {
      const auto now = due_.extract(due_.begin());
      run(now.key(), now.mapped(), outcome);
    }
    const Executed executed = run_executions(
        rule_, schedule_, std::move(candidates_),
        [&](const Candidate& a, const Candidate& b, Timestamp) { return results_[a.item] < results_[b.item]; });
    for (const Taken& one : executed.taken) {
      Finding& finding = outcome.findings.emplace_back(executed.finding(one));
      finding.threshold = std::move(results_[executed.candidates[one.candidate].item].result);
    }
    outcome.overflows.insert(outcome.overflows.end(), executed.overflows.begin(), executed.overflows.end());
    return outcome;
  }

 private:
  struct Result {
    ThresholdResult result;
    // The order in which a composite aggregation gives its buckets.
    friend bool operator<(const Result& a, const Result& b) { return compare(a.result.terms, b.result.terms) < 0; }
  };

  // A group has to be looked at where an execution is the first to see one of its events: in between, its window only
  // loses events, and an alert leaves nothing to count.
  void plan(Group& group) {
    std::optional<Timestamp> planned;  // until when the execution that was planned last sees
    for (const Seen& seen : group.events()) {
      if (planned && seen.time <= *planned) continue;
      const std::optional<Executions> executions = schedule_.seen_by(seen.time);
      if (!executions) {
        ++never_seen_;
        continue;
      }
      planned = schedule_.window(executions->first).to;
      due_[executions->first].push_back(&group);
    }
  }

  // Executions run in their order; `groups` are those that may have come to their threshold.
  void run(Timestamp execution, std::vector<Group*>& groups, Outcome& outcome) {
    const Window window = schedule_.window(execution);
    std::ranges::sort(groups, [](Group* a, Group* b) { return compare(a->terms(), b->terms()) < 0; });
    const auto repeated = std::ranges::unique(groups);
    groups.erase(repeated.begin(), repeated.end());
    std::erase_if(groups, [&](Group* group) {
      group->move_to(window, fields_.counted ? &values_ : nullptr);
      return !reaches(*group);
    });
    const auto cap = static_cast<std::size_t>(rule_.max_signals);
    if (rule_.overflow == rule::Overflow::drop && groups.size() > cap) {
      // What is dropped has no alert, so its events still count at the next execution.
      outcome.overflows.push_back({execution, groups.size(), groups.size() - cap, true});
      std::vector<Group*>& next = due_[execution + schedule_.interval()];
      next.insert(next.end(), groups.begin() + static_cast<std::ptrdiff_t>(cap), groups.end());
      groups.resize(cap);
    }
    for (Group* group : groups) {
      candidates_.push_back({{execution, execution},
                             group->last().time,
                             group->last().key,
                             kNoRecord,
                             static_cast<std::uint32_t>(results_.size())});
      results_.push_back({result_of(*group)});
      group->claim();
    }
  }

  bool reaches(const Group& group) const {
    const bool enough = group.count() >= static_cast<std::size_t>(threshold_.value);
    if (!enough || !fields_.counted) return enough;
    return group.distinct() >= static_cast<std::size_t>(threshold_.cardinality.front().value);
  }

  ThresholdResult result_of(const Group& group) const {
    ThresholdResult result{
        .terms = group.terms(), .count = group.count(), .from = group.first().time, .cardinality = std::nullopt};
    if (fields_.counted) result.cardinality = group.distinct();
    return result;
  }

  const rule::Rule& rule_;
  const rule::Threshold& threshold_;
  Schedule schedule_;
  RuleFields fields_;
  Values values_;
  std::unordered_map<std::string, Group> groups_;  // by key_of() their terms
  std::map<Timestamp, std::vector<Group*>> due_;   // by execution; filled by finish()
  std::vector<Candidate> candidates_;
  std::vector<Result> results_;  // by Candidate::item
  std::size_t never_seen_ = 0;
  std::size_t cut_ = 0;
};

}  // namespace

std::unique_ptr<Detector> make_threshold_detector(const rule::Rule& rule, RuleFields&& fields) {
  return std::make_unique<ThresholdDetector>(rule, std::move(fields));
}

}  // namespace picket::detect
