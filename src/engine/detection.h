// SPDX-License-Identifier: Apache-2.0
// Detection: what rules make of the matches. For each batch it hands every matched event to the detector of its rule;
// at the end it runs the detectors, builds the alerts and says of every rule what became of it.
//
// Owned by one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "alert/alert.h"
#include "decode/decoder.h"
#include "detect/detector.h"
#include "engine/event_store.h"
#include "engine/pipeline.h"
#include "engine/prepare.h"

namespace picket::engine {

// What to do with first-seen alerts whose history is shorter than the rule wants.
enum class BaselineMode : std::uint8_t {
  mark,    // raise them and say how much history there was
  hold,    // do not raise them; count them
  ignore,  // raise them and say nothing
};

struct DetectionOptions {
  std::optional<Timestamp> from;  // alerts raised before are not given; their events still count as history
  std::optional<Timestamp> to;
  BaselineMode baseline = BaselineMode::mark;
};

// Every rule ends as one of these.
enum class Verdict : std::uint8_t {
  alerted,
  nothing_found,
  field_never_occurred,  // it ran, but a field that it needs never had a value
  no_data,               // no event of its indices
  could_not_run,
};
std::string_view to_string(Verdict verdict);  // "alerted", "nothing found", ...

struct RuleReport {
  const PreparedRule* rule = nullptr;
  Verdict verdict = Verdict::nothing_found;
  std::string detail;         // the field that never occurred, why it could not run
  std::uint64_t events = 0;   // of its indices
  std::uint64_t matches = 0;  // that its query selected
  std::uint64_t alerts = 0;
  std::uint64_t suppressed = 0;                       // alerts that others stand for
  std::vector<std::string> ungrouped_fields;          // suppression's, that never occurred though the rule alerted
  std::array<std::uint64_t, 4> alerts_by_severity{};  // by rule::Severity, after overrides
  std::uint64_t held = 0;                             // first-seen alerts held back for want of history
  std::uint64_t incomplete_baselines = 0;             // alerts raised with less history than the rule wants
  std::uint64_t outside = 0;                          // alerts before --from or after --to
  std::uint64_t cut = 0;                              // events of which not every combination of terms was looked at
  std::uint64_t never_seen = 0;                       // matches that fall between the windows of all executions
  std::uint64_t without_history = 0;                  // matches that only executions see whose history begins too late
  std::uint64_t without_time = 0;                     // matches without a usable time
  std::uint64_t unjudged = 0;  // events that all but the demanded fields select: the rule cannot judge them
  std::vector<std::string> unjudged_fields;  // the demanded fields, when there are such events
  std::string clock;                         // "@timestamp", "event.ingested", "event.ingested, else @timestamp"
  std::vector<detect::Overflowed> overflows;
};

// Sees every event that a rule's detector gets: tests of rules explain silence by them.
using HitObserver = std::function<void(const PreparedRule& rule, const detect::Hit& hit, const detect::EventKey& key)>;

class Detection final : public MatchConsumer, private detect::Keeper {
 public:
  // `prepared` must outlive the detection.
  explicit Detection(const PreparedRules& prepared);

  void observe(HitObserver observer) { observer_ = std::move(observer); }

  void on_batch(const MatchedBatch& matched) override;
  bool needs_time() const override { return true; }
  std::uint64_t matches() const { return matches_; }  // so far, of all rules

  // Runs the detectors. Alerts come in the order of their time, then severity (highest first), rule and event, each
  // once. `pipeline` is the one that fed this. An error when a kept record could not be read back.
  using AlertSink = std::function<void(const alert::Alert&)>;
  Result<std::vector<RuleReport>> finish(const Pipeline& pipeline, const DetectionOptions& options,
                                         const AlertSink& sink);

 private:
  // What was seen of one index.
  struct IndexSeen {
    std::string name;
    std::uint64_t events = 0;
    detect::Coverage by_timestamp;  // @timestamp
    detect::Coverage by_ingested;   // event.ingested, else @timestamp
    std::vector<bool> occurred;     // by FieldId: some event had a value
  };
  struct Running {
    const PreparedRule* prepared = nullptr;
    std::unique_ptr<detect::Detector> detector;
    std::vector<std::optional<bool>> sees;  // by index id
    std::uint64_t matches = 0;
    std::uint64_t without_time = 0;
    std::uint64_t unjudged = 0;
    bool used_override = false;
    bool used_timestamp = false;
  };
  struct Raised {
    std::size_t rule;
    detect::Finding finding;
  };

  // What an alert's document begins with, and where that stands.
  struct Source {
    event::Document document;
    std::optional<alert::Origin> origin;
  };

  detect::EventKey key(const detect::Hit& hit) override;
  detect::EventHandle keep(const detect::Hit& hit) override;
  void survey(const event::Batch& batch);
  void hand_over(const MatchedBatch& matched, Running& running);
  bool sees(Running& running, std::uint32_t index);
  // The event's time on the rule's clock; nullopt when it has none.
  std::optional<Timestamp> time_of(Running& running, const event::Batch& batch, std::size_t row);
  detect::Coverage coverage_of(Running& running);
  Result<Source> source_of(const PreparedRule& prepared, const detect::Finding& finding, const Pipeline& pipeline);
  RuleReport report_of(Running& running, const DetectionOptions& options, std::vector<Raised>& raised);
  void judge(Running& running, RuleReport& report);
  static std::string clock_of(const Running& running);
  const NeededField* never_occurred(Running& running);
  bool occurred(Running& running, event::FieldId field);  // in any index of the rule

  const PreparedRules& prepared_;
  std::vector<Running> running_;
  std::uint64_t matches_ = 0;
  std::vector<IndexSeen> indices_;  // by Batch index id
  EventStore store_;
  HitObserver observer_;  // often none

  // Of the batch at hand, filled on demand: one event may match many rules.
  const std::function<decode::Name(std::size_t row)>* identify_ = nullptr;
  std::uint32_t file_ = 0;
  std::vector<std::optional<detect::EventKey>> keys_;
  std::vector<std::optional<detect::EventHandle>> handles_;
};

}  // namespace picket::engine
