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
  Seen first;              // the earliest event
  std::vector<Seen> head;  // it and those after it that an execution counts together with it; in any order
  std::size_t pruned = 1;  // how many `head` held when it was last tidied
  Timestamp end;           // the last event's time
  EventHandle handle = 0;  // the first event's record
  Timestamp start() const { return first.time; }
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
    if (found.cut) ++cut_;
    for (const Terms& terms : found.list) {
      History& history = histories_[key_of(terms)];
      if (history.terms.empty()) history.terms = terms;
      insert(history.runs, hit, keeper);
    }
  }

  Outcome finish(const Coverage& coverage) override {
    for (auto& [key, history] : histories_) {
      if (!neighbor_gap_) put_in_order(history.runs);
      for (Run& run : history.runs) tidy(run, true);
      ordered_.push_back(&history);
    }
    std::vector<Candidate> candidates;
    for (std::size_t item = 0; item < ordered_.size(); ++item) {
      for (std::size_t run = 0; run < ordered_[item]->runs.size(); ++run) add_candidate(item, run, candidates);
    }
    const Executed executed = run_executions(
        rule_, schedule_, std::move(candidates),
        [&](const Candidate& a, const Candidate& b, Timestamp execution) { return taken_before(a, b, execution); });
    Outcome outcome{.findings = {},
                    .overflows = executed.overflows,
                    .cut = cut_,
                    .never_seen = never_seen_,
                    .without_history = without_history_};
    for (const Taken& one : executed.taken) {
      const Candidate& candidate = executed.candidates[one.candidate];
      Finding& finding = outcome.findings.emplace_back(executed.finding(one));
      finding.new_terms = ordered_[candidate.item]->terms;
      finding.baseline = baseline(candidate.seen.first, coverage);
    }
    return outcome;
  }

 private:
  bool are_neighbors(Timestamp earlier, Timestamp later) const { return later - earlier <= *neighbor_gap_; }

  // Whether an execution that sees a run's first event inside its window may count an event of this time with it.
  bool counts_with(Timestamp start, Timestamp time) const { return time - start <= look_back_; }

  static Run make_run(const Hit& hit, Keeper& keeper) {
    const Seen seen{hit.time, keeper.key(hit)};
    return {.first = seen, .head = {seen}, .end = hit.time, .handle = keeper.keep(hit)};
  }

  void insert(std::vector<Run>& runs, const Hit& hit, Keeper& keeper) {
    if (!neighbor_gap_) {
      runs.push_back(make_run(hit, keeper));  // finish() puts them in order
      return;
    }
    auto after = std::ranges::upper_bound(runs, hit.time, {}, &Run::start);  // the first run that starts later
    if (after != runs.begin() && are_neighbors((after - 1)->end, hit.time)) {
      extend(*(after - 1), hit, keeper);
      join_following(runs, static_cast<std::size_t>(after - 1 - runs.begin()));
    } else if (after != runs.end() && are_neighbors(hit.time, after->start())) {
      begin_earlier(*after, hit, keeper);
    } else {
      runs.insert(after, make_run(hit, keeper));
    }
  }

  // The event lies at or after the run's start.
  void extend(Run& run, const Hit& hit, Keeper& keeper) {
    run.end = std::max(run.end, hit.time);
    if (!counts_with(run.start(), hit.time)) return;
    const Seen seen{hit.time, keeper.key(hit)};
    if (seen < run.first) take_first(run, seen, hit, keeper);
    run.head.push_back(seen);
    tidy(run);
  }

  void begin_earlier(Run& run, const Hit& hit, Keeper& keeper) {
    take_first(run, {hit.time, keeper.key(hit)}, hit, keeper);
    run.head.push_back(run.first);
    tidy(run);
  }

  static void take_first(Run& run, const Seen& seen, const Hit& hit, Keeper& keeper) {
    run.first = seen;
    run.handle = keeper.keep(hit);
  }

  // Forgets what no execution counts with the first event, and what was delivered again. Each time the head has
  // doubled, so that the work stays in proportion to the events, whatever their order.
  void tidy(Run& run, bool now = false) const {
    if (!now && run.head.size() < 2 * run.pruned + 8) return;
    std::erase_if(run.head, [&](const Seen& other) { return !counts_with(run.start(), other.time); });
    std::ranges::sort(run.head);
    const auto repeated = std::ranges::unique(run.head);
    run.head.erase(repeated.begin(), repeated.end());
    run.pruned = run.head.size();
  }

  void join_following(std::vector<Run>& runs, std::size_t index) {
    if (index + 1 >= runs.size() || !are_neighbors(runs[index].end, runs[index + 1].start())) return;
    Run& run = runs[index];
    const Run& following = runs[index + 1];
    run.end = std::max(run.end, following.end);
    for (const Seen& seen : following.head) {
      if (counts_with(run.start(), seen.time)) run.head.push_back(seen);
    }
    tidy(run);
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(index) + 1);
  }

  // Runs of single events: those of one time become one.
  static void put_in_order(std::vector<Run>& runs) {
    std::ranges::sort(runs, {}, &Run::first);
    std::size_t kept = 0;
    for (std::size_t i = 1; i < runs.size(); ++i) {
      if (runs[i].start() == runs[kept].start()) {
        runs[kept].head.push_back(runs[i].first);
      } else {
        ++kept;
        if (kept != i) runs[kept] = std::move(runs[i]);
      }
    }
    if (!runs.empty()) runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(kept) + 1, runs.end());
  }

  Timestamp history_start(Timestamp execution) const { return history_start_.evaluate(schedule_.window(execution).to); }

  bool has_history(Timestamp execution) const {
    return neighbor_gap_ || history_start(execution) < schedule_.window(execution).from;
  }

  void add_candidate(std::size_t item, std::size_t index, std::vector<Candidate>& candidates) {
    const std::vector<Run>& runs = ordered_[item]->runs;
    const Run& run = runs[index];
    std::optional<Executions> seen = schedule_.seen_by(run.start(), true);
    if (!seen) {
      if (!schedule_.seen_by(run.start())) ++never_seen_;
      return;
    }
    // Kibana refuses to execute where the history does not begin before the window does.
    while (seen->first <= seen->last && !has_history(seen->first)) seen->first += schedule_.interval();
    if (seen->first > seen->last) {
      ++without_history_;
      return;
    }
    if (index > 0) {
      // New only where the run before lies outside of the history.
      const Timestamp before = runs[index - 1].end;
      while (seen->first <= seen->last && history_start(seen->first) <= before) seen->first += schedule_.interval();
      if (seen->first > seen->last) return;
    }
    candidates.push_back({*seen, run.start(), run.first.key, run.handle, static_cast<std::uint32_t>(item)});
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
  std::size_t without_history_ = 0;
  std::size_t cut_ = 0;
};

}  // namespace

std::unique_ptr<Detector> make_new_terms_detector(const rule::Rule& rule, std::vector<TermField> fields) {
  return std::make_unique<NewTermsDetector>(rule, std::move(fields));
}

}  // namespace picket::detect
