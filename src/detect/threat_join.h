// SPDX-License-Identifier: Apache-2.0
// The join of threat_match rules: events against indicators by the rule's threat_mapping, as one hash table for each
// entry of it. A value of an indicator is compared by the type of the event's field, as Elasticsearch would compare
// it: whole values of keywords, numbers by value, addresses by value or within a network that the indicator names, and
// on analyzed text any word (docs/semantics.md).
//
// A group of the mapping applies to an indicator, and to an event, that has a value in each of its fields, those of
// negated entries too. Filled by one thread; after finish() immutable and safe to share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/json.h"
#include "compile/analyze.h"
#include "detect/term.h"
#include "event/columns.h"
#include "rule/rule.h"

namespace picket::detect {

// Names an indicator: its number in the indicator::Set that the join was made of.
using IndicatorId = std::uint32_t;

// One event's field equals one indicator's.
struct ThreatMatch {
  IndicatorId indicator = 0;
  std::string field;   // of the event
  std::string atomic;  // the event's value
  friend auto operator<=>(const ThreatMatch&, const ThreatMatch&) = default;
};

// Kibana writes no more enrichments to one alert.
inline constexpr std::size_t kMaxThreatMatches = 200;

// Whether an indicator is one of the rule's at an execution. Empty where that does not depend on the time.
using SelectsAt = std::function<bool(IndicatorId indicator, Timestamp execution)>;

// The fields of events that a mapping reads, each once, in its order.
std::vector<std::string> threat_fields(const rule::ThreatMapping& mapping);

// The values of one entry of the mapping and the indicators that have them.
class ThreatIndex {
 public:
  // `field`: of the event.
  explicit ThreatIndex(event::FieldMapping field) : field_(std::move(field)) {}

  void add(IndicatorId indicator, std::span<const event::Scalar> values);
  void finish();

  // Indicators in ascending order.
  using Postings = std::span<const IndicatorId>;
  // Appends those that have an event's value.
  void find(const event::Scalar& value, std::vector<Postings>& out) const;

 private:
  struct HashOfHash {
    std::size_t operator()(const Hash128& hash) const { return static_cast<std::size_t>(hash.low); }
  };
  struct Pair {
    std::uint32_t key;
    IndicatorId indicator;
  };
  void put(std::string_view key, IndicatorId indicator);
  void look_up(std::string_view key, std::vector<Postings>& out) const;
  bool is_text() const;

  event::FieldMapping field_;
  std::unordered_map<Hash128, std::uint32_t, HashOfHash> keys_;
  std::vector<Pair> pairs_;            // until finish()
  std::vector<std::uint32_t> begins_;  // by key, and one more
  std::vector<IndicatorId> indicators_;
  std::array<bool, 129> prefix_lengths_{};  // of the networks that there are
};

class ThreatJoin {
 public:
  struct Entry {
    std::size_t field = 0;  // into fields()
    std::string value;      // the indicator's field
    bool negate = false;
    ThreatIndex index;
  };
  using Group = std::vector<Entry>;

  // `fields`: those of threat_fields(), resolved.
  ThreatJoin(const rule::ThreatMapping& mapping, std::vector<TermField> fields);

  // In ascending order of `indicator`.
  void add(IndicatorId indicator, const json::Object& document);
  void finish();

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }  // indicators that some group applies to
  const std::vector<TermField>& fields() const { return fields_; }
  const std::vector<Group>& groups() const { return groups_; }

 private:
  std::vector<TermField> fields_;
  std::vector<Group> groups_;
  std::size_t size_ = 0;
};

// Asks a join about events. Remembers what each cell matched; owned by one thread.
class ThreatMatcher {
 public:
  // `join` must outlive the matcher.
  explicit ThreatMatcher(const ThreatJoin& join);

  // Whether an indicator takes part; none: all do.
  using Selects = std::function<bool(IndicatorId indicator)>;
  // The matches of one event, of the lowest indicators kMaxThreatMatches at most, sorted, without repetition.
  std::vector<ThreatMatch> match(const event::Batch& batch, std::size_t row, const Selects& selects);

 private:
  struct Hit {
    ThreatIndex::Postings postings;
    std::uint32_t value = 0;  // which of the cell's
  };
  // Of one entry.
  struct Memory {
    std::uint32_t generation = 0;
    std::unordered_map<event::CellId, std::vector<Hit>> hits;
  };
  static constexpr std::size_t kMaxRemembered = 1U << 16U;

  const std::vector<Hit>& hits(std::size_t group, std::size_t entry, const event::Column& column, event::CellId cell);
  void match_group(std::size_t group, const event::Batch& batch, std::size_t row, const Selects& selects,
                   std::vector<ThreatMatch>& out);

  const ThreatJoin& join_;
  std::vector<std::vector<Memory>> memories_;  // by group and entry
};

}  // namespace picket::detect
