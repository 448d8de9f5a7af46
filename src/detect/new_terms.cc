// SPDX-License-Identifier: Apache-2.0
#include "detect/new_terms.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "detect/execution.h"

namespace picket::detect {
namespace {

struct Seen {
  Timestamp time;
  EventKey key;
  friend auto operator<=>(const Seen&, const Seen&) = default;
};

// Neighboring events of one combination.
struct Run {
  std::vector<Seen> head;  // sorted: the first event, and those after it that an execution counts together with it
  Timestamp end;           // the last event's time
  EventHandle handle = 0;  // the first event's record
  Timestamp start() const { return head.front().time; }
};

struct History {
  Terms terms;
  std::vector<Run> runs;  // by time, none touching another
};

class NewTermsDetector final : public Detector {
 public:
  NewTermsDetector(const rule::Rule& rule, std::vector<TermField> fields)
      : rule_(rule), schedule_(rule), fields_(std::move(fields)), history_start_(*rule.new_terms->history_start) {
    const std::optional<Duration> history = history_start_.fixed_offset();
    if (history && schedule_.fixed_from() && schedule_.fixed_to()) {
      // The last execution that has an event strictly inside its window runs less than `from` later; its history then
      // reaches back to (event + from - to - history). A neighbor at or after that moment makes the event old.
      neighbor_gap_ = *history + *schedule_.fixed_to() - *schedule_.fixed_from();
      look_back_ = *schedule_.fixed_from() - *schedule_.fixed_to();
    }
  }

  void add(const Hit& hit, Keeper& keeper) override {
    const Combinations found = combinations(fields_, *hit.batch, hit.row);
    for (const Terms& terms : found.list) {
      History& history = histories_[key_of(terms)];
      if (history.terms.empty()) history.terms = terms;
      insert(history.runs, hit, keeper);
    }
  }

  Outcome finish(const Coverage& coverage) override {
    for (const auto& [key, history] : histories_) ordered_.push_back(&history);
    std::vector<Candidate> candidates;
    for (std::size_t item = 0; item < ordered_.size(); ++item) {
      for (std::size_t run = 0; run < ordered_[item]->runs.size(); ++run) add_candidate(item, run, candidates);
    }
    const Executed executed = run_executions(
        rule_, schedule_, std::move(candidates),
        [&](const Candidate& a, const Candidate& b, Timestamp execution) { return taken_before(a, b, execution); });
    Outcome outcome{.findings = {}, .overflows = executed.overflows, .never_seen = never_seen_};
    for (const Taken& one : executed.taken) {
      const Candidate& candidate = executed.candidates[one.candidate];
      Finding& finding = outcome.findings.emplace_back(executed.finding(one));
      finding.new_terms = ordered_[candidate.item]->terms;
      finding.baseline = baseline(candidate.seen.first, coverage);
    }
    return outcome;
  }

 private:
  bool are_neighbors(Timestamp earlier, Timestamp later) const {
    return earlier == later || (neighbor_gap_ && later - earlier <= *neighbor_gap_);
  }

  // Whether an execution that sees a run's first event inside its window may count an event of this time with it.
  bool counts_with(Timestamp start, Timestamp time) const { return time - start <= look_back_; }

  void insert(std::vector<Run>& runs, const Hit& hit, Keeper& keeper) {
    auto after = std::ranges::upper_bound(runs, hit.time, {}, &Run::start);  // the first run that starts later
    if (after != runs.begin() && are_neighbors((after - 1)->end, hit.time)) {
      extend(*(after - 1), hit, keeper);
      join_following(runs, static_cast<std::size_t>(after - 1 - runs.begin()));
    } else if (after != runs.end() && are_neighbors(hit.time, after->start())) {
      begin_earlier(*after, hit, keeper);
    } else {
      runs.insert(after, Run{.head = {{hit.time, keeper.key(hit)}}, .end = hit.time, .handle = keeper.keep(hit)});
    }
  }

  // The event lies at or after the run's start.
  void extend(Run& run, const Hit& hit, Keeper& keeper) {
    run.end = std::max(run.end, hit.time);
    if (!counts_with(run.start(), hit.time)) return;
    const Seen seen{hit.time, keeper.key(hit)};
    const auto place = std::ranges::lower_bound(run.head, seen);
    if (place != run.head.end() && *place == seen) return;  // delivered again
    const bool first = place == run.head.begin();
    run.head.insert(place, seen);
    if (first) run.handle = keeper.keep(hit);
  }

  void begin_earlier(Run& run, const Hit& hit, Keeper& keeper) {
    run.head.insert(run.head.begin(), {hit.time, keeper.key(hit)});
    run.handle = keeper.keep(hit);
    std::erase_if(run.head, [&](const Seen& other) { return !counts_with(hit.time, other.time); });
  }

  void join_following(std::vector<Run>& runs, std::size_t index) {
    if (index + 1 >= runs.size() || !are_neighbors(runs[index].end, runs[index + 1].start())) return;
    Run& run = runs[index];
    const Run& following = runs[index + 1];
    run.end = std::max(run.end, following.end);
    for (const Seen& seen : following.head) {
      if (counts_with(run.start(), seen.time)) run.head.push_back(seen);
    }
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(index) + 1);
  }

  Timestamp history_start(Timestamp execution) const { return history_start_.evaluate(schedule_.window(execution).to); }

  void add_candidate(std::size_t item, std::size_t index, std::vector<Candidate>& candidates) {
    const std::vector<Run>& runs = ordered_[item]->runs;
    const Run& run = runs[index];
    std::optional<Executions> seen = schedule_.seen_by(run.start(), true);
    if (!seen) {
      if (!schedule_.seen_by(run.start())) ++never_seen_;
      return;
    }
    if (index > 0) {
      // New only where the run before lies outside of the history.
      const Timestamp before = runs[index - 1].end;
      while (seen->first <= seen->last && history_start(seen->first) <= before) seen->first += schedule_.interval();
      if (seen->first > seen->last) return;
    }
    candidates.push_back({*seen, run.start(), run.head.front().key, run.handle, static_cast<std::uint32_t>(item)});
  }

  Baseline baseline(Timestamp execution, const Coverage& coverage) const {
    const Window window = schedule_.window(execution);
    const Timestamp start = history_start(execution);
    Baseline baseline;
    baseline.wanted = window.from - start;
    if (coverage.first && *coverage.first < window.from) {
      baseline.available = std::min(baseline.wanted, window.from - *coverage.first);
    }
    return baseline;
  }

  // How many of the combination's events an execution counts.
  std::size_t count(const Candidate& candidate, Timestamp execution) const {
    const Window window = schedule_.window(execution);
    std::size_t events = 0;
    for (const Run& run : ordered_[candidate.item]->runs) {
      events += static_cast<std::size_t>(
          std::ranges::count_if(run.head, [&](const Seen& seen) { return window.contains(seen.time); }));
    }
    return events;
  }

  // One field: a terms aggregation's order (most events first, then the term); more: the composite key's order.
  bool taken_before(const Candidate& a, const Candidate& b, Timestamp execution) const {
    if (fields_.size() == 1) {
      const std::size_t events_a = count(a, execution);
      const std::size_t events_b = count(b, execution);
      if (events_a != events_b) return events_a > events_b;
    }
    const auto order = compare(ordered_[a.item]->terms, ordered_[b.item]->terms);
    return order != 0 ? order < 0 : older(a, b);
  }

  const rule::Rule& rule_;
  Schedule schedule_;
  std::vector<TermField> fields_;
  DateMath history_start_;
  std::optional<Duration> neighbor_gap_;  // none: date math with rounding; every time is a run of its own
  Duration look_back_{};
  std::unordered_map<std::string, History> histories_;
  std::vector<const History*> ordered_;  // filled by finish(): Candidate::item is an index into it
  std::size_t never_seen_ = 0;
};

}  // namespace

std::unique_ptr<Detector> make_new_terms_detector(const rule::Rule& rule, std::vector<TermField> fields) {
  return std::make_unique<NewTermsDetector>(rule, std::move(fields));
}

}  // namespace picket::detect
