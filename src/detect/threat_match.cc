// SPDX-License-Identifier: Apache-2.0
#include "detect/threat_match.h"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

#include "detect/execution.h"

namespace picket::detect {
namespace {

// Executions that are tried for one event. An event is seen by two in nearly all rules; a rule whose indicators come
// and go and that looks back for months at short intervals is judged by the first ones.
constexpr std::int64_t kMaxExecutionsTried = 300;

struct HashOfHash {
  std::size_t operator()(const Hash128& hash) const { return static_cast<std::size_t>(hash.low); }
};

class ThreatMatchDetector final : public Detector {
 public:
  ThreatMatchDetector(const rule::Rule& rule, const ThreatJoin& join, SelectsAt selects)
      : rule_(rule), schedule_(rule), matcher_(join), selects_(std::move(selects)) {}

  void add(const Hit& hit, Keeper& keeper) override {
    const std::optional<Executions> seen = schedule_.seen_by(hit.time);
    if (!seen) {
      ++never_seen_;
      return;
    }
    Found found = find(hit, *seen);
    if (found.matches.empty()) return;
    const EventKey key = keeper.key(hit);
    if (!known_.insert(key.identity).second) return;
    const auto item = static_cast<std::uint32_t>(matches_.size());
    matches_.push_back(std::move(found.matches));
    candidates_.push_back({{found.first, seen->last}, hit.time, key, keeper.keep(hit), item});
  }

  Outcome finish(const Coverage&) override {
    const Executed executed =
        run_executions(rule_, schedule_, std::move(candidates_),
                       [](const Candidate& a, const Candidate& b, Timestamp) { return older(a, b); });
    Outcome outcome{.findings = {}, .overflows = executed.overflows, .never_seen = never_seen_};
    for (const Taken& one : executed.taken) {
      outcome.findings.push_back(executed.finding(one));
      outcome.findings.back().threats = std::move(matches_[executed.candidates[one.candidate].item]);
    }
    return outcome;
  }

 private:
  struct Found {
    Timestamp first;  // the first execution that finds them
    std::vector<ThreatMatch> matches;
  };

  Found find(const Hit& hit, const Executions& seen) {
    if (!selects_) return {seen.first, matcher_.match(*hit.batch, hit.row, {})};
    // Most events match no indicator at all, whatever the time.
    if (matcher_.match(*hit.batch, hit.row, {}).empty()) return {};
    Timestamp execution = seen.first;
    for (std::int64_t tried = 0; tried < kMaxExecutionsTried && execution <= seen.last; ++tried) {
      std::vector<ThreatMatch> matches =
          matcher_.match(*hit.batch, hit.row, [&](IndicatorId indicator) { return selects_(indicator, execution); });
      if (!matches.empty()) return {execution, std::move(matches)};
      execution += schedule_.interval();
    }
    return {};
  }

  const rule::Rule& rule_;
  Schedule schedule_;
  ThreatMatcher matcher_;
  SelectsAt selects_;
  std::unordered_set<Hash128, HashOfHash> known_;
  std::vector<Candidate> candidates_;
  std::vector<std::vector<ThreatMatch>> matches_;  // by Candidate::item
  std::size_t never_seen_ = 0;
};

}  // namespace

std::unique_ptr<Detector> make_threat_match_detector(const rule::Rule& rule, const ThreatJoin& join,
                                                     SelectsAt selects) {
  return std::make_unique<ThreatMatchDetector>(rule, join, std::move(selects));
}

}  // namespace picket::detect
