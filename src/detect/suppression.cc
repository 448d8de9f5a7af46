// SPDX-License-Identifier: Apache-2.0
#include "detect/suppression.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace picket::detect {
namespace {

using GroupId = std::uint32_t;

rule::Rule without_cap(rule::Rule rule) {
  rule.max_signals = std::numeric_limits<std::int64_t>::max();
  return rule;
}

// A value as the event has it; what cannot be a term (a text, a date) by its own text.
Term shown_value(const event::FieldMapping& mapping, const event::Scalar& value) {
  const bool is_date = mapping.type == event::FieldType::date || mapping.type == event::FieldType::date_nanos;
  if (std::optional<Term> term = is_date ? std::nullopt : to_term(mapping, value)) return *std::move(term);
  return {Term::Kind::text, std::string(value.text), 0};
}

GroupValue all_values(const TermField& field, const Hit& hit) {
  GroupValue values;
  for (const event::Scalar& value : hit.batch->values(field.id, hit.row)) {
    values.push_back(shown_value(field.mapping, value));
  }
  std::ranges::sort(values, [](const Term& a, const Term& b) { return compare(a, b) < 0; });
  return values;
}

std::string key_of_group(const Group& group) {
  std::string key;
  for (const GroupValue& value : group) key += std::to_string(value.size()) + "/" + key_of(value);
  return key;
}

// Composite order; a field without a value comes last.
bool is_before(const Group& a, const Group& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].empty() != b[i].empty()) return b[i].empty();
    if (const auto order = compare(a[i], b[i]); order != 0) return order < 0;
  }
  return false;
}

// All groups by number, and which events belong to which.
class Groups {
 public:
  Groups(const rule::Rule& rule, std::vector<TermField> fields)
      : each_value_(groups_by_each_value(rule.type)),
        suppress_missing_(rule.suppression->suppress_missing),
        fields_(std::move(fields)) {}

  GroupId id_of(Group group) {
    const auto [place, is_new] = ids_.try_emplace(key_of_group(group), static_cast<GroupId>(groups_.size()));
    if (is_new) groups_.push_back(std::move(group));
    return place->second;
  }
  const Group& operator[](GroupId id) const { return groups_[id]; }
  std::size_t size() const { return groups_.size(); }

  void note(EventHandle event, const Hit& hit) {
    const auto [place, is_new] = of_event_.try_emplace(event);
    if (is_new) place->second = find(hit);
  }
  // None: the event is not to be suppressed.
  const std::vector<GroupId>& of(EventHandle event) const { return of_event_.at(event); }
  std::size_t cut() const { return cut_; }

 private:
  std::vector<GroupId> find(const Hit& hit) {
    std::vector<Group> groups = {{}};
    for (const TermField& field : fields_) {
      const GroupValue values = each_value_ ? terms_of(field, *hit.batch, hit.row) : all_values(field, hit);
      if (values.empty() && !suppress_missing_) return {};
      if (!each_value_ || values.empty()) {
        for (Group& group : groups) group.push_back(values);
        continue;
      }
      std::vector<Group> longer;
      for (const Group& group : groups) {
        for (const Term& value : values) {
          if (longer.size() == kMaxCombinations) continue;
          longer.push_back(group);
          longer.back().push_back({value});
        }
      }
      if (longer.size() < groups.size() * values.size()) ++cut_;
      groups = std::move(longer);
    }
    std::vector<GroupId> ids;
    for (Group& group : groups) ids.push_back(id_of(std::move(group)));
    return ids;
  }

  bool each_value_;
  bool suppress_missing_;
  std::vector<TermField> fields_;
  std::unordered_map<std::string, GroupId> ids_;
  std::vector<Group> groups_;
  std::unordered_map<EventHandle, std::vector<GroupId>> of_event_;
  std::size_t cut_ = 0;
};

// Notes the groups of events that the detector keeps.
class NotingKeeper final : public Keeper {
 public:
  NotingKeeper(Keeper& keeper, Groups& groups) : keeper_(keeper), groups_(groups) {}
  EventKey key(const Hit& hit) override { return keeper_.key(hit); }
  EventHandle keep(const Hit& hit) override {
    const EventHandle event = keeper_.keep(hit);
    groups_.note(event, hit);
    return event;
  }

 private:
  Keeper& keeper_;
  Groups& groups_;
};

// An alert-to-be in its group; none: it is not to be suppressed.
struct Member {
  const Finding* finding = nullptr;
  std::optional<GroupId> group;
};

Timestamp start_of(const Finding& finding) {
  return finding.threshold ? finding.threshold->from : finding.event_time;
}

// By time, then by event, then by terms.
bool is_earlier(const Member& a, const Member& b) {
  const auto key = [](const Finding& finding) { return std::tuple(start_of(finding), finding.event); };
  const auto key_a = key(*a.finding);
  const auto key_b = key(*b.finding);
  return key_a != key_b ? key_a < key_b : compare(a.finding->new_terms, b.finding->new_terms) < 0;
}

// Those that become one alert as soon as the cap allows.
struct Waiting {
  std::vector<Member> members;
  std::optional<GroupId> group;
};

// The executions one after another, each with what it is the first to find.
class Grouped {
 public:
  Grouped(const rule::Rule& rule, const Groups& groups)
      : rule_(rule), schedule_(rule), groups_(groups), alert_of_(groups.size()) {}

  // Members by execution.
  void run(const std::vector<Member>& members, Outcome& outcome) {
    outcome_ = &outcome;
    std::size_t next = 0;
    Timestamp execution{};
    while (next < members.size() || !waiting_.empty()) {
      execution = waiting_.empty() ? members[next].finding->execution : execution + schedule_.interval();
      const std::size_t left_over = waiting_.size();
      place_of_.clear();
      for (std::size_t i = 0; i < waiting_.size(); ++i) {
        if (waiting_[i].group) place_of_[*waiting_[i].group] = i;
      }
      for (; next < members.size() && members[next].finding->execution <= execution; ++next) {
        place(members[next], execution);
      }
      take(execution, left_over);
    }
  }

 private:
  void place(const Member& member, Timestamp execution) {
    if (!member.group) {
      waiting_.push_back({{member}, std::nullopt});
      return;
    }
    if (Finding* alert = open_alert(*member.group, execution)) {
      add_to(*alert->suppressed, *member.finding, execution);
      return;
    }
    const auto [known, is_new] = place_of_.try_emplace(*member.group, waiting_.size());
    if (is_new) waiting_.push_back({{}, member.group});
    waiting_[known->second].members.push_back(member);
  }

  // The group's alert, when it still takes in what comes.
  Finding* open_alert(GroupId group, Timestamp execution) {
    const std::optional<Duration>& duration = rule_.suppression->duration;
    if (!duration || !alert_of_[group]) return nullptr;
    Finding& alert = outcome_->findings[*alert_of_[group]];
    return execution - alert.execution <= *duration ? &alert : nullptr;
  }

  static void add_to(Suppressed& suppressed, const Finding& finding, Timestamp execution) {
    ++suppressed.count;
    suppressed.start = std::min(suppressed.start, start_of(finding));
    suppressed.end = std::max(suppressed.end, finding.event_time);
    suppressed.last_detected = execution;
  }

  // What was left over by the execution before stands first.
  void take(Timestamp execution, std::size_t left_over) {
    const bool carry_over = rule_.overflow == rule::Overflow::carry_over;
    const auto cap = static_cast<std::size_t>(rule_.max_signals);
    if (waiting_.size() > cap) {
      const auto unordered = waiting_.begin() + (carry_over ? static_cast<std::ptrdiff_t>(left_over) : 0);
      std::sort(unordered, waiting_.end(), [&](const Waiting& a, const Waiting& b) { return is_taken_before(a, b); });
    }
    const std::size_t found = waiting_.size();
    const std::size_t taken = std::min(cap, found);
    for (std::size_t i = 0; i < taken; ++i) raise(waiting_[i], execution, carry_over && i < left_over);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken));
    if (waiting_.empty()) return;
    outcome_->overflows.push_back({execution, found, waiting_.size(), !carry_over});
    if (carry_over) return;
    for (Waiting& waiting : waiting_) {
      std::erase_if(waiting.members, [&](const Member& member) { return is_out_of_sight(member, execution); });
    }
    std::erase_if(waiting_, [](const Waiting& waiting) { return waiting.members.empty(); });
  }

  bool is_out_of_sight(const Member& member, Timestamp execution) const {
    const std::optional<Executions> seen = schedule_.seen_by(member.finding->event_time);
    return !seen || seen->last <= execution;
  }

  // Query rules: the groups in their order, then what is not to be suppressed; other types: by time.
  bool is_taken_before(const Waiting& a, const Waiting& b) const {
    if (groups_by_each_value(rule_.type)) {
      if (a.group.has_value() != b.group.has_value()) return a.group.has_value();
      if (a.group) return is_before(groups_[*a.group], groups_[*b.group]);
    }
    if (rule_.type == rule::RuleType::threshold) return is_before(groups_[*a.group], groups_[*b.group]);
    return is_earlier(earliest(a), earliest(b));
  }

  static const Member& earliest(const Waiting& waiting) {
    return *std::ranges::min_element(waiting.members, is_earlier);
  }

  void raise(const Waiting& waiting, Timestamp execution, bool carried_over) {
    const Finding& kept = *earliest(waiting).finding;
    if (waiting.group) alert_of_[*waiting.group] = outcome_->findings.size();
    Finding& alert = outcome_->findings.emplace_back(kept);
    alert.execution = execution;
    alert.carried_over = carried_over;
    if (!waiting.group) return;
    Suppressed& suppressed = alert.suppressed.emplace();
    suppressed.group = groups_[*waiting.group];
    suppressed.start = start_of(kept);
    suppressed.end = kept.event_time;
    for (const Member& member : waiting.members) {
      if (member.finding != &kept) add_to(suppressed, *member.finding, execution);
    }
    suppressed.first_end = suppressed.end;
    suppressed.last_detected = execution;
  }

  const rule::Rule& rule_;
  Schedule schedule_;
  const Groups& groups_;
  std::vector<std::optional<std::size_t>> alert_of_;  // by group: its latest alert
  std::vector<Waiting> waiting_;
  std::unordered_map<GroupId, std::size_t> place_of_;  // by group: where it stands in waiting_
  Outcome* outcome_ = nullptr;
};

class SuppressingDetector final : public Detector {
 public:
  SuppressingDetector(const rule::Rule& rule, std::vector<TermField> grouped, const MakeDetector& make)
      : rule_(rule), without_cap_(without_cap(rule)), inner_(make(without_cap_)), groups_(rule, std::move(grouped)) {}

  void add(const Hit& hit, Keeper& keeper) override {
    NotingKeeper noting(keeper, groups_);
    inner_->add(hit, noting);
  }

  Outcome finish(const Coverage& coverage) override {
    const Outcome found = inner_->finish(coverage);
    std::vector<Member> members;
    for (const Finding& finding : found.findings) add_members(finding, members);
    std::ranges::sort(members, [](const Member& a, const Member& b) {
      const Timestamp execution_a = a.finding->execution;
      const Timestamp execution_b = b.finding->execution;
      return execution_a != execution_b ? execution_a < execution_b : is_earlier(a, b);
    });
    Outcome outcome{.findings = {}, .overflows = {}, .cut = found.cut + groups_.cut(), .never_seen = found.never_seen};
    Grouped(rule_, groups_).run(members, outcome);
    return outcome;
  }

 private:
  void add_members(const Finding& finding, std::vector<Member>& members) {
    if (finding.threshold) {
      Group group;
      for (const Term& term : finding.threshold->terms) group.push_back({term});
      members.push_back({&finding, groups_.id_of(std::move(group))});
      return;
    }
    const std::vector<GroupId>& groups = groups_.of(finding.handle);
    for (const GroupId group : groups) members.push_back({&finding, group});
    if (groups.empty()) members.push_back({&finding, std::nullopt});
  }

  const rule::Rule& rule_;
  rule::Rule without_cap_;  // the inner detector's
  std::unique_ptr<Detector> inner_;
  Groups groups_;
};

}  // namespace

bool groups_by_each_value(rule::RuleType type) {
  return type == rule::RuleType::query || type == rule::RuleType::saved_query;
}

std::unique_ptr<Detector> make_suppressing_detector(const rule::Rule& rule, std::vector<TermField> grouped,
                                                    const MakeDetector& make) {
  return std::make_unique<SuppressingDetector>(rule, std::move(grouped), make);
}

}  // namespace picket::detect
