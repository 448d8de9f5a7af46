// SPDX-License-Identifier: Apache-2.0
#include "detect/query.h"

#include <unordered_set>
#include <utility>
#include <vector>

#include "detect/execution.h"

namespace picket::detect {
namespace {

struct HashOfHash {
  std::size_t operator()(const Hash128& hash) const { return static_cast<std::size_t>(hash.low); }
};

class QueryDetector final : public Detector {
 public:
  explicit QueryDetector(const rule::Rule& rule) : rule_(rule), schedule_(rule) {}

  void add(const Hit& hit, Keeper& keeper) override {
    const EventKey key = keeper.key(hit);
    if (!known_.insert(key.identity).second) return;
    const std::optional<Executions> seen = schedule_.seen_by(hit.time);
    if (!seen) {
      ++never_seen_;
      return;
    }
    candidates_.push_back({*seen, hit.time, key, keeper.keep(hit), 0});
  }

  Outcome finish(const Coverage&) override {
    const Executed executed =
        run_executions(rule_, schedule_, std::move(candidates_),
                       [](const Candidate& a, const Candidate& b, Timestamp) { return older(a, b); });
    Outcome outcome{.findings = {}, .overflows = executed.overflows, .never_seen = never_seen_};
    for (const Taken& one : executed.taken) outcome.findings.push_back(executed.finding(one));
    return outcome;
  }

 private:
  const rule::Rule& rule_;
  Schedule schedule_;
  std::unordered_set<Hash128, HashOfHash> known_;
  std::vector<Candidate> candidates_;
  std::size_t never_seen_ = 0;
};

}  // namespace

std::unique_ptr<Detector> make_query_detector(const rule::Rule& rule) {
  return std::make_unique<QueryDetector>(rule);
}

}  // namespace picket::detect
