// SPDX-License-Identifier: Apache-2.0
#include "engine/detection.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "alert/threshold_event.h"
#include "base/check.h"
#include "engine/index_pattern.h"

namespace picket::engine {
namespace {

constexpr std::string_view kIngested = "event.ingested";

void extend(detect::Coverage& coverage, Timestamp time) {
  coverage.first = std::min(coverage.first.value_or(time), time);
  coverage.last = std::max(coverage.last.value_or(time), time);
}

void extend(detect::Coverage& coverage, const detect::Coverage& other) {
  if (other.first) extend(coverage, *other.first);
  if (other.last) extend(coverage, *other.last);
}

bool lacks_term(const PreparedRule& rule, const event::Batch& batch, std::size_t row) {
  return std::ranges::any_of(rule.terms, [&](const detect::TermField& field) {
    return batch.columns[field.id].cells[row] == event::kMissing;
  });
}

// Tells the findings of one event apart.
std::string terms_of(const detect::Finding& finding) {
  std::string terms = detect::key_of(finding.threshold ? finding.threshold->terms : finding.new_terms);
  if (finding.suppressed) {
    for (const detect::GroupValue& value : finding.suppressed->group) terms += "/" + detect::key_of(value);
  }
  return terms;
}

std::unique_ptr<detect::Detector> make_detector(const PreparedRule& rule) {
  detect::RuleFields fields{.terms = rule.terms, .counted = rule.counted, .grouped = rule.grouped};
  if (rule.threat) {
    fields.threats = &rule.threat->join();
    fields.selects = rule.threat->selects();
  }
  return detect::make_detector(*rule.rule, std::move(fields));
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  constexpr std::string_view kNames[] = {"alerted", "nothing found", "field never occurred", "no data",
                                         "could not run"};
  return kNames[static_cast<std::size_t>(verdict)];
}

Detection::Detection(const PreparedRules& prepared) : prepared_(prepared) {
  for (const PreparedRule& rule : prepared.rules) {
    Running& running = running_.emplace_back();
    running.prepared = &rule;
    if (rule.runs()) running.detector = make_detector(rule);
  }
}

void Detection::on_batch(const MatchedBatch& matched) {
  file_ = matched.file.index;
  identify_ = &matched.identify;
  keys_.assign(matched.batch.size(), std::nullopt);
  handles_.assign(matched.batch.size(), std::nullopt);
  survey(matched.batch);
  for (Running& running : running_) {
    if (running.detector) hand_over(matched, running);
  }
}

// What there is to judge, whether or not anything matches.
void Detection::survey(const event::Batch& batch) {
  while (indices_.size() < batch.indices.size()) {
    indices_.push_back({.name = batch.indices[indices_.size()],
                        .events = 0,
                        .by_timestamp = {},
                        .by_ingested = {},
                        .occurred = std::vector<bool>(batch.columns.size(), false)});
  }
  for (const event::Row& row : batch.rows) {
    IndexSeen& index = indices_[row.index];
    ++index.events;
    if (row.has_time) extend(index.by_timestamp, row.time);
    if (row.has_ingested || row.has_time) extend(index.by_ingested, row.has_ingested ? row.ingested : row.time);
  }
  for (std::size_t field = 0; field < batch.columns.size(); ++field) {
    const event::Column& column = batch.columns[field];
    // Only kMissing so far. Cells of anything but a leaf may be deferred: whether they hold something is not known
    // then.
    const bool is_leaf = prepared_.fields[static_cast<event::FieldId>(field)].shape == event::Shape::leaf;
    if (is_leaf && column.is_empty()) continue;
    const bool all_known = std::ranges::all_of(
        indices_, [&](const IndexSeen& index) { return index.occurred[field] || index.events == 0; });
    if (all_known) continue;
    for (std::size_t row = 0; row < batch.size(); ++row) {
      if (column.cells[row] != event::kMissing) indices_[batch.rows[row].index].occurred[field] = true;
    }
  }
}

void Detection::hand_over(const MatchedBatch& matched, Running& running) {
  const PreparedRule& prepared = *running.prepared;
  const event::Batch& batch = matched.batch;
  const match::Bits& matches = matched.outputs[prepared.output];
  matches.for_each([&](std::size_t row) {
    if (!sees(running, batch.rows[row].index)) return;
    ++running.matches;
    ++matches_;
    if (lacks_term(prepared, batch, row)) {
      ++running.unjudged;
      return;
    }
    const std::optional<Timestamp> time = time_of(running, batch, row);
    if (!time) {
      ++running.without_time;
      return;
    }
    const detect::Hit hit{*time, &batch, row};
    if (observer_) observer_(prepared, hit, key(hit));
    running.detector->add(hit, *this);
  });
  if (!prepared.relaxed_output) return;
  matched.outputs[*prepared.relaxed_output].for_each([&](std::size_t row) {
    if (!matches.test(row) && sees(running, batch.rows[row].index)) ++running.unjudged;
  });
}

bool Detection::sees(Running& running, std::uint32_t index) {
  if (running.sees.size() <= index) running.sees.resize(indices_.size());
  std::optional<bool>& known = running.sees[index];
  if (!known) known = sees_index(running.prepared->indices, indices_[index].name);
  return *known;
}

std::optional<Timestamp> Detection::time_of(Running& running, const event::Batch& batch, std::size_t row) {
  const event::Row& at = batch.rows[row];
  const rule::Rule& rule = *running.prepared->rule;
  std::optional<Timestamp> time;
  if (rule.timestamp_override == kIngested) {
    if (at.has_ingested) time = at.ingested;
  } else if (running.prepared->override_field) {
    for (const event::Scalar& value : batch.values(*running.prepared->override_field, row)) {
      if (const std::optional<Timestamp> date = parse_date(value.text)) time = std::max(time.value_or(*date), *date);
    }
  }
  if (time) {
    running.used_override = true;
    return time;
  }
  // A file has no arrival: without event.ingested a record is judged by its own time, unless the rule forbids it for
  // another field than that.
  const bool fall_back = !rule.timestamp_override_fallback_disabled || rule.timestamp_override == kIngested ||
                         rule.timestamp_override.empty();
  if (!fall_back || !at.has_time) return std::nullopt;
  running.used_timestamp = true;
  return at.time;
}

detect::EventKey Detection::key(const detect::Hit& hit) {
  std::optional<detect::EventKey>& key = keys_[hit.row];
  if (!key) {
    const decode::Name name = (*identify_)(hit.row);
    key.emplace();
    for (std::size_t i = 0; i < sizeof key->order; ++i) {
      key->order = key->order << 8U | (i < name.id.size() ? static_cast<unsigned char>(name.id[i]) : 0U);
    }
    std::string whole = name.index;
    whole += '\0';
    whole += name.id;
    key->identity = hash128(whole);
  }
  return *key;
}

detect::EventHandle Detection::keep(const detect::Hit& hit) {
  std::optional<detect::EventHandle>& handle = handles_[hit.row];
  if (!handle) {
    const event::Row& row = hit.batch->rows[hit.row];
    handle = store_.add(row.raw, {file_, row.line, row.offset});
  }
  return *handle;
}

detect::Coverage Detection::coverage_of(Running& running) {
  detect::Coverage coverage;
  const bool by_ingested = running.prepared->rule->timestamp_override == kIngested;
  for (std::uint32_t index = 0; index < indices_.size(); ++index) {
    if (sees(running, index))
      extend(coverage, by_ingested ? indices_[index].by_ingested : indices_[index].by_timestamp);
  }
  return coverage;
}

Result<std::vector<RuleReport>> Detection::finish(const Pipeline& pipeline, const DetectionOptions& options,
                                                  const AlertSink& sink) {
  std::vector<RuleReport> reports;
  std::vector<Raised> raised;
  for (Running& running : running_) reports.push_back(report_of(running, options, raised));

  std::ranges::sort(raised, [&](const Raised& a, const Raised& b) {
    const rule::Rule& rule_a = *prepared_.rules[a.rule].rule;
    const rule::Rule& rule_b = *prepared_.rules[b.rule].rule;
    const auto key = [](const Raised& one, const rule::Rule& rule) {
      return std::tuple(one.finding.execution, -static_cast<int>(rule.severity), -rule.risk_score,
                        std::string_view(rule.rule_id), one.finding.event_time, one.finding.event);
    };
    const auto order = key(a, rule_a) <=> key(b, rule_b);
    return order != 0 ? order < 0 : terms_of(a.finding) < terms_of(b.finding);
  });

  alert::AlertBuilder builder;
  for (const Raised& one : raised) {
    const PreparedRule& prepared = *running_[one.rule].prepared;
    Result<Source> source = source_of(prepared, one.finding, pipeline);
    if (!source) return std::unexpected(source.error());
    const alert::Alert alert = builder.build(
        {.rule = *prepared.rule,
         .finding = one.finding,
         .document = std::move(source->document),
         .origin = std::move(source->origin),
         .clock = reports[one.rule].clock,
         .mark_baseline = options.baseline == BaselineMode::mark,
         .enrichments = prepared.threat ? prepared.threat->enrichments(one.finding.threats) : json::Array()});
    ++reports[one.rule].alerts_by_severity[static_cast<std::size_t>(alert.severity)];
    sink(alert);
  }
  return reports;
}

Result<Detection::Source> Detection::source_of(const PreparedRule& prepared, const detect::Finding& finding,
                                               const Pipeline& pipeline) {
  if (finding.handle == detect::kNoRecord) return Source{alert::threshold_event(*prepared.rule, finding), std::nullopt};
  const Result<std::string> record = store_.record(finding.handle);
  if (!record) return std::unexpected(record.error());
  const EventStore::Place place = store_.place(finding.handle);
  const std::string& file = pipeline.files()[place.file];
  auto document = pipeline.decoder().document(*record, decode::hint_of(file));
  PICKET_CHECK(document.has_value(), "a record that was projected can be read as a document");
  return Source{std::move(*document), alert::Origin{file, place.line, place.offset}};
}

RuleReport Detection::report_of(Running& running, const DetectionOptions& options, std::vector<Raised>& raised) {
  RuleReport report;
  report.rule = running.prepared;
  for (std::uint32_t index = 0; index < indices_.size(); ++index) {
    if (sees(running, index)) report.events += indices_[index].events;
  }
  if (running.detector) {
    report.matches = running.matches;
    report.without_time = running.without_time;
    report.unjudged = running.unjudged;
    report.clock = clock_of(running);
    detect::Outcome outcome = running.detector->finish(coverage_of(running));
    running.detector.reset();
    report.never_seen = outcome.never_seen;
    report.without_history = outcome.without_history;
    report.cut = outcome.cut;
    report.overflows = std::move(outcome.overflows);
    for (detect::Finding& finding : outcome.findings) {
      const bool incomplete = finding.baseline && !finding.baseline->complete();
      if ((options.from && finding.execution < *options.from) || (options.to && finding.execution > *options.to)) {
        ++report.outside;
      } else if (incomplete && options.baseline == BaselineMode::hold) {
        ++report.held;
      } else {
        ++report.alerts;
        if (finding.suppressed) report.suppressed += finding.suppressed->count;
        report.incomplete_baselines += incomplete ? 1 : 0;
        raised.push_back({static_cast<std::size_t>(&running - running_.data()), std::move(finding)});
      }
    }
  }
  judge(running, report);
  return report;
}

std::string Detection::clock_of(const Running& running) {
  const std::string& override_field = running.prepared->rule->timestamp_override;
  if (override_field.empty() || !running.used_override) return "@timestamp";
  return running.used_timestamp ? override_field + ", else @timestamp" : override_field;
}

void Detection::judge(Running& running, RuleReport& report) {
  const PreparedRule& prepared = *running.prepared;
  if (!prepared.runs()) {
    report.verdict = Verdict::could_not_run;
    report.detail = prepared.cannot_run;
  } else if (report.alerts > 0) {
    report.verdict = Verdict::alerted;
  } else if (report.events == 0) {
    report.verdict = Verdict::no_data;
  } else if (const NeededField* missing = never_occurred(running)) {
    report.verdict = Verdict::field_never_occurred;
    report.detail = missing->name;
  } else {
    report.verdict = Verdict::nothing_found;
  }
  for (const detect::TermField& field : prepared.grouped) {
    if (report.alerts > 0 && !occurred(running, field.id)) report.ungrouped_fields.push_back(field.name);
  }
  if (report.unjudged > 0) {
    for (const NeededField& field : prepared.demanded) report.unjudged_fields.push_back(field.name);
  }
}

const NeededField* Detection::never_occurred(Running& running) {
  for (const NeededField& field : running.prepared->needed) {
    if (!occurred(running, field.id)) return &field;
  }
  return nullptr;
}

bool Detection::occurred(Running& running, event::FieldId field) {
  for (std::uint32_t index = 0; index < indices_.size(); ++index) {
    if (sees(running, index) && indices_[index].occurred[field]) return true;
  }
  return false;
}

}  // namespace picket::engine
